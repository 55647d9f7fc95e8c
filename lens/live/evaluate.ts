import { type Finding, Severity, sortFindings } from "../../core/findings/finding.ts";
import type { ClusterModel, LiveModel } from "../../core/model/index.ts";
import { Undecided, guard } from "../../core/model/unknown.ts";
import { catalogue } from "../../core/rules/index.ts";
import type { UndecidedRule } from "../../core/rules/run.ts";
import { evaluateRule } from "../evaluate.ts";
import { CHECKS, type Check } from "./checks.ts";

/** One line of `verify`. */
export interface CheckResult {
  readonly id: string;
  readonly title: string;
  /** `unknown`: something that it reads could not be read. */
  readonly state: "ok" | "warning" | "failed" | "unknown";
  /** What was seen: `12 of 12 Ready`. */
  readonly seen: string;
}

export interface Verdict {
  readonly checks: readonly CheckResult[];
  readonly findings: readonly Finding[];
  readonly undecided: readonly UndecidedRule[];
  /** Rules of the catalogue that looked at what runs, beside those on what is observed. */
  readonly evaluated: number;
}

/** Judges what runs by every rule that sees any of it. */
export function evaluateRunning(
  model: ClusterModel,
  { waivers = {}, aws = true }: { readonly waivers?: Readonly<Record<string, string>>; readonly aws?: boolean } = {},
): Verdict {
  const findings: Finding[] = [];
  const undecided: UndecidedRule[] = [];
  let evaluated = 0;
  for (const rule of catalogue) {
    const outcome = evaluateRule(rule, model);
    findings.push(...outcome.findings.filter(({ rule: id }) => !Object.hasOwn(waivers, id)));
    undecided.push(...outcome.undecided);
    if (
      rule.group !== "live" &&
      rule.needs.every((part) => model[part] !== undefined) &&
      outcome.undecided.length === 0
    )
      evaluated++;
  }
  const live = guard(model).live;
  const checks =
    live === undefined
      ? []
      : CHECKS.filter((check) => aws || check.aws !== true).map((check) => resultOf(check, live, findings, undecided));
  return { checks, findings: sortFindings(findings), undecided, evaluated };
}

function resultOf(
  { id, title, rules, seen }: Check,
  live: LiveModel,
  findings: readonly Finding[],
  undecided: readonly UndecidedRule[],
): CheckResult {
  const own = findings.filter(({ rule }) => rules.some((prefix) => rule.startsWith(prefix)));
  const summary = attempt(() => seen(live));
  const open = summary === undefined || undecided.some(({ rule }) => rules.some((prefix) => rule.startsWith(prefix)));
  const state = own.some(({ severity }) => severity === Severity.Error)
    ? "failed"
    : open
      ? "unknown"
      : own.length > 0
        ? "warning"
        : "ok";
  return { id, title, state, seen: summary ?? "could not be read" };
}

/** What cannot be summed up, because a part of it is unknown. */
function attempt(sum: () => string): string | undefined {
  try {
    return sum();
  } catch (error) {
    if (error instanceof Undecided) return undefined;
    throw error;
  }
}
