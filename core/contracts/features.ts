import type { JsonObject } from "../model/index.ts";
import type { GatewayApiChannel } from "../facts/gateway-api.ts";
import type { CertificateMethodName, HybridStrategy, TaintSettings } from "../settings/index.ts";

/**
 * What the Cilium release must switch on for the components that stand on it. Gateway, observability and hybrid planners each
 * fill their part; the cluster component takes the whole and gives it back in its `facts` for the others to assert on.
 */
export interface Features {
  /** What a Gateway needs of Cilium. */
  readonly gateway?: FeaturePart<GatewayFacts>;
  /** What Hubble needs of Cilium. */
  readonly observability?: FeaturePart<HubbleFacts>;
  /** What hybrid nodes need of Cilium. */
  readonly hybrid?: FeaturePart<HybridFacts>;
}

/** What the release was made for, as far as Gateways depend on it. */
export interface GatewayFacts {
  readonly channel: GatewayApiChannel;
  readonly exposure: "host-network" | "nlb";
  readonly proxyProtocol: boolean;
  /** CRDs of cert-manager are in the one wave. */
  readonly certManager: boolean;
}

/** What the release has of Hubble, and what alerts and dashboards can see. */
export interface HubbleFacts {
  readonly relay: boolean;
  readonly ui: boolean;
  readonly metrics: boolean;
  readonly monitors: boolean;
  /** `hubble.metrics.enabled`. */
  readonly hubbleMetrics: readonly string[];
  /** Requests are counted by workload. */
  readonly hubbleHttp: boolean;
  readonly certificates: CertificateMethodName;
  /** The stack's own Gateway. */
  readonly gateway?: { readonly name: string; readonly namespace: string };
  readonly clusterMesh: boolean;
  readonly bgp: boolean;
  /** The stack has models. */
  readonly inference: boolean;
  /** Labels that the operator selects monitors by. */
  readonly monitorLabels?: Readonly<Record<string, string>>;
}

export interface HybridFacts {
  readonly strategy: HybridStrategy;
}

/** What one area asks of the Cilium release, and whether it asks at all. */
export interface FeaturePart<Facts = unknown> {
  /** Helm values of the Cilium chart that the feature needs. */
  readonly values: JsonObject;
  /** Value path -> settings path it comes from, longest prefix wins: `hubble` -> `observability`. */
  readonly origins: Readonly<Record<string, string>>;
  /** CRD bundles that must be in the cluster before the release. */
  readonly crds: readonly CrdBundleName[];
  /** Ports that nodes and pods must reach, beside Cilium's own. */
  readonly ports: readonly FeaturePort[];
  /** Networks of hybrid nodes that join the cluster. */
  readonly remoteNetworks?: RemoteNetworks;
  /** Configuration of EKS add-ons that the feature needs; the stack's own is laid over it. */
  readonly addons?: Readonly<Record<string, JsonObject>>;
  /** What nodes of single groups must register with, by group. */
  readonly nodeGroups?: Readonly<Record<string, FeatureNodeGroup>>;
  /** Plain facts that the feature's component asserts on, `exposure: "nlb"`. */
  readonly facts: Facts;
}

export interface FeatureNodeGroup {
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly TaintSettings[];
}

export const CrdBundleName = {
  GatewayApi: "gateway-api",
  /** What monitors and alerts are written in. */
  PrometheusOperator: "prometheus-operator",
  /** The other kinds of the Prometheus operator, for a cluster that runs it. */
  PrometheusStack: "prometheus-stack",
  CertManager: "cert-manager",
} as const;
export type CrdBundleName = (typeof CrdBundleName)[keyof typeof CrdBundleName];

export interface FeaturePort {
  readonly description: string;
  readonly protocol: "tcp" | "udp";
  readonly from: number;
  readonly to: number;
  /** `nodes`: the cluster's own nodes and pods; `control-plane`: the EKS API server; otherwise CIDRs. */
  readonly source: "nodes" | "control-plane" | readonly string[];
}

export interface RemoteNetworks {
  readonly nodeCidrs: readonly string[];
  readonly podCidrs: readonly string[];
}
