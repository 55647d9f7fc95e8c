import type { Cidr } from "./values.ts";
import type { BgpSettings, LoadBalancerPoolSettings } from "./bgp.ts";
import type { Ref } from "./ref.ts";

/** How nodes on premises belong to the cluster: docs/hybrid.md. */
export const HybridStrategy = {
  ClusterMesh: "clusterMesh",
  Mixed: "mixed",
  Overlay: "overlay",
  HybridGateway: "hybridGateway",
} as const;
export type HybridStrategy = (typeof HybridStrategy)[keyof typeof HybridStrategy];

/**
 * EKS Hybrid Nodes: stack key `cilium-eks:hybrid`. One cluster has one IPAM mode, so "ENI mode in AWS and another one on
 * premises" is no strategy; docs/hybrid.md has the table of those that work.
 */
export interface HybridSettings {
  /**
   * `clusterMesh`: this cluster in ENI mode, hybrid nodes in a second one, joined by `mesh`. `overlay`: one Cilium with a
   * tunnel on EC2 and on premises, which AWS does not support on EC2. `mixed`: the VPC CNI on EC2 (`cilium.ipam` vpc-cni) and
   * AWS's build of Cilium on hybrid nodes. `hybridGateway`: the same with AWS's gateway, which makes pods on premises
   * reachable where no router there knows the way to them.
   */
  readonly strategy: HybridStrategy;
  /** Blocks of the nodes on premises: RFC 1918 or 100.64.0.0/10, at most 15. @example ["192.168.32.0/24"] */
  readonly nodeCidrs: readonly Cidr[];
  /** Blocks of their pods, at most 15; the control plane reaches webhooks there only if the network routes them. @example ["192.168.64.0/18"] */
  readonly podCidrs?: readonly Cidr[];
  /** Prefix length of each node's share of podCidrs; fixed for the cluster's life. 25 is 126 pods. @minimum 16 @maximum 28 @default 25 */
  readonly podMaskSize?: number;
  /** How nodes on premises get AWS credentials. */
  readonly identity: HybridIdentity;
  /** Groups of nodes on premises, by name. */
  readonly pools: Readonly<Record<string, HybridPoolSettings>>;
  /** Way from the VPC to the premises. */
  readonly routes?: HybridRouteSettings;
  /** BGP of Cilium's control plane: routers on premises learn the way to pods and Services. */
  readonly bgp?: BgpSettings;
  /** Addresses of LoadBalancer Services on premises. */
  readonly loadBalancerPools?: Readonly<Record<string, LoadBalancerPoolSettings>>;
  /** AWS's build of Cilium for hybrid nodes, `1.18.8-1`; with `clusterMesh` that of the cluster on premises. @example "1.18.8-1" */
  readonly ciliumVersion?: string;
  /** Kubeconfig of the cluster on premises, with `clusterMesh`, as a secret: its Cilium is installed by this stack then. Without it the values are an output. */
  readonly kubeconfig?: Ref;
  /** EKS Hybrid Nodes gateway, with `hybridGateway`. */
  readonly gateway?: HybridGatewaySettings;
}

/** Two EC2 nodes or more that carry packets between the VPC and pods on premises in a tunnel. One of them works, the others wait. */
export interface HybridGatewaySettings {
  /** Node group of the stack, for the gateway alone. It gets the gateway's label and taint; a watcher switches off the source/destination check. */
  readonly nodeGroup: string;
  /** Version of AWS's chart eks-hybrid-nodes-gateway, exact. */
  readonly version: string;
  /** Image of that watcher: any with a shell and the AWS CLI. */
  readonly sourceDestCheckImage?: string;
}

/** How nodes on premises get AWS credentials. */
export const HybridIdentityType = { Ssm: "ssm", RolesAnywhere: "rolesAnywhere" } as const;
export type HybridIdentityType = (typeof HybridIdentityType)[keyof typeof HybridIdentityType];

/** How nodes on premises get AWS credentials. */
export type HybridIdentity = SsmIdentity | RolesAnywhereIdentity;

/** SSM hybrid activations: a code that nodes register with. Nodes are named `mi-…`. */
export interface SsmIdentity {
  /** SSM hybrid activations: a code that nodes register with. */
  readonly type: "ssm";
  /** RFC 3339 instant after which the code registers nobody, at most 30 days ahead. Registered nodes stay. @example "2026-12-20T00:00:00Z" */
  readonly expires: string;
}

/** IAM Roles Anywhere: each node has a certificate of your CA, with its name as common name. */
export interface RolesAnywhereIdentity {
  /** IAM Roles Anywhere: each node has a certificate of your CA. */
  readonly type: "rolesAnywhere";
  /** CA certificate in PEM. */
  readonly certificateAuthority: Ref;
  /** Seconds that credentials last. @minimum 900 @maximum 43200 @default 3600 */
  readonly durationSeconds?: number;
}

/** A group of nodes on premises. */
export interface HybridPoolSettings {
  /** Most nodes of the pool; the activation registers no more. @minimum 1 @maximum 1000 @example 10 */
  readonly maxNodes: number;
  /** Names of the nodes, needed with Roles Anywhere: each certificate and NodeConfig is for one. @example ["factory-1"] */
  readonly nodeNames?: readonly string[];
  /** Labels of the nodes. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints of the nodes; the kubelet registers them. */
  readonly taints?: readonly HybridTaint[];
  /** Operating system of the nodes, one that EKS supports for hybrid nodes. */
  readonly os: HybridOs;
  /** Zone that the nodes name as theirs, so that Services and CoreDNS tell the sides apart. @default "on-premises" */
  readonly zone?: string;
  /** Nodes with GPUs get a label and a taint, so that only what asks for GPUs lands there. @default false */
  readonly gpu?: boolean;
}

/** A taint of nodes on premises. */
export interface HybridTaint {
  /** Key of the taint. */
  readonly key: string;
  /** Value of the taint; none where left out. */
  readonly value?: string;
  /** What happens to pods that do not tolerate it. */
  readonly effect: "NoSchedule" | "NoExecute" | "PreferNoSchedule";
}

/** Operating systems that EKS supports for hybrid nodes. */
export const HybridOs = {
  Ubuntu2004: "ubuntu-20.04",
  Ubuntu2204: "ubuntu-22.04",
  Ubuntu2404: "ubuntu-24.04",
  Rhel8: "rhel-8",
  Rhel9: "rhel-9",
  Al2023: "al2023",
  Bottlerocket: "bottlerocket",
} as const;
export type HybridOs = (typeof HybridOs)[keyof typeof HybridOs];

/** Routes for the blocks on premises, in route tables of the VPC, to what carries them there. */
export interface HybridRouteSettings {
  /** Transit gateway that carries packets to the premises. Give this or `virtualPrivateGatewayId`. */
  readonly transitGatewayId?: Ref;
  /** Virtual private gateway that carries packets to the premises. */
  readonly virtualPrivateGatewayId?: Ref;
  /** Route tables of the VPC that get the routes. */
  readonly routeTableIds: readonly Ref[];
}
