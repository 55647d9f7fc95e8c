import type { ProxyPlan } from "../settings/proxy.ts";
import type { Architecture } from "../facts/instances.ts";
import type { NodeImage } from "../facts/kernels.ts";
import type { CapacityType, NodeAccess, Ref, TaintSettings, UpdateStrategy } from "../settings/index.ts";

/** A managed node group as it is created, with every default filled in. */
export interface NodeGroupPlan {
  readonly name: string;
  readonly instanceTypes: readonly string[];
  readonly architecture: Architecture;
  readonly capacityType: CapacityType;
  readonly scaling: { readonly min: number; readonly desired: number; readonly max: number };
  readonly image: NodeImagePlan;
  /** Zones by name; undefined stands for every zone of the network. */
  readonly zones?: readonly string[];
  readonly pods: PodLimitPlan;
  /** Labels that the kubelet registers, the group's own among them. */
  readonly labels: Readonly<Record<string, string>>;
  /** Taints that the kubelet registers, Cilium's first. EKS is never told of them: it would put them back on running nodes. */
  readonly taints: readonly TaintSettings[];
  readonly volumes: readonly VolumePlan[];
  readonly metadata: { readonly httpTokens: "required"; readonly httpPutResponseHopLimit: number };
  readonly access: NodeAccessPlan;
  readonly update: NodeUpdatePlan;
  readonly repair: boolean;
  /** Tags that the launch template puts on what an instance brings along, by resource type. */
  readonly templateTags: Readonly<Record<TemplateTagResource, Readonly<Record<string, string>>>>;
  /** Tags on the group and the launch template themselves. */
  readonly tags: Readonly<Record<string, string>>;
  /** Boot settings that all groups share. */
  readonly host: HostPlan;
  /** Subnets and security groups of the group's pods, by tag; carried by a CiliumNodeConfig that selects the group's label. */
  readonly podSubnetTags?: Readonly<Record<string, string>>;
  readonly podSecurityGroupTags?: Readonly<Record<string, string>>;
}

type TemplateTagResource = "instance" | "volume" | "network-interface";

export interface NodeImagePlan {
  readonly family: NodeImage;
  readonly kubernetes: string;
  readonly release: string;
  /** SSM parameter with the image's id; it never changes its value. */
  readonly parameter: string;
}

export interface PodLimitPlan {
  /** The kubelet's limit; undefined where the addresses of an instance type are not known, then the node works it out. */
  readonly max?: number;
  /** nodeadm's CEL expression: `kubeReserved` follows it and not the kubelet's value. */
  readonly expression: string;
  /** Memory that the kubelet keeps for itself, in MiB: 11 for each pod and 255 (nodeadm and Bottlerocket alike). */
  readonly reservedMemoryMiB?: number;
}

export interface VolumePlan {
  readonly device: string;
  /** Undefined takes the size of the image's snapshot. */
  readonly sizeGiB?: number;
  readonly type: string;
  readonly iops?: number;
  readonly throughput?: number;
  readonly encrypted: true;
  readonly kmsKeyArn?: Ref;
}

interface NodeAccessPlan {
  readonly kind: NodeAccess;
  readonly keyName?: string;
  readonly sourceCidrs: readonly string[];
}

export interface NodeUpdatePlan {
  readonly maxUnavailable?: number;
  readonly maxUnavailablePercentage?: number;
  readonly strategy: UpdateStrategy;
}

/** Boot settings of every node. */
export interface HostPlan {
  readonly proxy?: ProxyPlan;
  /** Registry that is asked before quay.io. */
  readonly registryMirrors: Readonly<Record<string, string>>;
  /** Prepare every ENA device for native XDP. */
  readonly xdp: boolean;
}

/** What a node needs to know of its cluster. */
export interface JoinTarget {
  readonly name: string;
  /** `https://…`. */
  readonly endpoint: string;
  /** Base64. */
  readonly certificateAuthority: string;
  readonly serviceCidr: string;
}
