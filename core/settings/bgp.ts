/** BGP of Cilium's control plane, for nodes on premises: routers there learn the way to pods and Services. Part of `hybrid`. */
export interface BgpSettings {
  /** Autonomous system of the nodes, 64512 to 65534 or 4200000000 to 4294967294 for private use. */
  readonly localAsn: number;
  /** Routers by name. */
  readonly peers: Readonly<Record<string, BgpPeerSettings>>;
  /** What routers are told. `podCidr` needs cluster-pool, `podIpPools` multi-pool; with ENI mode there is no pod range to tell. */
  readonly advertise: BgpAdvertiseSettings;
  /** Nodes that speak BGP; hybrid nodes where left out. */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Settings of single nodes, by node name. */
  readonly nodes?: Readonly<Record<string, BgpNodeSettings>>;
}

export interface BgpPeerSettings {
  /** Address of the router. */
  readonly address: string;
  /** Autonomous system of the router; another one than `localAsn` makes the session external. */
  readonly asn: number;
  /** Secret in kube-system with key `password` (TCP MD5). */
  readonly authSecret?: string;
  /** Hops to a router that is not next to the nodes. Default 1. */
  readonly multihop?: number;
  /** Seconds without a word until the router is taken for gone; at least three times keepAliveSeconds. Default 90. */
  readonly holdSeconds?: number;
  readonly keepAliveSeconds?: number;
  readonly connectRetrySeconds?: number;
  /** Seconds that the router keeps routes while an agent restarts; 0 switches it off. Default 120. */
  readonly gracefulRestartSeconds?: number;
  /** Port of the router. Default 179. */
  readonly port?: number;
}

export interface BgpAdvertiseSettings {
  /** The pod range of each node. */
  readonly podCidr?: boolean;
  /** Pools of pod addresses, by label. */
  readonly podIpPools?: Readonly<Record<string, string>>;
  /** Addresses of Services with these labels; an empty map means every Service. */
  readonly services?: BgpServiceSettings;
  /** Communities on what is told, `64512:100`. */
  readonly communities?: readonly string[];
}

export interface BgpServiceSettings {
  readonly labels?: Readonly<Record<string, string>>;
  /** Which addresses. Default LoadBalancerIP. */
  readonly addresses?: readonly ("LoadBalancerIP" | "ClusterIP" | "ExternalIP")[];
}

export interface BgpNodeSettings {
  /** Router id, an IPv4 address of its own; needed where nodes have no IPv4 address of their own. */
  readonly routerId?: string;
  /** Address that sessions start from, by peer. */
  readonly localAddresses?: Readonly<Record<string, string>>;
}

/** Addresses of LoadBalancer Services on premises, given out by Cilium. */
export interface LoadBalancerPoolSettings {
  /** Blocks that no network on premises uses. */
  readonly cidrs: readonly string[];
  /** Services that get addresses of it; every one where left out. */
  readonly serviceLabels?: Readonly<Record<string, string>>;
  /** Answer ARP for its addresses on these interfaces (regular expressions), where no router speaks BGP. One node answers at a time. */
  readonly l2Interfaces?: readonly string[];
}
