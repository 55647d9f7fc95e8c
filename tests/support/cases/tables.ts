import type { ClusterModel } from "../../../core/model.ts";
import type { Rule } from "../../../core/rules/rule.ts";

/** A model of a rule's test, with what it stands for. */
export interface Case {
  readonly why: string;
  readonly model: ClusterModel;
}

/** The models of one rule's test. */
export interface CasesOfRule {
  readonly rule: Rule;
  readonly fails: readonly Case[];
  readonly passes: readonly Case[];
  readonly undecided: readonly Case[];
}

type Row = readonly [why: string, model: ClusterModel, ...rest: readonly unknown[]];
interface Rows {
  readonly fails: readonly Row[];
  readonly passes: readonly Row[];
  readonly undecided?: readonly Row[];
}

export const collected: CasesOfRule[] = [];

const cases = (rows: readonly Row[] = []): Case[] => rows.map(([why, model]) => ({ why, model }));

/** Takes the place of the function of tests/unit/core/rules/nodes/cases.ts. */
export function testRule(rule: Rule, { fails, passes, undecided }: Rows): void {
  collected.push({ rule, fails: cases(fails), passes: cases(passes), undecided: cases(undecided) });
}

/** Takes the place of the function of tests/support/rule-table.ts. */
export function describeRules(tables: readonly (Rows & { readonly rule: Rule })[]): void {
  for (const { rule, ...rows } of tables) testRule(rule, rows);
}
