import { ADDRESSES_PER_PREFIX, LARGE_NODE_PODS, PRE_ALLOCATE } from "../capacity/node.ts";
import { vpcCniCapacity, vpcCniInterfaces } from "../capacity/vpc-cni.ts";
import { findInstanceType } from "../facts/instances.ts";
import { usesEni, usesVpcCni, valueAt } from "../helm/values.ts";
import type { JsonObject, NodeGroupModel } from "../model/index.ts";

/** Addresses that Cilium takes for itself: router, health endpoint, ingress. */
const OWN_ADDRESSES = 3;

/** ENIs of a node when it holds as many pods as it may, its own included; the largest of the group's types counts. */
export function interfacesPerNode(
  group: Pick<NodeGroupModel, "instanceTypes" | "maxPods">,
  values: JsonObject | undefined,
): number {
  if (values === undefined || usesVpcCni(values)) return vpcCniInterfacesPerNode(group);
  if (!usesEni({ values })) return 1;
  const first = numberAt(values, "eni.nodeSpec.firstInterfaceIndex", 0);
  const perSlot = valueAt(values, "eni.awsEnablePrefixDelegation") === true ? ADDRESSES_PER_PREFIX : 1;
  const addresses =
    (group.maxPods ?? LARGE_NODE_PODS) +
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

const vpcCniInterfacesPerNode = ({
  instanceTypes,
  maxPods = LARGE_NODE_PODS,
}: Pick<NodeGroupModel, "instanceTypes" | "maxPods">): number =>
  Math.max(
    1,
    ...instanceTypes.map((type) => {
      const limits = findInstanceType(type);
      return limits === undefined ? 1 : vpcCniInterfaces(vpcCniCapacity(limits), maxPods);
    }),
  );

const numberAt = (values: JsonObject, path: string, fallback: number): number => {
  const value = valueAt(values, path);
  return typeof value === "number" ? value : fallback;
};
