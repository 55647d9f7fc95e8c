import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, NetworkModel, SubnetModel } from "../../../../../core/model/index.ts";
import { controlPlane, network, unknown } from "../../../../support/model.ts";

const net = (parts: Partial<NetworkModel>): ClusterModel => ({ network: network(parts) });
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
const subnets = (...parts: Partial<SubnetModel>[]): ClusterModel => net({ subnets: parts.map(subnet) });
const made = (...parts: Partial<SubnetModel>[]): ClusterModel => net({ created: true, subnets: parts.map(subnet) });
const neighbours = [{ name: "office", cidrs: ["10.0.128.0/17"] }];

export default cases({
  "network-cidr-overlap": {
    fails: [
      [
        "a service CIDR inside the VPC",
        { network: network(), controlPlane: controlPlane({ serviceCidr: "10.0.200.0/22" }) },
        { path: "controlPlane.serviceCidr" },
      ],
      ["a neighbour inside the VPC", net({ neighbours }), { path: "network.neighbours.0.cidrs.0" }],
      [
        "a route to a part of the VPC",
        net({ neighbours: [{ name: "tgw-1", cidrs: ["10.0.128.0/17"], routed: true }] }),
        { found: '10.0.128.0/17 of the route to "tgw-1", which overlaps 10.0.0.0/16 of the VPC' },
      ],
      ["a VPC that overlaps itself", net({ vpcCidrs: ["10.0.0.0/16", "10.0.1.0/24"] }), { path: "network.vpcCidrs.1" }],
    ],
    passes: [
      ...["10.0.0.0/8", "10.0.0.0/15", "192.168.0.0/16"].map((cidr): [string, ClusterModel] => [
        `the company's route ${cidr}`,
        { ...net({ neighbours: [{ name: "tgw-1", cidrs: [cidr], routed: true }] }), controlPlane: controlPlane() },
      ]),
      ["ranges apart", { network: network(), controlPlane: controlPlane() }],
      [
        "neighbours that overlap each other",
        net({ neighbours: [1, 2].map((name) => ({ name: String(name), cidrs: ["10.9.0.0/16"] })) }),
      ],
    ],
    unknown: [["an unknown VPC block", net({ vpcCidrs: [unknown] })]],
  },
  "network-docker-bridge": {
    fails: [["a VPC on Docker's bridge", net({ vpcCidrs: ["172.16.0.0/12"] }), { path: "network.vpcCidrs.0" }]],
    passes: [["another range", net({ vpcCidrs: ["172.18.0.0/16"] })]],
    unknown: [["an unknown block", net({ vpcCidrs: [unknown] })]],
  },
  "network-special-range": {
    fails: [
      ["link-local pods", net({ vpcCidrs: ["10.0.0.0/16", "169.254.0.0/16"] }), { path: "network.vpcCidrs.1" }],
      ["loopback", net({ vpcCidrs: ["127.0.0.0/16"] }), { path: "network.vpcCidrs.0" }],
      ["multicast", net({ vpcCidrs: ["239.0.0.0/16"] }), { path: "network.vpcCidrs.0" }],
      ["reserved", net({ vpcCidrs: ["250.0.0.0/16"] }), { path: "network.vpcCidrs.0" }],
      ["this network", net({ vpcCidrs: ["0.0.0.0/16"] }), { path: "network.vpcCidrs.0" }],
    ],
    passes: [
      ["a private block", net({ vpcCidrs: ["10.0.0.0/16"] })],
      ["no block, which another rule tells", net({ vpcCidrs: ["nonsense"] })],
    ],
    unknown: [["an unknown block", net({ vpcCidrs: [unknown] })]],
  },
  "network-secondary-range": {
    fails: (
      [
        ["172.16 beside 10", "10.0.0.0/16", "172.16.0.0/16"],
        ["10 beside 172.16", "172.16.0.0/16", "10.0.0.0/16"],
        ["10 beside 192.168", "192.168.0.0/16", "10.0.0.0/16"],
        ["198.19 beside 10", "10.0.0.0/16", "198.19.0.0/16"],
        ["198.19 beside 100.64", "100.64.0.0/16", "198.19.0.0/16"],
        ["198.19 beside a public block", "52.0.0.0/16", "198.19.0.0/16"],
        ["10 beside 198.19", "198.19.0.0/16", "10.64.0.0/16"],
        ["10 beside 100.64", "100.64.0.0/16", "10.64.0.0/16"],
        ["192.168 beside a public block", "52.0.0.0/16", "192.168.0.0/16"],
        ["the default VPC's range beside 172.16", "172.16.0.0/16", "172.31.0.0/16"],
        ["10.0 beside 10.1", "10.1.0.0/16", "10.0.0.0/16"],
        ["another part of 10.0 beside the first", "10.0.0.0/17", "10.0.128.0/17"],
      ] as const
    ).map(([why, ...vpcCidrs]) => [why, net({ vpcCidrs }), { path: "network.vpcCidrs.1" }] as const),
    passes: (
      [
        ["100.64 beside 10", "10.0.0.0/16", "100.64.0.0/16"],
        ["100.64 beside 172.16", "172.16.0.0/16", "100.64.0.0/16"],
        ["100.64 beside 198.19", "198.19.0.0/16", "100.64.0.0/16"],
        ["100.65 beside 100.64", "100.64.0.0/16", "100.65.0.0/16"],
        ["a public block beside 10", "10.0.0.0/16", "52.0.0.0/16"],
        ["10.1 beside 10.0", "10.0.0.0/16", "10.1.0.0/16"],
        ["10.3 beside 10.2", "10.2.0.0/16", "10.3.0.0/16"],
        ["10.0 beside 10.2", "10.2.0.0/16", "10.0.0.0/16"],
        ["172.17 beside 172.16", "172.16.0.0/16", "172.17.0.0/16"],
        ["a block that is none", "10.0.0.0/16", "10.0.0/16"],
        ["a primary that is none", "10.0.0/16", "172.16.0.0/16"],
      ] as const
    ).map(([why, ...vpcCidrs]) => [why, net({ vpcCidrs })] as const),
    unknown: [["an unknown primary block", net({ vpcCidrs: [unknown, "172.16.0.0/16"] })]],
  },
  "network-vpc-cidr-count": {
    fails: [
      [
        "six blocks",
        net({ vpcCidrs: Array.from({ length: 6 }, (_, at) => `10.${String(at)}.0.0/16`) }),
        { path: "network.vpcCidrs" },
      ],
    ],
    passes: [["five blocks", net({ vpcCidrs: Array.from({ length: 5 }, (_, at) => `10.${String(at)}.0.0/16`) })]],
    unknown: [["unknown blocks", net({ vpcCidrs: unknown })]],
  },
  "network-subnet-inside": {
    fails: [
      ["a subnet outside the VPC", subnets({ cidr: "10.9.0.0/20" }), { path: "network.subnets.one" }],
      [
        "subnets that overlap",
        subnets({ name: "a" }, { name: "b", cidr: "10.0.8.0/21" }),
        { path: "network.subnets.b" },
      ],
      [
        "two subnets of one block",
        made({ name: "a" }, { name: "b" }),
        { path: "network.subnets.b", found: "which overlaps" },
      ],
    ],
    passes: [
      ["subnets apart", subnets({ name: "a" }, { name: "b", cidr: "10.0.16.0/20" })],
      ["one existing subnet by two names", subnets({ name: "a" }, { name: "b" })],
    ],
    unknown: [["an unknown subnet", subnets({ cidr: unknown })]],
  },
  "network-control-plane-room": {
    fails: [
      [
        "a subnet of 8 addresses",
        subnets({ role: "control-plane", cidr: "10.0.0.0/29" }),
        { path: "network.subnets.one" },
      ],
    ],
    passes: [["a /28", subnets({ role: "control-plane", cidr: "10.0.0.0/28" })]],
    unknown: [["an unknown block", subnets({ role: "control-plane", cidr: unknown })]],
  },
  "network-public-way-in": {
    fails: [
      ["behind a NAT gateway", subnets({ role: "public", egress: "nat" }), { path: "network.subnets.one.egress" }],
      ["no way out", subnets({ role: "public", egress: "none" }), { path: "network.subnets.one.egress" }],
    ],
    passes: [
      ["an internet gateway", subnets({ role: "public", egress: "internet-gateway" })],
      ["a way that nobody told", subnets({ role: "public", egress: "unknown" })],
      ["a node subnet", subnets({ egress: "nat" })],
    ],
    unknown: [["an unknown way", subnets({ role: "public", egress: unknown })]],
  },
  "network-pod-subnet-tags": {
    fails: [
      [
        "a load balancer tag on a pod subnet",
        subnets({ role: "pod", tags: { "kubernetes.io/role/elb": "1" } }),
        { path: "network.subnets.one.tags" },
      ],
      [
        "a tag for internal load balancers",
        subnets({ role: "pod", tags: { "kubernetes.io/role/internal-elb": "1" } }),
        { path: "network.subnets.one.tags" },
      ],
    ],
    passes: [
      ["the tag on a public subnet", subnets({ role: "public", tags: { "kubernetes.io/role/elb": "1" } })],
      ["a pod subnet without them", subnets({ role: "pod", tags: { owner: "platform" } })],
    ],
    unknown: [["unknown tags", subnets({ role: "pod", tags: unknown })]],
  },
  "network-reservation-form": {
    fails: [
      [
        "type explicit",
        subnets({ reservations: [{ cidr: "10.0.8.0/21", type: "explicit" }] }),
        { path: "network.subnets.one.reservations" },
      ],
      [
        "a block outside",
        subnets({ reservations: [{ cidr: "10.9.8.0/21", type: "prefix" }] }),
        { path: "network.subnets.one.reservations" },
      ],
      [
        "blocks that overlap",
        subnets({ reservations: [1, 2].map(() => ({ cidr: "10.0.8.0/21", type: "prefix" })) }),
        { path: "network.subnets.one.reservations" },
      ],
    ],
    passes: [
      ["a prefix reservation inside", subnets({ reservations: [{ cidr: "10.0.8.0/21", type: "prefix" }] })],
      ["a /28 for a load balancer", subnets({ reservations: [{ type: "explicit", cidr: "10.0.0.0/28" }] })],
    ],
    unknown: [["an unknown type", subnets({ reservations: [{ cidr: "10.0.8.0/21", type: unknown }] })]],
  },
});
