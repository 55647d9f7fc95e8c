import type { ClusterModel } from "../core/model/index.ts";
import { catalogue } from "../core/rules/index.ts";
import type { Rule } from "../core/rules/rule.ts";
import { runRule } from "../core/rules/run.ts";
import { type Registered, SEEN_PARTS, seeCluster } from "./index.ts";

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
export const judgeRule = (rule: Rule, model: ClusterModel): Outcome =>
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

/** The cluster of a program; its Region is that of the aws provider, explicit or default, else the one that the subnets' zones lie in. */
export const see = (all: readonly Registered[]) => seeCluster(all, regionOf(all));

function regionOf(all: readonly Registered[]): string | undefined {
  for (const { type, props } of all) {
    const region = props["region"];
    if (type === "pulumi:providers:aws" && typeof region === "string") return region;
  }
  for (const { props } of all) {
    const zone = props["availabilityZone"];
    if (typeof zone === "string" && /^[a-z]{2}(?:-[a-z]+)+-\d[a-z]$/.test(zone)) return zone.slice(0, -1);
  }
  return undefined;
}
