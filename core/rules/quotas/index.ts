import type { Rule } from "../rule.ts";

export const quotasRules: readonly Rule[] = [];
