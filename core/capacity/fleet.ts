import { findInstanceType, typesOfFamily } from "../facts/instances.ts";
import type { PodSource } from "./source.ts";
import type { NodeCapacity } from "./node.ts";

/** What names the types of a fleet whose nodes somebody else chooses, as Karpenter does. */
export interface FleetTypes {
  readonly instanceTypes?: readonly string[] | undefined;
  readonly families?: readonly string[] | undefined;
  readonly sizes?: readonly string[] | undefined;
}

/** What such a fleet may grow to. */
export interface FleetLimits {
  readonly cpu?: number | undefined;
  readonly nodes?: number | undefined;
}

/**
 * The types that a fleet may have, sorted by name: those that are named, and of families those on Nitro and not bare metal, as
 * the requirement on the hypervisor has it. Names that nobody knows are left out; rules tell of them.
 */
export function fleetTypes({ instanceTypes: named, families, sizes }: FleetTypes): readonly string[] {
  if (named !== undefined && named.length > 0) {
    return [...new Set(named)].filter((type) => findInstanceType(type) !== undefined).toSorted();
  }
  if (families === undefined || families.length === 0) return [];
  return [...new Set(families)]
    .flatMap(typesOfFamily)
    .filter((type) => sizes === undefined || sizes.includes(type.slice(type.indexOf(".") + 1)))
    .filter((type) => {
      const limits = findInstanceType(type);
      return limits?.hypervisor === "nitro" && !limits.bareMetal;
    })
    .toSorted();
}

/** Most nodes of one type: the limit on nodes, or as many as the limit on vCPUs has room for. Undefined without a limit that counts. */
export function mostNodes(type: string, { cpu, nodes }: FleetLimits): number | undefined {
  const vcpus = findInstanceType(type)?.vcpus;
  // A node is started while the limit is not reached, so the last one may pass it.
  const byCpu = cpu === undefined || vcpus === undefined ? undefined : Math.ceil(cpu / vcpus);
  if (byCpu === undefined) return nodes;
  return nodes === undefined ? byCpu : Math.min(nodes, byCpu);
}

/** Types of a fleet that take the same number of pods. */
export interface AddressClass {
  readonly maxPods: number;
  readonly types: readonly string[];
}

export interface FleetCapacity {
  /** The type that takes the fewest pods; it bounds every node, because one NodeClass has one limit. */
  readonly smallest: NodeCapacity;
  readonly largest: NodeCapacity;
  /** By the pods that each type could take, fewest first. */
  readonly classes: readonly AddressClass[];
}

/** What the types of a fleet hold; undefined for none. */
export function fleetCapacity(types: readonly string[], source: PodSource): FleetCapacity | undefined {
  const capacities = types
    .flatMap((type) => {
      const limits = findInstanceType(type);
      return limits === undefined ? [] : [source.capacityOf(limits)];
    })
    .toSorted((a, b) => a.recommendedMaxPods - b.recommendedMaxPods || a.podLimit - b.podLimit);
  const [smallest] = capacities;
  const largest = capacities.at(-1);
  if (smallest === undefined || largest === undefined) return undefined;
  const classes = [...new Set(capacities.map(({ recommendedMaxPods }) => recommendedMaxPods))].map((maxPods) => ({
    maxPods,
    types: capacities
      .filter(({ recommendedMaxPods }) => recommendedMaxPods === maxPods)
      .map(({ instanceType }) => instanceType),
  }));
  return { smallest, largest, classes };
}
