/** Who a rule speaks of. Exactly one kind a rule: the agent refuses a rule that combines two (pkg/policy/api, rule validation). */

/** Identities that have no pods. `ingress` is Envoy of every Gateway and Ingress, `host` the pod's own node. */
export const Entity = {
  All: "all",
  World: "world",
  /** Everything in the cluster: pods, nodes, `ingress` and `kube-apiserver`. */
  Cluster: "cluster",
  Host: "host",
  RemoteNode: "remote-node",
  Ingress: "ingress",
  Health: "health",
  KubeApiServer: "kube-apiserver",
} as const;
export type Entity = (typeof Entity)[keyof typeof Entity];

export interface EntityPeer {
  readonly entities: readonly Entity[];
}

/** Pods by their labels; those of the policy's namespace unless another one is named. */
export interface PodPeer {
  readonly pods: readonly PodSelector[];
}

export interface PodSelector {
  /** Default: every pod. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly namespace?: string;
}

/**
 * Addresses outside the cluster. Pods and nodes have identities of their own, which an address matches only where the chart's
 * `policyCIDRMatchMode` names them (`nodes`; from Cilium 1.20 on `pods` too); use entities or labels for them.
 */
export interface CidrPeer {
  readonly cidrs: readonly string[];
  /** Parts of the ranges that are left out. */
  readonly except?: readonly string[];
}

/** Names outside the cluster, `api.example.com` or `*.example.com`; learnt from the pods' DNS answers. */
export interface FqdnPeer {
  readonly fqdns: readonly string[];
}

export interface ServicePeer {
  readonly services: readonly { readonly name: string; readonly namespace: string }[];
}

export const Protocol = { Tcp: "TCP", Udp: "UDP", Sctp: "SCTP", Any: "ANY" } as const;
export type Protocol = (typeof Protocol)[keyof typeof Protocol];

export interface PolicyPort {
  /** A number or the name of a container port. */
  readonly port: number | string;
  /** Last port of a range. */
  readonly endPort?: number;
  /** Default TCP. */
  readonly protocol?: Protocol;
}

/** One allowed kind of request; what is left out may be anything. Path and method are RE2 and match the whole text. */
export interface HttpAllowance {
  readonly method?: string;
  readonly path?: string;
  readonly host?: string;
  /** Headers that must be there, `X-Tenant: a` or only the name. */
  readonly headers?: readonly string[];
}

export interface IngressAllowance {
  /** Default: everybody. */
  readonly from?: EntityPeer | PodPeer | CidrPeer;
  /** Ports of the pods, not of their Service. Default: all. */
  readonly ports?: readonly PolicyPort[];
  /** Requests go through Envoy and others are answered with 403. Needs ports of TCP. */
  readonly http?: readonly HttpAllowance[];
}

export interface EgressAllowance {
  readonly to?: EntityPeer | PodPeer | CidrPeer | FqdnPeer | ServicePeer;
  readonly ports?: readonly PolicyPort[];
  readonly http?: readonly HttpAllowance[];
  /** DNS names that may be asked for, `*` for all; every answer is also learnt for rules on names. */
  readonly dns?: readonly string[];
}

export interface PolicyArgs {
  readonly name: string;
  readonly description?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Pods that the policy is for. Default: all of the namespace, or of the cluster. */
  readonly pods?: Readonly<Record<string, string>>;
  /** Allowed ways in. A policy with at least one, even an empty list, closes every other way in for its pods. */
  readonly ingress?: readonly IngressAllowance[];
  /** Allowed ways out; the same holds. */
  readonly egress?: readonly EgressAllowance[];
  /** False adds allowances without closing the rest, for policies of a whole cluster. Default true. */
  readonly defaultDeny?: boolean;
}

export interface NamespacedPolicyArgs extends PolicyArgs {
  readonly namespace: string;
}

export interface ClusterwidePolicyArgs extends PolicyArgs {
  /** Selects Envoy of the Gateways instead of pods. */
  readonly ingressIdentity?: boolean;
}
