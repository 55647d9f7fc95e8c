import type { Rule } from "../rule.ts";

export const observabilityRules: readonly Rule[] = [];
