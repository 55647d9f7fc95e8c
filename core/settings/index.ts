import type { CiliumSettings } from "./cilium.ts";
import type { ClusterSettings } from "./cluster.ts";
import type { GatewaySettings } from "./gateway.ts";
import type { HybridSettings } from "./hybrid.ts";
import type { InferenceSettings } from "./inference.ts";
import type { KarpenterSettings } from "./karpenter.ts";
import type { MeshSettings } from "./mesh.ts";
import type { NetworkSettings } from "./network.ts";
import type { NodeGroupSettings } from "./nodes.ts";
import type { ObservabilitySettings } from "./observability.ts";
import type { QuotaSettings } from "./quotas.ts";

export * from "./alerting.ts";
export * from "./bgp.ts";
export * from "./cilium.ts";
export * from "./cluster.ts";
export * from "./fleet.ts";
export * from "./gateway.ts";
export * from "./hybrid.ts";
export * from "./inference-options.ts";
export * from "./inference.ts";
export * from "./karpenter.ts";
export * from "./mesh.ts";
export * from "./model-servers.ts";
export * from "./network.ts";
export * from "./nodes.ts";
export * from "./observability.ts";
export * from "./quotas.ts";
export * from "./ref.ts";
export * from "./route-filters.ts";
export * from "./routes.ts";

/** Everything a stack says, as written: defaults are the planners' business. */
export interface Settings {
  /** AWS Region, from `aws:region`. Decides zones, partition and prices. */
  readonly region: string;
  /** The EKS control plane: version, endpoint, access, logs, add-ons. */
  readonly cluster: ClusterSettings;
  /** VPC, subnets, endpoints, and what else the VPC is joined to. */
  readonly network: NetworkSettings;
  /** Node groups by name; the name is part of resource names and cannot change without replacing the group. */
  readonly nodeGroups: Readonly<Record<string, NodeGroupSettings>>;
  /** Karpenter: nodes as pending pods need them, beside the node groups. */
  readonly karpenter?: KarpenterSettings;
  /** Cilium: version, pod addresses, datapath, Helm values. */
  readonly cilium?: CiliumSettings;
  /** Service Quotas: what the account has, and what may be asked for. */
  readonly quotas?: QuotaSettings;
  /** Gateway API by Cilium: listeners, load balancer, certificates, routes. */
  readonly gateway?: GatewaySettings;
  /** Hubble: flows, metrics, alerts, dashboards. */
  readonly observability?: ObservabilitySettings;
  /** EKS Hybrid Nodes: nodes on premises that join the cluster, or a cluster of their own. */
  readonly hybrid?: HybridSettings;
  /** ClusterMesh: other clusters that this one is joined with. */
  readonly mesh?: MeshSettings;
  /** Models behind an OpenAI-compatible API: vLLM on GPU nodes, llm-d's router, a route of the Gateway. */
  readonly inference?: InferenceSettings;
  /** Rule id -> written reason for accepting its findings. @known rules @example { "nodes-metadata-hops": "the metrics agent of group general needs the node's role" } */
  readonly waivers?: Readonly<Record<string, string>>;
}
