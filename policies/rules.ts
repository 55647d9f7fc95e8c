import { type Policies, type StackValidationPolicy, UnknownValueError } from "@pulumi/policy";
import { Severity } from "../core/finding.ts";
import { catalogue } from "../core/rules/index.ts";
import { writeMessage } from "../core/rules/message.ts";
import type { Rule } from "../core/rules/rule.ts";
import { runRule } from "../core/rules/run.ts";
import { collect, seen } from "./collected.ts";
import { SEEN_PARTS } from "./lens/index.ts";

/** Rules that the resources lens can see: the others need what only our own settings have. */
export const visibleRules: readonly Rule[] = catalogue.filter((rule) =>
  rule.needs.every((part) => SEEN_PARTS.includes(part)),
);

/** How the engine writes an unknown string (pulumi/pulumi sdk/nodejs/runtime/rpc.ts). */
const UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Name of the policy that gathers inputs; it never reports anything. */
export const COLLECTOR = "cilium-eks-collect";

export const policies: Policies = [
  {
    name: COLLECTOR,
    description: "Gathers what the other policies of this pack read. Leave it enabled.",
    enforcementLevel: "advisory",
    validateResource: collect,
  },
  ...visibleRules.map(toPolicy),
];

interface WaiverConfig {
  readonly waiver?: string;
}

function toPolicy(rule: Rule): StackValidationPolicy {
  return {
    name: rule.id,
    description: rule.title,
    enforcementLevel: rule.severity === Severity.Error ? "mandatory" : "advisory",
    severity: rule.severity === Severity.Error ? "high" : "medium",
    tags: [rule.group],
    remediationSteps: rule.why,
    configSchema: {
      properties: {
        waiver: { type: "string", minLength: 1, description: "Written reason for accepting what this rule finds." },
      },
    },
    validateStack: (args, report) => {
      const { waiver } = args.getConfig<WaiverConfig>();
      if (waiver !== undefined && waiver.trim() !== "") return;
      const { model, urnOf } = seen(args.resources);
      if (rule.needs.some((part) => model[part] === undefined)) return;
      const { findings, undecided } = runRule(rule, model);
      for (const finding of findings) report(writeMessage(finding), urnOf(finding.path));
      const [first] = undecided;
      // The host turns this into an advisory: the rule says that it could not decide, it does not pass in silence.
      if (first !== undefined) throw new UnknownValueError(UNKNOWN_STRING, first.path.split("."));
    },
  };
}
