import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, ControlPlaneModel } from "../../../../../core/model/index.ts";
import { cilium, controlPlane, unknown } from "../../../../support/model.ts";

const chained = cilium({ values: { cni: { chainingMode: "aws-cni" } } });
const release = (chart: string): ClusterModel => ({
  cilium: cilium(),
  releases: [{ name: "cni", chart, namespace: "kube-system", values: {} }],
});
const patch = (kind: string, name: string): ClusterModel => ({
  cilium: cilium(),
  objects: [{ apiVersion: "apps/v1", kind, metadata: { name, namespace: "kube-system" } }],
});
const closed = (parts: Partial<ControlPlaneModel> = {}): ClusterModel => ({
  cilium: cilium(),
  controlPlane: controlPlane({ creatorIsAdmin: false, ...parts }),
});
const entry = (policy: string): Partial<ControlPlaneModel> => ({
  accessEntries: [
    {
      name: "deployer",
      type: "STANDARD",
      policies: [`arn:aws:eks::aws:cluster-access-policy/${policy}`],
      principal: "arn:aws:iam::111122223333:role/deploy",
      groups: [],
    },
  ],
});
const PATH = "controlPlane.access.bootstrapClusterCreatorAdminPermissions";

export default cases({
  "control-plane-foreign-cni": {
    fails: [
      ["the VPC CNI's chart", release("aws-vpc-cni"), { path: "releases.cni", example: true }],
      ["Calico's operator", release("tigera-operator"), { path: "releases.cni" }],
    ],
    passes: [
      ["another chart", release("karpenter")],
      ["Cilium chained to it", { ...release("aws-vpc-cni"), cilium: chained }],
    ],
    unknown: [["an unknown chart", release(unknown)]],
  },
  "control-plane-disabled-vpc-cni": {
    fails: [["a patch", patch("DaemonSetPatch", "aws-node"), { path: "objects.DaemonSetPatch.aws-node" }]],
    passes: [
      ["a patch of something else", patch("DaemonSetPatch", "kube-proxy")],
      ["a DaemonSet", patch("DaemonSet", "aws-node")],
      ["Cilium chained to it", { ...patch("DaemonSetPatch", "aws-node"), cilium: chained }],
    ],
    unknown: [["an unknown name", patch("DaemonSetPatch", unknown)]],
  },
  "control-plane-first-access": {
    fails: [
      ["no entry", closed(), { path: PATH }],
      ["an entry that may only look", closed(entry("AmazonEKSViewPolicy")), { path: PATH }],
      [
        "a release alone",
        {
          controlPlane: controlPlane({ creatorIsAdmin: false }),
          releases: [{ name: "one", chart: "metrics-server", values: {} }],
        },
        { path: PATH },
      ],
    ],
    passes: [
      ["an administrator's entry", closed(entry("AmazonEKSClusterAdminPolicy"))],
      ["the creator", closed({ creatorIsAdmin: true })],
      ["a lens that cannot tell", { cilium: cilium(), controlPlane: controlPlane() }],
      ["nothing to install", { controlPlane: controlPlane({ creatorIsAdmin: false }) }],
    ],
    unknown: [["an unknown switch", closed({ creatorIsAdmin: unknown })]],
  },
});
