import type { ClusterModel } from "../../core/model/index.ts";
import { UNKNOWN } from "../../core/model/unknown.ts";
import { viewCluster } from "../index.ts";
import type { Props, Registered } from "../registered.ts";
import { type Raw, keyOf, nameOf } from "./raw.ts";
import { present } from "../../core/model/present.ts";

/* What runs, as the resources that a program would have registered for it: so every rule that sees resources judges it too. */

const registered = (type: string, name: string, props: Props): Registered => ({
  urn: `live:${type}:${name}`,
  type,
  name,
  props,
  protect: false,
  ignoreChanges: [],
  sources: {},
  dependencies: [],
});

/** What the API server and controllers write into an object; no program sends it. */
const WRITTEN: ReadonlySet<string> = new Set([
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "managedFields",
  "ownerReferences",
  "selfLink",
  "finalizers",
]);
const APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** An object as its owner sent it; undefined for one that a controller made of another object. */
export function asRegistered(object: Raw): Registered | undefined {
  const { apiVersion = "v1", kind = "", metadata = {}, status: _, ...rest } = object;
  if ((metadata.ownerReferences ?? []).length > 0) return undefined;
  const { [APPLIED]: _applied, ...annotations } = metadata.annotations ?? {};
  const own = Object.fromEntries(Object.entries(metadata).filter(([key]) => !WRITTEN.has(key)));
  const type = `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
  return {
    ...registered(type, keyOf(object), {
      ...rest,
      apiVersion,
      kind,
      metadata: { ...own, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
    }),
    name: nameOf(object),
  };
}

interface EksCluster {
  readonly name?: string;
  readonly version?: string;
  readonly resourcesVpcConfig?: object;
  readonly kubernetesNetworkConfig?: object;
  readonly logging?: {
    readonly clusterLogging?: readonly { readonly types?: readonly string[]; readonly enabled?: boolean }[];
  };
  readonly encryptionConfig?: readonly unknown[];
  readonly accessConfig?: { readonly authenticationMode?: string };
  readonly upgradePolicy?: object;
  readonly deletionProtection?: boolean;
  readonly computeConfig?: object;
  readonly remoteNetworkConfig?: {
    readonly remoteNodeNetworks?: readonly { readonly cidrs?: readonly string[] }[];
    readonly remotePodNetworks?: readonly { readonly cidrs?: readonly string[] }[];
  };
}

const cidrs = (networks: readonly { readonly cidrs?: readonly string[] }[] = []): readonly string[] =>
  networks.flatMap(({ cidrs: own = [] }) => own);

/** DescribeCluster's answer, in the words of Pulumi's resource; what the API does not tell stays unknown. */
export function clusterAsRegistered(cluster: EksCluster): Registered {
  const { name = "", version, resourcesVpcConfig = {}, remoteNetworkConfig: remote, ...rest } = cluster;
  return registered("aws:eks/cluster:Cluster", name, {
    name,
    version,
    vpcConfig: resourcesVpcConfig,
    kubernetesNetworkConfig: rest.kubernetesNetworkConfig,
    enabledClusterLogTypes: (rest.logging?.clusterLogging ?? []).flatMap(({ types = [], enabled }) =>
      enabled === true ? types : [],
    ),
    encryptionConfig: rest.encryptionConfig,
    accessConfig: { ...rest.accessConfig, bootstrapClusterCreatorAdminPermissions: UNKNOWN },
    bootstrapSelfManagedAddons: UNKNOWN,
    upgradePolicy: rest.upgradePolicy,
    deletionProtection: rest.deletionProtection,
    computeConfig: rest.computeConfig,
    ...(remote === undefined
      ? {}
      : {
          remoteNetworkConfig: {
            remoteNodeNetworks: { cidrs: cidrs(remote.remoteNodeNetworks) },
            remotePodNetworks: { cidrs: cidrs(remote.remotePodNetworks) },
          },
        }),
  });
}

interface EksAddon {
  readonly addonName?: string;
  readonly addonVersion?: string;
  readonly serviceAccountRoleArn?: string;
  readonly podIdentityAssociations?: readonly string[];
  readonly configurationValues?: string;
}

export const addonAsRegistered = (addon: EksAddon): Registered =>
  registered("aws:eks/addon:Addon", addon.addonName ?? "", { ...addon });

interface EksNodegroup {
  readonly nodegroupName?: string;
  readonly scalingConfig?: object;
  readonly instanceTypes?: readonly string[];
  readonly amiType?: string;
  readonly capacityType?: string;
  readonly releaseVersion?: string;
  readonly version?: string;
  readonly labels?: object;
  readonly taints?: readonly unknown[];
  readonly launchTemplate?: unknown;
  readonly remoteAccess?: { readonly ec2SshKey?: string; readonly sourceSecurityGroups?: readonly string[] };
  readonly updateConfig?: object;
  readonly subnets?: readonly string[];
}

export const nodegroupAsRegistered = ({
  nodegroupName = "",
  subnets,
  remoteAccess,
  ...group
}: EksNodegroup): Registered =>
  registered("aws:eks/nodeGroup:NodeGroup", nodegroupName, {
    ...group,
    nodeGroupName: nodegroupName,
    subnetIds: subnets,
    ...(group.instanceTypes === undefined && group.launchTemplate !== undefined ? { instanceTypes: UNKNOWN } : {}),
    ...(remoteAccess === undefined
      ? {}
      : {
          remoteAccess: {
            ec2SshKey: remoteAccess.ec2SshKey,
            sourceSecurityGroupIds: remoteAccess.sourceSecurityGroups,
          },
        }),
  });

/** Parts that a program tells whole, and a reading of what runs only in pieces. */
type Told = Pick<
  ClusterModel,
  "controlPlane" | "nodeGroups" | "cilium" | "addons" | "gatewayApi" | "objects" | "releases" | "account"
>;

/**
 * The model of what runs, for the rules of the catalogue. What only a program has (in which order it makes things, whether it
 * waits) is unknown: the rules on it say that they cannot tell.
 */
export function viewRunning(all: readonly Registered[], region: string | undefined): Told {
  const { model } = viewCluster(all, region);
  const { controlPlane, nodeGroups, cilium, addons, gatewayApi, objects, account } = model;
  const unknown = UNKNOWN as never;
  return {
    ...present("account", account),
    ...present("controlPlane", controlPlane && { ...controlPlane, accessEntries: unknown, logRetentionDays: unknown }),
    ...present(
      "nodeGroups",
      nodeGroups?.map((group) => ({ ...group, afterCilium: unknown, madeWithCluster: false, rolePolicies: unknown })),
    ),
    ...present("cilium", cilium && { ...cilium, skipAwait: unknown, atomic: unknown, afterNodes: unknown }),
    ...present(
      "addons",
      addons?.map((addon) => ({ ...addon, afterNodes: unknown })),
    ),
    ...present("gatewayApi", gatewayApi),
    ...present("objects", objects),
    // Charts are not resources of a cluster; what is installed by which is not told.
    releases: unknown,
  };
}
