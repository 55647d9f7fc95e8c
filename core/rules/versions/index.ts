import type { Rule } from "../rule.ts";

export const versionsRules: readonly Rule[] = [];
