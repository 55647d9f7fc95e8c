import { nodeChoice } from "../capacity/choice.ts";
import { ADDRESSES_PER_PREFIX, LARGE_NODE_PODS, PRE_ALLOCATE, ownAddresses } from "../capacity/node.ts";
import { vpcCniCapacity, vpcCniInterfaces } from "../capacity/vpc-cni.ts";
import { findInstanceType } from "../facts/instances.ts";
import { usesEni, usesVpcCni } from "../helm/values.ts";
import type { JsonObject, NodeGroupModel } from "../model/index.ts";

/** ENIs of a node when it holds as many pods as it may, its own included; the largest of the group's types counts. */
export function interfacesPerNode(
  group: Pick<NodeGroupModel, "instanceTypes" | "maxPods">,
  values: JsonObject | undefined,
): number {
  if (values === undefined || usesVpcCni(values)) return vpcCniInterfacesPerNode(group);
  if (!usesEni({ values })) return 1;
  const choice = nodeChoice(values);
  const { firstInterfaceIndex: first, preAllocate = PRE_ALLOCATE, minAllocate = 0 } = choice;
  const perSlot = choice.prefixDelegation ? ADDRESSES_PER_PREFIX : 1;
  const addresses = Math.max((group.maxPods ?? LARGE_NODE_PODS) + preAllocate + ownAddresses(choice), minAllocate);
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
