import type { Severity } from "../../../core/findings/finding.ts";
import type { ClusterModel } from "../../../core/model/index.ts";
import type { Rule } from "../../../core/rules/rule.ts";

/** A model of a rule's test, with what it stands for. */
export interface Case {
  readonly why: string;
  readonly model: ClusterModel;
}

/** What a failing case must say, as its test asserts it. */
export interface FailingCase extends Case {
  readonly path?: string;
  readonly severity?: Severity;
  /** A part of `found`. */
  readonly found?: string;
}

/** The models of one rule's test. */
export interface CasesOfRule {
  readonly rule: Rule;
  readonly fails: readonly FailingCase[];
  readonly passes: readonly Case[];
  readonly undecided: readonly Case[];
}

type Row = readonly [why: string, model: ClusterModel, said?: string, severity?: Severity];
interface Rows {
  readonly fails: readonly Row[];
  readonly passes: readonly Row[];
  readonly undecided?: readonly Row[];
}

export const collected: CasesOfRule[] = [];

const cases = (rows: readonly Row[] = []): Case[] => rows.map(([why, model]) => ({ why, model }));

/** Takes the place of the function of tests/unit/core/rules/nodes/cases.ts, whose rows say a part of `found`. */
export function testRule(rule: Rule, { fails, passes, undecided }: Rows): void {
  const failing = fails.map(([why, model, found = ""]) => ({ why, model, found }));
  collected.push({ rule, fails: failing, passes: cases(passes), undecided: cases(undecided) });
}

/** Takes the place of the function of tests/support/rule-table.ts, whose rows say the path. */
export function describeRules(tables: readonly (Rows & { readonly rule: Rule })[]): void {
  for (const { rule, fails, passes, undecided } of tables) {
    const failing = fails.map(([why, model, path = "", severity = rule.severity]) => ({ why, model, path, severity }));
    collected.push({ rule, fails: failing, passes: cases(passes), undecided: cases(undecided) });
  }
}
