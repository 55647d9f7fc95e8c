import type { AccessEntryModel, ControlPlaneModel } from "../../core/model.ts";
import { UNKNOWN } from "../../core/rules/unknown.ts";
import { type Registered, type Seen, at, given, items, nothing, ofType, read } from "./registered.ts";

const RAW = "aws:eks/cluster:Cluster";
const COMPONENT = "eks:index:Cluster";

/** The control plane from `aws.eks.Cluster`, from `eks.Cluster`, or from both where the engine shows the component's child. */
export function seeControlPlane(resources: readonly Registered[]): Seen<ControlPlaneModel> {
  // The real engine shows the component without inputs (@pulumi/eks 4.3.0 is built with an SDK that sends none), and its child.
  const [component] = ofType(resources, COMPONENT).filter(({ props }) => Object.keys(props).length > 0);
  const [raw] = ofType(resources, RAW);
  const cluster = component ?? raw;
  if (cluster === undefined) return nothing;
  const read = component === undefined ? fromRaw(cluster) : fromComponent(component);
  const entries = seeAccessEntries(resources, component);
  const retention = logRetention(resources);
  return {
    part: {
      ...read,
      name: nameOf(cluster, raw),
      accessEntries: entries,
      fargate: read.fargate || ofType(resources, "aws:eks/fargateProfile:FargateProfile").length > 0,
      ...given("logRetentionDays", retention),
    },
    origins: { controlPlane: cluster.urn },
  };
}

const nameOf = (cluster: Registered, raw: Registered | undefined): string =>
  read(cluster.props, "name", read(raw?.props, "name", cluster.name));

type Core = Omit<ControlPlaneModel, "name" | "accessEntries" | "logRetentionDays">;

function fromRaw({ props }: Registered): Core {
  return {
    ...given("kubernetesVersion", read<string | undefined>(props, "version")),
    privateAccess: read(props, "vpcConfig.endpointPrivateAccess", false),
    publicAccess: read(props, "vpcConfig.endpointPublicAccess", true),
    publicAccessCidrs: publicCidrs(
      at(props, "vpcConfig.endpointPublicAccess", true),
      items(props, "vpcConfig.publicAccessCidrs"),
    ),
    ...given("serviceCidr", read<string | undefined>(props, "kubernetesNetworkConfig.serviceIpv4Cidr")),
    ipFamily: read(props, "kubernetesNetworkConfig.ipFamily", "ipv4"),
    logTypes: read(props, "enabledClusterLogTypes", []),
    customerKey: present(at(props, "encryptionConfig")),
    authenticationMode: read(props, "accessConfig.authenticationMode", "CONFIG_MAP"),
    bootstrapSelfManagedAddons: read(props, "bootstrapSelfManagedAddons", true),
    installsVpcCni: false,
    installsKubeProxy: false,
    autoMode: read(props, "computeConfig.enabled", false),
    fargate: false,
    deletionProtection: read(props, "deletionProtection", false),
    // EKS's own default is extended support (CreateCluster, upgradePolicy).
    upgradePolicy: read(props, "upgradePolicy.supportType", "EXTENDED"),
  };
}

/** Defaults are those of @pulumi/eks 4.3.0 cluster.ts, which differ from the raw resource's. */
function fromComponent({ props }: Registered): Core {
  const autoMode = read(props, "autoMode.enabled", false);
  return {
    ...given("kubernetesVersion", read<string | undefined>(props, "version")),
    privateAccess: read(props, "endpointPrivateAccess", false),
    publicAccess: read(props, "endpointPublicAccess", true),
    publicAccessCidrs: publicCidrs(at(props, "endpointPublicAccess", true), items(props, "publicAccessCidrs")),
    ...given("serviceCidr", read<string | undefined>(props, "kubernetesServiceIpAddressRange")),
    ipFamily: read(props, "ipFamily", "ipv4"),
    logTypes: read(props, "enabledClusterLogTypes", []),
    customerKey: present(at(props, "encryptionConfigKeyArn")),
    authenticationMode: read(props, "authenticationMode", "CONFIG_MAP"),
    bootstrapSelfManagedAddons: read(props, "bootstrapSelfManagedAddons", true),
    installsVpcCni: !autoMode && at(props, "useDefaultVpcCni") !== true,
    installsKubeProxy: !autoMode && at(props, "kubeProxyAddonOptions.enabled", true) !== false,
    autoMode,
    fargate: present(at(props, "fargate")),
    deletionProtection: read(props, "deletionProtection", false),
    upgradePolicy: read(props, "upgradePolicy.supportType", "EXTENDED"),
  };
}

/** An unknown key is a key; `false` (as in `fargate: false`) is not. */
const present = (value: unknown): boolean => value !== undefined && value !== false;

/** EKS opens a public endpoint to everybody unless it is told otherwise. */
function publicCidrs(isPublic: unknown, cidrs: readonly unknown[]): readonly string[] {
  if ((cidrs as unknown) === UNKNOWN) return UNKNOWN as never;
  if (cidrs.length > 0) return cidrs as string[];
  return isPublic === false ? [] : ["0.0.0.0/0"];
}

function seeAccessEntries(resources: readonly Registered[], component: Registered | undefined): AccessEntryModel[] {
  const raw = ofType(resources, "aws:eks/accessEntry:AccessEntry").map(({ name, props }) => ({
    name,
    type: read(props, "type", "STANDARD"),
    policies: policiesOf(resources, name),
  }));
  const entries = at(component?.props, "accessEntries", {});
  const inline = Object.entries(typeof entries === "object" && entries !== null ? entries : {}).map(
    ([name, entry]) => ({
      name,
      type: read(entry, "type", "STANDARD"),
      policies: Object.values(read<Record<string, unknown>>(entry, "accessPolicies", {})).map((policy) =>
        read(policy, "policyArn", ""),
      ),
    }),
  );
  return [...raw, ...inline];
}

/** Associations name their entry by principal, which is often unknown; ours carry the entry's name as a prefix. */
const policiesOf = (resources: readonly Registered[], entry: string): string[] =>
  ofType(resources, "aws:eks/accessPolicyAssociation:AccessPolicyAssociation")
    .filter(
      ({ name, sources }) =>
        name.startsWith(entry) ||
        Object.values(sources)
          .flat()
          .some((urn) => urn.endsWith(`::${entry}`)),
    )
    .map(({ props }) => read(props, "policyArn", ""));

function logRetention(resources: readonly Registered[]): number | undefined {
  const group = ofType(resources, "aws:cloudwatch/logGroup:LogGroup").find(({ props }) => {
    const name = at(props, "name");
    return typeof name === "string" && name.startsWith("/aws/eks/");
  });
  return group === undefined ? undefined : read<number | undefined>(group.props, "retentionInDays");
}
