import type { Ref } from "./ref.ts";

export const AmiFamily = { AL2023: "AL2023", Bottlerocket: "Bottlerocket" } as const;
export type AmiFamily = (typeof AmiFamily)[keyof typeof AmiFamily];

export const CapacityType = { OnDemand: "ON_DEMAND", Spot: "SPOT" } as const;
export type CapacityType = (typeof CapacityType)[keyof typeof CapacityType];

export const NodeAccess = { None: "none", Ssm: "ssm", Ssh: "ssh" } as const;
export type NodeAccess = (typeof NodeAccess)[keyof typeof NodeAccess];

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
  /** EC2 instance types of one architecture; with several, the one with the fewest addresses decides. */
  readonly instanceTypes: readonly string[];
  readonly scaling: ScalingSettings;
  readonly capacityType?: CapacityType;
  /** Pods a node takes. Left out: the smaller of what the addresses allow and AWS's advice (110 below 30 vCPUs, 250 above). */
  readonly maxPods?: number;
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints of your own, beside Cilium's agent-not-ready taint; the kubelet registers them. */
  readonly taints?: readonly TaintSettings[];
  readonly disk?: DiskSettings;
  readonly ami?: AmiSettings;
  /** Zones to run in; every zone of the network where left out. */
  readonly zones?: readonly string[];
  readonly access?: NodeAccessSettings;
  readonly update?: UpdateSettings;
  /** EKS replaces or reboots nodes that stay unhealthy. */
  readonly repair?: boolean;
  /** Network hops that answers of the instance metadata service may take. 1 keeps it from pods that are not on the host network; 2 lets them in, with the node's role. */
  readonly metadataHopLimit?: number;
  /** Subnets and security groups of this group's pods, by tag. Carried by a CiliumNodeConfig; ENIs that exist never change. */
  readonly pods?: NodeGroupPodSettings;
  readonly extraTags?: Readonly<Record<string, string>>;
}

export interface ScalingSettings {
  readonly min: number;
  /** Only used at creation: an autoscaler owns it afterwards. `min` where left out. */
  readonly desired?: number;
  readonly max: number;
}

export interface TaintSettings {
  readonly key: string;
  readonly value?: string;
  readonly effect: TaintEffect;
}

export interface DiskSettings {
  readonly sizeGiB?: number;
  readonly iops?: number;
  /** MiB/s. */
  readonly throughput?: number;
  /** Customer key for the volumes; the Auto Scaling service role gets a grant. */
  readonly kmsKeyArn?: Ref;
}

export interface AmiSettings {
  readonly family?: AmiFamily;
  /** Pinned AMI release: `v20260714` (AL2023) or `1.52.0` (Bottlerocket). Nodes roll only when this, or the Kubernetes version, changes. */
  readonly release?: string;
  /** Kubernetes minor of the image, where it is to lag behind the control plane during an upgrade; at most three minors. */
  readonly kubernetesVersion?: string;
}

export interface NodeAccessSettings {
  readonly kind: NodeAccess;
  /** EC2 key pair, for `ssh`. */
  readonly keyName?: string;
  /** Who may connect by SSH; open to the world is an error. */
  readonly sourceCidrs?: readonly string[];
}

export interface UpdateSettings {
  readonly maxUnavailable?: number;
  readonly maxUnavailablePercentage?: number;
  readonly strategy?: UpdateStrategy;
}

export interface NodeGroupPodSettings {
  readonly subnetTags?: Readonly<Record<string, string>>;
  readonly securityGroupTags?: Readonly<Record<string, string>>;
}
