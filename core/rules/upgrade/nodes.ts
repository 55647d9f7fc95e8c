import { nodeSkewAllowed } from "../../facts/kubernetes.ts";
import { nextMinor } from "../../facts/version.ts";
import { keyOf } from "../live/subjects.ts";
import { rulesOn } from "../rule.ts";
import { wholeModel } from "../subjects.ts";

const EVICTION = "Kubernetes docs: concepts/workloads/pods/disruptions; EKS user guide: managed-node-update-behavior";

/** What stands in the way when every node is replaced. */
export default rulesOn(wholeModel("live", "upgrade"), [
  {
    id: "upgrade-budget-never",
    severity: "error",
    title: "Every PodDisruptionBudget lets a pod go some time",
    why: "A budget that wants as many healthy pods as there are allows no eviction, whatever happens: EKS gives up on the node after 15 minutes, and the update of the group fails.",
    symptom: "The update ends with PodEvictionFailure: Reached max retries while trying to evict pods.",
    source: EVICTION,
    fix: "Let the budget want one less, or run one pod more; for a single pod use maxUnavailable 1, or delete the budget while nodes roll.",
    *check({ live, upgrade }) {
      if (upgrade.replacesNodes !== true) return;
      for (const budget of live.budgets) {
        const { wanted, pods } = budget;
        if (pods === 0 || wanted < pods) continue;
        yield {
          subject: `PodDisruptionBudget "${keyOf(budget)}"`,
          path: `live.budgets.${keyOf(budget)}`,
          found: `${String(wanted)} of ${String(pods)} pods must stay healthy`,
          expected: "fewer than there are",
        };
      }
    },
  },
  {
    id: "upgrade-budget-now",
    severity: "warning",
    title: "Every PodDisruptionBudget lets a pod go now",
    why: "Pods that are not healthy use up what the budget allows: nodes are drained only once they are.",
    symptom: "Draining waits; after 15 minutes the update of a managed group fails with PodEvictionFailure.",
    source: EVICTION,
    fix: "Bring the pods back to health first: kubectl describe pdb names them.",
    *check({ live, upgrade }) {
      if (upgrade.replacesNodes !== true) return;
      for (const budget of live.budgets) {
        const { allowed, healthy, wanted, pods } = budget;
        if (allowed > 0 || pods === 0 || wanted >= pods) continue;
        yield {
          subject: `PodDisruptionBudget "${keyOf(budget)}"`,
          path: `live.budgets.${keyOf(budget)}`,
          found: `no eviction allowed: ${String(healthy)} of ${String(pods)} pods healthy, ${String(wanted)} wanted`,
          expected: "at least one",
        };
      }
    },
  },
  {
    id: "upgrade-single-replica",
    severity: "warning",
    title: "What must not stop runs more than once",
    why: "A workload of one pod is away from when its node is drained until the pod runs elsewhere.",
    symptom: "The workload does not answer while its node is replaced.",
    source: EVICTION,
    fix: "Run two pods with anti-affinity or a topology spread, or plan the interruption.",
    *check({ live, upgrade }) {
      if (upgrade.replacesNodes !== true) return;
      for (const single of live.singleReplicas) {
        yield {
          subject: `${single.kind} "${keyOf(single)}"`,
          path: `live.singleReplicas.${keyOf(single)}`,
          found: "1 replica",
          expected: "2, or an interruption that is planned",
        };
      }
    },
  },
  {
    id: "upgrade-kubelet-skew",
    severity: "error",
    title: "No kubelet is more than three minors behind the new control plane",
    why: "EKS refuses the update of the control plane while a node is older than it may be.",
    source: "Kubernetes docs: releases/version-skew-policy; EKS user guide: update-cluster",
    fix: "Replace the old nodes first: raise the image of their group, or drain what no group owns.",
    *check({ live, upgrade: { kubernetes } }) {
      if (kubernetes === undefined) return;
      for (const { name, kind, kubelet } of live.nodes) {
        // Nodes roll with every minor: the first step is the one that old ones stop.
        const next = nextMinor(kubernetes.from);
        if (kind === "fargate" || nodeSkewAllowed(next, kubelet)) continue;
        yield {
          subject: `node "${name}"`,
          path: `live.nodes.${name}`,
          found: `kubelet ${kubelet} under a control plane of ${next}`,
          expected: "at most three minors older",
        };
      }
    },
  },
]);
