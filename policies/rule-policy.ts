import { type StackValidationPolicy, UnknownValueError } from "@pulumi/policy";
import { writeMessage } from "../core/rules/message.ts";
import type { Rule } from "../core/rules/rule.ts";
import { evaluateProgramRule } from "../lens/evaluate.ts";
import { seen } from "./collected.ts";
import { packConfig } from "./collector.ts";
import { groupsOf, metadataOf } from "./metadata.ts";
import { noteWaiver } from "./waivers.ts";

/** How the engine writes an unknown string (pulumi/pulumi sdk/nodejs/runtime/rpc.ts). */
const UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

interface WaiverConfig {
  readonly waiver?: string;
}

/** A rule of the catalogue as a stack policy. */
export const toPolicy = (rule: Rule): StackValidationPolicy => ({
  ...metadataOf(rule),
  configSchema: {
    properties: {
      waiver: { type: "string", minLength: 1, description: "Written reason for accepting what this rule finds." },
    },
  },
  validateStack: (args, report) => {
    if (groupsOf(rule).some((group) => packConfig().disabledGroups?.includes(group) === true)) return;
    const { waiver } = args.getConfig<WaiverConfig>();
    const { findings, undecided } = evaluateProgramRule(rule, seen(args.resources));
    if (waiver !== undefined && waiver.trim() !== "") {
      noteWaiver(rule.id, waiver, findings.length > 0);
      return;
    }
    for (const { finding, urn } of findings) report(writeMessage(finding, rule), urn);
    const [first] = undecided;
    // The host turns this into an advisory: the rule says that it could not decide, it does not pass in silence.
    if (first !== undefined) throw new UnknownValueError(UNKNOWN_STRING, first.path.split("."));
  },
});
