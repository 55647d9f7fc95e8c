import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, SubnetModel } from "../../../../../core/model/index.ts";
import type { NetworkSettings, Settings } from "../../../../../core/settings/index.ts";
import { network, settings, unknown } from "../../../../support/model.ts";

const stack = (own: NetworkSettings, more: Partial<Settings> = {}): ClusterModel => ({
  settings: settings({ network: own, ...more }),
});
const subnet = (zone: string) => ({ id: "subnet-1", zone, cidr: "10.0.0.0/20" });
const existing = (...zones: string[]): NetworkSettings => ({
  vpc: { id: "vpc-1", cidrs: ["10.0.0.0/16"], subnets: { private: zones.map(subnet) } },
});

const publicSubnet: SubnetModel = {
  name: "public-c",
  role: "public",
  zone: "eu-central-1c",
  cidr: "10.0.128.0/20",
  egress: "internet-gateway",
  reservations: [],
  tags: {},
};
export default cases({
  "network-cidr-valid": {
    fails: [
      ["host bits", stack({ vpc: { cidr: "10.0.0.1/16" } }), { path: "network.vpc.cidr" }],
      ["a VPC of /28", stack({ vpc: { cidr: "10.0.0.0/28" } }), { path: "network.vpc.cidr" }],
      [
        "no block at all",
        stack({ vpc: { cidr: "10.0.0.0/16" }, neighbours: [{ name: "n", cidrs: ["office"] }] }),
        { path: "network.neighbours.0.cidrs.0" },
      ],
      [
        "IPv6 pods",
        stack({ vpc: { cidr: "10.0.0.0/16" }, podSubnets: { cidr: "fd00::/48" } }),
        { path: "network.podSubnets.cidr" },
      ],
    ],
    passes: [["valid blocks", stack({ vpc: { cidr: "10.0.0.0/16" }, podSubnets: { cidr: "100.64.0.0/16" } })]],
  },
  "network-vpc-choice": {
    fails: [
      ["neither", stack({ vpc: {} }), { path: "network.vpc" }],
      ["both", stack({ vpc: { ...existing("a").vpc, cidr: "10.0.0.0/16" } }), { path: "network.vpc" }],
      [
        "NAT gateways for a VPC that exists",
        stack({ vpc: { ...existing("a").vpc, natGateways: "single" } }),
        { path: "network.vpc.natGateways" },
      ],
      ["no CIDRs", stack({ vpc: { id: "vpc-1", subnets: { private: [subnet("a")] } } }), { path: "network.vpc.cidrs" }],
      ["no subnets", stack({ vpc: { id: "vpc-1", cidrs: ["10.0.0.0/16"] } }), { path: "network.vpc.subnets.private" }],
    ],
    passes: [
      ["a new VPC", stack({ vpc: { cidr: "10.0.0.0/16" } })],
      ["one that exists", stack(existing("eu-central-1a", "eu-central-1b"))],
    ],
  },
  "network-pod-subnet-choice": {
    fails: [
      ["neither", stack({ vpc: { cidr: "10.0.0.0/16" }, podSubnets: {} }), { path: "network.podSubnets" }],
      [
        "both",
        stack({ vpc: { cidr: "10.0.0.0/16" }, podSubnets: { cidr: "100.64.0.0/16", existing: [] } }),
        { path: "network.podSubnets" },
      ],
    ],
    passes: [["one of them", stack({ vpc: { cidr: "10.0.0.0/16" }, podSubnets: { cidr: "100.64.0.0/16" } })]],
  },
  "network-zones": {
    fails: [
      [
        "one zone",
        stack({ vpc: { cidr: "10.0.0.0/16", availabilityZones: 1 } }),
        { path: "network.vpc.availabilityZones" },
      ],
      [
        "a zone twice",
        stack({ vpc: { cidr: "10.0.0.0/16", availabilityZones: ["eu-central-1a", "eu-central-1a"] } }),
        { path: "network.vpc.availabilityZones" },
      ],
      [
        "a zone of another Region",
        stack({ vpc: { cidr: "10.0.0.0/16", availabilityZones: ["eu-central-1a", "us-east-1a"] } }),
        { path: "network.vpc.availabilityZones.1" },
      ],
      ["existing subnets in one zone", stack(existing("eu-central-1a")), { path: "network.vpc.subnets.private" }],
    ],
    passes: [
      ["two zones", stack({ vpc: { cidr: "10.0.0.0/16", availabilityZones: 2 } })],
      ["the default", stack({ vpc: { cidr: "10.0.0.0/16" } })],
      ["existing subnets that another rule asks for", stack(existing())],
    ],
  },
  "network-node-group-zones": {
    fails: [
      [
        "a zone without a subnet",
        {
          network: network(),
          settings: settings({
            nodeGroups: {
              general: { instanceTypes: ["m6i.large"], scaling: { min: 1, max: 1 }, zones: ["eu-central-1c"] },
            },
          }),
        },
        { path: "nodeGroups.general.zones.0" },
      ],
      [
        "a zone with a public subnet only",
        {
          network: network({ subnets: [...network().subnets, { ...publicSubnet, zone: "eu-central-1c" }] }),
          settings: settings({
            nodeGroups: {
              general: { instanceTypes: ["m6i.large"], scaling: { min: 1, max: 1 }, zones: ["eu-central-1c"] },
            },
          }),
        },
        { path: "nodeGroups.general.zones.0" },
      ],
    ],
    passes: [["every zone", { network: network(), settings: settings() }]],
    unknown: [["unknown subnets", { network: network({ subnets: unknown }), settings: settings() }]],
  },
  "network-vpc-size": {
    fails: [
      [
        "six zones in a /24",
        stack({ vpc: { cidr: "10.0.0.0/24", availabilityZones: 6 } }),
        { path: "network.vpc.cidr" },
      ],
      [
        "a VPC too small for the zones that are named",
        stack({
          vpc: {
            cidr: "10.0.0.0/24",
            availabilityZones: ["a", "b", "c", "d", "e", "f"].map((letter) => `eu-central-1${letter}`),
          },
        }),
        { path: "network.vpc.cidr" },
      ],
    ],
    passes: [
      ["three zones in a /24", stack({ vpc: { cidr: "10.0.0.0/24", availabilityZones: 3 } })],
      [
        "eight zones with pod subnets",
        stack({ vpc: { cidr: "10.0.0.0/16", availabilityZones: 8 }, podSubnets: { cidr: "100.64.0.0/16" } }),
      ],
      [
        "one zone, which another rule reports",
        stack({ vpc: { cidr: "10.0.0.0/24", availabilityZones: ["eu-central-1a"] } }),
      ],
      ["one zone by number, which another rule reports", stack({ vpc: { cidr: "10.0.0.0/24", availabilityZones: 1 } })],
    ],
  },
  "network-reservation-share": {
    fails: [
      [
        "nine tenths",
        stack({ vpc: { cidr: "10.0.0.0/16" }, podSubnets: { cidr: "100.64.0.0/16", prefixReservationPercent: 90 } }),
        { path: "network.podSubnets.prefixReservationPercent" },
      ],
    ],
    passes: [
      [
        "three quarters",
        stack({ vpc: { cidr: "10.0.0.0/16" }, podSubnets: { cidr: "100.64.0.0/16", prefixReservationPercent: 75 } }),
      ],
    ],
  },
  "network-flow-log-retention": {
    fails: [
      [
        "a number of days that is not offered",
        stack({ vpc: { cidr: "10.0.0.0/16" }, flowLogs: { enabled: true, retentionDays: 91 } }),
        { path: "network.flowLogs.retentionDays" },
      ],
    ],
    passes: [
      ["a quarter", stack({ vpc: { cidr: "10.0.0.0/16" }, flowLogs: { enabled: true, retentionDays: 90 } })],
      ["the default", stack({ vpc: { cidr: "10.0.0.0/16" }, flowLogs: { enabled: true } })],
      ["no flow logs", stack({ vpc: { cidr: "10.0.0.0/16" } })],
    ],
  },
  "network-attach-target": {
    fails: [
      [
        "no target",
        stack({ vpc: { cidr: "10.0.0.0/16" }, attach: { cidrs: ["192.168.0.0/16"] } }),
        { path: "network.attach" },
      ],
      [
        "nothing behind it",
        stack({ vpc: { cidr: "10.0.0.0/16" }, attach: { transitGatewayId: "tgw-1", cidrs: [] } }),
        { path: "network.attach.cidrs" },
      ],
    ],
    passes: [
      [
        "a transit gateway",
        stack({ vpc: { cidr: "10.0.0.0/16" }, attach: { transitGatewayId: "tgw-1", cidrs: ["192.168.0.0/16"] } }),
      ],
    ],
  },
});
