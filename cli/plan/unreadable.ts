import type { StackFileError } from "../../config/stack.ts";
import { OtherRule } from "../shared/rule-texts.ts";
import { unreadableFinding } from "../shared/report/unreadable.ts";
import type { PlanDocument } from "./types.ts";

/** A stack file that cannot be read, as a plan with one finding: reports show it at its line, and the exit status stays 2. */
export function unreadablePlan(
  { stackFile, ...of }: Pick<PlanDocument, "stack" | "stackFile" | "program">,
  { message, place }: StackFileError,
): PlanDocument {
  const where = place === undefined ? stackFile : `${stackFile}:${place}`;
  const finding = unreadableFinding({
    rule: OtherRule.StackFile,
    subject: "stack file",
    message,
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
