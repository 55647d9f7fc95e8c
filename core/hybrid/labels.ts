/** Label that EKS puts on hybrid nodes by itself (EKS user guide: hybrid-nodes-cni). */
export const HYBRID_KEY = "eks.amazonaws.com/compute-type";
export const HYBRID_LABEL: Readonly<Record<string, string>> = { [HYBRID_KEY]: "hybrid" };

const affinity = (operator: "In" | "NotIn") => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: HYBRID_KEY, operator, values: ["hybrid"] }] }],
    },
  },
});

/** Pods that may run on hybrid nodes only, and those that may not. */
export const ON_HYBRID = affinity("In");
export const OFF_HYBRID = affinity("NotIn");
