import type { Drift, DriftVerdict } from "../../lens/drift/index.ts";
import { type Style, paint, wrap } from "../shared/style.ts";
import { gapsText } from "../verify/text.ts";
import type { DriftDocument } from "./document.ts";

const MARKS: Readonly<Record<DriftVerdict, string>> = { dangerous: "✗", reverted: "~", harmless: "·" };
const TITLES: Readonly<Record<DriftVerdict, string>> = {
  dangerous: "Dangerous",
  reverted: "Set back by the next pulumi up --refresh",
  harmless: "Harmless",
};
const ORDER: readonly DriftVerdict[] = ["dangerous", "reverted", "harmless"];
const MOST_PENDING = 12;

/** By what it means, the worst first. */
export function driftText(document: DriftDocument, style: Style, quiet: boolean): string {
  const { bold, dim } = paint(style);
  const { cluster, source, stack, state, gaps, drifts } = document;
  const shown = quiet ? ORDER.filter((verdict) => verdict !== "harmless") : ORDER;
  const parts = [
    ...(quiet ? [] : [`${bold(cluster ?? source)}${dim(`  ${source}, stack ${stack}${state ? "" : ", no state"}`)}`]),
    ...shown.map((verdict) => groupText(verdict, drifts, style)),
    ...(quiet ? [] : [pendingText(document, style)]),
    gapsText(gaps, style),
    ...(quiet && document.status === 0 ? [] : [summaryOf(document, style)]),
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `${parts.join("\n\n")}\n`;
}

function groupText(verdict: DriftVerdict, drifts: readonly Drift[], style: Style): string {
  const own = drifts.filter((one) => one.verdict === verdict);
  if (own.length === 0) return "";
  const { red, yellow, dim, bold } = paint(style);
  const colour = { dangerous: red, reverted: yellow, harmless: dim }[verdict];
  const groups = [...Map.groupBy(own, ({ subject }) => subject)];
  return [
    bold(colour(TITLES[verdict])),
    ...groups.flatMap(([subject, all]) => [
      `${colour(MARKS[verdict])} ${bold(subject)}`,
      ...all.flatMap((one) => driftLines(one, style)),
    ]),
  ].join("\n");
}

function driftLines({ kind, path, planned, found, state, why, by }: Drift, style: Style): string[] {
  const { dim } = paint(style);
  const what =
    kind === "missing"
      ? "is not there"
      : kind === "added"
        ? `${path === "" ? "is there" : `${path} is ${found}`}, in no plan`
        : `${path} is ${found}, planned ${planned}`;
  const told = [what, ...(state === undefined ? [] : [`the last run wrote ${state}`])].join("; ");
  const writer = by === undefined ? [] : [`by ${by.manager}${by.time === undefined ? "" : `, ${by.time}`}`];
  return [`    ${wrap(told, style, 6)}`, `      ${dim(wrap([...writer, why].join("; "), style, 8))}`];
}

function pendingText({ pending }: DriftDocument, style: Style): string {
  if (pending.length === 0) return "";
  const { bold, dim } = paint(style);
  const rest = pending.length - MOST_PENDING;
  return [
    bold("Not run yet"),
    ...pending
      .slice(0, MOST_PENDING)
      .map(({ subject, path, says }) => `  ${wrap(`${subject}${path === "" ? "" : ` ${path}`}: ${says}`, style, 4)}`),
    ...(rest > 0 ? [dim(`  and ${String(rest)} more; --format json has all`)] : []),
  ].join("\n");
}

function summaryOf({ compared, drifts, gaps, status }: DriftDocument, style: Style): string {
  const counts = ORDER.map(
    (verdict) =>
      `${String(drifts.filter((one) => one.verdict === verdict).length)} ${verdict === "reverted" ? "to be set back" : verdict}`,
  );
  const said = `${String(compared.length)} resources compared: ${counts.join(", ")}, ${String(gaps.length)} not read.`;
  const next = {
    0: "Nothing drifted that matters.",
    1: "pulumi preview --refresh --diff shows what a run would set back; what should stay goes into the settings.",
    2: compared.length === 0 ? "Nothing was compared." : "What could not be read is not called the same.",
  }[status];
  return wrap(`${said} ${next}`, style, 0);
}
