import type { Rule } from "../rule.ts";

export const helmValuesRules: readonly Rule[] = [];
