import type { HybridSettings } from "../../../../../core/settings/index.ts";
import type { ClusterModel, NodeGroupModel } from "../../../../../core/model/index.ts";
import {
  groupsPresent,
  scalingOrder,
  sizeFixed,
  spotOnly,
  startsWithNodes,
  updateBudget,
  updateMinimal,
  zonesKnown,
} from "../../../../../core/rules/nodes/sizing.ts";
import { baseline, network, nodeGroup, settings, unknown } from "../../../../support/model.ts";
import { testRule } from "./cases.ts";

const HYBRID: HybridSettings = {
  strategy: "overlay",
  nodeCidrs: ["192.168.0.0/24"],
  identity: { type: "ssm", expires: "2027-01-31T00:00:00Z" },
  pools: {},
};

const group = (parts: Partial<NodeGroupModel>): ClusterModel => baseline({ nodeGroups: [nodeGroup(parts)] });
const scaled = (min: number, desired: number, max: number): ClusterModel => group({ scaling: { min, desired, max } });

testRule(scalingOrder, {
  fails: [
    ["min above desired", scaled(3, 2, 4), "min 3"],
    ["desired above max", scaled(1, 5, 4), "desired 5"],
    ["max 0", scaled(0, 0, 0), "max 0"],
  ],
  passes: [
    ["numbers in order", scaled(1, 2, 3)],
    ["a group that starts empty", scaled(0, 0, 1)],
  ],
  undecided: [["an unknown size", scaled(unknown, 1, 1)]],
});

testRule(groupsPresent, {
  fails: [["no groups", baseline({ settings: settings({ nodeGroups: {} }) }), "no node group"]],
  passes: [
    ["one group", baseline()],
    ["hybrid nodes instead", baseline({ settings: settings({ nodeGroups: {}, hybrid: HYBRID }) })],
  ],
  undecided: [["unknown groups", baseline({ settings: settings({ nodeGroups: unknown }) })]],
});

testRule(startsWithNodes, {
  fails: [["every group at 0", scaled(0, 0, 3), "desired 0 in general"]],
  passes: [
    [
      "one group with nodes",
      baseline({ nodeGroups: [nodeGroup({ scaling: { min: 0, desired: 0, max: 3 } }), nodeGroup()] }),
    ],
  ],
  undecided: [["an unknown size", scaled(0, unknown, 3)]],
});

const autoscaled = (autoscaler: "none" | "cluster-autoscaler", max = 4): ClusterModel => ({
  ...scaled(2, 2, max),
  deployment: { waitsForRollout: true, autoscaler },
});
testRule(sizeFixed, {
  fails: [["a range and nothing that uses it", autoscaled("none"), "fixed at 2"]],
  passes: [
    ["an autoscaler", autoscaled("cluster-autoscaler")],
    ["a fixed size", autoscaled("none", 2)],
  ],
  undecided: [["an unknown size", { ...autoscaled("none"), nodeGroups: [nodeGroup({ scaling: unknown })] }]],
});

testRule(spotOnly, {
  fails: [["only spot", group({ capacityType: "SPOT" }), "only spot"]],
  passes: [["one group on demand", baseline({ nodeGroups: [nodeGroup({ capacityType: "SPOT" }), nodeGroup()] })]],
  undecided: [["an unknown capacity", group({ capacityType: unknown })]],
});

testRule(updateBudget, {
  fails: [
    ["both", group({ update: { maxUnavailable: 1, maxUnavailablePercentage: 10 } }), "maxUnavailablePercentage 10"],
    ["none unavailable", group({ update: { maxUnavailable: 0 } }), "0"],
    ["more than 100", group({ update: { maxUnavailable: 101 } }), "101"],
  ],
  passes: [
    ["a number", group({ update: { maxUnavailable: 100 } })],
    ["a percentage", group({ update: { maxUnavailablePercentage: 33 } })],
    ["EKS's default", group({})],
  ],
  undecided: [["an unknown budget", group({ update: unknown })]],
});

testRule(updateMinimal, {
  fails: [
    ["every node at once", group({ update: { maxUnavailable: 2, strategy: "MINIMAL" } }), "2 of 2"],
    ["every node by percentage", group({ update: { maxUnavailablePercentage: 100, strategy: "MINIMAL" } }), "2 of 2"],
  ],
  passes: [
    ["one at a time", group({ update: { maxUnavailable: 1, strategy: "MINIMAL" } })],
    ["new ones first", group({ update: { maxUnavailable: 2, strategy: "DEFAULT" } })],
  ],
  undecided: [["an unknown budget", group({ update: unknown })]],
});

const zoned = (zones: readonly string[], subnets = network().subnets): ClusterModel =>
  baseline({
    settings: settings({
      nodeGroups: { general: { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 4 }, zones } },
    }),
    network: network({ subnets }),
  });
testRule(zonesKnown, {
  fails: [
    ["another zone", zoned(["eu-central-1a", "eu-central-1c"]), "eu-central-1c"],
    ["no zone", zoned([]), "empty list"],
  ],
  passes: [
    ["a zone of the network", zoned(["eu-central-1b"])],
    ["every zone", baseline()],
    ["a network without nodes' subnets", zoned(["eu-central-1c"], [])],
  ],
  undecided: [["unknown subnets", zoned(["eu-central-1a"], unknown)]],
});
