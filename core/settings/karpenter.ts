import type { AmiFamily, DiskSettings, TaintSettings } from "./nodes.ts";

/** How Karpenter buys capacity; `reserved` needs reservations that the account has. */
export const PoolCapacityType = { OnDemand: "on-demand", Spot: "spot", Reserved: "reserved" } as const;
export type PoolCapacityType = (typeof PoolCapacityType)[keyof typeof PoolCapacityType];

/** When Karpenter takes nodes back by itself. */
export const ConsolidationPolicy = {
  WhenEmpty: "WhenEmpty",
  WhenEmptyOrUnderutilized: "WhenEmptyOrUnderutilized",
} as const;
export type ConsolidationPolicy = (typeof ConsolidationPolicy)[keyof typeof ConsolidationPolicy];

/** Why Karpenter disrupts a node by itself. */
export const DisruptionReason = { Underutilized: "Underutilized", Empty: "Empty", Drifted: "Drifted" } as const;
export type DisruptionReason = (typeof DisruptionReason)[keyof typeof DisruptionReason];

/** Nodes by Karpenter: stack key `cilium-eks:karpenter`. It stands beside managed node groups, of which one carries its controller. */
export interface KarpenterSettings {
  /** Release of the chart. Another one than the default was not checked against its CRDs. @pattern ^\d+\.\d+\.\d+$ @patternErrorMessage a release such as 1.14.1 @default "1.14.1" @example "1.14.1" */
  readonly version?: string;
  /** Managed node group that the controller runs on, so that Karpenter never removes the node under itself. Needed where there are several; the one there is otherwise. @example "system" */
  readonly nodeGroup?: string;
  /** Controllers; one works, the others wait. @minimum 1 @maximum 5 @default 2 */
  readonly replicas?: number;
  /** Queue and EventBridge rules that tell of Spot interruptions, maintenance and instances that stop, so that nodes are drained before. Without it Spot pods end without notice. @default true */
  readonly interruptionQueue?: boolean;
  /** The VPC reaches AWS by endpoints only: prices are those of the release, because AWS's price list has no endpoint. @default false */
  readonly isolatedVpc?: boolean;
  /** Pools by name; each makes a NodePool and an EC2NodeClass of that name. */
  readonly nodePools: Readonly<Record<string, NodePoolSettings>>;
}

/** Nodes of one kind. Give `instanceTypes` or `families`: how many pods and addresses a node has is only known of types that are. */
export interface NodePoolSettings {
  /** Instance types that Karpenter may choose from. All of them get the pod limit of the one with the fewest addresses. @known instance-types @example ["m6i.xlarge", "m7i.xlarge"] */
  readonly instanceTypes?: readonly string[];
  /** Families, all of whose sizes count that are on Nitro, not bare metal, and in `sizes` where that is given. @example ["m6i", "m7i"] */
  readonly families?: readonly string[];
  /** Sizes of the families. @example ["xlarge", "2xlarge"] */
  readonly sizes?: readonly string[];
  /** How capacity is bought; Karpenter takes reserved before Spot before on demand. @default ["on-demand"] @example ["spot", "on-demand"] */
  readonly capacityTypes?: readonly PoolCapacityType[];
  /** Capacity reservations by id, for `reserved`. @example ["cr-0123456789abcdef0"] */
  readonly capacityReservations?: readonly string[];
  /** Zones to run in; every zone of the cluster's node subnets where left out. @example ["eu-central-1a"] */
  readonly zones?: readonly string[];
  /** How much the pool may grow to. Karpenter looks before it starts nodes and can pass it by those that start at the same moment. */
  readonly limits: PoolLimits;
  /** Pods a node takes. Left out: what the addresses of the smallest type and AWS's advice allow. @minimum 1 @maximum 1000000 @example 58 */
  readonly maxPods?: number;
  /** Pools of a higher weight are tried first. @minimum 1 @maximum 100 @example 10 */
  readonly weight?: number;
  /** Labels of the nodes. @example { team: "batch" } */
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints of your own; Cilium's is a startup taint and always there. @example [{ key: "dedicated", value: "batch", effect: "NoSchedule" }] */
  readonly taints?: readonly TaintSettings[];
  /** Adds the taint `nvidia.com/gpu`, so that only pods that ask for a GPU come here; the image's NVIDIA variant follows from the type. @default false */
  readonly gpu?: boolean;
  /** Age at which a node is replaced, budgets or not; `Never` keeps it. @pattern ^(([0-9]+(s|m|h))+|Never)$ @patternErrorMessage a duration such as 720h, or Never @default "720h" @example "336h" */
  readonly expireAfter?: string;
  /** Time after which a draining node is removed with the pods that still hold it. Left out, a pod that may not be evicted keeps its node for ever. @pattern ^([0-9]+(s|m|h))+$ @patternErrorMessage a duration such as 1h @example "1h" */
  readonly terminationGracePeriod?: string;
  /** When and how fast Karpenter changes nodes by itself. */
  readonly disruption?: DisruptionSettings;
  /** Image of the nodes. */
  readonly ami?: PoolAmiSettings;
  /** Root volume of the nodes, gp3 and encrypted; on Bottlerocket the data volume. */
  readonly disk?: DiskSettings;
  /** Network hops of the instance metadata service. 1 keeps it from pods that are not on the host network. @minimum 1 @maximum 64 @default 1 */
  readonly metadataHopLimit?: number;
  /** Session Manager on these nodes: the nodes' role gets its rights. @default false */
  readonly ssm?: boolean;
  /** User data that is merged with Karpenter's own: on AL2023 a shell script, a NodeConfig or a MIME document of both, on Bottlerocket TOML. Its kubelet settings win over nothing that the pool sets. @example "#!/bin/bash\nsysctl -w vm.max_map_count=262144\n" */
  readonly userData?: string;
  /** Tags on the pool's instances, volumes and first ENIs, beside the cluster's. */
  readonly extraTags?: Readonly<Record<string, string>>;
}

/** One of `cpu` and `nodes` is needed: the address budget counts by them. */
export interface PoolLimits {
  /** vCPUs of all nodes together. @minimum 1 @maximum 1000000 @example 256 */
  readonly cpu?: number;
  /** Nodes. @minimum 1 @maximum 100000 @example 40 */
  readonly nodes?: number;
  /** Memory of all nodes in GiB; what it means in nodes is not counted. @minimum 1 @maximum 10000000 @example 1024 */
  readonly memoryGiB?: number;
}

/** When Karpenter may move pods to save money, and how many nodes at once. */
export interface DisruptionSettings {
  /** `WhenEmpty` moves no pod to save money. @default "WhenEmptyOrUnderutilized" */
  readonly consolidationPolicy?: ConsolidationPolicy;
  /** How long a node must be idle, or badly used, first; `Never` switches consolidation off. @pattern ^(([0-9]+(s|m|h))+|Never)$ @patternErrorMessage a duration such as 5m, or Never @default "5m" @example "10m" */
  readonly consolidateAfter?: string;
  /** How many nodes may be disrupted at a time. @default [{ "nodes": "10%" }] */
  readonly budgets?: readonly BudgetSettings[];
}

/** How many nodes of a pool may be disrupted at once. */
export interface BudgetSettings {
  /** A number or a share of the pool's nodes. @pattern ^((100|[0-9]{1,2})%|[0-9]+)$ @patternErrorMessage a number or a percentage, such as 10% @example "10%" */
  readonly nodes: string;
  /** What it holds for; everything where left out. */
  readonly reasons?: readonly DisruptionReason[];
  /** Start of the window as cron in UTC; with `duration`. @example "0 9 * * mon-fri" */
  readonly schedule?: string;
  /** Length of the window. @pattern ^([0-9]+(m|h))+$ @patternErrorMessage a duration such as 8h @example "8h" */
  readonly duration?: string;
}

/** Operating system of a pool's nodes, and its release. */
export interface PoolAmiSettings {
  /** Operating system of the nodes. @default "AL2023" */
  readonly family?: AmiFamily;
  /** Pinned release, as for node groups; the alias names it, so nodes drift only when it changes. @example "v20260923" @example "1.66.0" */
  readonly release?: string;
  /** SSM parameter with an image id of your own, instead of a release. Where its value changes, nodes drift. @example "/golden/eks/al2023" */
  readonly ssmParameter?: string;
}
