import type { Finding } from "../../core/findings/finding.ts";
import type { Rule } from "../../core/rules/rule.ts";
import { runRule } from "../../core/rules/run.ts";
import type { Case, FailingCase, RuleCases } from "./rule-cases.ts";

/** The cases that a rule does not meet, in words; the test of the catalogue and the mutation script ask the same. */
export const unmet = (rule: Rule, { fails, passes, unknown = [] }: RuleCases): string[] => [
  ...fails.flatMap((one) => refuses(rule, one)),
  ...passes.flatMap((one) => accepts(rule, one)),
  ...unknown.flatMap((one) => leavesOpen(rule, one)),
];

function refuses(rule: Rule, [why, model, said = {}]: FailingCase): string[] {
  const { findings } = runRule(rule, model);
  const isSaid = ({ path, found }: Finding): boolean =>
    (said.path === undefined || path === said.path) && (said.found === undefined || found.includes(said.found));
  if (!findings.some(isSaid)) return [`refuses ${why}: ${shown(findings)} instead of ${JSON.stringify(said)}`];
  return findings.filter((finding) => !isReadable(finding)).map((one) => `speaks of ${why} in words: ${shown([one])}`);
}

/** Every part says something, nothing of the program shines through, and the remedy is a sentence. */
const isReadable = ({ subject, path, found, expected, fix }: Finding): boolean =>
  [subject, path, found, expected, fix].every((text) => /\S/.test(text) && !/undefined|\[object|NaN/.test(text)) &&
  /[.?]$/.test(fix);

function accepts(rule: Rule, [why, model]: Case): string[] {
  const { findings, undecided } = runRule(rule, model);
  const open = undecided.map(({ path }) => `${path} is not known`);
  return findings.length + open.length === 0 ? [] : [`accepts ${why}: ${shown(findings)} ${open.join(", ")}`];
}

function leavesOpen(rule: Rule, [why, model]: Case): string[] {
  const { findings, undecided } = runRule(rule, model);
  return findings.length === 0 && undecided.length > 0 ? [] : [`leaves ${why} open: ${shown(findings)}`];
}

const shown = (findings: readonly Finding[]): string =>
  findings.length === 0 ? "nothing" : findings.map(({ path, found, fix }) => `${path}: ${found}. ${fix}`).join("; ");
