import { cases } from "../../../../support/rule-cases.ts";
import type { CiliumModel, ClusterModel, NodeGroupModel } from "../../../../../core/model/index.ts";
import { cilium, nodeGroup, unknown } from "../../../../support/model.ts";

const model = (group: Partial<NodeGroupModel>, release: Partial<CiliumModel> = {}): ClusterModel => ({
  nodeGroups: [nodeGroup(group)],
  cilium: cilium(release),
});
const chained = { values: { cni: { chainingMode: "aws-cni" } } };

export default cases({
  "lifecycle-cilium-before-nodes": {
    fails: [["a release after the nodes", model({}, { afterNodes: true }), { path: "cilium" }]],
    passes: [
      ["a release before them", model({}, { afterNodes: false })],
      ["a lens that cannot tell", model({})],
      ["chained to the VPC CNI", model({}, { ...chained, afterNodes: true })],
    ],
    unknown: [["an unknown order", model({}, { afterNodes: unknown })]],
  },
  "lifecycle-chart-await": {
    fails: [
      [
        "a chart that waits, and a group after it",
        model({ afterCilium: true }, { delivery: "template", skipAwait: false }),
        { path: "cilium.skipAwait" },
      ],
    ],
    passes: [
      ["a chart that does not wait", model({ afterCilium: true }, { delivery: "template" })],
      ["a group beside it", model({ afterCilium: false }, { delivery: "template", skipAwait: false })],
      ["a release, of which another rule tells", model({ afterCilium: true }, { skipAwait: false })],
    ],
    unknown: [["an unknown switch", model({ afterCilium: true }, { delivery: "template", skipAwait: unknown })]],
  },
  "lifecycle-nodes-after-cilium": {
    fails: [
      [
        "a group beside a release that waits for pods",
        model({ afterCilium: false }, { skipAwait: false }),
        { path: "nodeGroups.general", found: "which waits" },
      ],
      [
        "the default group of eks.Cluster",
        model({ madeWithCluster: true }),
        { path: "nodeGroups.general", found: "eks.Cluster" },
      ],
    ],
    passes: [
      ["a group after the release", model({ afterCilium: true })],
      ["a lens that cannot tell", model({})],
      ["a release after the nodes, of which another rule tells", model({ afterCilium: false }, { afterNodes: true })],
      ["a group beside a release with skipAwait, of which another rule tells", model({ afterCilium: false })],
      ["chained to the VPC CNI", model({ afterCilium: false }, { ...chained, skipAwait: false })],
      ["a pool of Karpenter", model({ kind: "karpenter", afterCilium: false }, { skipAwait: false })],
    ],
    unknown: [["an unknown order", model({ afterCilium: unknown })]],
  },
  "lifecycle-nodes-beside-cilium": {
    fails: [["a group beside the release", model({ afterCilium: false }), { path: "nodeGroups.general" }]],
    passes: [
      ["a group after the release", model({ afterCilium: true })],
      ["a lens that cannot tell", model({})],
      [
        "a release that waits for pods, of which another rule tells",
        model({ afterCilium: false }, { skipAwait: false }),
      ],
      [
        "the default group of eks.Cluster, of which another rule tells",
        model({ afterCilium: false, madeWithCluster: true }),
      ],
      ["a release after the nodes, of which another rule tells", model({ afterCilium: false }, { afterNodes: true })],
      ["chained to the VPC CNI", model({ afterCilium: false }, chained)],
    ],
    unknown: [["an unknown order", model({ afterCilium: unknown })]],
  },
});
