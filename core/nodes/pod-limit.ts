import { ADDRESSES_PER_PREFIX, SMALL_NODE_PODS, ownAddresses } from "../capacity/node.ts";
import type { PodLimitPlan } from "./types.ts";

/** nodeadm and Bottlerocket reserve 11 MiB for each pod and 255 (amazon-eks-ami nodeadm/internal/kubelet/config.go; Bottlerocket kube_reserve_memory). */
export const reservedMemoryMiB = (maxPods: number): number => 11 * maxPods + 255;

/** Where the type is not known, what is safe for every one: a Gateway may run, and the node may be small. */
const OWN_ADDRESSES = ownAddresses({ gateway: true });
const ADVISED = SMALL_NODE_PODS;

export interface PodLimitInput {
  /** What the user or the capacity planner says. */
  readonly maxPods: number | undefined;
  readonly firstInterfaceIndex: number;
  readonly prefixDelegation: boolean;
}

/** Both places get the number: the kubelet's value wins, and `kubeReserved` follows the expression. */
export function planPodLimit({ maxPods, firstInterfaceIndex, prefixDelegation }: PodLimitInput): PodLimitPlan {
  if (maxPods !== undefined) {
    return { max: maxPods, expression: String(maxPods), reservedMemoryMiB: reservedMemoryMiB(maxPods) };
  }
  const addresses = `(default_enis - ${firstInterfaceIndex}) * (ips_per_eni - 1)${prefixDelegation ? ` * ${ADDRESSES_PER_PREFIX}` : ""} - ${OWN_ADDRESSES}`;
  return { expression: `${addresses} < ${ADVISED} ? ${addresses} : ${ADVISED}` };
}
