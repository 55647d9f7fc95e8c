import { HYBRID_LABEL, HYBRID_POOL_LABEL } from "../controllers/placement.ts";
import { type Gpu, gpuOf, gpusOf } from "../facts/gpus.ts";
import { NODE_GROUP_LABEL } from "../facts/node-labels.ts";
import type { Machines } from "../contracts/facts.ts";
import type { Json, PlaceGpusModel } from "../model/index.ts";
import type { GpuNodes, TaintSettings } from "../settings/index.ts";
import { GPU_RESOURCE } from "./defaults.ts";

/** Nodes of a model: how pods find them, and what GPUs they have. */
export interface GpuPlace {
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Json[];
  /** Undefined where no type, or no GPU, is known. */
  readonly gpus: PlaceGpusModel | undefined;
  /** On premises. */
  readonly hybrid: boolean;
  /** What it is called in tables. */
  readonly text: string;
}

interface PlaceContext {
  readonly machines: Machines;
  readonly nodeGroups: Readonly<Record<string, readonly TaintSettings[]>>;
}

export function planPlace(nodes: GpuNodes, { machines, nodeGroups }: PlaceContext): GpuPlace {
  const gpus = gpusAt(nodes, machines);
  if (nodes.kind === "hybrid") {
    return {
      nodeSelector: { ...HYBRID_LABEL, [HYBRID_POOL_LABEL]: nodes.pool },
      tolerations: [ANY_GPU_TAINT],
      gpus,
      hybrid: true,
      text: `hybrid pool "${nodes.pool}"`,
    };
  }
  const taints = nodeGroups[nodes.nodeGroup] ?? [];
  return {
    nodeSelector: { [NODE_GROUP_LABEL]: nodes.nodeGroup },
    tolerations: [ANY_GPU_TAINT, ...taints.filter(({ key }) => key !== GPU_RESOURCE).map(toleration)],
    gpus,
    hybrid: false,
    text: `node group "${nodes.nodeGroup}"`,
  };
}

/** Whatever its value: people and installers write several. */
const ANY_GPU_TAINT = { key: GPU_RESOURCE, operator: "Exists" };

export const toleration = ({ key, value, effect }: TaintSettings): Json => ({
  key,
  operator: value === undefined ? "Exists" : "Equal",
  ...(value === undefined ? {} : { value }),
  effect,
});

/** Of several types the one with the least memory, and the fewest GPUs of a node. */
export function gpusAt(nodes: GpuNodes, machines: Machines): PlaceGpusModel | undefined {
  if (nodes.kind === "hybrid") return gpusOfPool(nodes);
  const known = (machines[nodes.nodeGroup]?.instanceTypes ?? []).map(gpusOf);
  if (known.length === 0 || known.includes(undefined)) return undefined;
  const all = known.flatMap((one) => one ?? []);
  const [least] = all.map(({ gpu }) => gpu).toSorted((a, b) => a.memoryMiB - b.memoryMiB);
  if (least === undefined) return undefined;
  return {
    ...least,
    computeCapability: Math.min(...all.map(({ gpu }) => gpu.computeCapability)),
    perNode: Math.min(...all.map(({ count }) => count)),
  };
}

const MIB_PER_GIB = 1024;

function gpusOfPool({
  gpu,
  gpuMemoryGiB,
  gpusPerNode,
}: Extract<GpuNodes, { readonly kind: "hybrid" }>): PlaceGpusModel | undefined {
  const named: Gpu | undefined = gpu === undefined ? undefined : gpuOf(gpu);
  const memoryMiB = gpuMemoryGiB === undefined ? named?.memoryMiB : gpuMemoryGiB * MIB_PER_GIB;
  if (memoryMiB === undefined) return undefined;
  return {
    name: named?.name ?? `GPU with ${String(gpuMemoryGiB)} GiB`,
    memoryMiB,
    computeCapability: named?.computeCapability,
    perNode: gpusPerNode,
  };
}
