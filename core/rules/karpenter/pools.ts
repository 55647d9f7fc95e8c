import { valueAt } from "../../helm/values.ts";
import { Values, shown } from "../common.ts";
import { rulesOn } from "../rule.ts";
import {
  among,
  asList,
  asObject,
  controllerRelease,
  nodePools,
  requirementsOf,
  specOf,
  typesWithoutPrefixes,
} from "./common.ts";

const REFERENCE = "Karpenter docs: NodePools";
const CAPACITY = "karpenter.sh/capacity-type";
const COMPUTE_TYPE = "eks.amazonaws.com/compute-type";
/** ENIs are attached one after the other; a node that goes within a minute never carried a pod. */
const SHORTEST_SECONDS = 60;

const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/** `1h30m` in seconds; undefined for another form, such as Never. */
function secondsOf(text: unknown): number | undefined {
  if (typeof text !== "string" || !/^(\d+[hms])+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+)([hms])/g)].reduce(
    (sum, [, count = "0", unit = "s"]) => sum + Number(count) * (UNITS[unit] ?? 1),
    0,
  );
}

export default rulesOn(nodePools, [
  {
    id: "karpenter-nitro",
    severity: "error",
    title: "With prefix delegation a pool starts types on Nitro only",
    why: "Xen types hold no prefixes: Cilium falls back to single addresses there, and the pool's pod limit promises more than there are.",
    symptom: "Pods on some of the pool's nodes stay in ContainerCreating.",
    source:
      "VPC user guide: prefix assignment; Karpenter docs: scheduling, karpenter.k8s.aws/instance-hypervisor; Smana/cloud-native-ref#1725",
    fix: "Require karpenter.k8s.aws/instance-hypervisor In [nitro].",
    also: ["cilium"],
    *check(pool, { cilium }) {
      if (cilium === undefined) return;
      const values = new Values(cilium);
      if (!values.eni || !values.on("eni.awsEnablePrefixDelegation")) return;
      const wrong = typesWithoutPrefixes(requirementsOf(pool));
      if (wrong === undefined || wrong.length === 0) return;
      yield {
        at: "spec.template.spec.requirements",
        found: `types without prefixes, such as ${wrong.slice(0, 3).join(", ")}`,
        expected: "karpenter.k8s.aws/instance-hypervisor In [nitro]",
      };
    },
  },
  {
    id: "karpenter-limits",
    severity: "warning",
    title: "A NodePool has limits",
    why: "Without any, pending pods buy as many nodes as the account's quotas and the subnets' addresses allow.",
    source: `${REFERENCE}, spec.limits`,
    fix: "Set spec.limits.cpu or spec.limits.nodes.",
    *check(pool) {
      const { limits, replicas } = specOf(pool);
      if (replicas !== undefined || Object.keys(asObject(limits)).length > 0) return;
      yield { at: "spec.limits", found: "none", expected: "cpu or nodes" };
    },
  },
  {
    id: "karpenter-consolidate-after",
    severity: "warning",
    title: "Consolidation waits until nodes have settled",
    why: "In ENI mode each new node costs several calls to EC2 before its pods have addresses, at four a second for the whole cluster. Nodes that come and go within seconds use these up, and new ones wait.",
    symptom: "Nodes keep the taint agent-not-ready for minutes in times of change.",
    source: `${REFERENCE}, spec.disruption.consolidateAfter; chart values ipam.operator.externalAPILimitQPS`,
    fix: "Set spec.disruption.consolidateAfter to 1m or more.",
    also: ["cilium"],
    *check(pool, { cilium }) {
      if (cilium === undefined || !new Values(cilium).eni) return;
      const { replicas, disruption } = specOf(pool);
      if (replicas !== undefined) return;
      const given = asObject(disruption)["consolidateAfter"];
      // The API's own default.
      const after = given ?? "0s";
      const seconds = secondsOf(after);
      if (seconds === undefined || seconds >= SHORTEST_SECONDS) return;
      yield {
        at: "spec.disruption.consolidateAfter",
        found: given === undefined ? "nothing, which is 0s" : shown(after),
        expected: "1m or more",
      };
    },
  },
  {
    id: "karpenter-budget-open",
    severity: "warning",
    title: "A budget of 0 nodes ends at some time",
    why: "Without a schedule it forbids drift and consolidation for ever: image releases and changes of the pool never reach the nodes before they expire.",
    source: "Karpenter docs: disruption, NodePool disruption budgets",
    fix: "Give the budget a schedule and a duration, or reasons.",
    *check(pool) {
      for (const [at, budget] of asList(valueAt(specOf(pool), "disruption.budgets")).entries()) {
        const { nodes, schedule, reasons } = asObject(budget);
        if ((nodes !== "0" && nodes !== "0%") || schedule !== undefined || reasons !== undefined) continue;
        yield {
          at: `spec.disruption.budgets.${String(at)}`,
          found: `${nodes} nodes, always`,
          expected: "a schedule and a duration, or reasons",
        };
      }
    },
  },
  {
    id: "karpenter-hybrid-nodes",
    severity: "error",
    title: "Karpenter starts EC2 nodes, not hybrid ones",
    why: "Hybrid nodes register by themselves; a pool that asks for their label starts nothing, and one that sets it makes Cilium and the load balancer take an EC2 node for one on premises.",
    source: "EKS user guide: hybrid-nodes-overview; Karpenter docs: scheduling, well-known labels",
    fix: "Remove the label from labels and requirements.",
    *check(pool) {
      const labels = asObject(valueAt(specOf(pool), "template.metadata.labels"));
      if (COMPUTE_TYPE in labels) {
        yield { at: "spec.template.metadata.labels", found: COMPUTE_TYPE, expected: "no such label" };
      }
      if (among(requirementsOf(pool), COMPUTE_TYPE)?.includes("hybrid") === true) {
        yield { at: "spec.template.spec.requirements", found: `${COMPUTE_TYPE} In [hybrid]`, expected: "EC2 nodes" };
      }
    },
  },
  {
    id: "karpenter-interruptions",
    severity: "warning",
    title: "Where Spot is bought Karpenter hears of interruptions",
    why: "AWS takes a Spot instance back two minutes after its notice. Without the queue nobody drains the node before.",
    symptom: "Pods on Spot nodes end without having been evicted.",
    source: "Karpenter docs: disruption, Interruption; settings.interruptionQueue of the chart",
    fix: "Set settings.interruptionQueue of the chart to a queue with the EventBridge rules of Karpenter's CloudFormation template.",
    also: ["releases"],
    *check(pool, model) {
      const release = controllerRelease(model);
      const capacity = among(requirementsOf(pool), CAPACITY);
      if (release === undefined || capacity?.includes("spot") !== true) return;
      const queue = valueAt(release.values, "settings.interruptionQueue");
      if (queue !== undefined && queue !== "") return;
      yield { at: "spec.template.spec.requirements", found: "Spot, and no interruptionQueue", expected: "a queue" };
    },
  },
  {
    id: "karpenter-static",
    severity: "error",
    title: "A pool with replicas has its feature switched on",
    why: "Static capacity is alpha and off: the pool then starts nothing.",
    source: "Karpenter docs: settings, StaticCapacity; charts/karpenter/values.yaml, settings.featureGates",
    fix: "Set settings.featureGates.staticCapacity of the chart, or use limits instead of replicas.",
    also: ["releases"],
    *check(pool, model) {
      const release = controllerRelease(model);
      if (release === undefined || specOf(pool)["replicas"] === undefined) return;
      if (valueAt(release.values, "settings.featureGates.staticCapacity") === true) return;
      yield { at: "spec.replicas", found: "replicas, and featureGates.staticCapacity off", expected: "the feature on" };
    },
  },
]);
