import { Severity } from "../../../core/findings/finding.ts";
import { escape as escapeMarkup } from "../markup.ts";
import type { Judged, TaughtFinding } from "./types.ts";

/** The findings as JUnit XML: a test case a finding, errors as failures, warnings as output, waived ones as skipped. */
export function toJunit(document: Judged): string {
  const failures = document.findings.filter((finding) => finding.severity === Severity.Error);
  const cases = [
    ...document.findings.map((finding) => testCase(finding, bodyOf(finding))),
    ...document.waived.map((finding) => testCase(finding, `<skipped message="${escape(finding.reason)}"/>`)),
  ];
  if (failures.length === 0) cases.push(`    <testcase classname="cilium-eks.${document.command}" name="no errors"/>`);
  const counts = `tests="${String(cases.length)}" failures="${String(failures.length)}" errors="0" skipped="${String(document.waived.length)}"`;
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites>`,
    `  <testsuite name="cilium-eks ${document.command} ${escape(document.about)}" ${counts}>`,
    ...cases,
    `  </testsuite>`,
    `</testsuites>`,
    "",
  ].join("\n");
}

/** `file` is a file alone, because readers link it; the line stands in the text. */
const testCase = (finding: TaughtFinding, inner: string): string =>
  `    <testcase classname="${escape(`cilium-eks.${finding.rule}`)}" name="${escape(finding.setting)}" file="${escape(finding.where.replace(/:\d+:\d+$/, ""))}">${inner}</testcase>`;

/** What is said of a finding inside its test case. */
export function bodyOf(finding: TaughtFinding): string {
  const { where, found, expected, fix, why, source, symptom } = finding;
  const rows = { where, found, expected, why, symptom, fix, source };
  const text = Object.entries(rows)
    .flatMap(([name, said]) => (said === undefined ? [] : [`${name}: ${said}`]))
    .join("\n");
  return finding.severity === Severity.Error
    ? `<failure message="${escape(`found ${found}; expected ${expected}. ${fix}`)}" type="${escape(finding.rule)}">${escape(text)}</failure>`
    : `<system-out>${escape(`warning\n${text}`)}</system-out>`;
}

/** XML 1.0 text: markup escaped; control characters, non-characters and half surrogate pairs, which XML cannot hold, left out. */
export const escape = (text: string): string =>
  escapeMarkup(text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu, ""));
