export { type Remedy, remedyOf } from "./denied.ts";
export { proposePolicies } from "./propose.ts";
export { type ProposedPolicy, type SeenEdge, type SeenNode, type SeenTraffic, nodesOf } from "./types.ts";
