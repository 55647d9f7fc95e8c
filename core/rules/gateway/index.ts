import type { Rule } from "../rule.ts";

export const gatewayRules: readonly Rule[] = [];
