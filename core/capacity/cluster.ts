import type { AllocationChoice, Running } from "./choice.ts";
import { type GroupDemand, planBudget } from "./budget.ts";
import type { NodeCapacity } from "./node.ts";
import { type PodSource, podSource } from "./source.ts";
import { type InstanceLimits, findInstanceType } from "../facts/instances.ts";
import type { CapacityModel, GroupCapacityModel, JsonObject, NetworkModel } from "../model/index.ts";

/** A node group as far as pods and addresses go. */
export interface CountedGroup {
  readonly instanceTypes: readonly string[];
  /** What is asked for; without it what is advised. */
  readonly maxPods?: number;
  readonly scaling: { readonly min: number; readonly desired?: number; readonly max: number };
  readonly zones?: readonly string[];
  /** Names of its subnets, where several of a zone are nodes'. */
  readonly subnets?: readonly string[];
}

/** Nodes that somebody else starts within limits, as Karpenter does. */
export interface CountedFleet {
  readonly group: GroupCapacityModel;
  /** Undefined where no limit counts; zones are those of the cluster where left out. */
  readonly demand: (Omit<GroupDemand, "zones"> & { readonly zones: readonly string[] | undefined }) | undefined;
}

type Groups = Readonly<Record<string, CountedGroup>>;

/** Pods a node takes, by group; a group is missing where a type is not known. */
export interface PodLimits {
  readonly maxPods: Readonly<Record<string, number>>;
  readonly smallest: Readonly<Record<string, NodeCapacity>>;
  readonly choice: AllocationChoice;
  readonly source: PodSource;
}

/** The user's number, else the recommendation of the type with the fewest addresses. Without values EC2 nodes run no Cilium. */
export function planPodLimits(
  { nodeGroups }: { readonly nodeGroups: Groups },
  values: JsonObject | undefined,
  runs?: Running,
): PodLimits {
  const source = podSource(values, runs);
  const smallest = Object.fromEntries(
    Object.entries(nodeGroups).flatMap(([name, group]) => {
      const capacity = smallestOf(group, source.capacityOf);
      return capacity === undefined ? [] : [[name, capacity]];
    }),
  );
  const maxPods = Object.fromEntries(
    Object.entries(nodeGroups).flatMap(([name, group]) => {
      const limit = group.maxPods ?? (smallest[name] === undefined ? undefined : source.advised(smallest[name]));
      return limit === undefined ? [] : [[name, limit]];
    }),
  );
  return { maxPods, smallest, choice: source.choice, source };
}

function smallestOf(
  { instanceTypes }: Pick<CountedGroup, "instanceTypes">,
  capacityOf: (limits: InstanceLimits) => NodeCapacity,
): NodeCapacity | undefined {
  const known = instanceTypes.map((type) => findInstanceType(type));
  if (known.length === 0 || known.includes(undefined)) return undefined;
  return known
    .flatMap((limits) => (limits === undefined ? [] : [capacityOf(limits)]))
    .toSorted((a, b) => a.podLimit - b.podLimit)[0];
}

/** What the rules and the plan's tables see: per group and per subnet at every size. */
export function planCapacity(
  { nodeGroups }: { readonly nodeGroups: Groups },
  limits: PodLimits,
  network: NetworkModel,
  surge: Readonly<Record<string, number>>,
  fleets: readonly CountedFleet[] = [],
): CapacityModel {
  const zones = [...new Set(network.subnets.filter(({ role }) => role === "node").map(({ zone }) => zone))];
  const groups = Object.entries(nodeGroups).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const demands = groups.flatMap(([name, group]): GroupDemand[] => {
    const capacity = limits.smallest[name];
    const maxPods = limits.maxPods[name];
    if (capacity === undefined || maxPods === undefined) return [];
    const { min, desired = min, max } = group.scaling;
    return [
      {
        name,
        scaling: { min, desired, max },
        surge: surge[name] ?? 1,
        zones: group.zones ?? zones,
        ...(group.subnets === undefined ? {} : { subnets: group.subnets }),
        demand: limits.source.demandOf(capacity, maxPods),
      },
    ];
  });
  return {
    groups: [...groups.flatMap(([name]) => groupModel(name, limits) ?? []), ...fleets.map(({ group }) => group)],
    subnets: planBudget(network, [
      ...demands,
      ...fleets.flatMap(({ demand }) => (demand === undefined ? [] : [{ ...demand, zones: demand.zones ?? zones }])),
    ]),
  };
}

function groupModel(name: string, { smallest, maxPods }: PodLimits): GroupCapacityModel | undefined {
  const capacity = smallest[name];
  const limit = maxPods[name];
  if (capacity === undefined || limit === undefined) return undefined;
  return {
    name,
    instanceType: capacity.instanceType,
    podAddresses: capacity.podAddresses,
    maxPods: limit,
    bindsFirst: limit < capacity.podLimit ? "kubelet" : capacity.bindsFirst,
  };
}
