import { type InstanceLimits, vcpusOf } from "../facts/instances.ts";

/** Addresses in a /28 prefix. */
export const ADDRESSES_PER_PREFIX = 16;
/** Addresses that Cilium keeps free on a node (chart: ipam.nodeSpec.ipamPreAllocate; cilium pkg/defaults). */
export const PRE_ALLOCATE = 8;
/** Addresses that Cilium takes for itself: its router and its health endpoint; one more for the ingress of a Gateway (cilium/cilium#29335). */
export const ownAddresses = ({ gateway }: Pick<NodeChoice, "gateway">): number => (gateway ? 3 : 2);
/** Pods on the host's network, which need no address, where nobody knows what runs: agent, Envoy and Pod Identity agent. */
const HOST_NETWORK_PODS = 3;
/** AWS's advice: 110 pods up to 30 vCPUs, 250 above (EKS user guide: choosing-instance-type; amazon-eks-ami max-pods-calculator). */
export const SMALL_NODE_PODS = 110;
export const LARGE_NODE_PODS = 250;
const SMALL_NODE_VCPUS = 30;

export const advisedPods = (vcpus: number): number => (vcpus <= SMALL_NODE_VCPUS ? SMALL_NODE_PODS : LARGE_NODE_PODS);

/** What decides how many pods a node takes. */
export const Binding = { Addresses: "ENI slots", Kubelet: "kubelet", MaxAllocate: "ipamMaxAllocate" } as const;
export type Binding = (typeof Binding)[keyof typeof Binding];

export interface NodeChoice {
  readonly prefixDelegation: boolean;
  /** First ENI that pods use; ENIs before it are the node's. */
  readonly firstInterfaceIndex: number;
  /** A Gateway or Ingress runs: Cilium takes one more address. */
  readonly gateway: boolean;
  /** Upper bound of addresses on a node; ignored for prefixes (cilium/cilium#32205). */
  readonly maxAllocate?: number;
  /** Pods of every node on the host's network, where it is known what runs. */
  readonly hostNetworkPods?: number;
  /** Pods get the ENIs' own addresses too. Not counted with prefixes: how Cilium combines the two is not verified. */
  readonly usePrimaryAddress?: boolean;
}

/** What one node of a type holds. */
export interface NodeCapacity {
  readonly instanceType: string;
  /** ENIs for pods, of the default network card only: Cilium attaches to no other (cilium/cilium#42512). */
  readonly interfaces: number;
  /** Addresses or prefixes an ENI holds for pods. */
  readonly slotsPerInterface: number;
  /** Whether each slot holds a prefix. */
  readonly prefixes: boolean;
  readonly addresses: number;
  /** Addresses left for pods. */
  readonly podAddresses: number;
  /** Pods that may be scheduled: those with an address and those on the host's network. */
  readonly podLimit: number;
  readonly recommendedMaxPods: number;
  readonly bindsFirst: Binding;
}

/**
 * (ENIs - first index) × (addresses per ENI - 1, all of them with usePrimaryAddress) [× 16 with prefixes], less what Cilium takes itself
 * (cilium/cilium pkg/aws/ipam/node.go; Documentation/network/concepts/ipam/eni.rst).
 */
export function nodeCapacity(limits: InstanceLimits, choice: NodeChoice): NodeCapacity {
  const interfaces = Math.max(0, limits.maxNetworkInterfaces - choice.firstInterfaceIndex);
  const prefixes = choice.prefixDelegation && limits.prefixDelegation;
  const slotsPerInterface = Math.max(0, limits.ipv4PerInterface - (primaryForPods(choice, prefixes) ? 0 : 1));
  const slots = interfaces * slotsPerInterface;
  const held = slots * (prefixes ? ADDRESSES_PER_PREFIX : 1);
  const capped = prefixes ? held : Math.min(held, choice.maxAllocate ?? held);
  const podAddresses = Math.max(0, capped - ownAddresses(choice));
  const podLimit = podAddresses === 0 ? 0 : podAddresses + (choice.hostNetworkPods ?? HOST_NETWORK_PODS);
  const advised = advisedMaxPods(limits.instanceType);
  return {
    instanceType: limits.instanceType,
    interfaces,
    slotsPerInterface,
    prefixes,
    addresses: capped,
    podAddresses,
    podLimit,
    recommendedMaxPods: Math.min(podLimit, advised),
    bindsFirst: podLimit > advised ? Binding.Kubelet : capped < held ? Binding.MaxAllocate : Binding.Addresses,
  };
}

const primaryForPods = ({ usePrimaryAddress = false }: NodeChoice, prefixes: boolean): boolean =>
  usePrimaryAddress && !prefixes;

/** A type whose vCPUs are not known counts as large: the addresses still bound it. */
export const advisedMaxPods = (instanceType: string): number => advisedPods(vcpusOf(instanceType) ?? Infinity);

/** What a node takes from its subnets when it is full. */
export interface NodeDemand {
  /** ENIs that Cilium adds. */
  readonly interfaces: number;
  /** Prefixes, or 0 without prefix delegation. */
  readonly prefixes: number;
  /** Single addresses of pods beside the ENIs' own, or 0 with prefixes. */
  readonly addresses: number;
}

/** Demand of a node that runs `maxPods` pods and keeps its spare addresses. */
export function nodeDemand(
  capacity: NodeCapacity,
  maxPods: number,
  choice: NodeChoice & { readonly preAllocate?: number; readonly minAllocate?: number },
): NodeDemand {
  const wanted = Math.max(
    maxPods + (choice.preAllocate ?? PRE_ALLOCATE) + ownAddresses(choice),
    choice.minAllocate ?? 0,
  );
  const slots = capacity.interfaces * capacity.slotsPerInterface;
  const units = Math.min(slots, capacity.prefixes ? Math.ceil(wanted / ADDRESSES_PER_PREFIX) : wanted);
  const filled = capacity.slotsPerInterface === 0 ? 0 : Math.ceil(units / capacity.slotsPerInterface);
  // With index 0 the first of them is the node's own ENI, which is there anyway.
  const interfaces = choice.firstInterfaceIndex === 0 ? Math.max(0, filled - 1) : filled;
  if (capacity.prefixes) return { interfaces, prefixes: units, addresses: 0 };
  return { interfaces, prefixes: 0, addresses: primaryForPods(choice, false) ? units - filled : units };
}
