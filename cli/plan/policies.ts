import { type Finding, Severity } from "../../core/findings/finding.ts";
import { readMessage } from "../../core/rules/message.ts";
import type { Report } from "../../core/rules/run.ts";
import type { PolicyReport, PolicyViolation } from "../../engine/policy-types.ts";
import type { PlacedFinding } from "./types.ts";

interface Known {
  /** What the settings lens said of each cluster. */
  readonly reports: readonly Report[];
  readonly waivers: Readonly<Record<string, string>>;
  readonly place: (finding: Finding, lens: PlacedFinding["lens"]) => PlacedFinding;
}

/**
 * What the policy pack adds: findings of rules that the settings lens neither reported nor waived. The others are the same
 * fault seen twice, and the settings lens names the place to change.
 */
export function addedFindings(findings: readonly Finding[], { reports, waivers, place }: Known): PlacedFinding[] {
  const told = new Set(reports.flatMap((report) => [...report.findings, ...report.waived].map(({ rule }) => rule)));
  return findings
    .filter(({ rule }) => !told.has(rule) && !Object.hasOwn(waivers, rule))
    .map((finding) => place(finding, "resources"));
}

/** What a host reports, as findings. */
export const reported = ({ violations }: PolicyReport): Finding[] => violations.map(toFinding);

function toFinding(violation: PolicyViolation): Finding {
  const severity = violation.enforcementLevel === "advisory" ? Severity.Warning : Severity.Error;
  const parts = readMessage(violation.message);
  const base = { rule: violation.policy, severity };
  if (parts !== undefined) return { ...base, ...parts };
  return {
    ...base,
    subject: violation.urn,
    path: violation.urn,
    found: violation.message,
    expected: violation.description,
    fix: "See docs/policies.md.",
  };
}
