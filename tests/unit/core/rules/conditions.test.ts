import type { ClusterModel, SubnetModel } from "../../../../core/model/index.ts";
import { baseline, cilium, eniValues, network, settings } from "../../../support/model.ts";
import { ruleById as on } from "../../../support/rules.ts";
import { describeRules, type RuleCases } from "../../../support/rule-table.ts";

/** Cases that scripts/mutate-rules.ts asked for: without each of them a condition of its rule could be turned round unnoticed. */
const subnet = (parts: Partial<SubnetModel>): SubnetModel => ({
  name: "one",
  role: "node",
  zone: "eu-central-1a",
  cidr: "10.0.0.0/20",
  egress: "nat",
  reservations: [],
  tags: {},
  ...parts,
});
const inNetwork = (...subnets: readonly SubnetModel[]): ClusterModel => baseline({ network: network({ subnets }) });
const pools = (value: unknown): ClusterModel =>
  baseline({
    cilium: cilium({
      values: eniValues({
        eni: { enabled: false },
        ipam: { mode: "multi-pool", operator: { autoCreateCiliumPodIPPools: value as never } },
      }),
    }),
  });
const CASES: readonly RuleCases[] = [
  {
    rule: on("datapath-pool-overlap"),
    fails: [
      [
        "a pool inside the VPC",
        pools({ default: { ipv4: { cidrs: ["10.0.64.0/18"], maskSize: 24 } } }),
        "cilium.values.ipam.operator.autoCreateCiliumPodIPPools.default.ipv4.cidrs",
      ],
    ],
    passes: [
      ["no pools yet, which another rule reports", pools(null)],
      ["pools that are a list, which the chart refuses", pools([])],
    ],
  },
  {
    rule: on("network-secondary-range"),
    fails: [
      [
        "another private range",
        baseline({ network: network({ vpcCidrs: ["10.0.0.0/16", "172.16.0.0/16"] }) }),
        "network.vpcCidrs.1",
      ],
    ],
    passes: [
      ["a public range of one's own", baseline({ network: network({ vpcCidrs: ["10.0.0.0/16", "203.0.113.0/24"] }) })],
    ],
  },
  {
    rule: on("network-pod-subnet-tags"),
    fails: [
      [
        "a tag for internal load balancers",
        inNetwork(subnet({ role: "pod", tags: { "kubernetes.io/role/internal-elb": "1" } })),
        "network.subnets.one.tags",
      ],
    ],
    passes: [["a pod subnet without them", inNetwork(subnet({ role: "pod", tags: { owner: "platform" } }))]],
  },
  {
    rule: on("network-node-group-zones"),
    fails: [
      [
        "a zone with a public subnet only",
        baseline({
          settings: settings({
            nodeGroups: {
              general: { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 4 }, zones: ["eu-central-1c"] },
            },
          }),
          network: network({
            subnets: [subnet({}), subnet({ name: "public", role: "public", zone: "eu-central-1c" })],
          }),
        }),
        "nodeGroups.general.zones.0",
      ],
    ],
    passes: [["no zones of its own", baseline()]],
  },
  {
    rule: on("network-vpc-size"),
    fails: [
      [
        "a VPC too small for the zones that are named",
        baseline({
          settings: settings({
            network: {
              vpc: {
                cidr: "10.0.0.0/24",
                availabilityZones: ["a", "b", "c", "d", "e", "f"].map((letter) => `eu-central-1${letter}`),
              },
            },
          }),
        }),
        "network.vpc.cidr",
      ],
    ],
    passes: [
      [
        "one zone, which another rule reports",
        baseline({
          settings: settings({ network: { vpc: { cidr: "10.0.0.0/24", availabilityZones: ["eu-central-1a"] } } }),
        }),
      ],
      [
        "one zone by number, which another rule reports",
        baseline({ settings: settings({ network: { vpc: { cidr: "10.0.0.0/24", availabilityZones: 1 } } }) }),
      ],
    ],
  },
];

describeRules(CASES);
