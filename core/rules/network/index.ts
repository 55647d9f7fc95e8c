import type { Rule } from "../rule.ts";
import { aclRules } from "./acls.ts";
import { layoutRules } from "./layout.ts";
import { reachRules } from "./reach.ts";
import { regionRules } from "./regions.ts";
import { settingsRules } from "./settings.ts";

export const networkRules: readonly Rule[] = [
  ...settingsRules,
  ...layoutRules,
  ...reachRules,
  ...regionRules,
  ...aclRules,
];
