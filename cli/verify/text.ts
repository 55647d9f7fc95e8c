import { type Gap } from "../../readers/live/gaps.ts";
import { findingsText } from "../shared/report/findings-text.ts";
import { type Style, paint, wrap } from "../shared/style.ts";
import type { VerifyDocument } from "./document.ts";

const MARKS = { ok: "✓", warning: "!", failed: "✗", unknown: "?" } as const;

/** The whole for people: a line a check, then what is wrong, then what could not be read. */
export function verifyText(document: VerifyDocument, style: Style, quiet: boolean): string {
  const { bold, dim } = paint(style);
  const { source, cluster, region, stack } = document;
  const place = [cluster, region].filter((part) => part !== null).join(", ");
  const head = `${bold(place === "" ? source : place)}${place === "" ? "" : dim(`  ${source}`)}${stack === null ? "" : dim(`  beside stack ${stack}`)}`;
  const checks = quiet ? document.checks.filter(({ state }) => state !== "ok") : document.checks;
  const parts = [
    ...(quiet ? [] : [head]),
    checksText(checks, style),
    findingsText(
      document,
      style,
      "short",
      "cilium-eks explain <rule> tells more of one; cilium-eks diagnose walks from a symptom to its cause.",
    ),
    gapsText(document.gaps, style),
    ...(quiet && document.status === 0 ? [] : [summaryOf(document)]),
  ].filter((part) => part !== "");
  return parts.length === 0 ? "" : `${parts.join("\n\n")}\n`;
}

function checksText(checks: VerifyDocument["checks"], style: Style): string {
  const { green, yellow, red, dim, bold } = paint(style);
  const colours = { ok: green, warning: yellow, failed: red, unknown: dim };
  const width = Math.max(0, ...checks.map(({ title }) => title.length));
  return checks
    .map(
      ({ title, state, seen }) =>
        `${colours[state](MARKS[state])} ${bold(title.padEnd(width))}  ${wrap(seen, style, width + 4)}`,
    )
    .join("\n");
}

/** What could not be read, and the right that was missing. */
export function gapsText(gaps: readonly Gap[], style: Style): string {
  if (gaps.length === 0) return "";
  const { bold, dim } = paint(style);
  const lines = gaps.map(
    ({ what, said, right }) =>
      `  ? ${what}  ${wrap(said, style, 4)}${right === undefined ? "" : `\n    ${wrap(`missing right: ${right}`, style, 4)}`}`,
  );
  const rights = gaps.some(({ right }) => right !== undefined);
  return [
    bold("Not read"),
    ...lines,
    ...(rights ? [dim("  --print-rights prints everything that is needed.")] : []),
  ].join("\n");
}

function summaryOf({ status, findings, gaps, evaluated, checks }: VerifyDocument): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = findings.length - errors;
  const said = `${count(checks.length, "check")} and ${count(evaluated, "rule")} of the catalogue: ${count(errors, "error")}, ${count(warnings, "warning")}, ${String(gaps.length)} not read.`;
  if (status === 0) return `${said} Healthy.`;
  return status === 1 ? said : `${said} What could not be read is not called healthy.`;
}

const count = (number: number, noun: string): string => `${String(number)} ${noun}${number === 1 ? "" : "s"}`;
