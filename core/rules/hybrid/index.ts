import type { Rule } from "../rule.ts";

export const hybridRules: readonly Rule[] = [];
