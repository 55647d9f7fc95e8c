/** Label that EKS puts on hybrid nodes by itself (EKS user guide: hybrid-nodes-cni). */
const HYBRID_KEY = "eks.amazonaws.com/compute-type";
export const HYBRID_LABEL: Readonly<Record<string, string>> = { [HYBRID_KEY]: "hybrid" };

/** Affinity of pods that run on hybrid nodes only. */
export const ON_HYBRID = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: HYBRID_KEY, operator: "In", values: ["hybrid"] }] }],
    },
  },
};
