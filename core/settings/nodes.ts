import type { Cidr } from "./values.ts";
import type { Ref } from "./ref.ts";

/** The operating system of nodes. */
export const AmiFamily = { AL2023: "AL2023", Bottlerocket: "Bottlerocket" } as const;
export type AmiFamily = (typeof AmiFamily)[keyof typeof AmiFamily];

/** On-demand or spot. */
export const CapacityType = { OnDemand: "ON_DEMAND", Spot: "SPOT" } as const;
export type CapacityType = (typeof CapacityType)[keyof typeof CapacityType];

/** How people reach a node. */
export const NodeAccess = { None: "none", Ssm: "ssm", Ssh: "ssh" } as const;
export type NodeAccess = (typeof NodeAccess)[keyof typeof NodeAccess];

/** What a taint does to pods that do not tolerate it. */
export const TaintEffect = {
  NoSchedule: "NoSchedule",
  NoExecute: "NoExecute",
  PreferNoSchedule: "PreferNoSchedule",
} as const;
export type TaintEffect = (typeof TaintEffect)[keyof typeof TaintEffect];

/** `DEFAULT` adds new nodes before it takes old ones away; `MINIMAL` takes them away first and needs no room for a surge. */
export const UpdateStrategy = { Default: "DEFAULT", Minimal: "MINIMAL" } as const;
export type UpdateStrategy = (typeof UpdateStrategy)[keyof typeof UpdateStrategy];

/** What changes the size of the node groups. */
export const Autoscaler = { None: "none", ClusterAutoscaler: "cluster-autoscaler" } as const;
export type Autoscaler = (typeof Autoscaler)[keyof typeof Autoscaler];

/** A managed node group: stack key `cilium-eks:nodeGroups`, by name. */
export interface NodeGroupSettings {
  /** EC2 instance types of one architecture; with several, the one with the fewest addresses decides. Other types, or another order, replace the group. @known instance-types @example ["m6i.large"] @example ["m6i.large", "m6a.large"] */
  readonly instanceTypes: readonly string[];
  /** How many nodes. */
  readonly scaling: ScalingSettings;
  /** On demand, or Spot: cheaper, and AWS takes nodes back at two minutes' notice. The other one replaces the group. @default "ON_DEMAND" */
  readonly capacityType?: CapacityType;
  /** Pods a node takes. Left out: the smaller of what the addresses allow and AWS's advice (110 below 30 vCPUs, 250 above). @minimum 1 @maximum 1000000 @example 110 */
  readonly maxPods?: number;
  /** Labels of the nodes, beside those that are planned. @example { team: "payments" } */
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints of your own, beside Cilium's agent-not-ready taint; the kubelet registers them. @example [{ key: "dedicated", value: "gateway", effect: "NoSchedule" }] */
  readonly taints?: readonly TaintSettings[];
  /** Root volume of the nodes, gp3; on Bottlerocket the data volume. */
  readonly disk?: DiskSettings;
  /** Image of the nodes. */
  readonly ami?: AmiSettings;
  /** Zones to run in; every zone of the network where left out. Other zones replace the group. @example ["eu-central-1a"] */
  readonly zones?: readonly string[];
  /** How people get a shell on the nodes. */
  readonly access?: NodeAccessSettings;
  /** How nodes are exchanged when the group changes. */
  readonly update?: UpdateSettings;
  /** EKS replaces or reboots nodes that stay unhealthy. @default true */
  readonly repair?: boolean;
  /** Network hops that answers of the instance metadata service may take. 1 keeps it from pods that are not on the host network; 2 lets them in, with the node's role. @minimum 1 @maximum 64 @default 1 */
  readonly metadataHopLimit?: number;
  /** Subnets and security groups of this group's pods, by tag. Carried by a CiliumNodeConfig; ENIs that exist never change. */
  readonly pods?: NodeGroupPodSettings;
  /** Tags on the group's AWS resources, beside the cluster's. */
  readonly extraTags?: Readonly<Record<string, string>>;
}

/** How many nodes a group has. */
export interface ScalingSettings {
  /** Fewest nodes. @minimum 0 @maximum 100000 @example 2 */
  readonly min: number;
  /** Only used at creation: an autoscaler owns it afterwards. `min` where left out. @minimum 0 @maximum 100000 @example 3 */
  readonly desired?: number;
  /** Most nodes; the address budget counts this many and the surge of an update. @minimum 0 @maximum 100000 @example 6 */
  readonly max: number;
}

/** A taint that the kubelet registers. */
export interface TaintSettings {
  /** Key of the taint. @example "dedicated" */
  readonly key: string;
  /** Value of the taint; none where left out. @example "gateway" */
  readonly value?: string;
  /** What happens to pods that do not tolerate it. */
  readonly effect: TaintEffect;
}

/** The root volume of a node. */
export interface DiskSettings {
  /** Size of the volume in GiB. @minimum 1 @maximum 65536 @default 50 */
  readonly sizeGiB?: number;
  /** I/O operations a second. @minimum 100 @maximum 80000 @example 3000 */
  readonly iops?: number;
  /** Throughput in MiB/s. @minimum 125 @maximum 2000 @example 125 */
  readonly throughput?: number;
  /** Customer key for the volumes; the Auto Scaling service role gets a grant. */
  readonly kmsKeyArn?: Ref;
}

/** The image of nodes. */
export interface AmiSettings {
  /** Operating system of the nodes. @default "AL2023" */
  readonly family?: AmiFamily;
  /** Pinned AMI release: `v20260714` (AL2023) or `1.52.0` (Bottlerocket). Nodes roll only when this, or the Kubernetes version, changes. @example "v20260714" @example "1.52.0" */
  readonly release?: string;
  /** Kubernetes minor of the image, where it is to lag behind the control plane during an upgrade; at most three minors. @example "1.34" */
  readonly kubernetesVersion?: string;
}

/** How people reach the nodes of a group. */
export interface NodeAccessSettings {
  /** `ssm` by Session Manager, without an open port; `ssh` by a key pair and port 22; or `none`. */
  readonly kind: NodeAccess;
  /** EC2 key pair, for `ssh`. */
  readonly keyName?: string;
  /** Who may connect by SSH; open to the world is an error. */
  readonly sourceCidrs?: readonly Cidr[];
}

/** How many nodes an update may replace at a time. */
export interface UpdateSettings {
  /** Nodes that may be exchanged at a time. Give this or the percentage. @minimum 0 @maximum 100000 @default 1 */
  readonly maxUnavailable?: number;
  /** Share of the nodes that may be exchanged at a time, in percent. @minimum 1 @maximum 100 @example 33 */
  readonly maxUnavailablePercentage?: number;
  /** `DEFAULT` adds new nodes before it takes old ones away; `MINIMAL` takes them away first and needs no room for a surge. @default "DEFAULT" */
  readonly strategy?: UpdateStrategy;
}

/** Subnets and security groups of the group's pods. */
export interface NodeGroupPodSettings {
  /** Tags of the subnets that this group's pod ENIs lie in. */
  readonly subnetTags?: Readonly<Record<string, string>>;
  /** Tags of the security groups of this group's pod ENIs. */
  readonly securityGroupTags?: Readonly<Record<string, string>>;
}
