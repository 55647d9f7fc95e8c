import type { RemoteNetworks } from "../contracts/features.ts";
import { DEFAULT_KUBERNETES_VERSION } from "../facts/kubernetes.ts";
import { type PolicyDocument } from "../iam/documents.ts";
import type {
  AccessEntrySettings,
  AccessSettings,
  ClusterSettings,
  EndpointSettings,
  ExistingClusterSettings,
  LogType,
  Ref,
  Settings,
  ControlPlaneTier,
  SupportType,
} from "../settings/index.ts";
import { type AdoptionPlan, planAdoption } from "./adoption.ts";
import {
  DEFAULT_DELETION_PROTECTION,
  DEFAULT_LOG_RETENTION_DAYS,
  DEFAULT_LOG_TYPES,
  DEFAULT_PUBLIC_ACCESS,
  DEFAULT_UPGRADE_POLICY,
  KEY_DELETION_WINDOW_DAYS,
} from "./defaults.ts";
import { DEFAULT_PRIVATE_ACCESS, DEFAULT_SERVICE_CIDR } from "../settings/defaults.ts";
import { clusterTrust } from "./documents.ts";
import { type Partition, partitionOf } from "../facts/partition.ts";

/** The control plane, with every default decided. */
export interface ControlPlanePlan {
  readonly name: string;
  readonly region: string;
  readonly partition: Partition;
  readonly kubernetesVersion: string;
  readonly endpoint: Required<EndpointSettings>;
  readonly serviceCidr: string;
  readonly logs: LogPlan;
  readonly secretsKey: SecretsKeyPlan;
  readonly role: { readonly trust: PolicyDocument; readonly managedPolicies: readonly string[] };
  readonly authenticationMode: "API";
  readonly accessEntries: readonly AccessEntryPlan[];
  readonly deployer: DeployerPlan;
  readonly deletionProtection: boolean;
  readonly upgradePolicy: SupportType;
  /** Sent only where a stack says so: not every Region has it. */
  readonly zonalShift?: boolean;
  /** Sent only where a stack says so. */
  readonly tier?: ControlPlaneTier;
  /** Networks of hybrid nodes; undefined sends nothing, because empty lists switch hybrid nodes off. */
  readonly remoteNetworks?: RemoteNetworks;
  /** Set when the cluster exists; then none of the resources above are made. */
  readonly existing?: ExistingClusterPlan;
  readonly tags: Readonly<Record<string, string>>;
}

interface LogPlan {
  readonly types: readonly LogType[];
  readonly retentionDays: number;
  /** EKS writes to this name and to no other. */
  readonly groupName: string;
}

/** Key of the Kubernetes secrets: AWS's own, one that is given, or one that is made. */
type SecretsKeyPlan =
  | { readonly kind: "aws-owned" }
  | { readonly kind: "given"; readonly arn: Ref }
  | { readonly kind: "created"; readonly rotation: true; readonly deletionWindowDays: number };

export interface AccessEntryPlan {
  readonly name: string;
  readonly principalArn: Ref;
  readonly type: "STANDARD";
  readonly kubernetesGroups: readonly string[];
  readonly policyArn?: string;
  readonly scope: { readonly type: "cluster" } | { readonly type: "namespace"; readonly namespaces: readonly string[] };
}

/** How the deploying machine gets its token. */
interface DeployerPlan {
  readonly profile?: string;
  readonly roleArn?: Ref;
}

interface ExistingClusterPlan extends AdoptionPlan {
  readonly endpoint: Ref;
  readonly certificateAuthority: Ref;
  readonly clusterSecurityGroupId: Ref;
  readonly oidcProviderArn?: Ref;
}

/** What other areas add to the control plane. */
export interface ControlPlaneContext {
  readonly remoteNetworks?: RemoteNetworks;
}

/** Plans the control plane; always possible, so it is never undefined. */
export function planControlPlane(settings: Settings, context: ControlPlaneContext = {}): ControlPlanePlan {
  const { cluster, region } = settings;
  const partition = partitionOf(region);
  return {
    name: cluster.name,
    region,
    partition,
    kubernetesVersion: cluster.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION,
    endpoint: planEndpoint(cluster.endpoint),
    serviceCidr: cluster.serviceCidr ?? DEFAULT_SERVICE_CIDR,
    logs: planLogs(cluster),
    secretsKey: planSecretsKey(cluster),
    role: { trust: clusterTrust(), managedPolicies: [`arn:${partition}:iam::aws:policy/AmazonEKSClusterPolicy`] },
    authenticationMode: "API",
    accessEntries: planAccessEntries(partition, cluster.access),
    deployer: planDeployer(cluster.access),
    deletionProtection: cluster.deletionProtection ?? DEFAULT_DELETION_PROTECTION,
    upgradePolicy: cluster.upgradePolicy ?? DEFAULT_UPGRADE_POLICY,
    ...(cluster.zonalShift === undefined ? {} : { zonalShift: cluster.zonalShift }),
    ...(cluster.controlPlaneTier === undefined ? {} : { tier: cluster.controlPlaneTier }),
    ...(context.remoteNetworks === undefined ? {} : { remoteNetworks: context.remoteNetworks }),
    ...(cluster.existing === undefined ? {} : { existing: planExisting(cluster.existing) }),
    tags: cluster.extraTags ?? {},
  };
}

const planEndpoint = ({
  privateAccess,
  publicAccess,
  publicAccessCidrs,
}: EndpointSettings = {}): Required<EndpointSettings> => ({
  privateAccess: privateAccess ?? DEFAULT_PRIVATE_ACCESS,
  publicAccess: publicAccess ?? DEFAULT_PUBLIC_ACCESS,
  publicAccessCidrs: [...new Set(publicAccessCidrs)],
});

const planLogs = ({ name, logs }: ClusterSettings): LogPlan => ({
  types: logs?.types ?? DEFAULT_LOG_TYPES,
  retentionDays: logs?.retentionDays ?? DEFAULT_LOG_RETENTION_DAYS,
  groupName: `/aws/eks/${name}/cluster`,
});

/** A key that is given wins over one to make; a rule refuses both at once. */
function planSecretsKey({ secretsKeyArn, createSecretsKey = false }: ClusterSettings): SecretsKeyPlan {
  if (secretsKeyArn !== undefined) return { kind: "given", arn: secretsKeyArn };
  if (!createSecretsKey) return { kind: "aws-owned" };
  return { kind: "created", rotation: true, deletionWindowDays: KEY_DELETION_WINDOW_DAYS };
}

const planAccessEntries = (partition: Partition, access: AccessSettings = {}): AccessEntryPlan[] =>
  Object.entries(access.entries ?? {})
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, entry]) => planAccessEntry(partition, name, entry));

const planAccessEntry = (partition: Partition, name: string, entry: AccessEntrySettings): AccessEntryPlan => ({
  name,
  principalArn: entry.principalArn,
  type: "STANDARD",
  kubernetesGroups: entry.kubernetesGroups ?? [],
  ...(entry.policy === undefined
    ? {}
    : { policyArn: `arn:${partition}:eks::aws:cluster-access-policy/${entry.policy}` }),
  scope:
    entry.namespaces === undefined || entry.namespaces.length === 0
      ? { type: "cluster" }
      : { type: "namespace", namespaces: entry.namespaces },
});

const planDeployer = ({ deployerProfile, deployerRoleArn }: AccessSettings = {}): DeployerPlan => ({
  ...(deployerProfile === undefined ? {} : { profile: deployerProfile }),
  ...(deployerRoleArn === undefined ? {} : { roleArn: deployerRoleArn }),
});

const planExisting = (existing: ExistingClusterSettings): ExistingClusterPlan => ({
  ...planAdoption(existing),
  endpoint: existing.endpoint,
  certificateAuthority: existing.certificateAuthority,
  clusterSecurityGroupId: existing.clusterSecurityGroupId,
  ...(existing.oidcProviderArn === undefined ? {} : { oidcProviderArn: existing.oidcProviderArn }),
});
