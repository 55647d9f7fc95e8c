import type { Policies } from "@pulumi/policy";
import { collector } from "./collector.ts";
import { visibleRules } from "../lens/evaluate.ts";
import { remediations } from "./remediations.ts";
import { toPolicy } from "./rule-policy.ts";
import { scope } from "./scope.ts";
import { idleWaivers } from "./waivers.ts";

/** The collector first, what looks back at the others last. */
export const policies: Policies = [collector, ...remediations, ...visibleRules.map(toPolicy), scope, idleWaivers];
