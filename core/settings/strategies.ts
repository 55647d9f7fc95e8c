import { HybridStrategy } from "./index.ts";

/** EC2 nodes have the VPC CNI, and AWS's build of Cilium runs on hybrid nodes only. */
export const usesAwsBuild = (strategy: HybridStrategy): boolean =>
  strategy === HybridStrategy.Mixed || strategy === HybridStrategy.HybridGateway;

/** The hybrid nodes join the cluster that is spoken of; with clusterMesh they have one of their own. */
export const joinsCluster = (strategy: HybridStrategy): boolean => strategy !== HybridStrategy.ClusterMesh;
