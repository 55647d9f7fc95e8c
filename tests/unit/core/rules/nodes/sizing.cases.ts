import { cases } from "../../../../support/rule-cases.ts";
import type { HybridSettings } from "../../../../../core/settings/index.ts";
import type { ClusterModel, NodeGroupModel } from "../../../../../core/model/index.ts";
import { baseline, network, nodeGroup, settings, unknown } from "../../../../support/model.ts";

const HYBRID: HybridSettings = {
  strategy: "overlay",
  nodeCidrs: ["192.168.0.0/24"],
  identity: { type: "ssm", expires: "2027-01-31T00:00:00Z" },
  pools: {},
};

const group = (parts: Partial<NodeGroupModel>): ClusterModel => baseline({ nodeGroups: [nodeGroup(parts)] });
const scaled = (min: number, desired: number, max: number): ClusterModel => group({ scaling: { min, desired, max } });

const autoscaled = (autoscaler: "none" | "cluster-autoscaler" | "karpenter", max = 4): ClusterModel => ({
  ...scaled(2, 2, max),
  deployment: { waitsForRollout: true, autoscaler },
});

const zoned = (zones: readonly string[], subnets = network().subnets): ClusterModel =>
  baseline({
    settings: settings({
      nodeGroups: { general: { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 4 }, zones } },
    }),
    network: network({ subnets }),
  });

export default cases({
  "nodes-scaling-order": {
    fails: [
      ["min above desired", scaled(3, 2, 4), { found: "min 3" }],
      ["desired above max", scaled(1, 5, 4), { found: "desired 5" }],
      ["max 0", scaled(0, 0, 0), { found: "max 0" }],
    ],
    passes: [
      ["a group that starts at its largest", scaled(1, 3, 3)],

      ["numbers in order", scaled(1, 2, 3)],
      ["a group that starts empty", scaled(0, 0, 1)],
    ],
    unknown: [["an unknown size", scaled(unknown, 1, 1)]],
  },
  "nodes-groups-present": {
    fails: [["no groups", baseline({ settings: settings({ nodeGroups: {} }) }), { found: "no node group" }]],
    passes: [
      ["one group", baseline()],
      ["hybrid nodes instead", baseline({ settings: settings({ nodeGroups: {}, hybrid: HYBRID }) })],
    ],
    unknown: [["unknown groups", baseline({ settings: settings({ nodeGroups: unknown }) })]],
  },
  "nodes-scaling-starts": {
    fails: [["every group at 0", scaled(0, 0, 3), { found: "desired 0 in general" }]],
    passes: [
      [
        "one group with nodes",
        baseline({ nodeGroups: [nodeGroup({ scaling: { min: 0, desired: 0, max: 3 } }), nodeGroup()] }),
      ],
    ],
    unknown: [["an unknown size", scaled(0, unknown, 3)]],
  },
  "nodes-scaling-autoscaler": {
    fails: [
      ["Karpenter, which moves no group", autoscaled("karpenter"), { path: "nodeGroups.general.scaling" }],
      ["a range and nothing that uses it", autoscaled("none"), { found: "fixed at 2" }],
    ],
    passes: [
      ["an autoscaler", autoscaled("cluster-autoscaler")],
      ["a fixed size", autoscaled("none", 2)],
    ],
    unknown: [["an unknown size", { ...autoscaled("none"), nodeGroups: [nodeGroup({ scaling: unknown })] }]],
  },
  "nodes-spot-singletons": {
    fails: [["only spot", group({ capacityType: "SPOT" }), { found: "only spot" }]],
    passes: [["one group on demand", baseline({ nodeGroups: [nodeGroup({ capacityType: "SPOT" }), nodeGroup()] })]],
    unknown: [["an unknown capacity", group({ capacityType: unknown })]],
  },
  "nodes-update-budget": {
    fails: [
      [
        "both",
        group({ update: { maxUnavailable: 1, maxUnavailablePercentage: 10 } }),
        { found: "maxUnavailablePercentage 10" },
      ],
      ["none unavailable", group({ update: { maxUnavailable: 0 } }), { found: "0" }],
      ["more than 100", group({ update: { maxUnavailable: 101 } }), { found: "101" }],
    ],
    passes: [
      ["one node", group({ update: { maxUnavailable: 1 } })],

      ["a number", group({ update: { maxUnavailable: 100 } })],
      ["a percentage", group({ update: { maxUnavailablePercentage: 33 } })],
      ["EKS's default", group({})],
    ],
    unknown: [["an unknown budget", group({ update: unknown })]],
  },
  "nodes-update-leaves-a-node": {
    fails: [
      ["every node at once", group({ update: { maxUnavailable: 2, strategy: "MINIMAL" } }), { found: "2 of 2" }],
      [
        "every node by percentage",
        group({ update: { maxUnavailablePercentage: 100, strategy: "MINIMAL" } }),
        { found: "2 of 2" },
      ],
    ],
    passes: [
      ["one at a time", group({ update: { maxUnavailable: 1, strategy: "MINIMAL" } })],
      ["new ones first", group({ update: { maxUnavailable: 2, strategy: "DEFAULT" } })],
    ],
    unknown: [["an unknown budget", group({ update: unknown })]],
  },
  "nodes-zones-known": {
    fails: [
      ["another zone", zoned(["eu-central-1a", "eu-central-1c"]), { found: "eu-central-1c" }],
      ["no zone", zoned([]), { found: "empty list" }],
    ],
    passes: [
      ["a zone of the network", zoned(["eu-central-1b"])],
      ["every zone", baseline()],
      ["a network without nodes' subnets", zoned(["eu-central-1c"], [])],
    ],
    unknown: [["unknown subnets", zoned(["eu-central-1a"], unknown)]],
  },
});
