import { AWS_RESERVED, unreservedPrefixes } from "../../core/capacity/budget.ts";
import {
  Binding,
  type NodeCapacity,
  type NodeChoice,
  type NodeDemand,
  nodeCapacity,
  nodeDemand,
} from "../../core/capacity/node.ts";
import type { InstanceLimits } from "../../core/facts/instances.ts";
import { block } from "../../core/net/cidr.ts";

/** What a type holds, and what fits where. */
export interface CapacityRow {
  readonly instanceType: string;
  /** ENIs for pods. */
  readonly interfaces: number;
  /** Addresses or prefixes an ENI holds for pods. */
  readonly slotsPerInterface: number;
  readonly prefixes: boolean;
  /** Addresses on the ENIs, Cilium's own included. */
  readonly addresses: number;
  readonly podAddresses: number;
  /** Pods that a node can take: those with an address and those on the host's network. */
  readonly podLimit: number;
  readonly recommendedMaxPods: number;
  /** The number asked for, else the recommendation; what the rest of the row is counted with. */
  readonly maxPods: number;
  /** Which limit a node meets first. */
  readonly bindsFirst: Binding;
  /** What a full node takes from the pods' subnets. */
  readonly perNode: NodeDemand;
  /** Nodes that the given subnets hold together; absent without subnets. */
  readonly nodesInSubnets?: number;
  /** Whether the nodes asked for fit; absent without nodes and subnets. */
  readonly fits?: boolean;
  /** What the figures do not say. */
  readonly notes: readonly string[];
}

export interface CapacityQuestion {
  readonly choice: NodeChoice;
  readonly maxPods?: number;
  readonly nodes?: number;
  readonly subnets: readonly string[];
}

export function capacityRow(
  limits: InstanceLimits,
  { choice, maxPods: wanted, nodes, subnets }: CapacityQuestion,
): CapacityRow {
  const capacity = nodeCapacity(limits, choice);
  const maxPods = wanted ?? capacity.recommendedMaxPods;
  const perNode = nodeDemand(capacity, maxPods, choice);
  const room = subnets.length === 0 ? undefined : nodesIn(subnets, choice, perNode);
  return {
    ...capacity,
    maxPods,
    bindsFirst: maxPods < capacity.podLimit ? Binding.Kubelet : Binding.Addresses,
    perNode,
    ...(room === undefined ? {} : { nodesInSubnets: room }),
    ...(room === undefined || nodes === undefined ? {} : { fits: nodes <= room }),
    notes: notesOf(limits, capacity, choice, maxPods),
  };
}

/** Nodes spread evenly, so the smallest subnet decides for all. */
function nodesIn(
  subnets: readonly string[],
  choice: NodeChoice,
  { interfaces, prefixes, addresses }: NodeDemand,
): number {
  // With index 0 pods use the node's own ENI, so that one lies in their subnet too.
  const singles = interfaces + addresses + (choice.firstInterfaceIndex === 0 ? 1 : 0);
  const perSubnet = subnets.map((cidr) => {
    if (prefixes === 0) return Math.floor((block(cidr).size - AWS_RESERVED) / Math.max(1, singles));
    return Math.floor(unreservedPrefixes(cidr, 0) / (prefixes + singles));
  });
  return Math.max(0, Math.min(...perSubnet)) * subnets.length;
}

function notesOf(
  limits: InstanceLimits,
  { podLimit, prefixes }: NodeCapacity,
  choice: NodeChoice,
  maxPods: number,
): string[] {
  const { prefixDelegation } = choice;
  return [
    ...(maxPods > podLimit
      ? [`addresses for ${String(podLimit)} pods only: ${String(maxPods)} would leave pods without one`]
      : []),
    ...(prefixDelegation && !prefixes
      ? ["EC2 gives prefixes to Nitro and bare metal only: counted with single addresses"]
      : []),
    ...(limits.networkCards === undefined
      ? []
      : [`${String(limits.networkCards.length)} network cards, of which Cilium uses the first`]),
  ];
}
