import type { Finding } from "../../../core/findings/finding.ts";
import type { ClusterModel } from "../../../core/model/index.ts";
import type { Rule } from "../../../core/rules/rule.ts";
import { runRule } from "../../../core/rules/run.ts";
import { viewCluster } from "../../../lens/index.ts";
import { resourcesFor } from "../resources/index.ts";
import type { Case, RuleCases } from "../rule-cases.ts";

/** Where the resources lens says something else of a model than the rule's own test. */
export interface Disagreement {
  readonly rule: string;
  readonly kind: "fails" | "passes" | "unknown";
  readonly why: string;
  readonly wanted: readonly string[];
  readonly got: readonly string[];
}

/** What the resources lens says of a model, once it is turned into resources. */
function throughResources(rule: Rule, model: ClusterModel) {
  const view = viewCluster(resourcesFor(rule.needs.length === 0 ? asAsked(model) : model), model.account?.region);
  const missing = rule.needs.filter((part) => view.model[part] === undefined);
  return missing.length > 0 ? { findings: [], undecided: [], missing } : { ...runRule(rule, view.model), missing };
}

/** Rules that need no part read instance types as the settings ask for them: of wrong ones there is no plan. */
const asAsked = (model: ClusterModel): ClusterModel => ({
  ...model,
  nodeGroups: (model.nodeGroups ?? []).map((group) => ({
    ...group,
    instanceTypes: model.settings?.nodeGroups[group.name]?.instanceTypes ?? group.instanceTypes,
  })),
});

/** Runs the models of a rule's cases through resources and back: each must be refused, accepted or left undecided as before. */
export const replay = (rule: Rule, { fails, passes, unknown = [] }: RuleCases): Disagreement[] => [
  ...fails.flatMap(([why, model]) => same(rule, [why, model])),
  ...passes.flatMap((one) => silent(rule, one)),
  ...unknown.flatMap((one) => notSilent(rule, one)),
];

function same(rule: Rule, [why, model]: Case): Disagreement[] {
  const wanted = runRule(rule, model).findings;
  const { findings, undecided, missing } = throughResources(rule, model);
  if (wanted.every((finding) => findings.some((other) => agree(finding, other)))) return [];
  const got = [
    ...findings.map(written),
    ...undecided.map(({ path }) => `? ${path}`),
    ...missing.map((part) => `no ${part}`),
  ];
  return [{ rule: rule.id, kind: "fails", why, wanted: wanted.map(written), got }];
}

/** The same fault in the same place; what is said of it may draw on what only the settings know. */
const agree = (a: Finding, b: Finding): boolean =>
  a.path === b.path && a.severity === b.severity && a.subject === b.subject;

function silent(rule: Rule, [why, model]: Case): Disagreement[] {
  const { findings } = throughResources(rule, model);
  if (findings.length === 0) return [];
  return [{ rule: rule.id, kind: "passes", why, wanted: [], got: findings.map(written) }];
}

function notSilent(rule: Rule, [why, model]: Case): Disagreement[] {
  const { findings, undecided, missing } = throughResources(rule, model);
  if (findings.length + undecided.length > 0) return [];
  return [{ rule: rule.id, kind: "unknown", why, wanted: ["undecided"], got: missing.map((part) => `no ${part}`) }];
}

const written = ({ path, found, expected, severity }: Finding): string => `${severity} ${path}: ${found} / ${expected}`;
