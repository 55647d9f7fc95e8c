import { effectiveMaxPods } from "../core/capacity/default-pods.ts";
import { type CountedGroup, planCapacity, planPodLimits } from "../core/capacity/cluster.ts";
import { usesEni } from "../core/helm/values.ts";
import type { CapacityModel, ClusterModel, NetworkModel, NodeGroupModel } from "../core/model/index.ts";
import { Undecided, guard } from "../core/model/unknown.ts";

/**
 * What the groups of a program need of its subnets. A group of which something is not known yet is not counted, and said so: what
 * the others need is needed in any case.
 */
export function viewCapacity(model: ClusterModel): CapacityModel | undefined {
  const known = guard(model);
  const { network, nodeGroups, cilium } = known;
  if (network === undefined || nodeGroups === undefined || cilium === undefined) return undefined;
  const uncounted: string[] = [];
  const counted = new Map<string, { readonly group: CountedGroup; readonly surge: number }>();
  const read = <T>(name: string, work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      // A value of another shape is for AWS to refuse, and counts for nothing here.
      if (!(error instanceof Undecided || error instanceof TypeError)) throw error;
      uncounted.push(name);
      return undefined;
    }
  };
  return read("the cluster", () => {
    if (!usesEni(cilium) || network.subnets.length === 0) return undefined;
    for (const index of nodeGroups.keys()) {
      const name = `node group ${String(index + 1)}`;
      const one = read(name, () => countedGroup(nodeGroups[index] as NodeGroupModel, network));
      if (one !== undefined) counted.set(one.name, one);
    }
    const groups = Object.fromEntries([...counted].map(([name, { group }]) => [name, group]));
    if (counted.size === 0) return undefined;
    const surge = Object.fromEntries([...counted].map(([name, one]) => [name, one.surge]));
    const limits = planPodLimits({ nodeGroups: groups }, cilium.values, known);
    const capacity = planCapacity({ nodeGroups: groups }, limits, network, surge);
    return { ...capacity, ...(uncounted.length === 0 ? {} : { uncounted }) };
  });
}

/** A group in known subnets; Karpenter makes as many nodes as it is asked for, which nothing here says. */
function countedGroup(
  model: NodeGroupModel,
  network: NetworkModel,
): { readonly name: string; readonly group: CountedGroup; readonly surge: number } | undefined {
  const { name, kind, instanceTypes, scaling, surge, subnets } = model;
  if (kind !== "managed" && kind !== "self-managed") return undefined;
  const own = network.subnets.filter((subnet) => subnets.includes(subnet.name));
  const [type] = instanceTypes;
  if (own.length === 0 || type === undefined) throw new Undecided(`nodeGroups.${name}.subnets`);
  const maxPods = effectiveMaxPods(model, type)?.pods;
  return {
    name,
    surge,
    group: {
      instanceTypes,
      ...(maxPods === undefined ? {} : { maxPods }),
      scaling: { min: scaling.min, desired: scaling.desired, max: scaling.max },
      zones: [...new Set(own.map(({ zone }) => zone))],
      subnets: own.map((subnet) => subnet.name),
    },
  };
}
