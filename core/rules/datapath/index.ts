import type { Rule } from "../rule.ts";
import * as addresses from "./addresses.ts";
import * as features from "./features.ts";
import * as hostRouting from "./host-routing.ts";
import * as loadBalancing from "./load-balancing.ts";
import * as masquerade from "./masquerade.ts";
import * as overlay from "./overlay.ts";

export const datapathRules: readonly Rule[] = [
  ...Object.values(loadBalancing),
  ...Object.values(addresses),
  ...Object.values(masquerade),
  ...Object.values(hostRouting),
  ...Object.values(features),
  ...Object.values(overlay),
];
