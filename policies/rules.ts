import type { Policies } from "@pulumi/policy";
import { catalogue } from "../core/rules/index.ts";
import type { Rule } from "../core/rules/rule.ts";
import { collector } from "./collector.ts";
import { SEEN_PARTS } from "../lens/index.ts";
import { remediations } from "./remediations.ts";
import { toPolicy } from "./rule-policy.ts";
import { scope } from "./scope.ts";
import { idleWaivers } from "./waivers.ts";

/** Rules that the resources lens can see: the others need what only our own settings have. */
export const visibleRules: readonly Rule[] = catalogue.filter((rule) =>
  rule.needs.every((part) => SEEN_PARTS.includes(part)),
);

/** The collector first, what looks back at the others last. */
export const policies: Policies = [collector, ...remediations, ...visibleRules.map(toPolicy), scope, idleWaivers];
