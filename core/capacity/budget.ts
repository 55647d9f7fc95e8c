import type { NetworkModel, SubnetBudgetModel, SubnetModel } from "../model/index.ts";
import { SubnetRole } from "../model/index.ts";
import { block, cidrFault } from "../net/cidr.ts";
import { ADDRESSES_PER_PREFIX, type NodeDemand } from "./node.ts";

/** AWS keeps the first four addresses and the last one (VPC user guide: subnet-sizing). */
export const AWS_RESERVED = 5;
/** Blocks of 16 that those spoil: the first and the last. */
const SPOILT_BLOCKS = 2;
/** Free addresses that EKS asks for in each control-plane subnet (EKS user guide: network-reqs). */
export const CONTROL_PLANE_ADDRESSES = 6;

/** A node group as far as addresses go. */
export interface GroupDemand {
  readonly name: string;
  readonly scaling: { readonly min: number; readonly desired: number; readonly max: number };
  readonly surge: number;
  /** Zones it runs in. */
  readonly zones: readonly string[];
  /** Names of its subnets; left out where it is in every subnet of nodes. */
  readonly subnets?: readonly string[];
  /** Nobody spreads its nodes over the zones: with capacity in one of them only, all are there. */
  readonly anyZone?: boolean;
  readonly demand: NodeDemand;
}

type Scenario = SubnetBudgetModel["scenario"];
const SCENARIOS: readonly Scenario[] = ["min", "desired", "max", "surge", "zone-loss"];

/** What every subnet needs and has, at every size of the groups. */
export function planBudget(network: NetworkModel, groups: readonly GroupDemand[]): SubnetBudgetModel[] {
  const subnets = network.subnets.filter(({ cidr }) => cidrFault(cidr) === undefined);
  const hasPodSubnets = subnets.some(({ role }) => role === SubnetRole.Pod);
  const busy = subnets.filter(({ role }) => role === SubnetRole.Node || role === SubnetRole.Pod);
  return busy.flatMap((subnet) =>
    SCENARIOS.flatMap((scenario) => {
      const needed = demandOf(subnet, scenario, groups, hasPodSubnets, busy);
      return [
        ...(needed.prefixes > 0
          ? [row(subnet, scenario, "prefixes", needed.prefixes, prefixesIn(subnet, needed.addresses))]
          : []),
        ...(needed.addresses > 0
          ? [row(subnet, scenario, "addresses", needed.addresses, addressesIn(subnet, needed.prefixes))]
          : []),
      ];
    }),
  );
}

const row = (
  { name }: SubnetModel,
  scenario: Scenario,
  unit: SubnetBudgetModel["unit"],
  needed: number,
  available: number,
): SubnetBudgetModel => ({ subnet: name, scenario, unit, needed, available });

interface Needed {
  readonly addresses: number;
  readonly prefixes: number;
}

function demandOf(
  subnet: SubnetModel,
  scenario: Scenario,
  groups: readonly GroupDemand[],
  hasPodSubnets: boolean,
  all: readonly SubnetModel[],
): Needed {
  const { role, zone } = subnet;
  const totals = groups.map((group) => {
    const nodes = Math.ceil(nodesInZone(group, zone, scenario) * shareOf(subnet, group, all));
    const { interfaces, prefixes, addresses } = group.demand;
    // A node's own ENI lies in the node subnet; what Cilium adds lies in the pod subnet where there is one.
    const own = role === SubnetRole.Node ? nodes : 0;
    if (hasPodSubnets !== (role === SubnetRole.Pod)) return { addresses: own, prefixes: 0 };
    return { addresses: own + nodes * (interfaces + addresses), prefixes: nodes * prefixes };
  });
  return {
    addresses: totals.reduce((sum, total) => sum + total.addresses, 0),
    prefixes: totals.reduce((sum, total) => sum + total.prefixes, 0),
  };
}

/** A group with subnets of its own is in those alone; several subnets of one purpose in a zone share what comes to it. */
function shareOf(subnet: SubnetModel, { subnets }: GroupDemand, all: readonly SubnetModel[]): number {
  if (subnets === undefined) return 1;
  const isOwn = ({ name, role }: SubnetModel): boolean => role === SubnetRole.Pod || subnets.includes(name);
  if (!isOwn(subnet)) return 0;
  return 1 / all.filter((other) => other.role === subnet.role && other.zone === subnet.zone && isOwn(other)).length;
}

/** Auto Scaling spreads evenly; with a zone lost the others take its share. */
function nodesInZone(
  { scaling, surge, zones, anyZone = false }: GroupDemand,
  zone: string,
  scenario: Scenario,
): number {
  if (!zones.includes(zone)) return 0;
  const counts = {
    min: scaling.min,
    desired: scaling.desired,
    max: scaling.max,
    surge: scaling.max + surge,
    "zone-loss": scaling.max,
  };
  const left = anyZone ? 1 : Math.max(1, zones.length - 1);
  const spread = scenario === "zone-loss" ? left : zones.length;
  return Math.ceil(counts[scenario] / spread);
}

/** Aligned, unspoilt /28 blocks: those of the reservations, or of the whole subnet. */
function prefixesIn({ cidr, reservations }: SubnetModel, singles: number): number {
  const reserved = reservations.filter((one) => one.type === "prefix" && cidrFault(one.cidr) === undefined);
  if (reserved.length > 0)
    return reserved.reduce((sum, one) => sum + Math.floor(block(one.cidr).size / ADDRESSES_PER_PREFIX), 0);
  return unreservedPrefixes(cidr, singles);
}

/**
 * Blocks of 16 that a subnet without reservations surely has left beside a number of single addresses. EC2 places those where
 * it likes, so each can break a block of its own (EKS best practices: prefix mode; cilium/cilium#31016, #38499).
 */
export const unreservedPrefixes = (cidr: string, singles: number): number =>
  Math.max(0, Math.floor(block(cidr).size / ADDRESSES_PER_PREFIX) - SPOILT_BLOCKS - singles);

/** Single addresses: what AWS and the reservations leave; without reservations prefixes eat from the same store. */
function addressesIn({ cidr, reservations }: SubnetModel, prefixes: number): number {
  const valid = reservations.filter((one) => cidrFault(one.cidr) === undefined);
  const reserved = valid.reduce((sum, one) => sum + block(one.cidr).size, 0);
  const eaten = valid.some(({ type }) => type === "prefix") ? reserved : reserved + prefixes * ADDRESSES_PER_PREFIX;
  return Math.max(0, block(cidr).size - AWS_RESERVED - eaten);
}
