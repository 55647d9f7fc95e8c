import type { Rule } from "../rule.ts";
import { budgetRules } from "./budget.ts";
import { podRules } from "./pods.ts";

export const addressesRules: readonly Rule[] = [...podRules, ...budgetRules];
