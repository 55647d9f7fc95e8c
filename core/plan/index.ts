import type { Features } from "../contracts/features.ts";
import { type Finding, Severity } from "../findings/finding.ts";
import type { ClusterModel, RunningModel } from "../model/index.ts";
import type { QuotasPlan } from "../quotas/plan.ts";
import { catalogue, planRules } from "../rules/index.ts";
import { type Report, runRules } from "../rules/run.ts";
import type { Settings } from "../settings/index.ts";
import { type Origins, type PlanSection, withParts, type BilledItem } from "../contracts/area-part.ts";
import type { ClusterFacts } from "../contracts/facts.ts";
import { factsOf } from "./facts.ts";
import { planAreas } from "./areas.ts";
import { countBilled } from "./billed.ts";
import { type ClusterPlan, type PartialClusterPlan, isComplete, planCluster } from "./cluster.ts";
import { featuresOf } from "./features.ts";
import { toModel } from "./model.ts";
import { planNotes } from "./notes.ts";
import type { Proposal } from "./on-cluster.ts";
import { originsOf } from "./origins.ts";
import { type Requirement, requirementsOf, versionsOf } from "./requirements.ts";
import { present } from "../model/present.ts";

export type { ClusterPlan } from "./cluster.ts";

/** Everything that can be said of a stack before anything is created. */
export interface Evaluation {
  readonly plan: PartialClusterPlan;
  /** What the areas were planned from. */
  readonly facts: ClusterFacts;
  readonly quotas: QuotasPlan;
  readonly model: ClusterModel;
  /** The model without what stands on the cluster. */
  readonly clusterModel: ClusterModel;
  readonly report: Report;
  /** Model path -> settings path, where they differ. */
  readonly origins: Origins;
  readonly versions: Readonly<Record<string, string>>;
  readonly requirements: readonly Requirement[];
  readonly billed: readonly BilledItem[];
  readonly notes: readonly string[];
  /** Tables of the areas that stand on the cluster. */
  readonly sections: readonly PlanSection[];
}

export interface EvaluationOptions {
  /** Day that version support is judged by; rules on it are left out without one. */
  readonly asOf?: string;
  readonly strict?: boolean;
  /** What the release is made for; worked out from the settings where left out. */
  readonly features?: Features;
  /** The component is given an aws provider of its own. */
  readonly explicitAwsProvider?: boolean;
  /** The cluster of this stack as it runs, by its last state. */
  readonly running?: RunningModel;
}

/** Plans a stack and runs the whole catalogue over the plan. Never throws on settings of the right shape. */
export function evaluate(settings: Settings, options: EvaluationOptions = {}): Evaluation {
  const { strict = false, features = featuresOf(settings) } = options;
  const plan = planCluster(settings, features);
  const facts = factsOf(settings, plan, features);
  const parts = planAreas(settings, facts);
  const { model: base, quotas } = toModel(settings, plan, {
    ...options,
    quotaUses: parts.flatMap((part) => part.quotas ?? []),
  });
  const model = { ...withParts(base, parts), ...present("running", options.running) };
  const report = runRules(planRules, model, { waivers: ofThePlan(settings.waivers), strict });
  return {
    plan,
    facts,
    quotas,
    model,
    clusterModel: base,
    report,
    origins: originsOf(parts, plan.cilium?.origins),
    versions: versionsOf(model),
    requirements: requirementsOf(model),
    billed: [...countBilled(plan, options.asOf), ...parts.flatMap((part) => part.billed ?? [])],
    notes: [...planNotes(settings, model), ...parts.flatMap((part) => part.notes ?? [])],
    sections: parts.flatMap((part) => part.sections ?? []),
  };
}

/** Waivers of rules on a cluster that runs are for those who look at it. */
const ofThePlan = (waivers: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(waivers).filter(([id]) => !LIVE_RULES.has(id)));

const LIVE_RULES = new Set(catalogue.filter((rule) => !planRules.includes(rule)).map(({ id }) => id));

export const errorsOf = ({ findings }: Pick<Report, "findings">): Finding[] =>
  findings.filter(({ severity }) => severity === Severity.Error);

/** The plan to build, or the findings that forbid it. */
export function completePlan({
  report,
  plan,
  origins,
}: Pick<Evaluation, "report" | "plan" | "origins">): Proposal<ClusterPlan> {
  if (isComplete(plan)) return { plan, findings: report.findings, origins };
  // A gap in the catalogue: a part cannot be planned and no rule says why. Better refused than half built.
  const findings = errorsOf(report).length > 0 ? report.findings : [gap(plan)];
  return { plan: undefined, findings, origins };
}

const gap = (plan: PartialClusterPlan): Finding => ({
  rule: "plan-complete",
  severity: Severity.Error,
  subject: "plan",
  path: plan.network === undefined ? "network" : plan.identity === undefined ? "cilium" : "nodeGroups",
  found: "settings that cannot be planned",
  expected: "a network, a Cilium version and node groups that can be planned",
  fix: "Report this: a check is missing.",
});
