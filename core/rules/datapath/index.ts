import type { Rule } from "../rule.ts";

export const datapathRules: readonly Rule[] = [];
