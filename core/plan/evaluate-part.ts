import { partitionOf } from "../facts/partition.ts";
import type { ClusterModel } from "../model/index.ts";
import { catalogue } from "../rules/index.ts";
import type { RuleGroup } from "../rules/rule.ts";
import { type Report, type RunOptions, WAIVER_RULE, runRules } from "../rules/run.ts";
import { type AreaPart, withParts } from "../contracts/area-part.ts";
import type { ClusterFacts } from "../contracts/facts.ts";

/** What a component knows of the cluster it stands on: all of it in the same program, else the facts of its stack output. */
export interface KnownCluster {
  readonly facts: ClusterFacts;
  readonly model?: ClusterModel;
}

/** Runs the rules of some groups over a cluster and what is put on it, with the waivers that the cluster's settings have for them. */
export function evaluatePart(
  { facts, model = modelOf(facts) }: KnownCluster,
  part: AreaPart,
  groups: readonly RuleGroup[],
  options: RunOptions = {},
): Report {
  const rules = catalogue.filter(({ group }) => groups.includes(group));
  const waivers = model.settings?.waivers ?? {};
  const own = rules.flatMap(({ id }) => (waivers[id] === undefined ? [] : [[id, waivers[id]] as const]));
  const report = runRules(rules, withParts(model, [part]), { waivers: Object.fromEntries(own), ...options });
  // A waiver may be meant for another Gateway: only the plan of the whole stack can call it idle.
  return { ...report, findings: report.findings.filter(({ rule }) => rule !== WAIVER_RULE) };
}

/** The share of the model that facts tell. */
const modelOf = ({ region, gatewayApi }: ClusterFacts): ClusterModel => ({
  account: { region, partition: partitionOf(region) },
  ...(gatewayApi === undefined ? {} : { gatewayApi }),
});
