import type { Partition } from "../facts/partition.ts";
import type { JsonObject } from "./json.ts";

export interface AccountModel {
  readonly region: string;
  readonly partition: Partition;
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
  /** EKS makes whoever creates the cluster its administrator; true where it is left out. */
  readonly creatorIsAdmin?: boolean;
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
  /** Issuer of the identity provider that is trusted, and those that the conditions on the token name. */
  readonly issuer?: string;
  readonly conditionIssuers?: readonly string[];
  readonly actions: readonly string[];
}

/** Which role the pods of a service account get by EKS Pod Identity. */
export interface PodIdentityAssociationModel {
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** An IAM OIDC provider, by which roles trust tokens of a cluster. */
export interface OidcProviderModel {
  readonly name: string;
  /** Issuer without its scheme. */
  readonly issuer: string;
  readonly audiences: readonly string[];
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
