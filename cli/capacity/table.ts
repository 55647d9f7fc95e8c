import {
  ADDRESSES_PER_PREFIX,
  type Binding,
  type NodeChoice,
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
  readonly addressesPerInterface: number;
  readonly prefixes: boolean;
  readonly podAddresses: number;
  readonly maxPods: number;
  /** Fewest of: kubelet, ENI slots. */
  readonly bindsFirst: Binding | "kubelet";
  /** What a full node takes from the pods' subnets. */
  readonly perNode: { readonly interfaces: number; readonly prefixes: number; readonly addresses: number };
  /** Nodes that the given subnets hold together; absent without subnets. */
  readonly nodesInSubnets?: number;
  /** Whether the nodes asked for fit; absent without nodes and subnets. */
  readonly fits?: boolean;
}

export interface CapacityQuestion {
  readonly choice: NodeChoice;
  readonly maxPods?: number;
  readonly nodes?: number;
  readonly subnets: readonly string[];
}

/** AWS keeps five addresses of a subnet, which spoil its first and last block of 16 (VPC user guide: subnet-sizing). */
const AWS_RESERVED = 5;
const SPOILT_BLOCKS = 2;

export function capacityRow(limits: InstanceLimits, question: CapacityQuestion): CapacityRow {
  const capacity = nodeCapacity(limits, question.choice);
  const maxPods = question.maxPods ?? capacity.recommendedMaxPods;
  const perNode = nodeDemand(capacity, maxPods, question.choice);
  const nodes = question.subnets.length === 0 ? undefined : nodesIn(question.subnets, perNode);
  return {
    instanceType: limits.instanceType,
    interfaces: capacity.interfaces,
    addressesPerInterface: capacity.slotsPerInterface,
    prefixes: capacity.prefixes,
    podAddresses: capacity.podAddresses,
    maxPods,
    bindsFirst: maxPods < capacity.podLimit ? "kubelet" : capacity.bindsFirst,
    perNode,
    ...(nodes === undefined ? {} : { nodesInSubnets: nodes }),
    ...(nodes === undefined || question.nodes === undefined ? {} : { fits: question.nodes <= nodes }),
  };
}

/** Nodes spread evenly, so the smallest subnet decides for all. */
function nodesIn(subnets: readonly string[], { interfaces, prefixes, addresses }: CapacityRow["perNode"]): number {
  const perSubnet = subnets.map((cidr) => {
    const { size } = block(cidr);
    if (prefixes === 0) return Math.floor((size - AWS_RESERVED) / Math.max(1, interfaces + addresses));
    // An ENI's own address breaks a block of 16 as soon as it lies in none that is broken already.
    const blocks = Math.max(0, Math.floor(size / ADDRESSES_PER_PREFIX) - SPOILT_BLOCKS);
    return Math.floor(blocks / (prefixes + interfaces / ADDRESSES_PER_PREFIX));
  });
  return Math.max(0, Math.min(...perSubnet)) * subnets.length;
}
