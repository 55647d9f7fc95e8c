import { type Finding, Severity, sortFindings } from "../findings/finding.ts";
import type { ClusterModel } from "../model/index.ts";
import type { ModelPart, Rule } from "./rule.ts";
import { Undecided, guard } from "../model/unknown.ts";

/** A rule that could not be run, because the lens lacks a part of the model. */
export interface Skipped {
  readonly rule: string;
  readonly missing: readonly ModelPart[];
}

/** A rule that met a value that is not known yet. */
export interface UndecidedRule {
  readonly rule: string;
  /** Path of the unknown value. */
  readonly path: string;
}

/** A finding that a waiver silences, with its reason. */
interface Waived extends Finding {
  readonly reason: string;
}

export interface Report {
  readonly findings: readonly Finding[];
  readonly waived: readonly Waived[];
  readonly skipped: readonly Skipped[];
  readonly undecided: readonly UndecidedRule[];
}

export interface RunOptions {
  /** Rule id -> written reason. A waiver that silences nothing is itself a warning. */
  readonly waivers?: Readonly<Record<string, string>>;
  /** Makes every warning an error. Default false. */
  readonly strict?: boolean;
}

interface Outcome {
  readonly findings: readonly Finding[];
  readonly undecided: readonly UndecidedRule[];
}

/** Runs one rule over the model. */
export function runRule(rule: Rule, model: ClusterModel): Outcome {
  const findings: Finding[] = [];
  const undecided: UndecidedRule[] = [];
  const note = ({ path }: Undecided): void => {
    if (!undecided.some((known) => known.path === path)) undecided.push({ rule: rule.id, path });
  };
  try {
    for (const item of rule.check(guard(model))) {
      if (item instanceof Undecided) note(item);
      else findings.push({ ...item, rule: rule.id, severity: rule.severity });
    }
  } catch (error) {
    if (!(error instanceof Undecided)) throw error;
    note(error);
  }
  return { findings, undecided };
}

/** Runs the catalogue over what a lens can see. */
export function runRules(rules: readonly Rule[], model: ClusterModel, options: RunOptions = {}): Report {
  const skipped: Skipped[] = [];
  const findings: Finding[] = [];
  const undecided: UndecidedRule[] = [];
  for (const rule of rules) {
    const missing = rule.needs.filter((part) => model[part] === undefined);
    if (missing.length > 0) {
      skipped.push({ rule: rule.id, missing });
      continue;
    }
    const outcome = runRule(rule, model);
    findings.push(...outcome.findings);
    undecided.push(...outcome.undecided);
  }
  return applyWaivers(rules, { findings, waived: [], skipped, undecided }, options);
}

const byRule = (a: { readonly rule: string }, b: { readonly rule: string }): number => (a.rule < b.rule ? -1 : 1);

/** Takes out what a waiver names, and tells of waivers that silence nothing. */
export function applyWaivers(
  rules: readonly Rule[],
  report: Report,
  { waivers = {}, strict = false }: RunOptions,
): Report {
  const kept: Finding[] = [];
  const waived: Waived[] = [];
  for (const finding of report.findings) {
    const reason = Object.hasOwn(waivers, finding.rule) ? waivers[finding.rule] : undefined;
    if (reason !== undefined && reason.trim() !== "") waived.push({ ...finding, reason });
    else kept.push(strict ? { ...finding, severity: Severity.Error } : finding);
  }
  const known = new Set(rules.map((rule) => rule.id));
  const used = new Set(waived.map((finding) => finding.rule));
  // A rule that could not judge everything may have something to waive once it can.
  const unjudged = new Set([...report.skipped, ...report.undecided].map((entry) => entry.rule));
  for (const [id, reason] of Object.entries(waivers)) {
    if (!used.has(id) && !unjudged.has(id)) kept.push(idleWaiver(id, reason, known, kept));
  }
  return {
    findings: sortFindings(kept),
    waived: sortFindings(waived),
    skipped: report.skipped.toSorted(byRule),
    undecided: report.undecided.toSorted(byRule),
  };
}

/** Names that are not rules of the catalogue, but findings about waivers. */
export const WAIVER_RULE = "waiver-applies";

function idleWaiver(id: string, reason: string, known: ReadonlySet<string>, kept: readonly Finding[]): Finding {
  const base = {
    rule: WAIVER_RULE,
    severity: Severity.Warning,
    subject: `waiver "${id}"`,
    path: `waivers.${id}`,
  } as const;
  if (!known.has(id)) {
    return {
      ...base,
      found: "no rule has this id",
      expected: "the id of a rule, see docs/rules",
      fix: `Remove the waiver or correct its id.`,
    };
  }
  if (reason.trim() === "" && kept.some((finding) => finding.rule === id)) {
    return {
      ...base,
      found: "an empty reason",
      expected: "a written reason",
      fix: "Write why this finding is accepted; until then it is not.",
    };
  }
  return {
    ...base,
    found: "a waiver that silences nothing",
    expected: "a finding to waive",
    fix: "Remove the waiver: the rule no longer reports anything.",
  };
}
