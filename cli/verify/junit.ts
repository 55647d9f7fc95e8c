import { bodyOf, escape } from "../shared/report/junit.ts";
import type { VerifyDocument } from "./document.ts";

/** A test case a check and one a finding; what could not be read is skipped, with the reason. */
export function verifyJunit({ checks, findings, gaps, source }: VerifyDocument): string {
  const failures = findings.filter(({ severity }) => severity === "error").length;
  const unknown = checks.filter(({ state }) => state === "unknown");
  const cases = [
    ...checks.map(({ id, title, state, seen }) => {
      const inner =
        state === "unknown" ? `<skipped message="${escape(seen)}"/>` : `<system-out>${escape(seen)}</system-out>`;
      return `    <testcase classname="cilium-eks.verify.${escape(id)}" name="${escape(title)}">${inner}</testcase>`;
    }),
    ...findings.map(
      (finding) =>
        `    <testcase classname="${escape(`cilium-eks.${finding.rule}`)}" name="${escape(finding.setting)}">${bodyOf(finding)}</testcase>`,
    ),
    ...gaps.map(
      ({ part, what, said }) =>
        `    <testcase classname="cilium-eks.verify.read" name="${escape(`${part}: ${what}`)}"><error message="${escape(said)}" type="not-read"/></testcase>`,
    ),
  ];
  const counts = `tests="${String(cases.length)}" failures="${String(failures)}" errors="${String(gaps.length)}" skipped="${String(unknown.length)}"`;
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites>`,
    `  <testsuite name="cilium-eks verify ${escape(source)}" ${counts}>`,
    ...cases,
    `  </testsuite>`,
    `</testsuites>`,
    "",
  ].join("\n");
}
