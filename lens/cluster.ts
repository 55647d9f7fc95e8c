import type { ControlPlaneModel } from "../core/model/index.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { ENTRY, viewAccessEntries } from "./access-entries.ts";
import {
  type Registered,
  type PartView,
  at,
  isKnown,
  items,
  listAt,
  named,
  nothing,
  ofType,
  read,
} from "./registered.ts";
import { present } from "../core/model/present.ts";

export const RAW_CLUSTER = "aws:eks/cluster:Cluster";
export const CLUSTER_COMPONENT = "eks:index:Cluster";

/** The control plane from `aws.eks.Cluster`, from `eks.Cluster`, or from both where the engine shows the component's child. */
export function viewControlPlane(resources: readonly Registered[]): PartView<ControlPlaneModel> {
  // The real engine shows the component without inputs (@pulumi/eks 4.3.0 is built with an SDK that sends none), and its child.
  const [component] = ofType(resources, CLUSTER_COMPONENT).filter(({ props }) => Object.keys(props).length > 0);
  const [raw] = ofType(resources, RAW_CLUSTER);
  const cluster = component ?? raw;
  if (cluster === undefined) return nothing;
  const core = component === undefined ? fromRaw(cluster) : fromComponent(component);
  return {
    part: {
      ...core,
      name: nameOf(cluster, raw),
      accessEntries: viewAccessEntries(resources, component),
      fargate: ofType(resources, "aws:eks/fargateProfile:FargateProfile").length > 0 || core.fargate,
      ...present("logRetentionDays", logRetention(resources)),
    },
    origins: {
      controlPlane: cluster.urn,
      ...Object.fromEntries(
        ofType(resources, ENTRY).map(({ name, urn }) => [`controlPlane.access.entries.${name}`, urn] as const),
      ),
    },
  };
}

/** Often the name is an Output of the component or left to AWS; the resource's name then stands in for it. */
function nameOf(cluster: Registered, raw: Registered | undefined): string {
  const own = at(cluster.props, "name");
  if (own === UNKNOWN) return UNKNOWN as never;
  return named(cluster.props, "name", read(raw?.props, "name", cluster.name));
}

type Core = Omit<ControlPlaneModel, "name" | "accessEntries" | "logRetentionDays">;

function fromRaw({ props }: Registered): Core {
  const removed = at(props, "defaultAddonsToRemoves");
  return {
    ...present("kubernetesVersion", read<string | undefined>(props, "version")),
    privateAccess: read(props, "vpcConfig.endpointPrivateAccess", false),
    publicAccess: read(props, "vpcConfig.endpointPublicAccess", true),
    publicAccessCidrs: publicCidrs(
      at(props, "vpcConfig.endpointPublicAccess", true),
      listAt(props, "vpcConfig.publicAccessCidrs"),
    ),
    ...present("serviceCidr", read<string | undefined>(props, "kubernetesNetworkConfig.serviceIpv4Cidr")),
    ipFamily: read(props, "kubernetesNetworkConfig.ipFamily", "ipv4"),
    logTypes: read(props, "enabledClusterLogTypes", []),
    customerKey: isSaid(at(props, "encryptionConfig")),
    authenticationMode: read(props, "accessConfig.authenticationMode", "CONFIG_MAP"),
    creatorIsAdmin: read(props, "accessConfig.bootstrapClusterCreatorAdminPermissions", true),
    bootstrapSelfManagedAddons: read(props, "bootstrapSelfManagedAddons", true),
    installsVpcCni: false,
    installsKubeProxy: false,
    ...present(
      "defaultAddonsToRemove",
      removed === undefined ? undefined : (items(props, "defaultAddonsToRemoves") as []),
    ),
    autoMode: read(props, "computeConfig.enabled", false),
    fargate: false,
    deletionProtection: read(props, "deletionProtection", false),
    // EKS's own default is extended support (CreateCluster, upgradePolicy).
    upgradePolicy: read(props, "upgradePolicy.supportType", "EXTENDED"),
    ...present("remoteNetworks", remoteNetworks(at(props, "remoteNetworkConfig"))),
  };
}

/** Networks of hybrid nodes; each list is one block with many CIDRs, which AWS's provider also takes as a list of one. */
function remoteNetworks(config: unknown): ControlPlaneModel["remoteNetworks"] {
  if (config === undefined) return undefined;
  const cidrs = (key: string): readonly string[] => read(config, `${key}.cidrs`, read(config, `${key}.0.cidrs`, []));
  return config === UNKNOWN
    ? (UNKNOWN as never)
    : { nodeCidrs: cidrs("remoteNodeNetworks"), podCidrs: cidrs("remotePodNetworks") };
}

/** Defaults are those of @pulumi/eks 4.3.0 cluster.ts, which differ from the raw resource's. */
function fromComponent({ props }: Registered): Core {
  const autoMode = read(props, "autoMode.enabled", false);
  const unlessAuto = (installs: boolean | undefined): boolean =>
    autoMode ? false : installs === undefined ? (UNKNOWN as never) : installs;
  return {
    ...present("kubernetesVersion", read<string | undefined>(props, "version")),
    privateAccess: read(props, "endpointPrivateAccess", false),
    publicAccess: read(props, "endpointPublicAccess", true),
    publicAccessCidrs: publicCidrs(at(props, "endpointPublicAccess", true), listAt(props, "publicAccessCidrs")),
    ...present("serviceCidr", read<string | undefined>(props, "kubernetesServiceIpAddressRange")),
    ipFamily: read(props, "ipFamily", "ipv4"),
    logTypes: read(props, "enabledClusterLogTypes", []),
    customerKey: isSaid(at(props, "encryptionConfigKeyArn")),
    authenticationMode: read(props, "authenticationMode", "CONFIG_MAP"),
    bootstrapSelfManagedAddons: read(props, "bootstrapSelfManagedAddons", true),
    installsVpcCni: unlessAuto(decided(at(props, "useDefaultVpcCni"), (value) => value !== true)),
    installsKubeProxy: unlessAuto(decided(at(props, "kubeProxyAddonOptions.enabled"), (value) => value !== false)),
    installsCoreDns: unlessAuto(installsCoreDns(props)),
    autoMode,
    fargate: isSaid(at(props, "fargate")),
    deletionProtection: read(props, "deletionProtection", false),
    upgradePolicy: read(props, "upgradePolicy.supportType", "EXTENDED"),
  };
}

/** What a known value says; undefined where it is not known. */
const decided = (value: unknown, say: (value: unknown) => boolean): boolean | undefined =>
  value === UNKNOWN ? undefined : say(value);

/**
 * With options it makes the add-on unless they say `enabled: false`; without any only beside its default node group or Fargate
 * profile (@pulumi/eks 4.3.0 cluster.ts).
 */
function installsCoreDns(props: unknown): boolean | undefined {
  const options = at(props, "corednsAddonOptions");
  if (options !== undefined) return decided(at(props, "corednsAddonOptions.enabled"), (value) => value !== false);
  return decided(at(props, "skipDefaultNodeGroup"), (skips) => skips !== true || isSaid(at(props, "fargate")));
}

/** An unknown key is a key; `false` (as in `fargate: false`) and an empty list are none. */
const isSaid = (value: unknown): boolean =>
  value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);

/** EKS opens a public endpoint to everybody unless it is told otherwise. */
function publicCidrs(isPublic: unknown, cidrs: readonly string[]): readonly string[] {
  if (!isKnown(cidrs)) return cidrs;
  if (cidrs.length > 0) return cidrs;
  if (isPublic === UNKNOWN) return UNKNOWN as never;
  return isPublic === false ? [] : ["0.0.0.0/0"];
}

function logRetention(resources: readonly Registered[]): number | undefined {
  const group = ofType(resources, "aws:cloudwatch/logGroup:LogGroup").find(({ props }) => {
    const name = at(props, "name");
    return typeof name === "string" && name.startsWith("/aws/eks/");
  });
  return group === undefined ? undefined : read<number | undefined>(group.props, "retentionInDays", 0);
}
