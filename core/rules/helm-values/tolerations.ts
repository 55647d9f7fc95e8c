import { rulesOn } from "../rule.ts";
import { ciliumValues, hasTemplate } from "../subjects.ts";
import { tolerates } from "../nodes/tolerations.ts";
import { AGENT_NOT_READY_TAINT } from "../../facts/node-labels.ts";
import type { ClusterModel, TaintModel } from "../../model/index.ts";
import type { Values } from "../common.ts";

/** What a new node carries until it is Ready (Kubernetes docs: taint-and-toleration). */
const NOT_READY: TaintModel = { key: "node.kubernetes.io/not-ready", effect: "NoSchedule", place: "kubelet" };

const written = ({ key, value, effect }: TaintModel): string =>
  `${key}${value === undefined ? "" : `=${value}`}:${effect}`;

/** Taints that Cilium's pods meet on a new node: of a node that is not ready, Cilium's own, and those of the groups. */
function taintsOf(values: Values, { nodeGroups = [] }: ClusterModel): TaintModel[] {
  const key = values.text("agentNotReadyTaintKey") ?? AGENT_NOT_READY_TAINT;
  const own = nodeGroups.filter(hasTemplate).flatMap(({ taints }) => taints);
  const cilium = own.find((taint) => taint.key === key);
  return [NOT_READY, ...(cilium === undefined ? [] : [cilium])];
}

export default rulesOn(ciliumValues, [
  {
    id: "helm-values-taint-key",
    severity: "error",
    title: "A stack leaves Cilium's taint its name",
    why: "The plan has the nodes register the chart's own taint. An operator that is told of another one never takes it away.",
    symptom: "Nodes are Ready and keep the taint node.cilium.io/agent-not-ready; pods stay Pending.",
    source:
      "values.yaml of the Cilium charts 1.19.6 and 1.20.0: agentNotReadyTaintKey; Cilium docs: installation/taints",
    fix: `Remove agentNotReadyTaintKey: the plan registers ${AGENT_NOT_READY_TAINT}.`,
    also: ["settings"],
    *check(values, { settings }) {
      const key = values.text("agentNotReadyTaintKey") ?? AGENT_NOT_READY_TAINT;
      if (settings === undefined || key === AGENT_NOT_READY_TAINT) return;
      yield { at: "agentNotReadyTaintKey", found: key, expected: AGENT_NOT_READY_TAINT };
    },
  },
  {
    id: "helm-values-tolerations",
    severity: "error",
    title: "Agent and operator tolerate the nodes that wait for them",
    why: "A node is not ready, and tainted, until Cilium runs on it. A list of your own replaces the chart's, which tolerates that, and then neither agent nor operator starts on any new node.",
    symptom:
      "Pods of cilium or cilium-operator are Pending or missing: node had untolerated taint node.kubernetes.io/not-ready.",
    source:
      "values.yaml of the Cilium charts 1.19.6 and 1.20.0: tolerations, operator.tolerations; Cilium docs: installation/taints",
    fix: "Remove the list, or add {operator: Exists} to it.",
    *check(values, model) {
      // The chart adds Cilium's own taint to the operator's list by itself.
      const lists = { tolerations: taintsOf(values, model), "operator.tolerations": [NOT_READY] };
      for (const [at, taints] of Object.entries(lists)) {
        const tolerations = values.get(at);
        if (!Array.isArray(tolerations)) continue;
        const missed = taints.filter((taint) => !tolerates(tolerations, taint));
        if (missed.length === 0) continue;
        yield {
          at,
          found: `a list that does not tolerate ${missed.map(written).join(" and ")}`,
          expected: "the chart's own list, or one that tolerates them",
        };
      }
    },
  },
  {
    id: "helm-values-agent-group-taints",
    severity: "error",
    title: "The agent tolerates the taints of every node group",
    why: "A group whose taints the agent does not tolerate never gets a CNI: its nodes stay NotReady.",
    symptom: "The group's nodes are NotReady: cni plugin not initialized; no pod of cilium is on them.",
    source: "values.yaml of the Cilium charts 1.19.6 and 1.20.0: tolerations",
    fix: "Remove tolerations, or add {operator: Exists} to it.",
    also: ["nodeGroups"],
    *check(values, { nodeGroups = [] }) {
      const tolerations = values.get("tolerations");
      if (!Array.isArray(tolerations)) return;
      const key = values.text("agentNotReadyTaintKey") ?? AGENT_NOT_READY_TAINT;
      for (const { name, taints } of nodeGroups) {
        const missed = taints.filter(
          (taint) => taint.key !== key && taint.effect !== "PreferNoSchedule" && !tolerates(tolerations, taint),
        );
        if (missed.length > 0)
          yield {
            at: "tolerations",
            found: `none for ${missed.map(written).join(", ")} of node group "${name}"`,
            expected: "tolerations for the taints of every group",
          };
      }
    },
  },
]);
