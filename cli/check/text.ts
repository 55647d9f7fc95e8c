import { Severity } from "../../core/findings/finding.ts";
import { type Detail, countText, findingsText } from "../shared/report/findings-text.ts";
import { type Style, paint, wrap } from "../shared/style.ts";
import type { CheckDocument } from "./types.ts";

interface TextOptions {
  /** Only what is wrong. */
  readonly quiet: boolean;
  readonly detail: Detail;
}

/** What was found, as people read it; quiet only what is wrong. */
export function toText(document: CheckDocument, style: Style, { quiet, detail }: TextOptions): string {
  const findings = findingsText(document, style, detail);
  if (quiet) return findings === "" ? "" : `${findings}\n\n${summary(document, style)}\n`;
  const sections = [
    heading(document, style),
    findings,
    list("Waived", waived(document), style),
    list("Not seen", document.notes, style),
    list("Not decidable from what was given", undecided(document), style),
    summary(document, style),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

const MOST_INPUTS = 10;

function heading({ inputs }: CheckDocument, style: Style): string {
  const { dim } = paint(style);
  const evaluated = inputs.filter(({ reads }) => reads.length > 0);
  const shown = evaluated.slice(0, MOST_INPUTS).map(({ input, reads }) => `${input} ${dim(`(${reads.join(", ")})`)}`);
  const left = evaluated.length - shown.length;
  const others = inputs.length - evaluated.length;
  return [
    ...shown,
    ...(left === 0 ? [] : [`and ${String(left)} more`]),
    ...(others === 0 ? [] : [dim(`${String(others)} other file${others === 1 ? "" : "s"} of no kind that is judged`)]),
  ].join("\n");
}

function list(title: string, lines: readonly string[], style: Style): string {
  if (lines.length === 0) return "";
  return [paint(style).bold(title), ...lines.map((line) => `  - ${wrap(line, style, 4)}`)].join("\n");
}

const waived = ({ waived: all }: CheckDocument): string[] =>
  all.map(({ rule, setting, reason }) => `${rule} at ${setting}: ${reason}`);

/** A value that is not known: which rules it holds up. */
function undecided({ undecided: all }: CheckDocument): string[] {
  const byPath = new Map<string, string[]>();
  for (const { path, rule } of all) byPath.set(path, [...(byPath.get(path) ?? []), rule]);
  return [...byPath]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, rules]) => {
      const shown = rules.slice(0, MOST_RULES).join(", ");
      return `${path}: ${shown}${rules.length > MOST_RULES ? ` and ${String(rules.length - MOST_RULES)} more` : ""}`;
    });
}

const MOST_RULES = 5;

function summary(document: CheckDocument, style: Style): string {
  const { bold, green, red } = paint(style);
  const verdict = document.findings.every(({ severity }) => severity !== Severity.Error)
    ? green("Nothing was found that stops this cluster.")
    : red("This would not work as it is.");
  const counts = [
    countText(document, Severity.Error),
    countText(document, Severity.Warning),
    `${String(document.waived.length)} waived`,
  ];
  return `${bold(verdict)} ${counts.join(", ")}; ${String(document.asked)} rules asked.`;
}
