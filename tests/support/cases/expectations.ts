import type { Rule } from "../../../core/rules/rule.ts";
import { runRule } from "../../../core/rules/run.ts";
import type { Case, CasesOfRule, FailingCase } from "./tables.ts";

/** The cases of its test that a rule does not meet, by what they stand for: what the tests themselves assert. */
export const unmet = (rule: Rule, { fails, passes, undecided }: Omit<CasesOfRule, "rule">): string[] => [
  ...fails.filter((one) => !refuses(rule, one)).map(({ why }) => `refuses ${why}`),
  ...passes.filter((one) => !accepts(rule, one)).map(({ why }) => `accepts ${why}`),
  ...undecided.filter((one) => !leaves(rule, one)).map(({ why }) => `leaves ${why} undecided`),
];

function refuses(rule: Rule, { model, path, severity, found }: FailingCase): boolean {
  const { findings } = runRule(rule, model);
  const said = findings.flatMap((finding) => [finding.found, finding.expected, finding.fix, finding.subject]);
  if (said.some((text) => text.trim() === "" || /undefined|\[object|NaN/.test(text))) return false;
  return findings.some(
    (finding) =>
      (path === undefined || finding.path === path) &&
      (severity === undefined || finding.severity === severity) &&
      (found === undefined || finding.found.includes(found)),
  );
}

function accepts(rule: Rule, { model }: Case): boolean {
  const { findings, undecided } = runRule(rule, model);
  return findings.length === 0 && undecided.length === 0;
}

function leaves(rule: Rule, { model }: Case): boolean {
  const { findings, undecided } = runRule(rule, model);
  return findings.length === 0 && undecided.length > 0;
}
