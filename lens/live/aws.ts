import type {
  LiveAddon,
  LiveCluster,
  LiveLeak,
  LiveNodeGroup,
  LiveSubnet,
  LiveTargets,
} from "../../core/model/index.ts";
import { type SubnetUse, useOf } from "./subnets.ts";

/* What AWS answers, as far as it is read; the names are those of its APIs. */

interface RawTag {
  readonly Key?: string;
  readonly Value?: string;
}

export interface RawNetworkInterface {
  readonly NetworkInterfaceId?: string;
  readonly SubnetId?: string;
  readonly VpcId?: string;
  readonly Status?: string;
  readonly Description?: string;
  readonly TagSet?: readonly RawTag[];
  readonly PrivateIpAddresses?: readonly { readonly PrivateIpAddress?: string }[];
  readonly Ipv4Prefixes?: readonly { readonly Ipv4Prefix?: string }[];
  readonly Attachment?: { readonly InstanceId?: string; readonly DeviceIndex?: number };
}

export interface RawSubnet {
  readonly SubnetId?: string;
  readonly AvailabilityZone?: string;
  readonly CidrBlock?: string;
  readonly AvailableIpAddressCount?: number;
  readonly Tags?: readonly RawTag[];
  readonly MapPublicIpOnLaunch?: boolean;
}

export interface RawReservation {
  readonly Cidr?: string;
  readonly ReservationType?: string;
}

export interface RawCluster {
  readonly name?: string;
  readonly arn?: string;
  readonly status?: string;
  readonly version?: string;
  readonly resourcesVpcConfig?: { readonly vpcId?: string };
}

export interface RawNodegroup {
  readonly nodegroupName?: string;
  readonly status?: string;
  readonly health?: { readonly issues?: readonly RawIssue[] };
  readonly scalingConfig?: { readonly minSize?: number; readonly desiredSize?: number; readonly maxSize?: number };
}

export interface RawAddon {
  readonly addonName?: string;
  readonly addonVersion?: string;
  readonly status?: string;
  readonly health?: { readonly issues?: readonly RawIssue[] };
}

interface RawIssue {
  readonly code?: string;
  readonly message?: string;
}

export interface RawTarget {
  readonly TargetHealth?: { readonly State?: string; readonly Reason?: string };
}

const tagOf = (tags: readonly RawTag[] | undefined, key: string): string | undefined =>
  tags?.find(({ Key }) => Key === key)?.Value;

export const clusterOf = ({
  name = "",
  arn = "",
  status = "",
  version = "",
  resourcesVpcConfig,
}: RawCluster): LiveCluster => ({
  name,
  region: arn.split(":")[3] ?? "",
  status,
  version,
  vpcId: resourcesVpcConfig?.vpcId ?? "",
});

const issuesOf = (health: { readonly issues?: readonly RawIssue[] } | undefined): readonly string[] =>
  (health?.issues ?? []).map(({ code = "", message = "" }) => `${code}: ${message}`);

export const nodeGroupOf = ({
  nodegroupName = "",
  status = "",
  health,
  scalingConfig = {},
}: RawNodegroup): LiveNodeGroup => ({
  name: nodegroupName,
  status,
  issues: issuesOf(health),
  scaling: {
    min: scalingConfig.minSize ?? 0,
    desired: scalingConfig.desiredSize ?? 0,
    max: scalingConfig.maxSize ?? 0,
  },
});

export const addonOf = ({ addonName = "", addonVersion = "", status = "", health }: RawAddon): LiveAddon => ({
  name: addonName,
  version: addonVersion,
  status,
  issues: issuesOf(health),
});

/** Tags that Cilium puts on the interfaces it makes (pkg/defaults, ENIGarbageCollectionTagManagedName and -ClusterName). */
const MANAGED_TAG = "io.cilium/cilium-managed";
const CLUSTER_TAG = "io.cilium/cluster-name";
/** `Cilium-CNI (i-0123…)` (pkg/aws/ipam/node.go). */
const DESCRIPTION = /^Cilium-CNI \((i-[0-9a-f]+)\)$/;

/** An interface that Cilium made. */
export interface CiliumInterface {
  readonly id: string;
  readonly subnet: string;
  readonly cluster: string;
  readonly instance: string | undefined;
  readonly attached: boolean;
  readonly status: string;
  readonly description: string;
  readonly addresses: number;
  readonly prefixes: number;
}

/** Undefined for an interface that somebody else made. */
export function ciliumInterface(raw: RawNetworkInterface): CiliumInterface | undefined {
  const { NetworkInterfaceId = "", SubnetId = "", Description = "", Status = "", TagSet, Attachment } = raw;
  const made = DESCRIPTION.exec(Description)?.[1];
  if (made === undefined && tagOf(TagSet, MANAGED_TAG) !== "true") return undefined;
  return {
    id: NetworkInterfaceId,
    subnet: SubnetId,
    cluster: tagOf(TagSet, CLUSTER_TAG) ?? "",
    instance: Attachment?.InstanceId ?? made,
    attached: Attachment?.InstanceId !== undefined,
    status: Status,
    description: Description,
    addresses: (raw.PrivateIpAddresses ?? []).length,
    prefixes: (raw.Ipv4Prefixes ?? []).length,
  };
}

/** What there still is of clusters and machines. */
export interface Alive {
  readonly clusters: ReadonlySet<string>;
  readonly instances: ReadonlySet<string>;
}

/**
 * A free interface whose machine is gone; where none is named, whose cluster is. One whose machine runs is not leaked: the
 * operator makes an interface before it attaches it, and EC2 does not tell how old it is. Cilium's name of a cluster may be
 * another one than EKS's, so that the machine decides wherever one is named.
 */
export function leakOf(one: CiliumInterface, { clusters, instances }: Alive): LiveLeak | undefined {
  if (one.attached || one.status !== "available") return undefined;
  const gone =
    one.instance === undefined ? one.cluster !== "" && !clusters.has(one.cluster) : !instances.has(one.instance);
  if (!gone) return undefined;
  const { id, subnet, cluster, description } = one;
  return { id, subnet, cluster, description, addresses: one.addresses + one.prefixes * 16 };
}

/** A subnet with what lies in it. */
export function subnetOf(
  raw: RawSubnet,
  interfaces: readonly RawNetworkInterface[],
  reservations: readonly RawReservation[],
): { readonly subnet: LiveSubnet; readonly use: SubnetUse } {
  const { SubnetId = "", AvailabilityZone = "", CidrBlock = "", AvailableIpAddressCount = 0, Tags } = raw;
  const own = interfaces.filter((one) => one.SubnetId === SubnetId);
  const kept = reservations.map(({ Cidr = "", ReservationType = "" }) => ({ cidr: Cidr, type: ReservationType }));
  const use = useOf({
    cidr: CidrBlock,
    addresses: own.flatMap(({ PrivateIpAddresses = [] }) =>
      PrivateIpAddresses.flatMap(({ PrivateIpAddress }) => PrivateIpAddress ?? []),
    ),
    prefixes: own.flatMap(({ Ipv4Prefixes = [] }) => Ipv4Prefixes.flatMap(({ Ipv4Prefix }) => Ipv4Prefix ?? [])),
    reservations: kept,
  });
  return {
    subnet: {
      id: SubnetId,
      name: tagOf(Tags, "Name") ?? SubnetId,
      zone: AvailabilityZone,
      cidr: CidrBlock,
      free: AvailableIpAddressCount,
      forPods: own.some((one) => ciliumInterface(one) !== undefined),
      freePrefixes: use.freePrefixes,
      largestFree: use.largestFree,
      reservations: kept.filter(({ type }) => type === "prefix").map(({ cidr }) => cidr),
    },
    use,
  };
}

const HEALTHY: ReadonlySet<string> = new Set(["healthy", "initial"]);

export function targetsOf(port: number, targets: readonly RawTarget[]): LiveTargets {
  const sick = targets.filter(({ TargetHealth }) => !HEALTHY.has(TargetHealth?.State ?? ""));
  return {
    port,
    healthy: targets.length - sick.length,
    unhealthy: sick.length,
    reasons: [...new Set(sick.map(({ TargetHealth }) => TargetHealth?.Reason ?? TargetHealth?.State ?? "unknown"))],
  };
}
