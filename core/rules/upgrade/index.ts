import type { Rule } from "../rule.ts";
import apis from "./apis.ts";
import nodes from "./nodes.ts";
import policies from "./policies.ts";

export default [...apis, ...policies, ...nodes] satisfies readonly Rule[];
