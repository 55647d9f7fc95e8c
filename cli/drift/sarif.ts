import { Severity } from "../../core/findings/finding.ts";
import type { Drift } from "../../lens/drift/index.ts";
import { toSarif } from "../shared/report/sarif.ts";
import { teach } from "../shared/report/teach.ts";
import type { TaughtFinding } from "../shared/report/types.ts";
import type { DriftDocument } from "./document.ts";

/** What is dangerous as errors under the rule that objects, what is set back as warnings; what is harmless is no alert. */
export function driftSarif({ drifts, source, cluster, stack }: DriftDocument): string {
  const findings = drifts.flatMap((one) => (one.verdict === "harmless" ? [] : [findingOf(one, source)]));
  return toSarif({ command: "drift", about: `${stack} ${cluster ?? source}`, findings, waived: [] });
}

function findingOf({ verdict, subject, path, planned, found, why, rules, by }: Drift, source: string): TaughtFinding {
  const writer = by === undefined ? "" : ` Written by ${by.manager}${by.time === undefined ? "" : `, ${by.time}`}.`;
  return teach({
    rule: rules[0] ?? `drift-${verdict}`,
    severity: verdict === "dangerous" ? Severity.Error : Severity.Warning,
    subject,
    path,
    found,
    expected: planned,
    where: source,
    lens: "resources",
    setting: path === "" ? subject : `${subject} ${path}`,
    fix: `${why[0]?.toUpperCase() ?? ""}${why.slice(1)}.${writer} pulumi up --refresh sets it back; what should stay goes into the settings.`,
  });
}
