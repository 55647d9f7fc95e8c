import { findInstanceType, instanceTypes, vcpusOf, architectureOf, type Architecture } from "../facts/instances.ts";
import { monthlyPrice } from "../facts/prices.ts";
import { type NodeCapacity, advisedMaxPods, nodeCapacity } from "./node.ts";

/** What is to run. */
export interface Load {
  /** Pods with an address of their own, at the peak. */
  readonly pods: number;
  /** Requests of one of them. */
  readonly podCpu: number;
  readonly podMemoryGiB: number;
  readonly zones: number;
  /** All pods find room when a zone is lost. */
  readonly survivesZone: boolean;
  readonly architecture?: Architecture;
}

/** Nodes of one type for a load. */
export interface Sizing {
  readonly instanceType: string;
  readonly prefixDelegation: boolean;
  readonly podsPerNode: number;
  /** Limit of the kubelet that fits: those pods, and Cilium's own on the host's network. */
  readonly maxPods: number;
  readonly bindsFirst: "CPU" | "memory" | "addresses" | "kubelet";
  /** Nodes when all zones are there: a multiple of them. */
  readonly nodes: number;
  /** USD a month, on demand in the Region of the price table. */
  readonly monthly: number;
}

/** Sizes of these families, whose memory follows from their CPUs. */
const CANDIDATES = /^([cmr])([678])(?:i|a|g)\.(?:large|(?:2|4|8|12|16)?xlarge)$/;
/** GiB a vCPU (AWS: EC2 instance types, compute-, general- and memory-optimized). */
const MEMORY: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8 };

/**
 * What DaemonSets ask of each node: agent, Envoy, node agents of logs and metrics. An assumption: Cilium's chart requests nothing,
 * and what else runs is the user's.
 */
export const NODE_OVERHEAD = { cpu: 0.5, memoryGiB: 1 };

/** Cores that nodeadm keeps for the kubelet: 6 % of the first, 1 % of the second, 0.5 % of two more, 0.25 % of the rest. */
const reservedCpu = (cores: number): number =>
  0.06 * Math.min(1, cores) +
  0.01 * Math.max(0, Math.min(1, cores - 1)) +
  0.005 * Math.max(0, Math.min(2, cores - 2)) +
  0.0025 * Math.max(0, cores - 4);

const MIB_PER_GIB = 1024;
/** MiB that nodeadm keeps for the kubelet, and what the kubelet evicts below (awslabs/amazon-eks-ami nodeadm: kubelet config). */
const reservedMemoryGiB = (maxPods: number): number => (255 + 11 * maxPods + 100) / MIB_PER_GIB;

/** Every candidate type for a load, the cheapest first; of two that cost the same the one with fewer nodes. */
export const sizings = (load: Load): readonly Sizing[] =>
  instanceTypes()
    .flatMap((type) => sizing(type, load))
    .toSorted((a, b) => a.monthly - b.monthly || a.nodes - b.nodes || (a.instanceType < b.instanceType ? -1 : 1));

function sizing(type: string, load: Load): Sizing[] {
  const [, family = ""] = CANDIDATES.exec(type) ?? [];
  const [limits, cores, memory, price] = [
    findInstanceType(type),
    vcpusOf(type),
    MEMORY[family],
    monthlyPrice(`ec2:${type}`),
  ];
  if (limits === undefined || cores === undefined || memory === undefined || price === undefined) return [];
  if (load.architecture !== undefined && architectureOf(type) !== load.architecture) return [];
  const kubelet = advisedMaxPods(type);
  const byCpu = Math.floor((cores - reservedCpu(cores) - NODE_OVERHEAD.cpu) / load.podCpu);
  const byMemory = Math.floor(
    (memory * cores - reservedMemoryGiB(kubelet) - NODE_OVERHEAD.memoryGiB) / load.podMemoryGiB,
  );
  const room = Math.min(byCpu, byMemory);
  // Prefixes cost whole blocks: they are asked for where single addresses would bind before CPU and memory.
  const single = capacityOf(type, false);
  const prefixDelegation = single.podAddresses < Math.min(room, kubelet);
  const capacity = prefixDelegation ? capacityOf(type, true) : single;
  const addresses = capacity.podAddresses;
  const podsPerNode = Math.min(room, addresses, kubelet - capacity.hostPods);
  if (podsPerNode < 1) return [];
  const holding = load.survivesZone && load.zones > 1 ? load.zones - 1 : load.zones;
  const nodes = Math.ceil(Math.ceil(load.pods / podsPerNode) / holding) * load.zones;
  return [
    {
      instanceType: type,
      prefixDelegation: prefixDelegation && limits.prefixDelegation,
      podsPerNode,
      maxPods: podsPerNode + capacity.hostPods,
      bindsFirst:
        podsPerNode === byCpu
          ? "CPU"
          : podsPerNode === byMemory
            ? "memory"
            : addresses > podsPerNode
              ? "kubelet"
              : "addresses",
      nodes,
      monthly: nodes * price,
    },
  ];
}

function capacityOf(type: string, prefixDelegation: boolean): NodeCapacity & { readonly hostPods: number } {
  const limits = findInstanceType(type);
  if (limits === undefined) throw new Error(`${type} is not in the table`);
  const capacity = nodeCapacity(limits, { prefixDelegation, firstInterfaceIndex: 1, gateway: true });
  return { ...capacity, hostPods: capacity.podLimit - capacity.podAddresses };
}
