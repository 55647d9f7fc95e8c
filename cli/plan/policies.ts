import { type Finding, Severity } from "../../core/findings/finding.ts";
import type { Judgement } from "../../core/plan/index.ts";
import { readMessage } from "../../core/rules/message.ts";
import type { Settings } from "../../core/settings/index.ts";
import type { PolicyReport, PolicyViolation } from "../../engine/policy-types.ts";
import type { PlacedFinding } from "./types.ts";

type Place = (finding: Finding, lens: PlacedFinding["lens"]) => PlacedFinding;

/**
 * What the policy pack adds: findings of rules that the settings lens neither reported nor waived. The others are the same
 * fault seen twice, and the settings lens names the place to change.
 */
export function addedFindings(
  findings: readonly Finding[],
  judgement: Judgement,
  settings: Settings,
  place: Place,
): PlacedFinding[] {
  const told = new Set([...judgement.report.findings, ...judgement.report.waived].map((finding) => finding.rule));
  const waivers = settings.waivers ?? {};
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
