import type { Rule } from "../rule.ts";
import addresses from "./addresses.ts";
import aws from "./aws.ts";
import beside from "./beside.ts";
import causes from "./causes.ts";
import config from "./config.ts";
import gateways from "./gateways.ts";
import nodes from "./nodes.ts";
import planned from "./planned.ts";
import pods from "./pods.ts";
import workloads from "./workloads.ts";

export default [
  ...nodes,
  ...workloads,
  ...config,
  ...addresses,
  ...pods,
  ...gateways,
  ...beside,
  ...aws,
  ...causes,
  ...planned,
] satisfies readonly Rule[];
