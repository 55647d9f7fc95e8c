import type { Cidr } from "./values.ts";
/** How pods get their addresses: docs/ipam.md. */
export const IpamMode = {
  Eni: "eni",
  ClusterPool: "cluster-pool",
  MultiPool: "multi-pool",
  AwsCni: "aws-cni",
  VpcCni: "vpc-cni",
} as const;
export type IpamMode = (typeof IpamMode)[keyof typeof IpamMode];

/** How packets are carried between nodes. */
export const TunnelProtocol = { Vxlan: "vxlan", Geneve: "geneve" } as const;
export type TunnelProtocol = (typeof TunnelProtocol)[keyof typeof TunnelProtocol];

/** Pod addresses on VPC ENIs: routable, no overlay. The default, and what this project is for. */
export interface EniIpam {
  /** Pod addresses on VPC ENIs: routable, no overlay. */
  readonly mode: "eni";
}

/** Pod addresses from a range of the cluster's own, in a tunnel. The control plane reaches no pod: webhooks must use the host network. */
export interface ClusterPoolIpam {
  /** Pod addresses from a range of the cluster's own, in a tunnel. */
  readonly mode: "cluster-pool";
  /** Blocks that pods get addresses from; they must not overlap any network that pods talk to. */
  readonly podCidrs: readonly Cidr[];
  /** Prefix length of each node's share, for example 24; fixed for the cluster's life. @minimum 1 @maximum 32 @default 24 */
  readonly maskSize?: number;
  /** Protocol of the tunnel between nodes. @example "geneve" */
  readonly tunnel: TunnelProtocol;
}

/** Several pools, chosen by an annotation on pod or namespace, in a tunnel. */
export interface MultiPoolIpam {
  /** Several pools, chosen by an annotation on pod or namespace, in a tunnel. */
  readonly mode: "multi-pool";
  /** Pools by name; `default` serves pods without an annotation. */
  readonly pools: Readonly<Record<string, PodPool>>;
  /** Protocol of the tunnel between nodes. */
  readonly tunnel: TunnelProtocol;
}

/** A block of pod addresses under a name, with `multi-pool`. */
export interface PodPool {
  /** Blocks of the pool. */
  readonly cidrs: readonly Cidr[];
  /** Prefix length of what a node takes at a time. @minimum 1 @maximum 32 @example 27 */
  readonly maskSize: number;
}

/** The VPC CNI keeps the addresses and security groups per pod; Cilium adds policy, Hubble and load balancing. */
export interface AwsCniIpam {
  /** The VPC CNI keeps the addresses; Cilium is chained to it. */
  readonly mode: "aws-cni";
}

/**
 * No Cilium on EC2 nodes: the VPC CNI and kube-proxy as EKS add-ons, the layout that AWS supports beside hybrid nodes. Only with
 * `hybrid.strategy` mixed or hybridGateway, where AWS's build of Cilium runs on hybrid nodes.
 */
export interface VpcCniIpam {
  /** No Cilium on EC2 nodes: the VPC CNI and kube-proxy as EKS add-ons. */
  readonly mode: "vpc-cni";
}

/** How pods get their addresses; the keys depend on the mode. */
export type IpamSettings = EniIpam | ClusterPoolIpam | MultiPoolIpam | AwsCniIpam | VpcCniIpam;

/** How Cilium's operator gets AWS credentials. */
export const OperatorIdentity = { Irsa: "irsa", PodIdentity: "pod-identity" } as const;
export type OperatorIdentity = (typeof OperatorIdentity)[keyof typeof OperatorIdentity];

/** Whose address a backend sees, and which way replies take. */
export const LoadBalancerMode = { Snat: "snat", Dsr: "dsr", Hybrid: "hybrid" } as const;
export type LoadBalancerMode = (typeof LoadBalancerMode)[keyof typeof LoadBalancerMode];

/** Whether Services are served in the network driver (XDP): docs/xdp-dsr.md. */
export const Acceleration = { Disabled: "disabled", BestEffort: "best-effort", Native: "native" } as const;
export type Acceleration = (typeof Acceleration)[keyof typeof Acceleration];

/** How a backend is chosen. */
export const LoadBalancerAlgorithm = { Random: "random", Maglev: "maglev" } as const;
export type LoadBalancerAlgorithm = (typeof LoadBalancerAlgorithm)[keyof typeof LoadBalancerAlgorithm];

/** How pods' addresses are replaced on the way out of the VPC. */
export const Masquerade = { Off: "off", Iptables: "iptables", Bpf: "bpf" } as const;
export type Masquerade = (typeof Masquerade)[keyof typeof Masquerade];

/** Whether packets pass the host's network stack. */
export const HostRouting = { Bpf: "bpf", Legacy: "legacy" } as const;
export type HostRouting = (typeof HostRouting)[keyof typeof HostRouting];

/** The device that joins a pod to its node. */
export const DatapathMode = { Veth: "veth", Netkit: "netkit" } as const;
export type DatapathMode = (typeof DatapathMode)[keyof typeof DatapathMode];

/** Cilium: stack key `cilium-eks:cilium`. */
export interface CiliumSettings {
  /** Chart version, exact. Decides the Gateway API bundle and the Kubernetes window. @pattern ^\d+\.\d+\.\d+$ @patternErrorMessage an exact chart version, for example 1.19.6 @default "1.19.6" @example "1.20.2" */
  readonly version?: string;
  /** Version that runs in the cluster now; lets the plan judge the step to `version`. Leave it out on a new cluster. @pattern ^\d+\.\d+\.\d+$ @patternErrorMessage an exact chart version, for example 1.19.6 @example "1.18.12" */
  readonly installedVersion?: string;
  /** Where pod addresses come from, `eni` where left out. Fixed for the cluster's life. */
  readonly ipam?: IpamSettings;
  /** Give ENIs /28 prefixes: 16 times the pods of a slot. Nitro and bare metal only; nodes that joined without it must be replaced. @default false */
  readonly prefixDelegation?: boolean;
  /** Give unused addresses and empty prefixes back to the subnet. @default false */
  readonly releaseExcessIps?: boolean;
  /** First ENI that pods use. 1 keeps pods off the node's own ENI, its subnet and groups, at the price of that ENI's addresses. */
  readonly firstInterfaceIndex?: 0 | 1;
  /** Watermarks of the operator, in addresses per node. */
  readonly allocation?: AllocationSettings;
  /** ENIs that Cilium makes for pods. */
  readonly eni?: EniSettings;
  /** Rewrite pods' source address to the node's when they leave the VPC. Off means that pods need a NAT gateway. */
  readonly masquerade?: MasqueradeSettings;
  /** `bpf` routes packets past the host's network stack; `legacy` sends them through it, where iptables rules and other programs see them. @default "legacy" */
  readonly hostRouting?: HostRouting;
  /** How Cilium balances Services, in place of kube-proxy. */
  readonly loadBalancer?: LoadBalancerSettings;
  /** Encryption of traffic between nodes. */
  readonly encryption?: EncryptionSettings;
  /** How the operator gets its AWS rights. */
  readonly operatorIdentity?: OperatorIdentity;
  /** Limits of the operator's EC2 API calls. */
  readonly operatorApi?: {
    /** Calls a second. @fraction @exclusiveMinimum 0 @example 4 */
    readonly qps?: number;
    /** Calls that may be made at once before the limit holds. @minimum 1 @maximum 10000 @example 20 */
    readonly burst?: number;
  };
  /** Honour the pods' bandwidth annotations; `bbr` needs BPF host routing and kernel 5.18. */
  readonly bandwidthManager?: {
    /** Honour the pods' bandwidth annotations. */
    readonly enabled: boolean;
    /** BBR congestion control for pods; needs BPF host routing and kernel 5.18. @default false */
    readonly bbr?: boolean;
  };
  /** `netkit` needs kernel 6.8 and BPF host routing, and cannot be changed in place. @default "veth" */
  readonly datapathMode?: DatapathMode;
  /** IPv4 BIG TCP, kernel 6.3 and BPF host routing, without encryption and DSR. Cilium's documentation does not list the ENA driver. @default false */
  readonly bigTcp?: boolean;
  /** Minor of the first installation; keeps old defaults through an upgrade. @example "1.18" */
  readonly upgradeCompatibility?: string;
  /** Helm values on top of the planned ones, checked against the chart's known keys. @known helm-values */
  readonly helmValues?: Readonly<Record<string, unknown>>;
}

/** How many addresses a node holds ready. */
export interface AllocationSettings {
  /** Addresses kept free on a node. @minimum 0 @maximum 100000 @example 8 */
  readonly preAllocate?: number;
  /** Addresses a node gets at start. @minimum 0 @maximum 100000 @example 16 */
  readonly minAllocate?: number;
  /** Addresses a node may hold at most; ignored for prefixes (cilium/cilium#32205). @minimum 0 @maximum 100000 @example 60 */
  readonly maxAllocate?: number;
}

/** What Cilium's operator does with network interfaces. */
export interface EniSettings {
  /** Tags on every ENI that Cilium makes, beside the cluster's own. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Garbage collection of ENIs that no node holds. */
  readonly gc?: {
    /** Seconds between sweeps for detached ENIs; 0 switches them off. @minimum 0 @maximum 86400 @default 300 */
    readonly intervalSeconds?: number;
    /** Tags that Cilium writes on its ENIs and later finds them by. */
    readonly tags?: Readonly<Record<string, string>>;
  };
  /** Security groups of pod ENIs, by tag; new ENIs only. */
  readonly securityGroupTags?: Readonly<Record<string, string>>;
}

/** Whether and how pods' addresses are replaced on the way out. */
export interface MasqueradeSettings {
  /** Who rewrites: `bpf`, `iptables`, or nobody with `off`. */
  readonly mode: Masquerade;
  /** Ranges reached without masquerade: peered VPCs, VPN, transit gateway. Mode `bpf` only. */
  readonly nonMasqueradeCidrs?: readonly Cidr[];
}

/** How Cilium serves Services. */
export interface LoadBalancerSettings {
  /** `dsr` and `hybrid` are Geneve only here, need UDP 6081 and the source/destination check off, and exclude any NLB or LoadBalancer Service. @default "snat" */
  readonly mode?: LoadBalancerMode;
  /** `native` is XDP: AL2023 only, MTU 3498 on every ENI, no WireGuard; it speeds up only NodePort traffic for pods on other nodes. @default "disabled" */
  readonly acceleration?: Acceleration;
  /** How a backend is chosen. `maglev` keeps most connections on their backend when backends change, for a table a Service on every node. @default "random" */
  readonly algorithm?: LoadBalancerAlgorithm;
  /** Entries of a Maglev table, a prime of Cilium's list; about 100 times the backends of the largest Service. @minimum 1 @maximum 1000000 @default 16381 */
  readonly maglevTableSize?: number;
  /** Backends of the largest Service, to judge the table size by. @minimum 0 @maximum 100000 */
  readonly largestServiceBackends?: number;
  /** Let Services choose their algorithm by `service.cilium.io/lb-algorithm`. @default false */
  readonly algorithmAnnotation?: boolean;
  /** Let Services choose their mode by `service.cilium.io/forwarding-mode`; DSR then needs all that `mode: dsr` needs. Not with `hybrid`. @default false */
  readonly modeAnnotation?: boolean;
  /** Who switches off the source/destination check on new ENIs, for `dsr`: a small watcher with tag-conditioned rights. */
  readonly sourceDestCheckWatcher?: boolean;
  /** Image of that watcher: any with a shell and the AWS CLI. */
  readonly sourceDestCheckImage?: string;
}

/** Encryption between nodes. */
export interface EncryptionSettings {
  /** Pod traffic between nodes through WireGuard, UDP 51871; costs CPU and, by pkg/mtu/mtu.go, 80 bytes of MTU with Cilium 1.19 and 95 with 1.20. @default false */
  readonly wireguard?: boolean;
  /** Node traffic too. @default false */
  readonly nodeEncryption?: boolean;
}
