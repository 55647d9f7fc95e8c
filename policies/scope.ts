import type { StackValidationPolicy } from "@pulumi/policy";
import { registered, seen } from "./collected.ts";
import { SCOPE, remarksOf } from "../lens/scope.ts";
import { urlOf } from "./metadata.ts";

/** What the pack does not look at, and why: what is not judged must not look like what is right. */
export const scope: StackValidationPolicy = {
  ...SCOPE,
  enforcementLevel: "advisory",
  severity: "low",
  tags: ["scope"],
  url: urlOf("what-it-cannot-decide"),
  remediationSteps:
    "What belongs to one of several clusters names it; one Cilium a cluster; values as an object, as YAML text, or as files beside the program.",
  validateStack: ({ resources }, report) => {
    const all = registered(resources);
    // Resources there are, and none was collected: the collector is switched off, and every policy passes on nothing.
    if (all.length === 0 && resources.length > 0)
      report("The policy cilium-eks-collect is disabled: nothing was judged.");
    for (const { urn, message } of remarksOf(seen(resources))) report(message, urn);
  },
};
