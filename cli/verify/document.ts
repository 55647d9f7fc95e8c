import type { CheckResult, Verdict } from "../../lens/live/evaluate.ts";
import { type Finding, Severity } from "../../core/findings/finding.ts";
import type { UndecidedRule } from "../../core/rules/run.ts";
import { type Gap, isBroken } from "../../readers/live/gaps.ts";
import type { Reading } from "../../readers/live/index.ts";
import { teach } from "../shared/report/teach.ts";
import type { TaughtFinding } from "../shared/report/types.ts";

/** What `verify` says, in every format. The keys are the contract; additions are allowed, renames are not. */
export interface VerifyDocument {
  /** What was read: `context prod`, `bundle dump/`. */
  readonly source: string;
  readonly cluster: string | null;
  readonly region: string | null;
  /** The stack that it was compared with. */
  readonly stack: string | null;
  /** Seconds since 1970 by the cluster's clock. */
  readonly at: number;
  readonly status: 0 | 1 | 2;
  readonly checks: readonly CheckResult[];
  readonly findings: readonly TaughtFinding[];
  /** What could not be read, and why. */
  readonly gaps: readonly Gap[];
  /** Rules that met a value that could not be read, or that only a program has. */
  readonly undecided: readonly UndecidedRule[];
  /** Rules of the catalogue on plans that judged what runs. */
  readonly evaluated: number;
}

export function documentOf(
  reading: Reading,
  verdict: Verdict,
  stack: string | undefined,
  strict = false,
): VerifyDocument {
  const { source, cluster, region, live, gaps } = reading;
  const findings = verdict.findings.map((finding) =>
    placed(strict ? { ...finding, severity: Severity.Error } : finding, source),
  );
  return {
    source,
    cluster: cluster ?? null,
    region: region ?? null,
    stack: stack ?? null,
    at: Math.round(live.at),
    status: statusOf(findings, gaps),
    checks: verdict.checks,
    findings,
    gaps,
    undecided: verdict.undecided,
    evaluated: verdict.evaluated,
  };
}

/** A reading that broke off says nothing for sure; else what is wrong counts more than what is not known. */
function statusOf(findings: readonly Finding[], gaps: readonly Gap[]): 0 | 1 | 2 {
  if (gaps.some(isBroken)) return 2;
  if (findings.some(({ severity }) => severity === Severity.Error)) return 1;
  return gaps.length > 0 ? 2 : 0;
}

const placed = (finding: Finding, source: string): TaughtFinding =>
  teach({ ...finding, where: source, setting: finding.path.replace(/^live\./, ""), lens: "resources" });
