import type { Finding } from "../../core/findings/finding.ts";
import type { ClusterModel } from "../../core/model/index.ts";
import { catalogue } from "../../core/rules/index.ts";
import type { Rule } from "../../core/rules/rule.ts";
import { runRule } from "../../core/rules/run.ts";

export interface Checked {
  readonly findings: readonly Finding[];
  /** Paths of the unknown values that the rule met. */
  readonly undecided: readonly string[];
}

/** Runs one rule as the catalogue's runner does. Fails where the model lacks a part that the rule needs. */
export function check(rule: Rule, model: ClusterModel): Checked {
  const missing = rule.needs.filter((part) => model[part] === undefined);
  if (missing.length > 0) throw new Error(`${rule.id} needs ${missing.join(", ")}`);
  const { findings, undecided } = runRule(rule, model);
  return { findings, undecided: undecided.map(({ path }) => path) };
}

/** A rule of the catalogue. */
export function ruleById(id: string): Rule {
  const found = catalogue.find((rule) => rule.id === id);
  if (found === undefined) throw new Error(`no rule ${id}`);
  return found;
}
