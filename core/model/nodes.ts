export interface NodeGroupModel {
  readonly name: string;
  readonly kind: "managed" | "self-managed" | "karpenter" | "fargate";
  readonly instanceTypes: readonly string[];
  readonly capacityType: "ON_DEMAND" | "SPOT";
  readonly amiFamily: "AL2023" | "BOTTLEROCKET" | "AL2" | "WINDOWS" | "CUSTOM";
  /** Pinned AMI release, `v20260714` or `1.52.0`; undefined when it moves by itself. */
  readonly amiRelease?: string;
  /** Kubernetes minor the image is made for. */
  readonly amiKubernetesVersion?: string;
  readonly architecture?: "x86_64" | "arm64";
  readonly scaling: { readonly min: number; readonly desired: number; readonly max: number };
  /** Somebody chooses among the types and stops at these limits: of each type there may be another number of nodes. */
  readonly fleet?: { readonly limits: { readonly cpu?: number; readonly nodes?: number } };
  /** Nodes that an upgrade adds for a while. */
  readonly surge: number;
  readonly maxPods?: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly TaintModel[];
  readonly subnets: readonly string[];
  readonly publicSubnets: boolean;
  readonly disk: { readonly sizeGiB?: number; readonly encrypted: boolean; readonly type?: string };
  readonly metadata: { readonly httpTokens?: string; readonly hopLimit?: number };
  readonly access: { readonly kind: "none" | "ssm" | "ssh"; readonly sourceCidrs: readonly string[] };
  /** Managed policies and inline actions of the node role, where known. */
  readonly rolePolicies: readonly string[];
  /** Boot settings that touch network devices. */
  readonly networkSetup: { readonly xdpUdevRule: boolean; readonly mtu?: number };
  /** ENIs in the launch template. */
  readonly launchTemplateInterfaces: number;
  /** Pods' subnet and security-group tags of this group, carried by a CiliumNodeConfig. */
  readonly podSubnetTags?: Readonly<Record<string, string>>;
  readonly podSecurityGroupTags?: Readonly<Record<string, string>>;
  readonly userDataKind: "nodeadm" | "bottlerocket" | "bootstrap-sh" | "none";
  /** The launch template names an image. Without one EKS writes its own user data, which beats `maxPods`. */
  readonly customImage?: boolean;
  /** SSM parameter that the image id is read from. */
  readonly imageParameter?: string;
  /** Name of the EC2 key pair. */
  readonly keyName?: string;
  readonly update?: NodeGroupUpdateModel;
  /** Where the pods' limit is written. */
  readonly maxPodsPlaces?: { readonly kubelet?: number; readonly expression?: string };
  /** What the user data joins the node to. */
  readonly joins?: { readonly clusterName?: string; readonly endpoint?: string; readonly serviceCidr?: string };
  /** NodeConfig parts of the user data; the later ones win. */
  readonly nodeConfigParts?: number;
  /** Whether it waits for Cilium's release; undefined where nobody can tell. */
  readonly afterCilium?: boolean;
  /** `eks.Cluster` makes it together with the control plane, as its default node group. */
  readonly madeWithCluster?: boolean;
  /** Tags that the launch template puts on new resources, by resource type: `instance`, `volume`, `network-interface`. */
  readonly templateTags?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface NodeGroupUpdateModel {
  readonly maxUnavailable?: number;
  readonly maxUnavailablePercentage?: number;
  readonly strategy?: "DEFAULT" | "MINIMAL";
}

export interface TaintModel {
  readonly key: string;
  readonly value?: string;
  readonly effect: "NoSchedule" | "NoExecute" | "PreferNoSchedule";
  /** `kubelet`: registered once by the node itself; `node-group`: put back by EKS on updates; `startup`: Karpenter's startupTaints. */
  readonly place: "kubelet" | "node-group" | "startup";
}

/** Numbers that the capacity planner worked out; see core/capacity. */
export interface CapacityModel {
  readonly groups: readonly GroupCapacityModel[];
  readonly subnets: readonly SubnetBudgetModel[];
  /** Node groups that are not counted, because something of them is not known yet. */
  readonly uncounted?: readonly string[];
}

export interface GroupCapacityModel {
  readonly name: string;
  readonly instanceType: string;
  readonly podAddresses: number;
  readonly maxPods: number;
  readonly bindsFirst: string;
}

export interface SubnetBudgetModel {
  readonly subnet: string;
  readonly scenario: "min" | "desired" | "max" | "surge" | "zone-loss";
  readonly unit: "addresses" | "prefixes";
  readonly needed: number;
  readonly available: number;
}
