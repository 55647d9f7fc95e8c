import type { Rule } from "../rule.ts";
import { bgpRules } from "./bgp.ts";
import { limitRules } from "./limits.ts";
import { hybridSettingsRules } from "./settings.ts";

export const hybridRules: readonly Rule[] = [...hybridSettingsRules, ...limitRules, ...bgpRules];
