export { CiliumEniCluster, type CiliumEniClusterArgs } from "./cilium-eni-cluster/index.ts";
export type { Features, FeaturePart } from "../core/contracts/features.ts";
export { featuresOf } from "../core/plan/features.ts";
export { CiliumGateway, type CiliumGatewayArgs } from "./cilium-gateway/index.ts";
export { HubbleObservability, type HubbleObservabilityArgs } from "./hubble-observability/index.ts";
export { createGateways } from "./cilium-gateway/gateways.ts";
export { CertManager, type CertManagerArgs } from "./cert-manager/index.ts";
export { ExternalDns, type ExternalDnsArgs } from "./external-dns/index.ts";
export { LoadBalancerController, type LoadBalancerControllerArgs } from "./load-balancer-controller/index.ts";
export {
  HybridNodePool,
  createHybrid,
  hybridClusterOf,
  type HybridCluster,
  type HybridNodePoolArgs,
} from "./hybrid-node-pool/index.ts";
export { InferenceRoute, type InferenceRouteArgs, createInference } from "./inference-route/index.ts";
export { Karpenter, type KarpenterArgs, createKarpenter } from "./karpenter/index.ts";
export { PremisesCilium, type PremisesCiliumArgs, createPremises } from "./premises-cilium/index.ts";
export { ClusterMesh, type ClusterMeshArgs } from "./cluster-mesh/index.ts";
export type { MeshMembers } from "../core/plan/mesh-members.ts";
export type { ClusterHandle } from "./internal/cluster-handle.ts";
export type { ClusterFacts } from "../core/contracts/facts.ts";
export * from "../core/settings/index.ts";
/** Builders of routes and grants as plain objects; {@link createObjects} registers them. */
export * as routes from "../core/gateway-api/index.ts";
/** Builders of Cilium network policies. */
export * as networkPolicies from "../core/network-policies/index.ts";
export { createObjects } from "./internal/objects.ts";
export type { KubernetesObject } from "../core/model/index.ts";
