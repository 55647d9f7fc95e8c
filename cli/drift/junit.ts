import { escape } from "../shared/report/junit.ts";
import type { DriftDocument } from "./document.ts";

/** A test case a resource; it fails where something of it drifted and is not harmless. */
export function driftJunit({ compared, drifts, gaps, stack }: DriftDocument): string {
  const subjects = [...new Set([...compared, ...drifts.map(({ subject }) => subject)])];
  const cases = subjects.map((subject) => {
    const own = drifts.filter((one) => one.subject === subject && one.verdict !== "harmless");
    const inner = own
      .map(({ verdict, path, found, planned, why }) => {
        const said = `${path === "" ? subject : path}: ${found}, planned ${planned}`;
        return `<failure message="${escape(said)}" type="${verdict}">${escape(why)}</failure>`;
      })
      .join("");
    return {
      failed: own.length > 0,
      text: `    <testcase classname="cilium-eks.drift" name="${escape(subject)}">${inner}</testcase>`,
    };
  });
  const errors = gaps.map(
    ({ what, said }) =>
      `    <testcase classname="cilium-eks.drift.read" name="${escape(what)}"><error message="${escape(said)}" type="not-read"/></testcase>`,
  );
  const failures = cases.filter(({ failed }) => failed).length;
  const counts = `tests="${String(cases.length + errors.length)}" failures="${String(failures)}" errors="${String(errors.length)}"`;
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites>`,
    `  <testsuite name="cilium-eks drift ${escape(stack)}" ${counts}>`,
    ...cases.map(({ text }) => text),
    ...errors,
    `  </testsuite>`,
    `</testsuites>`,
    "",
  ].join("\n");
}
