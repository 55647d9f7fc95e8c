import type { Rule } from "../rule.ts";
import nodes from "./nodes.ts";
import pods from "./pods.ts";
import policies from "./policies.ts";

export default [...pods, ...policies, ...nodes] satisfies readonly Rule[];
