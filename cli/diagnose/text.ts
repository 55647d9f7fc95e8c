import { CHAINS } from "../../lens/live/chains.ts";
import type { Diagnosis, Walked } from "../../lens/live/diagnose.ts";
import type { Reading } from "../../readers/live/index.ts";
import { ruleTextsOf } from "../shared/rule-texts.ts";
import { type Style, paint, wrap } from "../shared/style.ts";
import { gapsText } from "../verify/text.ts";

const MARKS = { holds: "✗", clear: "✓", unknown: "?" } as const;
const SHOWN = 3;

export const symptomsText = (style: Style): string => {
  const width = Math.max(...CHAINS.map(({ id }) => id.length));
  return `${CHAINS.map(({ id, symptom }) => `${paint(style).bold(id.padEnd(width))}  ${symptom}`).join("\n")}\n`;
};

/** The way down of each chain, the cause, its remedy and the next command. */
export function diagnosisText(found: readonly Diagnosis[], reading: Reading, style: Style, quiet: boolean): string {
  const { bold, dim, green } = paint(style);
  const head = [reading.cluster, reading.region].filter((part) => part !== undefined).join(", ") || reading.source;
  const parts = [
    ...(quiet ? [] : [`${bold(head)}${dim(`  ${reading.source}`)}`]),
    ...(found.length === 0
      ? [green("None of the known symptoms is to be seen.")]
      : found.map((one) => chainText(one, style))),
    gapsText(reading.gaps, style),
  ].filter((part) => part !== "");
  return `${parts.join("\n\n")}\n`;
}

function chainText({ id, symptom, seen, links, cause, otherwise }: Diagnosis, style: Style): string {
  const { bold, dim } = paint(style);
  return [
    `${bold(symptom)} ${dim(id)}`,
    ...(seen.length === 0
      ? ["  the symptom itself is not to be seen here"]
      : seen.slice(0, SHOWN).map((one) => `  ${wrap(`${one.subject}: ${one.found}`, style, 4)}`)),
    ...links.flatMap((link) => linkText(link, link === cause, style)),
    ...deeperText(links, cause, style),
    ...(cause === undefined ? [`  No known cause holds. Next: ${wrap(otherwise, style, 4)}`] : causeText(cause, style)),
  ].join("\n");
}

/** A cause that was found may have one of its own, where nobody could look. */
function deeperText(links: readonly Walked[], cause: Walked | undefined, style: Style): string[] {
  const after = cause === undefined ? [] : links.slice(links.indexOf(cause) + 1);
  const open = after.filter(({ state }) => state === "unknown");
  if (open.length === 0) return [];
  return [
    `  ${paint(style).dim(`Further down, where not everything could be read: ${String(open.length)} more questions.`)}`,
  ];
}

function linkText({ asks, state, findings }: Walked, isCause: boolean, style: Style): string[] {
  const { red, green, dim, bold } = paint(style);
  const colours = { holds: red, clear: green, unknown: dim };
  const rest = findings.length - SHOWN;
  return [
    `  ${colours[state](MARKS[state])} ${isCause ? bold(asks) : asks}${state === "unknown" ? dim("  not all of it could be read") : ""}`,
    ...findings
      .slice(0, SHOWN)
      .map((one) => `      ${wrap(`${one.subject}: ${one.found}`, style, 6)} ${dim(one.rule)}`),
    ...(rest > 0 ? [dim(`      and ${String(rest)} more`)] : []),
  ];
}

function causeText({ findings, next }: Walked, style: Style): string[] {
  const { bold } = paint(style);
  const [first] = findings;
  const why = first === undefined ? undefined : ruleTextsOf(first.rule)?.why;
  return [
    `  ${bold("Cause")}  ${wrap(first === undefined ? "" : `${first.subject}: ${first.found}`, style, 9)}`,
    ...(why === undefined ? [] : [`  ${bold("Why")}    ${wrap(why, style, 9)}`]),
    `  ${bold("Fix")}    ${wrap(first?.fix ?? "", style, 9)}`,
    `  ${bold("Next")}   ${wrap(next, style, 9)}`,
  ];
}
