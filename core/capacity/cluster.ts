import { type AllocationChoice, type Running, nodeChoice } from "./choice.ts";
import { type GroupDemand, planBudget } from "./budget.ts";
import { type NodeCapacity, type NodeDemand, nodeCapacity, nodeDemand } from "./node.ts";
import { vpcCniCapacity, vpcCniDemand } from "./vpc-cni.ts";
import { type InstanceLimits, findInstanceType } from "../facts/instances.ts";
import { usesEni, usesVpcCni } from "../helm/values.ts";
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

type Groups = Readonly<Record<string, CountedGroup>>;

/** Pods a node takes, by group; a group is missing where a type is not known. */
export interface PodLimits {
  readonly maxPods: Readonly<Record<string, number>>;
  readonly smallest: Readonly<Record<string, NodeCapacity>>;
  readonly choice: AllocationChoice;
  readonly addresses: AddressSource;
}

/** What gives pods their addresses: Cilium's ENIs, the VPC CNI's, or a range that the VPC does not know. */
const AddressSource = { CiliumEni: "cilium-eni", VpcCni: "vpc-cni", Overlay: "overlay" } as const;
type AddressSource = (typeof AddressSource)[keyof typeof AddressSource];

const sourceOf = (values: JsonObject | undefined): AddressSource =>
  usesVpcCni(values)
    ? AddressSource.VpcCni
    : usesEni({ values: values ?? {} })
      ? AddressSource.CiliumEni
      : AddressSource.Overlay;

/** The user's number, else the recommendation of the type with the fewest addresses. Without values EC2 nodes run no Cilium. */
export function planPodLimits(
  { nodeGroups }: { readonly nodeGroups: Groups },
  values: JsonObject | undefined,
  runs?: Running,
): PodLimits {
  const choice = nodeChoice(values ?? {}, runs);
  const addresses = sourceOf(values);
  const capacityOf = (limits: InstanceLimits): NodeCapacity =>
    addresses === AddressSource.VpcCni ? vpcCniCapacity(limits) : nodeCapacity(limits, choice);
  const smallest = Object.fromEntries(
    Object.entries(nodeGroups).flatMap(([name, group]) => {
      const capacity = smallestOf(group, capacityOf);
      return capacity === undefined ? [] : [[name, capacity]];
    }),
  );
  const maxPods = Object.fromEntries(
    Object.entries(nodeGroups).flatMap(([name, group]) => {
      const advised =
        smallest[name] === undefined
          ? undefined
          : addresses === AddressSource.Overlay
            ? OVERLAY_MAX_PODS
            : smallest[name].recommendedMaxPods;
      const limit = group.maxPods ?? advised;
      return limit === undefined ? [] : [[name, limit]];
    }),
  );
  return { maxPods, smallest, choice, addresses };
}

/** The kubelet's own default; an overlay's addresses come from elsewhere. */
const OVERLAY_MAX_PODS = 110;

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

/** What a full node takes from its subnets; pods of an overlay take nothing. */
function demandOf({ addresses, choice }: PodLimits, capacity: NodeCapacity, maxPods: number): NodeDemand {
  if (addresses === AddressSource.Overlay) return { interfaces: 0, prefixes: 0, addresses: 0 };
  return addresses === AddressSource.VpcCni ? vpcCniDemand(capacity, maxPods) : nodeDemand(capacity, maxPods, choice);
}

/** What the rules and the plan's tables see: per group and per subnet at every size. */
export function planCapacity(
  { nodeGroups }: { readonly nodeGroups: Groups },
  limits: PodLimits,
  network: NetworkModel,
  surge: Readonly<Record<string, number>>,
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
        demand: demandOf(limits, capacity, maxPods),
      },
    ];
  });
  return {
    groups: groups.flatMap(([name]) => groupModel(name, limits) ?? []),
    subnets: planBudget(network, demands),
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
