import type { Rule } from "../rule.ts";
import * as addresses from "./addresses.ts";
import * as features from "./features.ts";
import * as loadBalancing from "./load-balancing.ts";

export const datapathRules: readonly Rule[] = [
  ...Object.values(loadBalancing),
  ...Object.values(addresses),
  ...Object.values(features),
];
