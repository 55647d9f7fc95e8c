import { type Finding, ofClusters } from "../core/findings/finding.ts";
import type { ClusterModel } from "../core/model/index.ts";
import { catalogue } from "../core/rules/index.ts";
import type { Rule } from "../core/rules/rule.ts";
import { type Skipped, type UndecidedRule, runRule } from "../core/rules/run.ts";
import { type ClusterView, type ProgramView, type Registered, SEEN_PARTS, viewProgram } from "./index.ts";
import { type Remark, remarksOf } from "./scope.ts";

/** Rules that the resources lens can see: the others need what only our own settings have. */
export const visibleRules: readonly Rule[] = catalogue.filter((rule) =>
  rule.needs.every((part) => SEEN_PARTS.includes(part)),
);

/**
 * Right only where Cilium is to come: a program without it, whose nodes have another CNI, is told once that there is none
 * (lens/scope.ts).
 */
const FOR_CILIUM: ReadonlySet<string> = new Set([
  "control-plane-bootstrap-addons",
  "control-plane-vpc-cni",
  "control-plane-fargate",
  "nodes-image-family-supported",
  "nodes-image-nodeadm-floor",
  "nodes-taint-present",
  "nodes-taint-effect",
  "nodes-taint-place",
  "nodes-taint-karpenter-startup",
  "nodes-autoscaler-startup-taint",
  "nodes-template-interfaces",
]);

const isAsked = ({ id, needs }: Rule, model: ClusterModel): boolean =>
  !needs.some((part) => model[part] === undefined) && !(FOR_CILIUM.has(id) && model.withoutCilium === true);

type Outcome = ReturnType<typeof runRule>;

/** What one rule says of a model; nothing where the model lacks a part of what the rule needs. */
export const evaluateRule = (rule: Rule, model: ClusterModel): Outcome =>
  isAsked(rule, model) ? attempt(rule, model) : { findings: [], undecided: [] };

/** A program of somebody else may hold values of any shape. What a rule cannot read it cannot judge, and must not stop the others. */
function attempt(rule: Rule, model: ClusterModel): Outcome {
  try {
    return runRule(rule, model);
  } catch (error) {
    const path = `(what it reads has a shape that it does not know: ${error instanceof Error ? error.message : String(error)})`;
    return { findings: [], undecided: [{ rule: rule.id, path }] };
  }
}

/** A finding with the resource that it is about, where one is. */
interface Located {
  readonly finding: Finding;
  readonly urn?: string;
}

export interface ProgramOutcome {
  readonly findings: readonly Located[];
  readonly undecided: readonly UndecidedRule[];
}

/** What one rule says of every cluster of a program. Of what several clusters use the same is said once, with all their names. */
export function evaluateProgramRule(rule: Rule, { clusters }: ProgramView): ProgramOutcome {
  const outcomes = clusters.map((cluster) => ({ cluster, ...evaluateRule(rule, cluster.model) }));
  return {
    findings: joined(outcomes.flatMap(({ cluster, findings }) => findings.map((finding) => located(finding, cluster)))),
    undecided: outcomes.flatMap(({ undecided }) => undecided),
  };
}

function located(finding: Finding, { name, urnOf }: ClusterView): Located {
  const urn = urnOf(finding.path);
  return {
    finding: name === undefined ? finding : { ...finding, clusters: [name] },
    ...(urn === undefined ? {} : { urn }),
  };
}

function joined(all: readonly Located[]): Located[] {
  const groups = new Map<string, Located[]>();
  for (const one of all) {
    const { clusters, ...said } = one.finding;
    const key = JSON.stringify([said, one.urn, one.urn === undefined ? clusters : undefined]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    const clusters = same.flatMap(({ finding }) => finding.clusters ?? []);
    return first === undefined ? [] : [{ ...first, finding: ofClusters(first.finding, clusters) }];
  });
}

/** What the catalogue says of a program. */
export interface Judged extends ProgramOutcome {
  readonly clusters: ProgramView["clusters"];
  /** Rules that no cluster could be asked, with the parts of the model that the resources do not tell. */
  readonly skipped: readonly Skipped[];
  /** What was not looked at, and why. */
  readonly remarks: readonly Remark[];
}

/** The one entry for whoever has resources: a program, a plan or a state of another tool, a live cluster. */
export function evaluateResources(resources: readonly Registered[]): Judged {
  const program = viewProgram(resources);
  const outcomes = visibleRules.map((rule) => evaluateProgramRule(rule, program));
  return {
    clusters: program.clusters,
    findings: outcomes.flatMap(({ findings }) => findings),
    undecided: outcomes.flatMap(({ undecided }) => undecided),
    skipped: visibleRules.flatMap(({ id, needs }) => {
      const missing = needs.filter((part) => program.clusters.every(({ model }) => model[part] === undefined));
      return missing.length > 0 ? [{ rule: id, missing }] : [];
    }),
    remarks: remarksOf(program),
  };
}
