import type {
  ClusterModel,
  JsonObject,
  NodeGroupModel,
  SubnetBudgetModel,
  SubnetModel,
} from "../../../../../core/model/index.ts";
import * as budget from "../../../../../core/rules/addresses/budget.ts";
import * as pods from "../../../../../core/rules/addresses/pods.ts";
import { cilium, eniValues, network, nodeGroup, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const eni = (more: JsonObject): JsonObject => eniValues({ eni: { enabled: true, ...more } });
const nodes = (parts: Partial<NodeGroupModel>, values: JsonObject = eniValues()): ClusterModel => ({
  nodeGroups: [nodeGroup(parts)],
  cilium: cilium({ values }),
});
const row = (scenario: SubnetBudgetModel["scenario"], needed: number): ClusterModel => ({
  capacity: { groups: [], subnets: [{ subnet: "node-1", scenario, unit: "addresses", needed, available: 100 }] },
});
const prefixes = eni({ awsEnablePrefixDelegation: true });
const pod = (reservations: SubnetModel["reservations"]): SubnetModel => ({
  name: "pod-1",
  role: "pod",
  zone: "eu-central-1a",
  cidr: "100.64.0.0/18",
  egress: "nat",
  reservations,
  tags: {},
});
const tagged = (index: number): ClusterModel => ({
  cilium: cilium({ values: eni({ nodeSpec: { subnetTags: ["a=b"], firstInterfaceIndex: index } }) }),
});

describeRules([
  {
    rule: pods.knownType,
    fails: [["a misspelled type", nodes({ instanceTypes: ["m6i.lrge"] }), "nodeGroups.general.instanceTypes.0"]],
    passes: [["known types", nodes({ instanceTypes: ["m6i.large", "p5.48xlarge"] })]],
    undecided: [["unknown types", nodes({ instanceTypes: unknown })]],
  },
  {
    rule: pods.maxPods,
    fails: [
      [
        "the AMI's default with ENI 0 left out",
        nodes({ instanceTypes: ["m5.xlarge"], maxPods: 58 }, eni({ nodeSpec: { firstInterfaceIndex: 1 } })),
        "nodeGroups.general.maxPods",
      ],
      [
        "the smaller of two types",
        nodes({ instanceTypes: ["m5.4xlarge", "m5.large"], maxPods: 100 }),
        "nodeGroups.general.maxPods",
      ],
    ],
    passes: [
      ["what the addresses allow", nodes({ instanceTypes: ["m5.xlarge"], maxPods: 57 })],
      ["prefixes", nodes({ instanceTypes: ["m5.large"], maxPods: 110 }, prefixes)],
      ["an overlay", nodes({ maxPods: 250 }, { ipam: { mode: "cluster-pool" } })],
    ],
    undecided: [["an unknown limit", nodes({ maxPods: unknown })]],
  },
  {
    rule: pods.tooSmall,
    fails: [
      [
        "a type with two ENIs, one of them left out",
        nodes({ instanceTypes: ["m6g.medium"] }, eni({ nodeSpec: { firstInterfaceIndex: 1 } })),
        "nodeGroups.general.instanceTypes",
      ],
    ],
    passes: [["a large type", nodes({})]],
    undecided: [["unknown types", nodes({ instanceTypes: unknown })]],
  },
  {
    rule: pods.xen,
    fails: [["a Xen type", nodes({ instanceTypes: ["m4.large"] }, prefixes), "nodeGroups.general.instanceTypes"]],
    passes: [
      ["a Nitro type", nodes({}, prefixes)],
      ["bare metal", nodes({ instanceTypes: ["m5.metal"] }, prefixes)],
      ["Xen without prefixes", nodes({ instanceTypes: ["m4.large"] })],
    ],
    undecided: [["unknown types", nodes({ instanceTypes: unknown }, prefixes)]],
  },
  {
    rule: pods.cards,
    fails: [["several cards", nodes({ instanceTypes: ["p5.48xlarge"] }), "nodeGroups.general.instanceTypes"]],
    passes: [
      ["one card", nodes({})],
      [
        "a bound",
        nodes(
          { instanceTypes: ["p5.48xlarge"] },
          eniValues({ ipam: { mode: "eni", nodeSpec: { ipamMaxAllocate: 98 } } }),
        ),
      ],
    ],
    undecided: [["unknown types", nodes({ instanceTypes: unknown })]],
  },
  {
    rule: pods.firstInterface,
    fails: [["subnet tags with ENI 0", tagged(0), "cilium.values.eni.nodeSpec.firstInterfaceIndex"]],
    passes: [
      ["subnet tags with ENI 1", tagged(1)],
      ["no tags", { cilium: cilium() }],
    ],
    undecided: [["unknown tags", { cilium: cilium({ values: eni({ nodeSpec: { subnetTags: unknown } }) }) }]],
  },
  {
    rule: budget.fits,
    fails: [["a shortage at the wanted size", row("desired", 101), "network.subnets.node-1"]],
    passes: [
      ["room", row("desired", 100)],
      ["a shortage later", row("max", 101)],
    ],
    undecided: [["an unknown need", row("desired", unknown)]],
  },
  {
    rule: budget.grows,
    fails: [
      ["a shortage at the largest size", row("max", 101), "network.subnets.node-1"],
      ["a shortage with a zone lost", row("zone-loss", 101), "network.subnets.node-1"],
    ],
    passes: [
      ["room", row("surge", 100)],
      ["a shortage that the other rule reports", row("desired", 101)],
    ],
    undecided: [["an unknown need", row("max", unknown)]],
  },
  {
    rule: budget.fragmentation,
    fails: [
      ["prefixes in node subnets", { network: network(), cilium: cilium({ values: prefixes }) }, "network.podSubnets"],
      [
        "pod subnets without a reservation",
        { network: network({ subnets: [pod([])] }), cilium: cilium({ values: prefixes }) },
        "network.subnets.pod-1.reservations",
      ],
    ],
    passes: [
      [
        "a reservation",
        {
          network: network({ subnets: [pod([{ cidr: "100.64.16.0/20", type: "prefix" }])] }),
          cilium: cilium({ values: prefixes }),
        },
      ],
      ["single addresses", { network: network(), cilium: cilium() }],
    ],
    undecided: [["unknown subnets", { network: network({ subnets: unknown }), cilium: cilium({ values: prefixes }) }]],
  },
]);
