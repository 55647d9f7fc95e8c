import type { CiliumModel, ControlPlaneModel, SecurityGroupModel } from "../../../../../core/model/index.ts";
import {
  existingFreshNodes,
  existingSettings,
  existingVersion,
  keyChoice,
  splitNodes,
  splitSelectors,
} from "../../../../../core/rules/control-plane/existing.ts";
import { ownedTag, podGroups, portsOpen } from "../../../../../core/rules/control-plane/security-groups.ts";
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
import { describeRules } from "../../../../support/rule-table.ts";

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
const WIREGUARD = eniValues({ encryption: { enabled: true, type: "wireguard" } });
const tcpOnly = [{ protocol: "tcp" as const, from: 0, to: 65_535, sources: ["self"] }];

describeRules([
  {
    rule: existingSettings,
    fails: [
      [
        "settings that only a creation uses",
        asked({ existing: EXISTING, deletionProtection: true }),
        "cluster.deletionProtection",
      ],
    ],
    passes: [
      ["an existing cluster without them", asked({ existing: EXISTING, serviceCidr: "172.20.0.0/16" })],
      ["a new cluster", asked({ deletionProtection: true })],
    ],
  },
  {
    rule: existingVersion,
    fails: [
      ["no version", asked({ existing: EXISTING, serviceCidr: "172.20.0.0/16" }), "cluster.kubernetesVersion"],
      ["no service CIDR", asked({ existing: EXISTING, kubernetesVersion: "1.35" }), "cluster.serviceCidr"],
    ],
    passes: [
      ["both", asked({ existing: EXISTING, kubernetesVersion: "1.35", serviceCidr: "172.20.0.0/16" })],
      ["a new cluster", asked({})],
    ],
  },
  {
    rule: existingFreshNodes,
    fails: [
      [
        "parking on a cluster that may have nodes",
        model({ existing: { strategy: "no-nodes" } }),
        "controlPlane.existing.strategy",
      ],
      ["a split that has to end", split, "controlPlane.existing.strategy"],
    ],
    passes: [["a new cluster", model({})]],
    undecided: [["an unknown strategy", model({ existing: { strategy: unknown } })]],
  },
  {
    rule: splitSelectors,
    fails: [
      ["an agent on every node", { ...split, cilium: cilium() }, "cilium.values.nodeSelector"],
      ["Envoy on every node", { ...split, cilium: cilium() }, "cilium.values.envoy.nodeSelector"],
    ],
    passes: [
      ["both selectors", { ...split, cilium: selecting }],
      ["a new cluster", { ...model({}), cilium: cilium() }],
    ],
    undecided: [
      ["unknown selectors", { ...split, cilium: cilium({ values: { nodeSelector: unknown, envoy: unknown } }) }],
    ],
  },
  {
    rule: splitNodes,
    fails: [["a group without the label", { ...split, nodeGroups: [nodeGroup()] }, "nodeGroups.general.labels"]],
    passes: [
      ["a group with the label", { ...split, nodeGroups: [nodeGroup({ labels: LABEL })] }],
      ["a new cluster", { ...model({}), nodeGroups: [nodeGroup()] }],
    ],
    undecided: [["unknown labels", { ...split, nodeGroups: [nodeGroup({ labels: unknown })] }]],
  },
  {
    rule: keyChoice,
    fails: [
      ["two keys", asked({ secretsKeyArn: "arn:aws:kms:…", createSecretsKey: true }), "cluster.createSecretsKey"],
    ],
    passes: [
      ["a given key", asked({ secretsKeyArn: "arn:aws:kms:…", createSecretsKey: false })],
      ["a made key", asked({ createSecretsKey: true })],
    ],
  },
  {
    rule: portsOpen,
    fails: [
      ["a group without WireGuard", group({ ingress: tcpOnly }, WIREGUARD), "securityGroups.cluster"],
      ["a group that admits nothing", group({ ingress: [] }), "securityGroups.cluster"],
    ],
    passes: [
      ["the group that EKS makes", group({}, WIREGUARD)],
      ["a group of load balancers", group({ attachedTo: ["load-balancer"], ingress: [] })],
    ],
    undecided: [["unknown rules", group({ ingress: unknown })]],
  },
  {
    rule: ownedTag,
    fails: [
      [
        "a second owned group",
        group({ tags: { "kubernetes.io/cluster/test": "owned" } }),
        "securityGroups.cluster.tags",
      ],
    ],
    passes: [
      ["a shared group", group({ tags: { "kubernetes.io/cluster/test": "shared" } })],
      ["a group of another cluster", group({ tags: { "kubernetes.io/cluster/other": "owned" } })],
    ],
    undecided: [["unknown tags", group({ tags: unknown })]],
  },
  {
    rule: podGroups,
    fails: [
      [
        "groups of pods by tag",
        { settings: settings({ cilium: { eni: { securityGroupTags: { tier: "pods" } } } }) },
        "cilium.eni.securityGroupTags",
      ],
      [
        "groups of one node group's pods by tag",
        {
          settings: settings({
            nodeGroups: {
              a: {
                instanceTypes: ["m6i.large"],
                scaling: { min: 1, max: 1 },
                pods: { securityGroupTags: { tier: "a" } },
              },
            },
          }),
        },
        "nodeGroups.a.pods.securityGroupTags",
      ],
    ],
    passes: [["pods in the cluster's group", { settings: settings() }]],
  },
]);
