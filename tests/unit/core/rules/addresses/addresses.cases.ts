import { cases } from "../../../../support/rule-cases.ts";
import type {
  ClusterModel,
  JsonObject,
  NodeGroupModel,
  SubnetBudgetModel,
  SubnetModel,
} from "../../../../../core/model/index.ts";
import { cilium, eniValues, network, nodeGroup, unknown } from "../../../../support/model.ts";

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
export default cases({
  "addresses-instance-type": {
    fails: [
      ["a misspelled type", nodes({ instanceTypes: ["m6i.lrge"] }), { path: "nodeGroups.general.instanceTypes.0" }],
      ["a family on sale without known limits", nodes({ instanceTypes: ["r9g.large"] }), { found: "which exists" }],
      ["a size that the table lacks", nodes({ instanceTypes: ["m6i.99xlarge"] }), { found: "m6i.99xlarge" }],
    ],
    passes: [["known types", nodes({ instanceTypes: ["m6i.large", "p5.48xlarge"] })]],
    unknown: [["unknown types", nodes({ instanceTypes: unknown })]],
  },
  "addresses-max-pods": {
    fails: [
      [
        "the AMI's default with ENI 0 left out",
        nodes({ instanceTypes: ["m5.xlarge"], maxPods: 58 }, eni({ nodeSpec: { firstInterfaceIndex: 1 } })),
        { path: "nodeGroups.general.maxPods" },
      ],
      [
        "the smaller of two types",
        nodes({ instanceTypes: ["m5.4xlarge", "m5.large"], maxPods: 100 }),
        { path: "nodeGroups.general.maxPods" },
      ],
      [
        "more than the four addresses of a small type",
        nodes({ instanceTypes: ["m6g.medium"], maxPods: 58 }),
        { path: "nodeGroups.general.maxPods" },
      ],
    ],
    passes: [
      ["what the addresses allow", nodes({ instanceTypes: ["m5.xlarge"], maxPods: 57 })],
      ["prefixes", nodes({ instanceTypes: ["m5.large"], maxPods: 110 }, prefixes)],
      ["an overlay", nodes({ maxPods: 250 }, { ipam: { mode: "cluster-pool" } })],
    ],
    unknown: [["an unknown limit", nodes({ maxPods: unknown })]],
  },
  "addresses-node-too-small": {
    fails: [
      [
        "a type with two ENIs, one of them left out",
        nodes({ instanceTypes: ["m6g.medium"] }, eni({ nodeSpec: { firstInterfaceIndex: 1 } })),
        { path: "nodeGroups.general.instanceTypes" },
      ],
    ],
    passes: [
      ["a small type with 4 addresses", nodes({ instanceTypes: ["m6g.medium"] })],
      ["a large type", nodes({})],
    ],
    unknown: [["unknown types", nodes({ instanceTypes: unknown })]],
  },
  "addresses-prefixes-hypervisor": {
    fails: [
      ["a Xen type", nodes({ instanceTypes: ["m4.large"] }, prefixes), { path: "nodeGroups.general.instanceTypes" }],
    ],
    passes: [
      ["a Nitro type", nodes({}, prefixes)],
      ["bare metal", nodes({ instanceTypes: ["m5.metal"] }, prefixes)],
      ["Xen without prefixes", nodes({ instanceTypes: ["m4.large"] })],
    ],
    unknown: [["unknown types", nodes({ instanceTypes: unknown }, prefixes)]],
  },
  "addresses-network-cards": {
    fails: [["several cards", nodes({ instanceTypes: ["p5.48xlarge"] }), { path: "nodeGroups.general.instanceTypes" }]],
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
    unknown: [["unknown types", nodes({ instanceTypes: unknown })]],
  },
  "addresses-subnet-budget": {
    fails: [["a shortage at the wanted size", row("desired", 101), { path: "network.subnets.node-1" }]],
    passes: [
      ["room", row("desired", 100)],
      ["a shortage later", row("max", 101)],
    ],
    unknown: [["an unknown need", row("desired", unknown)]],
  },
  "addresses-subnet-growth": {
    fails: [
      ["a shortage at the largest size", row("max", 101), { path: "network.subnets.node-1" }],
      ["a shortage with a zone lost", row("zone-loss", 101), { path: "network.subnets.node-1" }],
    ],
    passes: [
      ["room", row("surge", 100)],
      ["a shortage that the other rule reports", row("desired", 101)],
    ],
    unknown: [["an unknown need", row("max", unknown)]],
  },
  "addresses-prefix-fragmentation": {
    fails: [
      [
        "prefixes in node subnets",
        { network: network(), cilium: cilium({ values: prefixes }) },
        { path: "network.podSubnets" },
      ],
      [
        "pod subnets without a reservation",
        { network: network({ subnets: [pod([])] }), cilium: cilium({ values: prefixes }) },
        { path: "network.subnets.pod-1.reservations" },
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
    unknown: [["unknown subnets", { network: network({ subnets: unknown }), cilium: cilium({ values: prefixes }) }]],
  },
});
