import type { Cidr } from "./values.ts";
import type { Autoscaler } from "./nodes.ts";
import type { Ref } from "./ref.ts";

/** A log of the control plane. */
export const LogType = {
  Api: "api",
  Audit: "audit",
  Authenticator: "authenticator",
  ControllerManager: "controllerManager",
  Scheduler: "scheduler",
} as const;
export type LogType = (typeof LogType)[keyof typeof LogType];

/** What EKS does at the end of standard support. */
export const SupportType = { Standard: "STANDARD", Extended: "EXTENDED" } as const;
export type SupportType = (typeof SupportType)[keyof typeof SupportType];

/** Sizes of a provisioned control plane (EKS API: ControlPlaneScalingConfig; @pulumi/aws 7.48). */
export const ControlPlaneTier = {
  Standard: "standard",
  Xl: "tier-xl",
  Xl2: "tier-2xl",
  Xl4: "tier-4xl",
  Xl8: "tier-8xl",
} as const;
export type ControlPlaneTier = (typeof ControlPlaneTier)[keyof typeof ControlPlaneTier];

/** The control plane: stack key `cilium-eks:cluster`. */
export interface ClusterSettings {
  /** EKS cluster name, unique in the account and Region. Also Cilium's `cluster.name`, so at most 32 characters, `[a-z0-9-]`: ENI garbage collection tells clusters apart by it. Another name replaces the cluster. @example "blue" */
  readonly name: string;
  /** Kubernetes minor in quotes. Raising it is an in-place upgrade, one minor at a time; it cannot be lowered. Required with `existing`. @pattern ^\d+\.\d+$ @patternErrorMessage a Kubernetes minor in quotes, for example "1.35" @default "1.35" @example "1.34" */
  readonly kubernetesVersion?: string;
  /** Where the Kubernetes API is reached. */
  readonly endpoint?: EndpointSettings;
  /** Service CIDR, a private block of /12 to /24. Another one replaces the cluster. Always sent, because EKS otherwise picks one by itself. Required with `existing`. @default "172.20.0.0/16" */
  readonly serviceCidr?: Cidr;
  /** Control-plane logs in CloudWatch Logs. */
  readonly logs?: LogSettings;
  /** ARN of a KMS key for Kubernetes secrets. Can be added to a running cluster; without it again the cluster is replaced, and another key is not taken. The logs are not encrypted by it: its policy may not admit CloudWatch Logs. @example "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" */
  readonly secretsKeyArn?: Ref;
  /** Creates a KMS key with rotation for Kubernetes secrets and the control-plane log group; without it secrets are encrypted by AWS's own key. About 1 USD a month; for the cluster's life, and deleting the key loses the secrets. @default false */
  readonly createSecretsKey?: boolean;
  /** Who may use the cluster. Whoever creates it is always an administrator: eks.Cluster fixes that. */
  readonly access?: AccessSettings;
  /** EKS refuses to delete the cluster while on. A destroy then takes two steps: switch it off and `pulumi up`, then `pulumi destroy`. @default false */
  readonly deletionProtection?: boolean;
  /** What happens at the end of standard support. `STANDARD`: EKS upgrades the control plane by itself. `EXTENDED`, EKS's own default: it costs 0.60 USD an hour instead of 0.10 from that day on. @default "STANDARD" */
  readonly upgradePolicy?: SupportType;
  /** Lets Amazon Application Recovery Controller shift traffic away from a zone. Not sent where left out; to switch it off again, set it to false. */
  readonly zonalShift?: boolean;
  /** Provisioned Control Plane: capacity that is there before it is needed, at a price an hour of its own. `standard` grows by itself. Not sent where left out; to go back, set it to `standard`. @example "tier-xl" */
  readonly controlPlaneTier?: ControlPlaneTier;
  /** EKS add-ons. Never vpc-cni (but for aws-cni chaining) and never kube-proxy. */
  readonly addons?: AddonSettings;
  /** Install the Kubernetes cluster-autoscaler, which moves every node group between its `min` and `max`. Without it their size is fixed. @default "none" */
  readonly autoscaler?: Autoscaler;
  /** Put Cilium on a cluster that exists instead of making one. */
  readonly existing?: ExistingClusterSettings;
  /** HTTP proxy for nodes and Cilium. The Pod Identity address and the cluster's own ranges are added to NO_PROXY. */
  readonly proxy?: ProxySettings;
  /** Where charts, images and CRDs come from in a closed network. */
  readonly registry?: RegistrySettings;
  /** Date (`YYYY-MM-DD`) by which the end of Kubernetes support is judged; the command line sets it to today. @pattern ^\d{4}-\d{2}-\d{2}$ @patternErrorMessage a date, for example 2026-11-20 @example "2026-11-20" */
  readonly asOf?: string;
  /** Days after which `plan` says that this release's tables (calendar, images, quotas, keys) are old; the newest of them counts. @minimum 1 @maximum 3650 @default 120 */
  readonly maxTableAgeDays?: number;
  /** Tags on every AWS resource that takes them. @example { team: "platform" } */
  readonly extraTags?: Readonly<Record<string, string>>;
}

/** Where the Kubernetes API is reached. */
export interface EndpointSettings {
  /** Reach the API server from inside the VPC. Nodes need it unless the public endpoint admits them. The machine that deploys needs a route into the VPC where there is no public endpoint. @default true */
  readonly privateAccess?: boolean;
  /** Reach the API server from the internet. @default false */
  readonly publicAccess?: boolean;
  /** Who may use the public endpoint; at most 40 CIDRs. Required with `publicAccess`; `0.0.0.0/0` must be written out and is warned about. @example ["203.0.113.0/24"] */
  readonly publicAccessCidrs?: readonly Cidr[];
}

/** Logs of the control plane, in CloudWatch Logs. */
export interface LogSettings {
  /** Control-plane log types sent to CloudWatch Logs; all where left out, none for an empty list. Ingestion is billed by volume and `audit` is the largest. @example ["api", "audit", "authenticator"] */
  readonly types?: readonly LogType[];
  /** Days that CloudWatch Logs keeps them, one of the numbers that it offers. The log group is made before the cluster, so that EKS does not make one that never expires. @minimum 1 @maximum 3653 @default 365 */
  readonly retentionDays?: number;
}

/** Who may use the Kubernetes API. */
export interface AccessSettings {
  /** Access entries by name. */
  readonly entries?: Readonly<Record<string, AccessEntrySettings>>;
  /** AWS profile that the deploying machine uses for `aws eks get-token`. */
  readonly deployerProfile?: string;
  /** Role that the deploying machine assumes for the cluster. @example "arn:aws:iam::123456789012:role/deploy" */
  readonly deployerRoleArn?: Ref;
}

/** An access policy of EKS. */
export const AccessPolicy = {
  ClusterAdmin: "AmazonEKSClusterAdminPolicy",
  Admin: "AmazonEKSAdminPolicy",
  Edit: "AmazonEKSEditPolicy",
  View: "AmazonEKSViewPolicy",
} as const;
export type AccessPolicy = (typeof AccessPolicy)[keyof typeof AccessPolicy];

/** An IAM principal that gets access. */
export interface AccessEntrySettings {
  /** IAM role (or user) that gets access. @example "arn:aws:iam::123456789012:role/admin" */
  readonly principalArn: Ref;
  /** EKS access policy; leave out to rely on `kubernetesGroups`. */
  readonly policy?: AccessPolicy;
  /** Limits the policy to these namespaces; the whole cluster otherwise. */
  readonly namespaces?: readonly string[];
  /** Groups that your own role bindings name; not those with a reserved prefix such as `system:`. */
  readonly kubernetesGroups?: readonly string[];
}

/** Add-ons of EKS. */
export interface AddonSettings {
  /** DNS of the cluster; created after Cilium and the nodes. On where left out, but for a cluster that exists. */
  readonly coredns?: AddonChoice;
  /** Pod Identity agent; always on, and before Cilium, with `cilium.operatorIdentity: pod-identity`. Otherwise on where left out, but for a cluster that exists. */
  readonly podIdentityAgent?: AddonChoice;
  /** EBS volumes: driver, its role and a default gp3 StorageClass with encryption. Off where left out. */
  readonly ebsCsi?: AddonChoice;
  /** Resource metrics for `kubectl top` and autoscaling by CPU or memory. Off where left out. On the host network where pods have overlay addresses; UNVERIFIED that the add-on takes that setting. */
  readonly metricsServer?: AddonChoice;
}

/** An add-on: its version, configuration and role. */
export interface AddonChoice {
  /** Install the add-on. */
  readonly enabled?: boolean;
  /** Add-on version; pinned per Kubernetes minor where left out. @example "v1.12.4-eksbuild.1" */
  readonly version?: string;
  /** Add-on configuration values, as EKS takes them. */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

/** How Cilium comes to a cluster that exists. */
export const AdoptionStrategy = { NoNodes: "no-nodes", Split: "split" } as const;
export type AdoptionStrategy = (typeof AdoptionStrategy)[keyof typeof AdoptionStrategy];

/** A cluster that exists. Its name is `cluster.name`. */
export interface ExistingClusterSettings {
  /** `no-nodes`: the cluster has no nodes, aws-node and kube-proxy are disabled. `split`: old nodes keep the VPC CNI until drained; Cilium runs on new, labelled nodes only. */
  readonly strategy: AdoptionStrategy;
  /** API endpoint, with or without `https://`. */
  readonly endpoint: Ref;
  /** Base64 certificate authority data. */
  readonly certificateAuthority: Ref;
  /** Security group that EKS made for the cluster. */
  readonly clusterSecurityGroupId: Ref;
  /** IAM OIDC provider, needed for `operatorIdentity: irsa`. */
  readonly oidcProviderArn?: Ref;
}

/** HTTP proxy of nodes and Cilium. */
export interface ProxySettings {
  /** Proxy for HTTP, and for HTTPS where `httpsProxy` is left out. @example "http://proxy.example.com:3128" @secret */
  readonly httpProxy: string;
  /** Proxy for HTTPS; `httpProxy` where left out. @secret */
  readonly httpsProxy?: string;
  /** Additions to the computed NO_PROXY list. @example [".example.com"] */
  readonly noProxy?: readonly string[];
}

/** Where charts, images and CRDs come from in a closed network. */
export interface RegistrySettings {
  /** Mirrors by the registry that they stand for, `quay.io: registry.example.com/quay`. Nodes pull from them first; Cilium's values name the mirror of quay.io, and `plan` lists the Cilium images that it must hold. @minLength 1 @example { "quay.io": "registry.example.com/quay" } @secret */
  readonly mirrors?: Readonly<Record<string, string>>;
  /** Helm repository, or `oci://` prefix, that holds the charts of everything but Cilium under their own names and versions. @example "oci://registry.example.com/charts" @secret */
  readonly charts?: string;
  /** Helm repository or `oci://` reference of the Cilium chart. @example "oci://registry.example.com/charts/cilium" @secret */
  readonly ciliumChart?: string;
  /** Folder or URL prefix that holds the CRD bundles, instead of their release URLs. @example "https://files.example.com/crds" @secret */
  readonly crds?: string;
}
