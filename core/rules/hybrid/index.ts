import type { Rule } from "../rule.ts";
import { bgpRules } from "./bgp.ts";

export const hybridRules: readonly Rule[] = [...bgpRules];
