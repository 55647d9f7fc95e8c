import type { Rule } from "../rule.ts";
import { announceRules } from "./announce.ts";
import { bgpRules } from "./bgp.ts";
import { gatewayRules } from "./gateway.ts";
import { limitRules } from "./limits.ts";
import { hybridSettingsRules } from "./settings.ts";
import { premisesRules } from "./premises.ts";
import { strategyRules } from "./strategies.ts";

export const hybridRules: readonly Rule[] = [
  ...strategyRules,
  ...hybridSettingsRules,
  ...gatewayRules,
  ...limitRules,
  ...bgpRules,
  ...announceRules,
  ...premisesRules,
];
