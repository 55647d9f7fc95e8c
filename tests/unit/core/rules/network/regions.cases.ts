import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel } from "../../../../../core/model/index.ts";
import { settings, unknown } from "../../../../support/model.ts";

const account = (region: string): ClusterModel => ({ account: { region, partition: "aws" } });
const stack = (region: string, availabilityZones?: number | readonly string[]): ClusterModel => ({
  settings: settings({
    region,
    network: { vpc: { cidr: "10.0.0.0/16", ...(availabilityZones === undefined ? {} : { availabilityZones }) } },
  }),
});

export default cases({
  "network-region-known": {
    fails: [
      ["a misspelled Region", account("eu-centrl-1"), { path: "aws:region" }],
      ["a number that does not exist", account("us-east-9"), { path: "aws:region" }],
    ],
    passes: [
      ["a Region", account("eu-central-1")],
      ["a partition that is not served, which another rule refuses", account("eusc-de-east-1")],
      ["a Region of China", account("cn-north-1")],
      ["what has not the form of one, which another rule refuses", account("eu-central-1a")],
    ],
    unknown: [["an unknown Region", account(unknown)]],
  },
  "network-region-partition": {
    fails: [["a partition that is not served", account("eusc-de-east-1"), { path: "aws:region" }]],
    passes: [
      ["a Region of China", account("cn-north-1")],
      ["a misspelled Region, which another rule refuses", account("eu-centrl-1")],
    ],
    unknown: [["an unknown Region", account(unknown)]],
  },
  "network-zone-letters": {
    fails: [
      ["the default number of zones in us-east-1", stack("us-east-1"), { path: "network.vpc.availabilityZones" }],
      ["two zones in us-west-1", stack("us-west-1", 2), { path: "network.vpc.availabilityZones" }],
    ],
    passes: [
      ["named zones", stack("us-east-1", ["us-east-1a", "us-east-1b"])],
      ["a number elsewhere", stack("eu-central-1", 3)],
      [
        "a VPC that exists",
        { settings: settings({ region: "us-east-1", network: { vpc: { id: "vpc-1", cidrs: ["10.0.0.0/16"] } } }) },
      ],
    ],
  },
});
