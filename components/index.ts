export { CiliumEniCluster, type CiliumEniClusterArgs } from "./cilium-eni-cluster/index.ts";
export type { Features, FeaturePart } from "../core/features.ts";
export { featuresOf } from "../core/plan/features.ts";
export type { ClusterHandle } from "./internal/cluster-handle.ts";
export type { ClusterFacts } from "../core/plan/facts.ts";
export * from "../core/settings/index.ts";
