import type { Cidr, Port } from "./values.ts";
/** BGP of Cilium's control plane, for nodes on premises: routers there learn the way to pods and Services. Part of `hybrid`. */
export interface BgpSettings {
  /** Autonomous system of the nodes, 64512 to 65534 or 4200000000 to 4294967294 for private use. @minimum 1 @maximum 4294967295 @example 64512 */
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

/** A router that nodes speak BGP with. */
export interface BgpPeerSettings {
  /** Address of the router. @example "192.168.32.1" */
  readonly address: string;
  /** Autonomous system of the router; another one than `localAsn` makes the session external. @minimum 0 @maximum 4294967295 @example 64513 */
  readonly asn: number;
  /** Secret in kube-system with key `password` (TCP MD5). */
  readonly authSecret?: string;
  /** Hops to a router that is not next to the nodes. @minimum 1 @maximum 255 @default 1 */
  readonly multihop?: number;
  /** Seconds without a word until the router is taken for gone; at least three times keepAliveSeconds. @minimum 0 @maximum 2147483647 @default 90 */
  readonly holdSeconds?: number;
  /** Seconds between two signs of life to the router. Default: Cilium's own. @minimum 0 @maximum 2147483647 */
  readonly keepAliveSeconds?: number;
  /** Seconds before a failed connection to the router is tried again. Default: Cilium's own. @minimum 0 @maximum 2147483647 */
  readonly connectRetrySeconds?: number;
  /** Seconds that the router keeps routes while an agent restarts; 0 switches it off. @minimum 0 @maximum 4095 @default 120 */
  readonly gracefulRestartSeconds?: number;
  /** Port of the router. @default 179 */
  readonly port?: Port;
}

/** What routers are told of. */
export interface BgpAdvertiseSettings {
  /** The pod range of each node. */
  readonly podCidr?: boolean;
  /** Pools of pod addresses, by label. */
  readonly podIpPools?: Readonly<Record<string, string>>;
  /** Addresses of Services with these labels; an empty map means every Service. */
  readonly services?: BgpServiceSettings;
  /** Communities on what is told, `64512:100`. @example ["64512:100"] */
  readonly communities?: readonly string[];
}

/** Which Services routers are told of. */
export interface BgpServiceSettings {
  /** Labels of the Services; an empty map means every Service. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Which addresses. @default ["LoadBalancerIP"] */
  readonly addresses?: readonly ("LoadBalancerIP" | "ClusterIP" | "ExternalIP")[];
}

/** What one node has of its own. */
export interface BgpNodeSettings {
  /** Router id, an IPv4 address of its own; needed where nodes have no IPv4 address of their own. */
  readonly routerId?: string;
  /** Address that sessions start from, by peer. */
  readonly localAddresses?: Readonly<Record<string, string>>;
}

/** Addresses of LoadBalancer Services on premises, given out by Cilium. */
export interface LoadBalancerPoolSettings {
  /** Blocks that no network on premises uses. @example ["192.168.40.0/24"] */
  readonly cidrs: readonly Cidr[];
  /** Services that get addresses of it; every one where left out. */
  readonly serviceLabels?: Readonly<Record<string, string>>;
  /** Answer ARP for its addresses on these interfaces (regular expressions), where no router speaks BGP. One node answers at a time. @example ["^eth[0-9]+"] */
  readonly l2Interfaces?: readonly string[];
}
