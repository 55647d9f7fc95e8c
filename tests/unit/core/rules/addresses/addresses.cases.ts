import { cases } from "../../../../support/rule-cases.ts";
import type {
  CapacityModel,
  ClusterModel,
  JsonObject,
  NodeGroupModel,
  SubnetBudgetModel,
  SubnetModel,
} from "../../../../../core/model/index.ts";
import { addon, cilium, eniValues, network, nodeGroup, unknown } from "../../../../support/model.ts";

const eni = (more: JsonObject): JsonObject => eniValues({ eni: { enabled: true, ...more } });
const nodes = (
  { maxPods, ...parts }: Partial<Omit<NodeGroupModel, "maxPods">> & { readonly maxPods?: number | undefined },
  values: JsonObject = eniValues(),
): ClusterModel => {
  const { maxPods: _, ...rest } = nodeGroup(parts);
  return { nodeGroups: [maxPods === undefined ? rest : { ...rest, maxPods }], cilium: cilium({ values }) };
};
const row = (scenario: SubnetBudgetModel["scenario"], needed: number): ClusterModel => ({
  capacity: { groups: [], subnets: [{ subnet: "node-1", scenario, unit: "addresses", needed, available: 100 }] },
});
const index1 = eni({ nodeSpec: { firstInterfaceIndex: 1 } });
const allocated = (nodeSpec: JsonObject): JsonObject => eniValues({ ipam: { mode: "eni", nodeSpec } });
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
        "the larger of two types too",
        nodes({ instanceTypes: ["t3.small", "m5.large"], maxPods: 58 }),
        { path: "nodeGroups.general.maxPods", found: "58 on m5.large" },
      ],
      [
        "no Pod Identity agent",
        { ...nodes({ instanceTypes: ["m5.large"], maxPods: 30 }), addons: [addon()] },
        { path: "nodeGroups.general.maxPods", found: "30 on m5.large" },
      ],
      [
        "no Envoy of its own either",
        {
          ...nodes({ instanceTypes: ["m5.large"], maxPods: 29 }, eniValues({ envoy: { enabled: false } })),
          addons: [addon()],
        },
        { path: "nodeGroups.general.maxPods" },
      ],
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
      [
        "pods on the host's network that are known to run",
        {
          ...nodes({ instanceTypes: ["m5.large"], maxPods: 29 }),
          addons: ["eks-pod-identity-agent", "kube-proxy"].map((name) => addon({ name })),
        },
      ],
      ["what the addresses allow", nodes({ instanceTypes: ["m5.xlarge"], maxPods: 56 })],
      ["prefixes", nodes({ instanceTypes: ["m5.large"], maxPods: 110 }, prefixes)],
      ["an overlay", nodes({ maxPods: 250 }, { ipam: { mode: "cluster-pool" } })],
    ],
    unknown: [["an unknown limit", nodes({ maxPods: unknown })]],
  },
  "addresses-default-max-pods": {
    fails: [
      [
        "a group that names no image",
        nodes(
          {
            instanceTypes: ["m5.large"],
            amiFamily: "CUSTOM",
            customImage: false,
            userDataKind: "none",
            maxPods: undefined,
          },
          index1,
        ),
        { path: "nodeGroups.general.maxPods", found: "29 by default" },
      ],
      [
        "a type with four addresses",
        nodes({ instanceTypes: ["t3.small"], maxPods: undefined }, index1),
        { path: "nodeGroups.general.maxPods", found: "11 by default" },
      ],
      [
        "EKS's own limit with ENI 0 left out",
        nodes({ instanceTypes: ["m5.large"], maxPods: undefined }, index1),
        { path: "nodeGroups.general.maxPods", found: "29 by default", example: true },
      ],
      [
        "a limit that EKS overrules",
        nodes({ instanceTypes: ["m5.large"], maxPods: 17, customImage: false }, index1),
        { path: "nodeGroups.general.maxPods", found: "29 by default" },
      ],
      [
        "a self-managed group",
        nodes({ kind: "self-managed", instanceTypes: ["t3.medium"], maxPods: undefined }, index1),
        { path: "nodeGroups.general.maxPods" },
      ],
      [
        "an expression that EKS overrules",
        nodes(
          { instanceTypes: ["m5.large"], maxPods: undefined, maxPodsPlaces: { expression: "10" }, customImage: false },
          index1,
        ),
        { path: "nodeGroups.general.maxPods" },
      ],
    ],
    passes: [
      [
        "a limit in an image of one's own",
        nodes({ instanceTypes: ["m5.large"], maxPods: 17, customImage: true }, index1),
      ],
      ["a limit where nothing is said of the image", nodes({ instanceTypes: ["m5.large"], maxPods: 17 }, index1)],
      ["the default, with every ENI for pods", nodes({ instanceTypes: ["m5.large"], maxPods: undefined })],
      [
        "an expression in an image of one's own",
        nodes(
          { instanceTypes: ["m5.large"], maxPods: undefined, maxPodsPlaces: { expression: "17" }, customImage: true },
          index1,
        ),
      ],
      ["a type of which another rule tells", nodes({ instanceTypes: ["m6g.medium"], maxPods: undefined }, index1)],
      [
        "an image of which nobody can tell",
        nodes({ amiFamily: "CUSTOM", customImage: true, userDataKind: "none", maxPods: undefined }, index1),
      ],
      ["Windows, of which another rule tells", nodes({ amiFamily: "WINDOWS", maxPods: undefined }, index1)],
      ["a script that may say anything", nodes({ userDataKind: "bootstrap-sh", maxPods: undefined }, index1)],
      ["Fargate", nodes({ kind: "fargate", maxPods: undefined }, index1)],
      ["prefixes", nodes({ instanceTypes: ["m5.large"], maxPods: undefined }, prefixes)],
    ],
    unknown: [["an unknown limit", nodes({ maxPods: unknown }, index1)]],
  },
  "addresses-prefixes-unused": {
    fails: [
      [
        "the default",
        nodes({ instanceTypes: ["m5.large"], maxPods: undefined }, prefixes),
        { path: "nodeGroups.general.maxPods", found: "29 on m5.large" },
      ],
      [
        "the VPC CNI's number",
        nodes({ instanceTypes: ["m5.large"], maxPods: 29 }, prefixes),
        { path: "nodeGroups.general.maxPods", found: "the VPC CNI's number" },
      ],
    ],
    passes: [
      ["what AWS advises", nodes({ instanceTypes: ["m5.large"], maxPods: 110 }, prefixes)],
      ["a number of one's own", nodes({ instanceTypes: ["m5.large"], maxPods: 50 }, prefixes)],
      ["single addresses", nodes({ instanceTypes: ["m5.large"], maxPods: 29 })],
      [
        "an expression",
        nodes(
          { instanceTypes: ["m5.large"], maxPods: undefined, maxPodsPlaces: { expression: "110" }, customImage: true },
          prefixes,
        ),
      ],
      ["a type that the default fills", nodes({ instanceTypes: ["m5.4xlarge"], maxPods: 110 }, prefixes)],
      [
        "an image of which nobody can tell",
        nodes({ amiFamily: "CUSTOM", customImage: true, userDataKind: "none", maxPods: undefined }, prefixes),
      ],
      ["a type that is not known", nodes({ instanceTypes: ["m99.large"], maxPods: undefined }, prefixes)],
    ],
    unknown: [["an unknown limit", nodes({ maxPods: unknown }, prefixes)]],
  },
  "addresses-allocation-unreached": {
    fails: [
      [
        "more spare addresses than a node holds",
        nodes({ instanceTypes: ["t3.small"] }, allocated({ ipamPreAllocate: 30 })),
        { path: "nodeGroups.general.instanceTypes", found: "9 addresses, with 30" },
      ],
      [
        "a least number above what a node holds",
        nodes({ instanceTypes: ["t3.small"] }, allocated({ ipamMinAllocate: 10 })),
        { path: "nodeGroups.general.instanceTypes" },
      ],
    ],
    passes: [
      ["as many as it holds", nodes({ instanceTypes: ["t3.small"] }, allocated({ ipamPreAllocate: 9 }))],
      ["the chart's own", nodes({ instanceTypes: ["t3.small"] })],
      [
        "a type without addresses, of which another rule tells",
        nodes(
          { instanceTypes: ["m6g.medium"] },
          eniValues({
            eni: { enabled: true, nodeSpec: { firstInterfaceIndex: 2 } },
            ipam: { mode: "eni", nodeSpec: { ipamPreAllocate: 30 } },
          }),
        ),
      ],
    ],
    unknown: [["unknown types", nodes({ instanceTypes: unknown }, allocated({ ipamPreAllocate: 30 }))]],
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
    fails: [
      [
        "one of Karpenter's types",
        nodes({ kind: "karpenter", instanceTypes: ["m5.large", "p5.48xlarge"] }),
        { path: "nodeGroups.general.instanceTypes", found: "p5.48xlarge" },
      ],
      ["several cards", nodes({ instanceTypes: ["p5.48xlarge"] }), { path: "nodeGroups.general.instanceTypes" }],
    ],
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
    unknown: [
      [
        "a group that is not counted",
        { capacity: { ...row("max", 1).capacity, uncounted: ["node group 2"] } as CapacityModel },
      ],
      ["an unknown need", row("desired", unknown)],
    ],
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
    unknown: [
      [
        "a group that is not counted",
        { capacity: { ...row("max", 1).capacity, uncounted: ["node group 2"] } as CapacityModel },
      ],
      ["an unknown need", row("max", unknown)],
    ],
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
