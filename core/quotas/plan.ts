import { mostNodes } from "../capacity/fleet.ts";
import { QUOTAS, type Quota, type QuotaKey, vcpuQuota } from "../facts/quotas.ts";
import { findInstanceType } from "../facts/instances.ts";
import type { CapacityModel, JsonObject, NetworkModel, NodeGroupModel, SecurityGroupModel } from "../model/index.ts";
import type { Settings } from "../settings/index.ts";
import { interfacesPerNode } from "./interfaces.ts";

/** Look up while deploying what the account has and its zones offer; needs servicequotas:GetServiceQuota and ec2:DescribeInstanceTypeOfferings. */
const DEFAULT_QUOTA_CHECK = true;
/** ENIs that EKS itself puts into a cluster's subnets, at most (EKS user guide: network-reqs). */
const EKS_INTERFACES = 4;
/** Gateway endpoints have no interface (VPC user guide: gateway-endpoints). */
const GATEWAY_ENDPOINTS: readonly string[] = ["s3", "dynamodb"];
/** Network Address Usage of one NAT gateway or endpoint interface (VPC user guide: network-address-usage). */
const UNITS_PER_DEVICE = 6;

/** What the plan needs of each quota at its largest: every group at its maximum while an update adds nodes. */
export interface QuotasPlan {
  readonly needs: readonly QuotaNeed[];
  /** Whether the account's values are read while deploying. */
  readonly check: boolean;
}

export interface QuotaNeed extends Quota {
  readonly key: QuotaKey;
  readonly needed: number;
  /** What the account has, where the stack says so. */
  readonly current?: number;
  /** Read while deploying: the need is large enough to matter, or an increase may be requested. */
  readonly lookup: boolean;
  /** Value to request, where the stack allows it and the need is above what is known. */
  readonly request?: number;
}

/** What the need is counted from; a part that is not planned counts nothing. */
export interface QuotaContext {
  /** Values of the Cilium chart; missing where EC2 nodes run no Cilium. */
  readonly values?: JsonObject;
  readonly network?: NetworkModel;
  readonly nodeGroups?: readonly NodeGroupModel[];
  readonly securityGroups?: readonly SecurityGroupModel[];
  readonly capacity?: CapacityModel;
  /** What stands on the cluster uses so many more. */
  readonly uses?: readonly Need[];
}

/** Plans the quotas: an account needs at least this much; what else it runs comes on top. */
export function planQuotas(settings: Settings, context: QuotaContext): QuotasPlan {
  const needs = [
    ...nodeNeeds(context),
    ...networkNeeds(settings, context),
    ...clusterNeeds(settings, context),
    ...(context.uses ?? []),
  ];
  return {
    check: settings.quotas?.check ?? DEFAULT_QUOTA_CHECK,
    needs: (Object.keys(QUOTAS) as QuotaKey[]).flatMap((key) => {
      const needed = needs.reduce((sum, need) => (need.key === key ? sum + need.count : sum), 0);
      return needed === 0 ? [] : [decide(settings, key, needed)];
    }),
  };
}

interface Need {
  readonly key: QuotaKey;
  readonly count: number;
}
const need = (key: QuotaKey, count: number): Need => ({ key, count });

function decide({ quotas }: Settings, key: QuotaKey, needed: number): QuotaNeed {
  const quota = QUOTAS[key];
  const current = quotas?.current?.[quota.quotaCode];
  const mayRequest = quota.adjustable && (quotas?.request ?? []).includes(quota.quotaCode);
  const request = mayRequest && needed > (current ?? quota.default) ? needed : undefined;
  return {
    ...quota,
    key,
    needed,
    ...(current === undefined ? {} : { current }),
    // IAM's quotas are read in one Region only; what a cluster needs of them is never much.
    lookup: quota.serviceCode !== "iam" && (request !== undefined || needed * 2 > quota.default),
    ...(request === undefined ? {} : { request }),
  };
}

/** Nodes of a group at its largest. */
const largest = ({ scaling, surge }: NodeGroupModel): number => scaling.max + surge;

function nodeNeeds({ nodeGroups = [], values }: QuotaContext): Need[] {
  return [
    ...nodeGroups.map((group) => need("networkInterfaces", interfacesOf(group, values))),
    ...nodeGroups.flatMap((group) => vcpuNeeds(group)),
    need("nodeGroupsPerCluster", nodeGroups.filter(({ kind }) => kind === "managed").length),
    need(
      "nodesPerNodeGroup",
      Math.max(0, ...nodeGroups.filter(({ kind }) => kind === "managed").map(({ scaling }) => scaling.max)),
    ),
  ];
}

/** ENIs of a group at its largest; of a fleet those of the type that has most of them at the fleet's limits. */
const interfacesOf = (group: NodeGroupModel, values: JsonObject | undefined): number =>
  group.fleet === undefined
    ? largest(group) * interfacesPerNode(group, values)
    : Math.max(
        0,
        ...group.instanceTypes.map(
          (type) => nodesOf(group, type) * interfacesPerNode({ ...group, instanceTypes: [type] }, values),
        ),
      );

/** Nodes of one type, where all of a group are of it. */
const nodesOf = (group: NodeGroupModel, type: string): number =>
  group.fleet === undefined ? largest(group) : (mostNodes(type, group.fleet.limits) ?? 0);

/** By the quota that each type counts against, the largest type decides. */
function vcpuNeeds(group: NodeGroupModel): Need[] {
  const inAll = new Map<QuotaKey, number>();
  for (const type of group.instanceTypes) {
    const key = vcpuQuota(type, group.capacityType);
    if (key === undefined) continue;
    const vcpus = nodesOf(group, type) * (findInstanceType(type)?.vcpus ?? 0);
    inAll.set(key, Math.max(inAll.get(key) ?? 0, vcpus));
  }
  return [...inAll].map(([key, count]) => need(key, count));
}

function networkNeeds(
  { network: { attach } }: Settings,
  { network, securityGroups = [], capacity }: QuotaContext,
): Need[] {
  if (network === undefined) return [];
  const zones = new Set(network.subnets.map(({ zone }) => zone)).size;
  const interfaceEndpoints = network.endpoints.filter((name) => !GATEWAY_ENDPOINTS.includes(name)).length;
  const ours = network.created ? network.subnets : network.subnets.filter(({ role }) => role === "pod");
  const rules = securityGroups.map(({ ingress }) => ingress.reduce((sum, { sources }) => sum + sources.length, 0));
  const units = (capacity?.subnets ?? [])
    .filter(({ scenario }) => scenario === "surge")
    .reduce((sum, { needed }) => sum + needed, 0);
  return [
    need("networkInterfaces", EKS_INTERFACES + interfaceEndpoints * zones + network.natGateways),
    need(
      "addressUnitsPerVpc",
      units === 0 ? 0 : units + UNITS_PER_DEVICE * (network.natGateways + interfaceEndpoints * zones),
    ),
    need("rulesPerSecurityGroup", Math.max(0, ...rules)),
    need("cidrsPerVpc", network.vpcCidrs.length),
    need("subnetsPerVpc", network.subnets.length),
    // Each of our subnets has a route table of its own, beside the VPC's main one.
    need("routeTablesPerVpc", ours.length === 0 ? 0 : ours.length + 1),
    need("routesPerTable", network.vpcCidrs.length + 1 + (attach?.cidrs.length ?? 0)),
    need("interfaceEndpointsPerVpc", interfaceEndpoints),
    need("natGatewaysPerZone", Math.ceil(network.natGateways / Math.max(1, zones))),
    ...(network.created
      ? [
          need("vpcs", 1),
          need("elasticIps", network.natGateways),
          need("internetGateways", network.subnets.some(({ role }) => role === "public") ? 1 : 0),
        ]
      : []),
  ];
}

/** A Gateway is one load balancer whose targets are all nodes. */
function clusterNeeds({ cluster, gateway }: Settings, { nodeGroups = [] }: QuotaContext): Need[] {
  const nodes = nodeGroups.reduce((sum, group) => sum + largest(group), 0);
  return [
    ...(cluster.existing === undefined ? [need("clusters", 1), need("oidcProviders", 1)] : []),
    ...(gateway?.enabled === true ? [need("targetsPerNlb", nodes)] : []),
  ];
}
