import type { ClusterModel, FleetMember } from "../../../../../core/model/index.ts";
import { both, fleetOf, member } from "../../../../support/fleet.ts";
import { cases } from "../../../../support/rule-cases.ts";

const two = (blue: Partial<FleetMember>, green: Partial<FleetMember>): ClusterModel =>
  fleetOf([member("blue", blue), member("green", green)]);
const tags = { owner: "platform" };
const subnets = (needed: number, id = "subnet-1"): Pick<FleetMember, "subnets"> => ({
  subnets: [{ id, cidr: "10.0.0.0/24", unit: "addresses", needed, available: 200 }],
});
type Quota = FleetMember["quotas"][number];
const quota = (needed: number, parts: Partial<Quota> = {}): Pick<FleetMember, "quotas"> => ({
  quotas: [{ quotaCode: "L-1216C47A", serviceCode: "ec2", name: "vCPUs", needed, default: 5, current: 100, ...parts }],
});
const roles: Partial<Quota> = { quotaCode: "L-FE177D64", serviceCode: "iam", name: "Roles per account" };
const qps = (each: number, count: number): ClusterModel =>
  fleetOf(Array.from({ length: count }, (_, at) => member(`c${String(at)}`, { operatorQps: each })));

export default cases({
  "fleet-neighbours-name": {
    fails: [
      [
        "one name twice",
        both({ cluster: "shop" }),
        { path: "fleet.clusters.green.settings.cluster.name", example: true },
      ],
      [
        "one name twice where no account is named",
        both({ cluster: "shop", account: "" }),
        { found: "of the account in" },
      ],
    ],
    passes: [
      ["another Region", two({ cluster: "shop" }, { cluster: "shop", region: "us-east-1" })],
      ["another account", two({ cluster: "shop" }, { cluster: "shop", account: "444455556666" })],
    ],
  },
  "fleet-neighbours-gc-tags": {
    fails: [
      [
        "the same tags",
        both({ gcTags: tags }),
        { path: "fleet.clusters.green.settings.cilium.eni.gc.tags", example: true },
      ],
      [
        "the same tags in another order",
        two({ gcTags: { a: "1", b: "2" } }, { gcTags: { b: "2", a: "1" } }),
        { found: "a=1, b=2 in blue and green" },
      ],
    ],
    passes: [
      ["other tags", two({ gcTags: tags }, { gcTags: { owner: "shop" } })],
      ["another Region", two({ gcTags: tags }, { gcTags: tags, region: "us-east-1" })],
      ["no garbage collection", both({})],
      ["two clusters of one name, of which another rule tells", both({ gcTags: tags, cluster: "shop" })],
    ],
  },
  "fleet-neighbours-subnets": {
    fails: [
      [
        "more than the subnet holds",
        both(subnets(101)),
        { path: "fleet.clusters.green.settings.nodeGroups", found: "202 addresses of subnet subnet-1", example: true },
      ],
    ],
    passes: [
      ["just what it holds", both(subnets(100))],
      ["subnets of their own", two(subnets(150), subnets(150, "subnet-2"))],
      ["one cluster that alone needs more, of which its own plan tells", two(subnets(300), {})],
    ],
  },
  "fleet-neighbours-quotas": {
    fails: [
      [
        "more than the account has",
        both(quota(51)),
        {
          path: "fleet.clusters.green.account",
          found: "102 vCPUs in blue and green, of account 111122223333 in eu-central-1",
          example: true,
        },
      ],
      [
        "more than a new account has",
        both({ quotas: [{ quotaCode: "L-1216C47A", serviceCode: "ec2", name: "vCPUs", needed: 3, default: 5 }] }),
        { found: "6 vCPUs" },
      ],
      [
        "roles of two Regions, which IAM counts together",
        two(quota(60, roles), { ...quota(60, roles), region: "us-east-1" }),
      ],
      ["what one alone just has, with another", two(quota(100), quota(1)), { found: "101 vCPUs" }],
      ["the smaller of two numbers that stacks name", two(quota(60), quota(60, { current: 1000 }))],
    ],
    passes: [
      ["just what the account has", both(quota(50))],
      ["another Region", two(quota(60), { ...quota(60), region: "us-east-1" })],
      ["another account", two(quota(60), { ...quota(60), account: "444455556666" })],
      ["one that alone needs more, of which its own plan tells", two(quota(101), quota(1))],
      ["just what the account has, and another just as much", two(quota(100), quota(0))],
      ["a quota of each cluster", both(quota(60, { quotaCode: "L-E9E9831D", name: "Listeners" }))],
      ["one cluster", fleetOf([member("blue", quota(100))])],
    ],
  },
  "fleet-neighbours-ec2-rates": {
    fails: [
      ["two faster operators", qps(15, 2), { found: "30 calls a second of 2 operators" }],
      [
        "six operators",
        qps(4, 6),
        { path: "fleet.clusters.c5.settings.cilium.operatorApi.qps", found: "24 calls a second", example: true },
      ],
    ],
    passes: [
      ["just the rate", qps(4, 5)],
      ["one operator, of which its own plan tells", qps(40, 1)],
      ["clusters without the operator", fleetOf([member("blue", { operatorQps: 18 }), member("green")])],
      ["operators of two Regions", two({ operatorQps: 15 }, { operatorQps: 15, region: "us-east-1" })],
    ],
  },
});
