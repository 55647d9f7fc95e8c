import { cases } from "../../../../support/rule-cases.ts";
import type { CiliumModel, ControlPlaneModel, SecurityGroupModel } from "../../../../../core/model/index.ts";
import type { ClusterSettings } from "../../../../../core/settings/index.ts";
import {
  cilium,
  controlPlane,
  eniValues,
  nodeGroup,
  securityGroup,
  settings,
  unknown,
} from "../../../../support/model.ts";

const EXISTING: ClusterSettings["existing"] = {
  strategy: "split",
  endpoint: "https://ABC.gr7.eu-central-1.eks.amazonaws.com",
  certificateAuthority: "QUJD",
  clusterSecurityGroupId: "sg-0123456789abcdef0",
};
const asked = (parts: Partial<ClusterSettings>) => ({ settings: settings({ cluster: { name: "test", ...parts } }) });
const model = (parts: Partial<ControlPlaneModel>) => ({ controlPlane: controlPlane(parts) });
const split = model({ existing: { strategy: "split" } });
const LABEL = { "cilium-eks/datapath": "cilium" };
const selecting: CiliumModel = cilium({ values: eniValues({ nodeSelector: LABEL, envoy: { nodeSelector: LABEL } }) });
const group = (parts: Partial<SecurityGroupModel>, values = eniValues()) => ({
  securityGroups: [securityGroup(parts)],
  cilium: cilium({ values }),
  controlPlane: controlPlane(),
});
export default cases({
  "control-plane-existing-settings": {
    fails: [
      [
        "settings that only a creation uses",
        asked({ existing: EXISTING, deletionProtection: true }),
        { path: "cluster.deletionProtection" },
      ],
    ],
    passes: [
      ["an existing cluster without them", asked({ existing: EXISTING, serviceCidr: "172.20.0.0/16" })],
      ["a new cluster", asked({ deletionProtection: true })],
    ],
  },
  "control-plane-existing-version": {
    fails: [
      [
        "no version",
        asked({ existing: EXISTING, serviceCidr: "172.20.0.0/16" }),
        { path: "cluster.kubernetesVersion" },
      ],
      ["no service CIDR", asked({ existing: EXISTING, kubernetesVersion: "1.35" }), { path: "cluster.serviceCidr" }],
    ],
    passes: [
      ["both", asked({ existing: EXISTING, kubernetesVersion: "1.35", serviceCidr: "172.20.0.0/16" })],
      ["a new cluster", asked({})],
    ],
  },
  "control-plane-existing-fresh-nodes": {
    fails: [
      [
        "parking on a cluster that may have nodes",
        model({ existing: { strategy: "no-nodes" } }),
        { path: "controlPlane.existing.strategy" },
      ],
      ["a split that has to end", split, { path: "controlPlane.existing.strategy" }],
    ],
    passes: [["a new cluster", model({})]],
    unknown: [["an unknown strategy", model({ existing: { strategy: unknown } })]],
  },
  "control-plane-existing-split-selectors": {
    fails: [
      ["an agent on every node", { ...split, cilium: cilium() }, { path: "cilium.values.nodeSelector" }],
      ["Envoy on every node", { ...split, cilium: cilium() }, { path: "cilium.values.envoy.nodeSelector" }],
    ],
    passes: [
      ["both selectors", { ...split, cilium: selecting }],
      ["a new cluster", { ...model({}), cilium: cilium() }],
    ],
    unknown: [
      ["unknown selectors", { ...split, cilium: cilium({ values: { nodeSelector: unknown, envoy: unknown } }) }],
    ],
  },
  "control-plane-existing-split-nodes": {
    fails: [
      ["a group without the label", { ...split, nodeGroups: [nodeGroup()] }, { path: "nodeGroups.general.labels" }],
    ],
    passes: [
      ["a group with the label", { ...split, nodeGroups: [nodeGroup({ labels: LABEL })] }],
      ["a new cluster", { ...model({}), nodeGroups: [nodeGroup()] }],
    ],
    unknown: [["unknown labels", { ...split, nodeGroups: [nodeGroup({ labels: unknown })] }]],
  },
  "control-plane-secrets-key-choice": {
    fails: [
      [
        "two keys",
        asked({ secretsKeyArn: "arn:aws:kms:…", createSecretsKey: true }),
        { path: "cluster.createSecretsKey" },
      ],
    ],
    passes: [
      ["a given key", asked({ secretsKeyArn: "arn:aws:kms:…", createSecretsKey: false })],
      ["a made key", asked({ createSecretsKey: true })],
    ],
  },
  "control-plane-security-group-owned": {
    fails: [
      [
        "a second owned group",
        group({ tags: { "kubernetes.io/cluster/test": "owned" } }),
        { path: "securityGroups.cluster.tags" },
      ],
    ],
    passes: [
      ["a shared group", group({ tags: { "kubernetes.io/cluster/test": "shared" } })],
      ["a group of another cluster", group({ tags: { "kubernetes.io/cluster/other": "owned" } })],
    ],
    unknown: [["unknown tags", group({ tags: unknown })]],
  },
});
