import { type Finding, Severity } from "../../core/findings/finding.ts";
import { readMessage } from "../../core/rules/message.ts";
import type { Report } from "../../core/rules/run.ts";
import type { PolicyReport, PolicyViolation } from "../../engine/policy-types.ts";
import type { PlacedFinding } from "../shared/report/types.ts";
import type { Locate } from "./evaluated.ts";

/** A cluster that the settings lens has judged. */
interface Told {
  /** Name of the cluster in EKS. */
  readonly name: string;
  readonly report: Report;
  readonly waivers: Readonly<Record<string, string>>;
  readonly place: Locate;
}

interface Known {
  readonly clusters: readonly Told[];
  /** Waivers and place of what is said of a cluster that none of our components makes. */
  readonly waivers: Readonly<Record<string, string>>;
  readonly place: Locate;
}

/**
 * What the policy pack adds: findings of rules that the settings lens neither reported nor waived of the same cluster. The others
 * are the same fault seen twice, and the settings lens names the place to change.
 */
export function addedFindings(findings: readonly Finding[], known: Known): PlacedFinding[] {
  return findings.flatMap((finding) => {
    const { clusters: names } = finding;
    const about = names === undefined ? known.clusters : known.clusters.filter(({ name }) => names.includes(name));
    const told = about.some(
      ({ report, waivers }) =>
        [...report.findings, ...report.waived].some(({ rule }) => rule === finding.rule) ||
        Object.hasOwn(waivers, finding.rule),
    );
    if (told || Object.hasOwn(known.waivers, finding.rule)) return [];
    if (about.length > 0 && COUNTED.has(finding.rule)) return [];
    return [(about[0]?.place ?? known.place)(finding, "resources")];
  });
}

/** Rules on what the plan counts and a program does not: of a cluster that was planned the settings lens has the last word. */
const COUNTED: ReadonlySet<string> = new Set(["quotas-vcpus-of-other-families"]);

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
