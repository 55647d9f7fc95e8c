import type { Rule } from "../rule.ts";
import { budgetRules } from "./budget.ts";
import { podRules } from "./pods.ts";
import { vpcCniRules } from "./vpc-cni.ts";

export const addressesRules: readonly Rule[] = [...podRules, ...vpcCniRules, ...budgetRules];
