import { type Input, type ReadError, whereOf } from "../../readers/input.ts";
import { OtherRule } from "../shared/rule-texts.ts";
import { unreadableFinding } from "../shared/report/unreadable.ts";
import type { CheckDocument } from "./types.ts";

/** What was given, with one finding: an input that cannot be read. Nothing is judged then, and the exit status stays 2. */
export function unreadableInput(inputs: readonly Input[], { input, position, message }: ReadError): CheckDocument {
  const where = whereOf({ input, key: "", ...(position === undefined ? {} : { position }) });
  const finding = unreadableFinding({
    rule: OtherRule.Input,
    subject: "input",
    message,
    where,
    setting: input,
    lens: "inputs",
  });
  return {
    inputs: inputs.map(({ name }) => ({ input: name, reads: [] })),
    notes: [],
    findings: [finding],
    waived: [],
    skipped: [],
    undecided: [],
    asked: 0,
  };
}
