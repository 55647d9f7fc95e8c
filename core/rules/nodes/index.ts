import type { Rule } from "../rule.ts";

export const nodesRules: readonly Rule[] = [];
