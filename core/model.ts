import type { GatewayPartSettings, HybridSettings, ObservabilitySettings, Settings } from "./settings/index.ts";

/**
 * What the rules see: one cluster as plain data. Three lenses fill it (settings, resources, live), each with the share it
 * knows, so every part is optional. A value that is not known yet is `UNKNOWN` (core/rules/unknown.ts); the types below
 * speak of known values because rules read the model through a guard.
 */
export interface ClusterModel {
  /** What the stack says, word for word; only the settings lens has it. */
  readonly settings?: Settings;
  readonly account?: AccountModel;
  readonly controlPlane?: ControlPlaneModel;
  readonly network?: NetworkModel;
  readonly nodeGroups?: readonly NodeGroupModel[];
  readonly cilium?: CiliumModel;
  readonly identity?: readonly IamRoleModel[];
  readonly securityGroups?: readonly SecurityGroupModel[];
  readonly addons?: readonly AddonModel[];
  readonly releases?: readonly HelmReleaseModel[];
  readonly gatewayApi?: GatewayApiModel;
  readonly quotas?: readonly QuotaModel[];
  /** Systems Manager activations, by which hybrid nodes register; the resources lens fills it. */
  readonly activations?: readonly ActivationModel[];
  /** Kubernetes objects the program creates, as they are sent to the API server. */
  readonly objects?: readonly KubernetesObject[];
  /** Switches that only the settings lens knows: how the program is deployed and destroyed. */
  readonly deployment?: DeploymentModel;
  readonly capacity?: CapacityModel;
  readonly gateway?: GatewayModel;
  readonly observability?: ObservabilityModel;
  readonly hybrid?: HybridModel;
}

/** Helm values, Kubernetes objects: JSON of any shape. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export interface AccountModel {
  readonly region: string;
  readonly partition: "aws" | "aws-cn" | "aws-us-gov";
}

export interface ControlPlaneModel {
  readonly name: string;
  /** `1.35`. */
  readonly kubernetesVersion?: string;
  readonly privateAccess: boolean;
  readonly publicAccess: boolean;
  readonly publicAccessCidrs: readonly string[];
  readonly serviceCidr?: string;
  readonly ipFamily: "ipv4" | "ipv6";
  readonly logTypes: readonly string[];
  readonly logRetentionDays?: number;
  /** Whether Kubernetes secrets are encrypted by a customer's KMS key. */
  readonly customerKey: boolean;
  readonly authenticationMode: "API" | "API_AND_CONFIG_MAP" | "CONFIG_MAP";
  /** EKS installs aws-node, kube-proxy and CoreDNS itself. */
  readonly bootstrapSelfManagedAddons: boolean;
  /** The program adds the VPC CNI or kube-proxy by other means (`eks.Cluster` options). */
  readonly installsVpcCni: boolean;
  readonly installsKubeProxy: boolean;
  /** `eks.Cluster` adds CoreDNS together with the control plane, before there is a node. */
  readonly installsCoreDns?: boolean;
  /** The deprecated argument `defaultAddonsToRemoves` of `aws.eks.Cluster`. */
  readonly defaultAddonsToRemove?: readonly string[];
  readonly autoMode: boolean;
  readonly fargate: boolean;
  readonly deletionProtection: boolean;
  readonly upgradePolicy: "STANDARD" | "EXTENDED";
  readonly accessEntries: readonly AccessEntryModel[];
  readonly subnetZones?: readonly string[];
  /** Networks of hybrid nodes. */
  readonly remoteNetworks?: { readonly nodeCidrs: readonly string[]; readonly podCidrs: readonly string[] };
  /** An existing cluster that Cilium is put on. */
  readonly existing?: { readonly strategy: "no-nodes" | "split" };
}

export interface AccessEntryModel {
  readonly name: string;
  readonly type: string;
  /** Names or ARNs of EKS access policies. */
  readonly policies: readonly string[];
  /** ARN of who gets access. */
  readonly principal?: string;
  readonly groups?: readonly string[];
}

export interface NetworkModel {
  /** Every CIDR of the VPC, the primary first. */
  readonly vpcCidrs: readonly string[];
  /** True when the program creates the VPC. */
  readonly created: boolean;
  readonly subnets: readonly SubnetModel[];
  readonly natGateways: number;
  readonly flowLogs: boolean;
  /** Names of VPC endpoint services, without the region: `ec2`, `ecr.api`, `s3`. */
  readonly endpoints: readonly string[];
  /** Route to the VPC from outside, built before the cluster's provider is used. */
  readonly attached: boolean;
  /** Other networks that must not overlap: clusters that share the VPC, peers, on premises. */
  readonly neighbours: readonly { readonly name: string; readonly cidrs: readonly string[] }[];
  /** Network ACLs that are known; a VPC's default one lets everything through. */
  readonly acls?: readonly NetworkAclModel[];
}

export interface NetworkAclModel {
  readonly name: string;
  /** Names of the subnets it is on. */
  readonly subnets: readonly string[];
  readonly entries: readonly NetworkAclEntryModel[];
}

export interface NetworkAclEntryModel {
  readonly direction: "ingress" | "egress";
  /** Its place: the lowest number that fits decides. */
  readonly number: number;
  readonly action: "allow" | "deny";
  readonly protocol: "tcp" | "udp" | "icmp" | "all";
  readonly from: number;
  readonly to: number;
  readonly cidr: string;
}

export const SubnetRole = { Public: "public", ControlPlane: "control-plane", Node: "node", Pod: "pod" } as const;
export type SubnetRole = (typeof SubnetRole)[keyof typeof SubnetRole];

export interface SubnetModel {
  readonly name: string;
  readonly role: SubnetRole;
  /** Full name, `eu-central-1a`. */
  readonly zone: string;
  readonly cidr: string;
  readonly egress: "nat" | "internet-gateway" | "none" | "unknown";
  readonly reservations: readonly { readonly cidr: string; readonly type: string }[];
  readonly tags: Readonly<Record<string, string>>;
}

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
  /** Tags that the launch template puts on new resources, by resource type: `instance`, `volume`, `network-interface`. */
  readonly templateTags?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface NodeGroupUpdateModel {
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

/** The Cilium chart's release. */
export interface CiliumModel {
  readonly version: string;
  /** What runs in the cluster now, where the user says so. */
  readonly installedVersion?: string;
  readonly releaseName: string;
  readonly namespace: string;
  readonly repository?: string;
  /** The whole values object that Helm gets. */
  readonly values: JsonObject;
  /** Most addresses of a node by group, where a CiliumNodeConfig sets it. */
  readonly groupMaxAllocate?: Readonly<Record<string, number>>;
  /** What the user added on top of what the planner made; empty in lenses that cannot tell. */
  readonly userValues: JsonObject;
  readonly skipAwait: boolean;
  readonly atomic: boolean;
  /** `release` has Helm's life cycle, `template` renders on the client. */
  readonly delivery: "release" | "template";
}

export interface HelmReleaseModel {
  readonly name: string;
  readonly chart: string;
  readonly version?: string;
  readonly namespace?: string;
  readonly values: JsonObject;
  readonly skipAwait?: boolean;
}

export interface AddonModel {
  readonly name: string;
  readonly version?: string;
  readonly hasRole: boolean;
  readonly configuration?: JsonObject;
  /** Whether it waits for nodes; undefined where nobody can tell. */
  readonly afterNodes?: boolean;
}

export interface IamRoleModel {
  readonly name: string;
  readonly purpose: "cluster" | "node" | "operator" | "addon" | "controller" | "other";
  readonly statements: readonly IamStatementModel[];
  readonly managedPolicies: readonly string[];
  readonly trust: readonly IamTrustModel[];
}

export interface IamStatementModel {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditioned: boolean;
}

export interface IamTrustModel {
  readonly kind: "irsa" | "pod-identity" | "service" | "other";
  readonly subject?: string;
  readonly audience?: string;
  readonly actions: readonly string[];
}

export interface SecurityGroupModel {
  readonly name: string;
  readonly attachedTo: readonly ("node" | "pod" | "control-plane" | "load-balancer")[];
  readonly ingress: readonly PortRuleModel[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface PortRuleModel {
  readonly protocol: "tcp" | "udp" | "icmp" | "all";
  readonly from: number;
  readonly to: number;
  readonly sources: readonly string[];
}

export interface GatewayApiModel {
  /** Bundle that the program installs, `v1.4.1`; undefined when none. */
  readonly bundle?: string;
  readonly channel: "standard" | "experimental";
  /** Bundle that is in the cluster now, where the user says so. */
  readonly installedBundle?: string;
  readonly installedChannel?: "standard" | "experimental";
}

export interface QuotaModel {
  readonly serviceCode: string;
  readonly quotaCode: string;
  readonly name: string;
  /** What the plan needs at its largest. */
  readonly needed: number;
  /** What the account has; undefined when nobody has looked. */
  readonly current?: number;
  readonly requested?: number;
}

export interface ActivationModel {
  readonly name: string;
  /** RFC 3339; Systems Manager takes 24 hours where it is left out, and 30 days at most. */
  readonly expirationDate?: string;
  /** Nodes that may register by it; 1 where it is left out. */
  readonly registrationLimit?: number;
}

export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [key: string]: unknown;
}

export interface DeploymentModel {
  /** Date that version support is judged by, `2026-11-20`; undefined skips what depends on it. */
  readonly asOf?: string;
  readonly waitsForRollout: boolean;
  /** An aws provider is passed to the component, so the default credentials may be another account's. */
  readonly explicitAwsProvider?: boolean;
  readonly autoscaler: "none" | "cluster-autoscaler" | "karpenter";
  readonly proxy?: { readonly noProxy: readonly string[] };
  /** Mirrors by the registry that they stand for. */
  readonly registryMirrors?: Readonly<Record<string, string>>;
}

/** Numbers that the capacity planner worked out; see core/capacity. */
export interface CapacityModel {
  readonly groups: readonly GroupCapacityModel[];
  readonly subnets: readonly SubnetBudgetModel[];
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

/** What is asked of a Gateway of ours; what it is made of stands in `objects`. */
export interface GatewayModel {
  readonly settings: GatewayPartSettings;
  /** Further Gateways of the stack, by name. */
  readonly others?: Readonly<Record<string, GatewayPartSettings>>;
  /** Names of those whose load balancer has no subnet to be in. */
  readonly withoutSubnets?: readonly string[];
}

/** What is asked of Hubble and of what stands beside it. */
export interface ObservabilityModel {
  readonly settings: ObservabilitySettings;
}

/** What is asked of nodes on premises. */
export interface HybridModel {
  readonly settings: HybridSettings;
}
