import type { Checked, CheckedFinding } from "../../readers/check.ts";
import type { Detail } from "../shared/report/findings-text.ts";
import { teach } from "../shared/report/teach.ts";
import type { TaughtFinding } from "../shared/report/types.ts";
import type { Style } from "../shared/terminal.ts";
import type { CheckFormat } from "./index.ts";
import type { CheckDocument } from "./types.ts";

interface Look {
  readonly style: Style;
  readonly quiet: boolean;
  readonly detail: Detail;
}

/** What was checked, with what the rules say of themselves. */
export const documentOf = (checked: Checked, notes: readonly string[]): CheckDocument => ({
  inputs: checked.inputs,
  notes: [...notes, ...checked.notes],
  findings: checked.findings.map(taught),
  waived: checked.waived.map((finding) => ({ ...taught(finding), reason: finding.reason })),
  skipped: checked.skipped,
  undecided: checked.undecided,
  asked: checked.asked,
});

function taught(finding: CheckedFinding): TaughtFinding {
  const { place: _place, ...said } = finding;
  return teach({ ...said, lens: "inputs" });
}

/** The result in one of its formats; each is loaded when it is asked for. */
export async function draw(document: CheckDocument, format: CheckFormat, { style, ...look }: Look): Promise<string> {
  const about = document.inputs.map(({ input }) => input).join(" ");
  switch (format) {
    case "json":
      return `${JSON.stringify(document, null, 2)}\n`;
    case "sarif":
      return (await import("../shared/report/sarif.ts")).toSarif({ command: "check", about, ...document });
    case "junit":
      return (await import("../shared/report/junit.ts")).toJunit({ command: "check", about, ...document });
    case "text":
      return (await import("./text.ts")).toText(document, style, look);
    default:
      return format satisfies never;
  }
}
