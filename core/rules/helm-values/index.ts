import type { Rule } from "../rule.ts";
import { consistencyRules } from "./consistency.ts";
import { deprecatedKeys, enumRight, failingKeys, idleKeys, movedKeys, typeRight, unknownKey } from "./keys.ts";
import { refusedPairRules } from "./refused-pairs.ts";
import { refusedRules } from "./refused.ts";

export const helmValuesRules: readonly Rule[] = [
  unknownKey,
  movedKeys,
  failingKeys,
  deprecatedKeys,
  idleKeys,
  typeRight,
  enumRight,
  ...refusedRules,
  ...refusedPairRules,
  ...consistencyRules,
];
