import { describe, expect, it } from "vitest";
import type { Severity } from "../../core/findings/finding.ts";
import type { ClusterModel } from "../../core/model/index.ts";
import type { Rule } from "../../core/rules/rule.ts";
import { check } from "./rules.ts";

/** What a rule must say of models: one list of each kind at least, but for rules that read no value that can be unknown. */
export interface RuleCases {
  readonly rule: Rule;
  /** Models that the rule refuses: what is wrong, the path it names, and its severity where it is not the rule's own. */
  readonly fails: readonly (readonly [why: string, model: ClusterModel, path: string, severity?: Severity])[];
  readonly passes: readonly (readonly [why: string, model: ClusterModel])[];
  /** Models in which a value that the rule reads is not known yet. */
  readonly undecided?: readonly (readonly [why: string, model: ClusterModel])[];
}

/** A describe block a rule. */
export function describeRules(cases: readonly RuleCases[]): void {
  describe.each(cases)("$rule.id", ({ rule, fails, passes, undecided = [] }) => {
    it.each(fails.map(([why, model, path, severity]) => ({ why, model, path, severity })))(
      "refuses $why",
      ({ model, path, severity = rule.severity }) => {
        const { findings } = check(rule, model);
        expect(findings.map((finding) => [finding.path, finding.severity])).toContainEqual([path, severity]);
        for (const { found, expected, fix, subject } of findings) {
          for (const text of [found, expected, fix, subject]) expect(text).toMatch(/\S/);
          expect(`${found} ${expected} ${fix}`).not.toMatch(/undefined|\[object|NaN/);
        }
      },
    );
    it.each(passes.map(([why, model]) => ({ why, model })))("accepts $why", ({ model }) => {
      expect(check(rule, model)).toEqual({ findings: [], undecided: [] });
    });
    it.each(undecided.map(([why, model]) => ({ why, model })))("leaves $why undecided", ({ model }) => {
      const { findings, undecided: paths } = check(rule, model);
      expect(findings).toEqual([]);
      expect(paths).not.toEqual([]);
    });
  });
}
