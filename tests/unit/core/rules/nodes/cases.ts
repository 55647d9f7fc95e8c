import { expect, test } from "vitest";
import type { ClusterModel } from "../../../../../core/model/index.ts";
import type { Rule } from "../../../../../core/rules/rule.ts";
import { check } from "../../../../support/rules.ts";

/** One model a rule is run over; what it must say is a part of `found`, or nothing. */
type Case = readonly [name: string, model: ClusterModel, found?: string];

export interface RuleCases {
  readonly fails: readonly Case[];
  readonly passes: readonly Case[];
  /** Models with an unknown value in what the rule reads. */
  readonly undecided: readonly Case[];
}

/** Runs the cases of one rule as tests. */
export function testRule(rule: Rule, { fails, passes, undecided }: RuleCases): void {
  for (const [name, model, found = ""] of fails) {
    test(`${rule.id} reports ${name}`, () => {
      const { findings } = check(rule, model);
      expect(findings.map((finding) => finding.found)).toContainEqual(expect.stringContaining(found));
      for (const { subject, path, expected, fix } of findings) {
        expect([subject, path, expected, fix].every((part) => part.trim() !== "")).toBe(true);
        expect(fix).toMatch(/\.$/);
      }
    });
  }
  for (const [name, model] of passes) {
    test(`${rule.id} accepts ${name}`, () => {
      expect(check(rule, model)).toEqual({ findings: [], undecided: [] });
    });
  }
  for (const [name, model] of undecided) {
    test(`${rule.id} cannot decide on ${name}`, () => {
      const { findings, undecided: paths } = check(rule, model);
      expect(findings).toEqual([]);
      expect(paths).not.toEqual([]);
    });
  }
}
