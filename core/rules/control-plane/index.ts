import type { Rule } from "../rule.ts";

export const controlPlaneRules: readonly Rule[] = [];
