import type { AccessEntryModel, AddonModel, ClusterModel, ControlPlaneModel } from "../../../core/model/index.ts";
import { UNKNOWN } from "../../../core/model/unknown.ts";
import type { Registered } from "../../../lens/registered.ts";
import { defined, resource, urnOf } from "./resource.ts";

const CLUSTER = "aws:eks/cluster:Cluster";

/** `eks.Cluster` where the model has what only it does, else the raw resource. */
export function raiseControlPlane(model: ClusterModel): Registered[] {
  const { controlPlane } = model;
  if (controlPlane === undefined) return [];
  const { accessEntries, logRetentionDays, fargate, name } = controlPlane;
  const ofComponent = [controlPlane.installsVpcCni, controlPlane.installsKubeProxy, controlPlane.installsCoreDns];
  return [
    ofComponent.some((installs) => installs === true || (installs as unknown) === UNKNOWN)
      ? component(controlPlane)
      : raw(controlPlane, model),
    ...list(accessEntries).flatMap((entry, at) => raiseEntry(entry, at)),
    ...(fargate ? [resource("aws:eks/fargateProfile:FargateProfile", "pods")] : []),
    ...(logRetentionDays === undefined
      ? []
      : [
          resource("aws:cloudwatch/logGroup:LogGroup", "logs", {
            name: typeof name === "string" ? `/aws/eks/${name}/cluster` : "/aws/eks/test/cluster",
            retentionInDays: logRetentionDays,
          }),
        ]),
  ];
}

function raw(model: ControlPlaneModel, { network, securityGroups }: ClusterModel): Registered {
  const subnets = list(network?.subnets).filter(({ role }) => role === "control-plane");
  const groups = list(securityGroups).filter(({ attachedTo }) => list(attachedTo).includes("control-plane"));
  const sources = {
    vpcConfig: [
      ...subnets.map(({ name }) => urnOf("aws:ec2/subnet:Subnet", name)),
      ...groups.map(({ name }) => urnOf("aws:ec2/securityGroup:SecurityGroup", name)),
    ],
  };
  const props = {
    name: model.name,
    version: model.kubernetesVersion,
    bootstrapSelfManagedAddons: model.bootstrapSelfManagedAddons,
    defaultAddonsToRemoves: model.defaultAddonsToRemove,
    enabledClusterLogTypes: model.logTypes,
    vpcConfig: {
      endpointPrivateAccess: model.privateAccess,
      endpointPublicAccess: model.publicAccess,
      publicAccessCidrs: model.publicAccessCidrs,
    },
    kubernetesNetworkConfig: defined({ serviceIpv4Cidr: model.serviceCidr, ipFamily: model.ipFamily }),
    encryptionConfig: keyOf(model.customerKey, { provider: { keyArn: UNKNOWN }, resources: ["secrets"] }),
    accessConfig: defined({
      authenticationMode: model.authenticationMode,
      bootstrapClusterCreatorAdminPermissions: model.creatorIsAdmin,
    }),
    remoteNetworkConfig: remoteNetworks(model),
    computeConfig: { enabled: model.autoMode },
    deletionProtection: model.deletionProtection,
    upgradePolicy: { supportType: model.upgradePolicy },
  };
  return resource(CLUSTER, "cluster", props, { sources });
}

function component(model: ControlPlaneModel): Registered {
  return resource("eks:index:Cluster", "cluster", {
    name: model.name,
    version: model.kubernetesVersion,
    bootstrapSelfManagedAddons: model.bootstrapSelfManagedAddons,
    enabledClusterLogTypes: model.logTypes,
    endpointPrivateAccess: model.privateAccess,
    endpointPublicAccess: model.publicAccess,
    publicAccessCidrs: model.publicAccessCidrs,
    kubernetesServiceIpAddressRange: model.serviceCidr,
    ipFamily: model.ipFamily,
    encryptionConfigKeyArn: keyOf(model.customerKey, UNKNOWN),
    authenticationMode: model.authenticationMode,
    autoMode: { enabled: model.autoMode },
    useDefaultVpcCni: negated(model.installsVpcCni),
    kubeProxyAddonOptions: { enabled: model.installsKubeProxy },
    corednsAddonOptions: { enabled: model.installsCoreDns ?? false },
    skipDefaultNodeGroup: true,
    deletionProtection: model.deletionProtection,
    upgradePolicy: { supportType: model.upgradePolicy },
  });
}

const remoteNetworks = ({ remoteNetworks: remote }: ControlPlaneModel): unknown =>
  remote === undefined || (remote as unknown) === UNKNOWN
    ? remote
    : { remoteNodeNetworks: { cidrs: remote.nodeCidrs }, remotePodNetworks: { cidrs: remote.podCidrs } };

const negated = (value: unknown): unknown => (value === UNKNOWN ? UNKNOWN : value !== true);

/** The ARN of a key that the program makes is not known yet; whether there is one may not be known either. */
const keyOf = (customerKey: unknown, key: unknown): unknown => (customerKey === true ? key : undefined);

function raiseEntry(entry: AccessEntryModel, at: number): Registered[] {
  if ((entry as unknown) === UNKNOWN) {
    return [
      resource("aws:eks/accessEntry:AccessEntry", `entry-${String(at)}`, {
        type: UNKNOWN,
        principalArn: UNKNOWN,
        kubernetesGroups: UNKNOWN,
      }),
    ];
  }
  const { name, type, policies, principal, groups } = entry;
  const own = urnOf("aws:eks/accessEntry:AccessEntry", name);
  return [
    resource("aws:eks/accessEntry:AccessEntry", name, { type, principalArn: principal, kubernetesGroups: groups }),
    ...(Array.isArray(policies) ? list(policies) : [policies]).map((policyArn, index) =>
      resource(
        "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
        `${name}-${String(index)}`,
        { policyArn, principalArn: principal },
        { sources: { principalArn: [own] } },
      ),
    ),
  ];
}

/** Add-ons; one that waits for nodes depends on the first node group. */
export function raiseAddons({ addons, nodeGroups }: ClusterModel): Registered[] {
  const group = nodeGroups?.[0]?.name;
  const nodes = urnOf("aws:eks/nodeGroup:NodeGroup", `${group ?? "general"}-0`);
  // Whether an add-on waits for nodes can only be told where there are any.
  const ordered = group === undefined && list(addons).some(({ afterNodes }) => afterNodes !== undefined);
  const made = list(addons).map((addon, at) => {
    if ((addon as unknown) === UNKNOWN)
      return resource("aws:eks/addon:Addon", `addon-${String(at)}`, { addonName: UNKNOWN });
    return raiseAddon(addon, nodes);
  });
  return ordered ? [...made, resource("aws:eks/nodeGroup:NodeGroup", "general-0")] : made;
}

const raiseAddon = (addon: AddonModel, nodes: string): Registered =>
  resource(
    "aws:eks/addon:Addon",
    addon.name,
    {
      addonName: addon.name,
      addonVersion: addon.version,
      serviceAccountRoleArn:
        (addon.hasRole as unknown) === UNKNOWN || addon.hasRole ? "arn:aws:iam::111122223333:role/addon" : undefined,
      configurationValues:
        addon.configuration === undefined || (addon.configuration as unknown) === UNKNOWN
          ? addon.configuration
          : JSON.stringify(addon.configuration),
    },
    { dependencies: addon.afterNodes === false ? [] : [nodes] },
  );

export const list = <T>(items: readonly T[] | undefined): readonly T[] => (Array.isArray(items) ? (items as T[]) : []);
