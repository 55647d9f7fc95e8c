import type { StackFileError } from "../../config/stack.ts";
import { Severity } from "../../core/findings/finding.ts";
import { OtherRule } from "../shared/rule-texts.ts";
import { teach } from "../shared/report/teach.ts";
import type { PlanDocument } from "./types.ts";

/** The place is said once, beside the finding: `Pulumi.dev.yaml is not valid YAML` becomes `a file that is not valid YAML`. */
function foundIn(message: string, where: string): string {
  const text = (message.startsWith(where) ? message.slice(where.length) : message)
    .replace(/^:?\s+/, "")
    .replace(/\.$/, "");
  return /^(?:is|does|may|cannot|holds)\b/.test(text) ? `a file that ${text}` : text;
}

/** A stack file that cannot be read, as a plan with one finding: reports show it at its line, and the exit status stays 2. */
export function unreadablePlan(
  { stackFile, ...of }: Pick<PlanDocument, "stack" | "stackFile" | "program">,
  { message, place }: StackFileError,
): PlanDocument {
  const where = place === undefined ? stackFile : `${stackFile}:${place}`;
  const finding = teach({
    rule: OtherRule.StackFile,
    severity: Severity.Error,
    subject: "stack file",
    path: "",
    found: foundIn(message, where),
    expected: "a stack file that can be read",
    fix: "Mend the file at this place; nothing else of it was looked at.",
    where,
    setting: stackFile,
    lens: "settings",
  });
  return {
    ...of,
    stackFile,
    clusters: [],
    versions: {},
    requirements: [],
    resources: [],
    capacity: null,
    pictures: [],
    billed: [],
    notes: [],
    sections: [],
    findings: [finding],
    waived: [],
    skipped: [],
    undecided: [],
  };
}
