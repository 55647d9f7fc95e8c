import type { Rule } from "../rule.ts";

export const networkRules: readonly Rule[] = [];
