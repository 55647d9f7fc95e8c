import type { Rule } from "../rule.ts";

export const addressesRules: readonly Rule[] = [];
