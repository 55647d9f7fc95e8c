import { Severity } from "../../../core/findings/finding.ts";
import { type Style, paint, wrap } from "../style.ts";
import { type Fault, faultsOf } from "./faults.ts";
import { shown } from "../../../core/rules/fleet/common.ts";
import type { Judged, TaughtFinding } from "./types.ts";

/** How much is said of each fault. */
export type Detail = "short" | "explained";

/** Faults of form, whose reason is in what was expected. */
const IS_SAID = /^(?:settings|program)-/;

/** Other places of a fault that are listed unasked. */
const MOST_PLACES = 3;

/** The faults of a plan, errors first. */
export function findingsText(
  { findings }: Pick<Judged, "findings">,
  style: Style,
  detail: Detail,
  more = MORE[detail],
): string {
  if (findings.length === 0) return "";
  const groups = [Severity.Error, Severity.Warning].flatMap((severity) => {
    const faults = faultsOf(findings.filter((finding) => finding.severity === severity));
    return faults.length === 0 ? [] : [group(severity, faults, { style, detail })];
  });
  return [...groups, paint(style).dim(more)].join("\n\n");
}

/** Where more is told. */
const MORE: Readonly<Record<Detail, string>> = {
  short: "More of each: the same with --explain, or cilium-eks explain <rule> for one, with an example.",
  explained: "An example of each: cilium-eks explain <rule>.",
};

/** `2 errors`; in brackets how many findings they are, where that is another number. */
export function countText({ findings }: Pick<Judged, "findings">, severity: Severity): string {
  const found = findings.filter((finding) => finding.severity === severity);
  const faults = faultsOf(found).length;
  const noun = severity === Severity.Error ? "error" : "warning";
  const counted = `${String(faults)} ${noun}${faults === 1 ? "" : "s"}`;
  return faults === found.length ? counted : `${counted} (${String(found.length)} findings)`;
}

interface Look {
  readonly style: Style;
  readonly detail: Detail;
}

function group(severity: Severity, faults: readonly Fault[], look: Look): string {
  const colour = severity === Severity.Error ? paint(look.style).red : paint(look.style).yellow;
  const name = severity === Severity.Error ? "Errors" : "Warnings";
  return [colour(paint(look.style).bold(name)), ...faults.map((fault) => faultText(fault, colour, look))].join("\n");
}

function faultText({ first, alsoBy, others }: Fault, colour: (text: string) => string, look: Look): string {
  const { style, detail } = look;
  const { bold, dim } = paint(style);
  const isLong = detail === "explained";
  const { clusters, found, expected, why, symptom, fix, source, links = [] } = first;
  const rows: readonly (readonly [name: string, text: string | undefined])[] = [
    ["clusters", clusters === undefined ? undefined : shown(clusters)],
    ["found", found],
    ["expected", expected],
    ["why", isLong ? why : IS_SAID.test(first.rule) ? undefined : sentence(why)],
    ["symptom", isLong ? symptom : undefined],
    ["fix", fix],
    ["source", isLong ? [source, ...links].filter((part) => part !== undefined).join("\n") || undefined : undefined],
    ["also", others.length === 0 ? undefined : places(first, others, detail)],
  ];
  return [
    `  ${colour("●")} ${bold(first.setting)} ${dim(`${first.where}  ${[first.rule, ...alsoBy].join(", ")}`)}`,
    ...rows.flatMap(([name, text]) => (text === undefined ? [] : [`      ${name.padEnd(9)} ${wrap(text, style, 16)}`])),
  ].join("\n");
}

/** The first sentence; a full stop within a version or a name ends none. */
const sentence = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : (/^.*?[.:;](?=\s+[A-Z`]|$)/s.exec(text)?.[0] ?? text);

function places(first: TaughtFinding, others: readonly TaughtFinding[], detail: Detail): string {
  const listed = detail === "explained" ? others : others.slice(0, MOST_PLACES);
  const rest = others.length - listed.length;
  return [
    `in ${String(others.length)} more place${others.length === 1 ? "" : "s"}:`,
    ...listed.map((other) =>
      [other.setting, other.where, ...(other.found === first.found ? [] : [other.found])].join("  "),
    ),
    ...(rest === 0 ? [] : [`and ${String(rest)} more, which --explain lists`]),
  ].join("\n");
}
