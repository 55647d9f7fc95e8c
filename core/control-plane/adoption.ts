import { SPLIT_NODE_LABEL } from "../facts/node-labels.ts";
import { AdoptionStrategy, type ExistingClusterSettings } from "../settings/cluster.ts";
import type { JsonObject } from "../model/index.ts";

/** A change to a DaemonSet that EKS installed; applied server-side, so that only these fields are owned. */
export interface DaemonSetPatchPlan {
  readonly name: "aws-node" | "kube-proxy";
  readonly namespace: "kube-system";
  /** What goes into `spec.template.spec`. */
  readonly podSpec: JsonObject;
}

/** How an existing cluster is taken over. */
export interface AdoptionPlan {
  readonly strategy: AdoptionStrategy;
  readonly patches: readonly DaemonSetPatchPlan[];
}

export const planAdoption = (existing: ExistingClusterSettings): AdoptionPlan => ({
  strategy: existing.strategy,
  patches: existing.strategy === AdoptionStrategy.Split ? [keepOff("aws-node"), keepOff("kube-proxy")] : parkBoth(),
});

/**
 * Without nodes both DaemonSets get a selector that no node has. That is how cilium-cli parks aws-node; deleting them instead
 * makes EKS put them back where they are managed add-ons.
 */
const parkBoth = (): DaemonSetPatchPlan[] => [
  { name: "aws-node", namespace: "kube-system", podSpec: { nodeSelector: { "io.cilium/aws-node-enabled": "true" } } },
  {
    name: "kube-proxy",
    namespace: "kube-system",
    podSpec: { nodeSelector: { "io.cilium/kube-proxy-enabled": "true" } },
  },
];

/**
 * Keeps a DaemonSet on the old nodes only. The list of terms is replaced as a whole by server-side apply (it is atomic), so
 * it repeats what EKS's own manifests say: Linux, amd64 or arm64, no Fargate.
 */
const keepOff = (name: DaemonSetPatchPlan["name"]): DaemonSetPatchPlan => ({
  name,
  namespace: "kube-system",
  podSpec: {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            {
              matchExpressions: [
                { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
                { key: "kubernetes.io/arch", operator: "In", values: ["amd64", "arm64"] },
                { key: "eks.amazonaws.com/compute-type", operator: "NotIn", values: ["fargate", "hybrid", "auto"] },
                { key: SPLIT_NODE_LABEL.key, operator: "NotIn", values: [SPLIT_NODE_LABEL.value] },
              ],
            },
          ],
        },
      },
    },
  },
});
