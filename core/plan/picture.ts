import type { Evaluation } from "./index.ts";
import { type NodeCapacity, PRE_ALLOCATE, ownAddresses, nodeDemand } from "../capacity/node.ts";
import { block, cidrFault } from "../net/cidr.ts";
import type { SubnetModel } from "../model/index.ts";
import { rollsBy } from "./rolls.ts";
import { findInstanceType } from "../facts/instances.ts";
import { type Money, type OwnRates, moneyOf } from "./money.ts";
import { type Way, waysOf } from "./ways.ts";

/** What a picture of a planned cluster shows; every number is the planner's. */
export interface ClusterPicture {
  readonly name: string;
  readonly region: string;
  readonly vpcCidrs: readonly string[];
  readonly subnets: readonly SubnetPicture[];
  readonly groups: readonly GroupPicture[];
  readonly ways: readonly Way[];
  readonly quotas: readonly QuotaPicture[];
  readonly money: Money;
}

export interface SubnetPicture {
  readonly name: string;
  readonly role: string;
  readonly zone: string;
  readonly cidr: string;
  /** Addresses in it, AWS's five included. */
  readonly size: number;
  readonly egress: string;
  /** Addresses reserved for prefixes. */
  readonly reserved: number;
}

export interface GroupPicture {
  readonly name: string;
  readonly instanceTypes: readonly string[];
  readonly zones: readonly string[];
  readonly scaling: { readonly min: number; readonly desired: number; readonly max: number };
  readonly maxPods: number | undefined;
  /** What makes another group of it, and what rolls its nodes: each by a name, as text. */
  readonly identity: Readonly<Record<string, string>>;
  readonly template: Readonly<Record<string, string>>;
  readonly update: UpdatePicture;
  /** The type with the fewest addresses; undefined where a type is not known. */
  readonly node: NodePicture | undefined;
}

/** How EKS rolls a group. */
export interface UpdatePicture {
  /** Nodes that are taken down at once: a number, or a share of the group in per cent. */
  readonly atOnce: number | `${number} %`;
  /** Nodes that are added meanwhile, at most. */
  readonly surge: number;
}

/** The interfaces of one full node. */
export interface NodePicture {
  readonly instanceType: string;
  /** ENIs that the type takes, on the first network card. */
  readonly interfaces: number;
  /** The first of them are the node's own and not for pods. */
  readonly excluded: number;
  /** Addresses or prefixes that each holds beside its own address. */
  readonly slots: number;
  readonly prefixes: boolean;
  /** Slots that a node with all its pods fills. */
  readonly filled: number;
  readonly podAddresses: number;
  /** Addresses that Cilium takes, and those it keeps free. */
  readonly own: number;
  readonly spare: number;
  readonly bindsFirst: string;
}

export interface QuotaPicture {
  readonly name: string;
  readonly code: string;
  readonly needed: number;
  /** What the account has where the stack says so, else AWS's default. */
  readonly limit: number;
  readonly isDefault: boolean;
}

/** The picture of a judged stack. */
export function pictureOf(evaluation: Evaluation, name: string, rates?: OwnRates): ClusterPicture {
  const { model, quotas, billed } = evaluation;
  const region = model.account?.region ?? "";
  return {
    name,
    region,
    vpcCidrs: model.network?.vpcCidrs ?? [],
    subnets: (model.network?.subnets ?? []).flatMap(subnetPicture),
    groups: groupsOf(evaluation),
    ways: waysOf(evaluation),
    quotas: quotas.needs.map(({ name: quota, quotaCode, needed, current, default: usual }) => ({
      name: quota,
      code: quotaCode,
      needed,
      limit: current ?? usual,
      isDefault: current === undefined,
    })),
    money: moneyOf(billed, region, rates),
  };
}

function subnetPicture({ name, role, zone, cidr, egress, reservations }: SubnetModel): SubnetPicture[] {
  if (cidrFault(cidr) !== undefined) return [];
  const reserved = reservations
    .filter(({ type, cidr: of }) => type === "prefix" && cidrFault(of) === undefined)
    .reduce((sum, one) => sum + block(one.cidr).size, 0);
  return [{ name, role, zone, cidr, size: block(cidr).size, egress, reserved }];
}

function groupsOf({ plan, model }: Evaluation): GroupPicture[] {
  const zones = [
    ...new Set((model.network?.subnets ?? []).filter(({ role }) => role === "node").map(({ zone }) => zone)),
  ];
  return plan.evaluatedNodeGroups.map((group) => {
    const maxPods = plan.podLimits?.maxPods[group.name];
    const capacity = plan.podLimits?.smallest[group.name];
    return {
      name: group.name,
      instanceTypes: group.instanceTypes,
      zones: group.zones ?? zones,
      scaling: group.scaling,
      maxPods,
      ...rollsBy(group, group.zones ?? zones, maxPods),
      node: capacity === undefined || maxPods === undefined ? undefined : nodePicture(plan, capacity, maxPods),
    };
  });
}

function nodePicture(plan: Evaluation["plan"], capacity: NodeCapacity, maxPods: number): NodePicture | undefined {
  const choice = plan.podLimits?.choice;
  const limits = findInstanceType(capacity.instanceType);
  if (choice === undefined || limits === undefined) return undefined;
  const demand = nodeDemand(capacity, maxPods, choice);
  return {
    instanceType: capacity.instanceType,
    interfaces: limits.maxNetworkInterfaces,
    excluded: limits.maxNetworkInterfaces - capacity.interfaces,
    slots: capacity.slotsPerInterface,
    prefixes: capacity.prefixes,
    filled: capacity.prefixes ? demand.prefixes : demand.addresses,
    podAddresses: capacity.podAddresses,
    own: ownAddresses(choice),
    spare: choice.preAllocate ?? PRE_ALLOCATE,
    bindsFirst: maxPods < capacity.podLimit ? "kubelet" : capacity.bindsFirst,
  };
}
