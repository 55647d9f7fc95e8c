import { findInstanceType } from "../facts/instances.ts";
import { usesEni, valueAt } from "../identity/chart-values.ts";
import type { JsonObject, NodeGroupModel } from "../model.ts";

/** Addresses that Cilium keeps free on a node (chart: ipam.nodeSpec.ipamPreAllocate; cilium pkg/defaults). */
const PRE_ALLOCATE = 8;
/** Addresses that Cilium takes for itself: router, health endpoint, ingress. */
const OWN_ADDRESSES = 3;
const ADDRESSES_PER_PREFIX = 16;
/** AWS's own ceiling, for groups whose limit is not known. */
const LARGEST_MAX_PODS = 250;

/** ENIs of a node when it holds as many pods as it may, its own included; the largest of the group's types counts. */
export function interfacesPerNode(
  group: Pick<NodeGroupModel, "instanceTypes" | "maxPods">,
  values: JsonObject,
): number {
  if (!usesEni({ values })) return 1;
  const first = numberAt(values, "eni.nodeSpec.firstInterfaceIndex", 0);
  const perSlot = valueAt(values, "eni.awsEnablePrefixDelegation") === true ? ADDRESSES_PER_PREFIX : 1;
  const addresses =
    (group.maxPods ?? LARGEST_MAX_PODS) +
    numberAt(values, "ipam.nodeSpec.ipamPreAllocate", PRE_ALLOCATE) +
    OWN_ADDRESSES;
  const counts = group.instanceTypes.map((type) => {
    const limits = findInstanceType(type);
    if (limits === undefined) return 1;
    const slots = Math.max(1, limits.ipv4PerInterface - 1);
    const perInterface = slots * (limits.prefixDelegation ? perSlot : 1);
    return Math.min(limits.maxNetworkInterfaces, first + Math.ceil(addresses / perInterface));
  });
  return Math.max(1, ...counts);
}

const numberAt = (values: JsonObject, path: string, fallback: number): number => {
  const value = valueAt(values, path);
  return typeof value === "number" ? value : fallback;
};
