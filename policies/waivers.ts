import type { StackValidationPolicy } from "@pulumi/policy";
import { WAIVER_RULE } from "../core/rules/run.ts";
import { urlOf } from "./metadata.ts";

interface Waiver {
  readonly reason: string;
  readonly silences: boolean;
}

const waivers = new Map<string, Waiver>();

/** Each policy with a waiver says whether it silences anything. */
export function noteWaiver(rule: string, reason: string, silences: boolean): void {
  waivers.set(rule, { reason, silences });
}

/** Comes last: a waiver that silences nothing is a leftover, and hides the next real finding. */
export const idleWaivers: StackValidationPolicy = {
  name: WAIVER_RULE,
  description: "A waiver silences something.",
  enforcementLevel: "advisory",
  severity: "low",
  tags: ["waivers"],
  url: urlOf("configure-it"),
  remediationSteps: "Remove the waiver from the policy config: the rule no longer reports anything.",
  validateStack: (_args, report) => {
    for (const [rule, { reason, silences }] of waivers) {
      if (!silences) report(`The waiver of ${rule} ("${reason}") silences nothing. Remove it.`);
    }
    waivers.clear();
  },
};
