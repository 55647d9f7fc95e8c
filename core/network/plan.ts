import { DISCOVERY_TAG } from "../settings/tags.ts";
import { zoneNames } from "../facts/regions.ts";
import { fixedAddresses } from "../settings/gateways.ts";
import { SubnetRole } from "../model/index.ts";
import { allocate, cidrFault, prefixLength, subnetAt } from "../net/cidr.ts";
import { type ExistingSubnet, NatGateways, type NetworkSettings, type Settings } from "../settings/index.ts";
import {
  CLOSED_NETWORK_ENDPOINTS,
  CONTROL_PLANE_PREFIX,
  DEFAULT_FLOW_LOG_RETENTION_DAYS,
  DEFAULT_NAT_GATEWAYS,
  DEFAULT_PREFIX_RESERVATION_PERCENT,
  DEFAULT_ZONES,
  GATEWAY_ENDPOINTS,
  INTERNAL_LB_TAG,
  POD_SUBNET_TAG,
  PUBLIC_LB_TAG,
  PUBLIC_PREFIX_STEP,
  SMALLEST_SUBNET,
} from "./defaults.ts";
import { flowLogFormat } from "./flow-log-format.ts";
import { explicitReservations } from "./explicit-reservations.ts";
import { planReservations } from "./reservations.ts";
import type { NetworkPlan, SubnetPlan } from "./types.ts";

/** Plans the network; undefined where a block is no CIDR or what is asked for does not fit, rules on the settings say which. */
export function planNetwork(settings: Settings): NetworkPlan | undefined {
  const { network, region } = settings;
  const base = network.vpc.id === undefined ? planNewVpc(settings) : planExistingVpc(settings);
  if (base === undefined) return undefined;
  const pods = planPodSubnets(settings, base.zones);
  if (pods === undefined) return undefined;
  const { podSubnets, attach, neighbours = [] } = network;
  const fixed = [...(settings.mesh?.addresses ?? []), ...fixedAddresses(settings.gateway)];
  return {
    region,
    vpc: base.vpc,
    zones: base.zones,
    subnets: [...base.subnets, ...pods].map((subnet) => ({
      ...subnet,
      tags: { ...subnet.tags, ...discoveryTags(settings, subnet) },
      reservedBlocks: explicitReservations(fixed, subnet),
    })),
    ...(podSubnets?.cidr === undefined ? {} : { podCidr: podSubnets.cidr }),
    ...(podSubnets === undefined ? {} : { podSubnetTags: podSubnetTags(settings) }),
    endpoints: planEndpoints(network),
    ...(attach === undefined
      ? {}
      : {
          attach: {
            ...attach,
            // A block that stands twice is one route for EC2, which refuses the second.
            cidrs: [...new Set(attach.cidrs)],
            resolverEndpoints: attach.resolverEndpoints ?? false,
          },
        }),
    neighbours,
    ...planFlowLogs(network),
  };
}

/** NodeClasses that somebody else writes find the node subnets by it; a subnet that exists has its owner's tags. */
const discoveryTags = ({ karpenter, cluster }: Settings, { role, id }: SubnetPlan): Readonly<Record<string, string>> =>
  karpenter === undefined || role !== SubnetRole.Node || id !== undefined ? {} : { [DISCOVERY_TAG]: cluster.name };

type Base = Pick<NetworkPlan, "vpc" | "zones" | "subnets">;

function planNewVpc({ region, network: { vpc } }: Settings): Base | undefined {
  const { cidr, natGateways = DEFAULT_NAT_GATEWAYS, availabilityZones = DEFAULT_ZONES } = vpc;
  if (cidr === undefined || cidrFault(cidr, { min: 16, max: 24 }) !== undefined) return undefined;
  const zones = typeof availabilityZones === "number" ? zoneNames(region, availabilityZones) : availabilityZones;
  const slots = zones.map((_, index) => zoneBlock(cidr, zones.length, index));
  const subnets = slots.flatMap((slot, index) => planZone(slot, zones[index] ?? "", index, cidr, natGateways) ?? []);
  if (zones.length === 0 || subnets.length < zones.length * (natGateways === NatGateways.None ? 2 : 3))
    return undefined;
  return { vpc: { kind: "new", cidr, natGateways }, zones, subnets };
}

/** A zone's share: a quarter of the block, or an eighth with more than four zones, so that a zone added later moves nobody. */
function zoneBlock(cidr: string, zones: number, index: number): string {
  return subnetAt(cidr, prefixLength(cidr) + (zones <= 4 ? 2 : 3), index);
}

/** Half of the zone's share for nodes, the rest for public and control-plane subnets and for what comes later. */
function planZone(
  slot: string,
  zone: string,
  index: number,
  vpc: string,
  natGateways: NatGateways,
): SubnetPlan[] | undefined {
  const closed = natGateways === NatGateways.None;
  const publicPrefix = Math.min(SMALLEST_SUBNET, prefixLength(vpc) + PUBLIC_PREFIX_STEP);
  const { blocks, unplaced } = allocate(slot, [
    { name: SubnetRole.Node, prefix: Math.min(SMALLEST_SUBNET, prefixLength(slot) + 1) },
    ...(closed ? [] : [{ name: SubnetRole.Public, prefix: publicPrefix }]),
    { name: SubnetRole.ControlPlane, prefix: CONTROL_PLANE_PREFIX },
  ]);
  if (unplaced.length > 0) return undefined;
  const make = (role: SubnetRole, egress: SubnetPlan["egress"], tags: Record<string, string>): SubnetPlan[] => {
    const cidr = blocks[role];
    if (cidr === undefined) return [];
    return [
      { name: `${role}-${String(index + 1)}`, role, zone, cidr, egress, tags, reservations: [], reservedBlocks: [] },
    ];
  };
  const out = closed ? "none" : "nat";
  return [
    ...make(SubnetRole.Public, "internet-gateway", { [PUBLIC_LB_TAG]: "1" }),
    ...make(SubnetRole.Node, out, { [INTERNAL_LB_TAG]: "1" }),
    // EKS's own ENIs start nothing to the internet.
    ...make(SubnetRole.ControlPlane, "none", {}),
  ];
}

function planExistingVpc({ network: { vpc } }: Settings): Base | undefined {
  const { id, cidrs = [], subnets, acls = {} } = vpc;
  if (id === undefined || subnets === undefined || cidrs.length === 0) return undefined;
  const all = [...subnets.private, ...(subnets.controlPlane ?? []), ...(subnets.public ?? [])];
  const filtered = Object.values(acls).flatMap(({ ingress = [], egress = [] }) => [...ingress, ...egress]);
  const blocks = [...cidrs, ...[...all, ...filtered].map(({ cidr }) => cidr)];
  if (blocks.some((cidr) => cidrFault(cidr) !== undefined)) return undefined;
  const zones = [...new Set(subnets.private.map(({ zone }) => zone))];
  return {
    vpc: { kind: "existing", id, cidrs, acls },
    zones,
    subnets: [
      ...existing(SubnetRole.Public, subnets.public ?? []),
      ...existing(SubnetRole.Node, subnets.private),
      ...existing(SubnetRole.ControlPlane, subnets.controlPlane ?? []),
    ],
  };
}

const existing = (role: SubnetRole, subnets: readonly ExistingSubnet[]): SubnetPlan[] =>
  subnets.map(({ id, zone, cidr, egress, routeTableId }, index) => ({
    name: `${role}-${String(index + 1)}`,
    role,
    zone,
    cidr,
    egress: egress ?? (role === SubnetRole.Public ? "internet-gateway" : "unknown"),
    tags: {},
    reservations: [],
    reservedBlocks: [],
    id,
    ...(routeTableId === undefined ? {} : { routeTableId }),
  }));

const podSubnetTags = ({ cluster }: Settings): Record<string, string> => ({ [POD_SUBNET_TAG]: cluster.name });

/** One pod subnet a zone, cut from the secondary block in quarters (eighths with more than four zones). */
function planPodSubnets(settings: Settings, zones: readonly string[]): SubnetPlan[] | undefined {
  const { podSubnets, vpc } = settings.network;
  if (podSubnets === undefined) return [];
  const { cidr, existing: given, prefixReservationPercent = DEFAULT_PREFIX_RESERVATION_PERCENT } = podSubnets;
  if (given !== undefined) {
    if (given.some((subnet) => cidrFault(subnet.cidr) !== undefined)) return undefined;
    return existing(SubnetRole.Pod, given).map((subnet) => ({ ...subnet, tags: podSubnetTags(settings) }));
  }
  if (cidr === undefined || cidrFault(cidr, { min: 16, max: SMALLEST_SUBNET - 3 }) !== undefined) return undefined;
  const reserve = settings.cilium?.prefixDelegation ?? false;
  const closed = vpc.natGateways === NatGateways.None;
  return zones.map((zone, index) => {
    const block = zoneBlock(cidr, zones.length, index);
    return {
      name: `${SubnetRole.Pod}-${String(index + 1)}`,
      role: SubnetRole.Pod,
      zone,
      cidr: block,
      egress: vpc.id === undefined ? (closed ? "none" : "nat") : egressOfZone(settings, zone),
      tags: podSubnetTags(settings),
      reservedBlocks: [],
      reservations: reserve ? planReservations(block, prefixReservationPercent) : [],
    };
  });
}

/** Pod subnets in an existing VPC share the route table of the zone's private subnet. */
const egressOfZone = ({ network: { vpc } }: Settings, zone: string): SubnetPlan["egress"] =>
  vpc.subnets?.private.find((subnet) => subnet.zone === zone)?.egress ?? "unknown";

const planEndpoints = ({ endpoints = [] }: NetworkSettings): NetworkPlan["endpoints"] =>
  [...new Set(endpoints === "all" ? CLOSED_NETWORK_ENDPOINTS : endpoints)].toSorted().map((service) => ({
    service,
    kind: GATEWAY_ENDPOINTS.includes(service) ? "gateway" : "interface",
  }));

function planFlowLogs({ flowLogs }: NetworkSettings): Pick<NetworkPlan, "flowLogs"> {
  if (flowLogs?.enabled !== true) return {};
  return {
    flowLogs: {
      retentionDays: flowLogs.retentionDays ?? DEFAULT_FLOW_LOG_RETENTION_DAYS,
      ...(flowLogs.includePodAddresses === true ? { format: flowLogFormat() } : {}),
    },
  };
}
