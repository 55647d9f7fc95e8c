import type { Json } from "../model/index.ts";
import { valueAt } from "../helm/values.ts";

/** Label that EKS puts on hybrid nodes by itself (EKS user guide: hybrid-nodes-cni). */
const HYBRID_KEY = "eks.amazonaws.com/compute-type";
const HYBRID = "hybrid";
export const HYBRID_LABEL: Readonly<Record<string, string>> = { [HYBRID_KEY]: HYBRID };

/** Pool of a hybrid node: the kubelet registers with it. */
export const HYBRID_POOL_LABEL = "cilium-eks/hybrid-pool";

const affinity = (operator: "In" | "NotIn") => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: HYBRID_KEY, operator, values: [HYBRID] }] }],
    },
  },
});

/** Affinity of pods that run on hybrid nodes only. */
export const ON_HYBRID = affinity("In");
/** Affinity of pods that the control plane calls, or that call AWS (EKS user guide: hybrid-nodes-webhooks). */
export const OFF_HYBRID = affinity("NotIn");

/** Zone of a node. EC2 nodes have theirs; hybrid nodes must name one, or nobody can tell the sides apart (EKS user guide: hybrid-nodes-webhooks). */
export const ZONE_LABEL = "topology.kubernetes.io/zone";
export const DEFAULT_ZONE = "on-premises";

interface Term {
  readonly matchExpressions?: readonly {
    readonly key?: string;
    readonly operator?: string;
    readonly values?: readonly string[];
  }[];
}

/** Whether a Cilium chart's values keep its agents on hybrid nodes: every way to schedule one asks for the label. */
export function boundToHybrid(values: Json): boolean {
  const selector = valueAt(values, "nodeSelector");
  if ((selector as Readonly<Record<string, Json>> | undefined)?.[HYBRID_KEY] === HYBRID) return true;
  const terms = valueAt(
    values,
    "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms",
  );
  if (!Array.isArray(terms) || terms.length === 0) return false;
  return (terms as readonly Term[]).every(({ matchExpressions = [] }) =>
    matchExpressions.some(
      ({ key, operator, values: wanted = [] }) =>
        key === HYBRID_KEY && operator === "In" && wanted.length > 0 && wanted.every((value) => value === HYBRID),
    ),
  );
}

/** Whether a chart's values keep its pods off hybrid nodes: every way to schedule one refuses the label, or asks for what they lack. */
export function keepsOffHybrid(values: Json): boolean {
  // Whatever else a selector asks for, hybrid nodes may have it: only labels of EC2 say for certain that they have not.
  const selector = (valueAt(values, "nodeSelector") ?? {}) as Readonly<Record<string, Json>>;
  if (Object.keys(selector).some((key) => EC2_LABELS.test(key)) || selector[HYBRID_KEY] === "ec2") return true;
  const terms = valueAt(
    values,
    "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms",
  );
  if (!Array.isArray(terms) || terms.length === 0) return false;
  return (terms as readonly Term[]).every(({ matchExpressions = [] }) =>
    matchExpressions.some(
      ({ key = "", operator, values: wanted = [] }) =>
        (key === HYBRID_KEY &&
          ((operator === "NotIn" && wanted.includes(HYBRID)) ||
            operator === "DoesNotExist" ||
            (operator === "In" && !wanted.includes(HYBRID)))) ||
        (EC2_LABELS.test(key) && (operator === "In" || operator === "Exists")),
    ),
  );
}

/** Labels that EKS and the cloud controller give EC2 nodes alone. */
const EC2_LABELS = /^(?:eks\.amazonaws\.com\/nodegroup|node\.kubernetes\.io\/instance-type|karpenter\.sh\/nodepool)$/;
