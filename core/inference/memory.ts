import type { Gpu } from "../facts/gpus.ts";
import { KvCacheDtype, type ModelServerSettings, type ModelSettings } from "../settings/index.ts";
import { DEFAULT_BITS, DEFAULT_CONCURRENCY, DEFAULT_OVERHEAD_GIB, DEFAULT_UTILIZATION } from "./defaults.ts";

const GIB = 2 ** 30;
const MIB = 2 ** 20;

/** What one GPU of a pod holds. */
export interface MemoryPlan {
  /** What vLLM may take: its share of the GPU. */
  readonly shareGiB: number;
  readonly weightsGiB: number;
  readonly overheadGiB: number;
  /** Left for KV cache; below zero where the weights alone do not fit. */
  readonly cacheGiB: number;
  /** Bytes of KV cache a token. */
  readonly bytesPerToken: number;
  /** Tokens that the cache holds. */
  readonly tokens: number;
  /** Longest request. */
  readonly requestTokens: number;
  /** Requests of that length at once. */
  readonly requests: number;
  /** Requests that were asked for. */
  readonly wanted: number;
}

export type MemoryGpu = Pick<Gpu, "memoryMiB">;

/**
 * Memory of one GPU, by hand in docs/inference.md. Tensor parallelism splits weights and key-value heads over GPUs; with fewer
 * heads than GPUs every GPU holds one (vLLM: QKVParallelLinear).
 */
export function planMemory(
  model: ModelSettings,
  servers: ModelServerSettings,
  { gpu, tensorParallel }: { readonly gpu: MemoryGpu; readonly tensorParallel: number },
): MemoryPlan {
  const { gpuMemoryUtilization = DEFAULT_UTILIZATION, overheadGiB = DEFAULT_OVERHEAD_GIB } = servers;
  const shareGiB = (gpu.memoryMiB * MIB * gpuMemoryUtilization) / GIB;
  const weightsGiB = modelGiB(model) / tensorParallel;
  const cacheGiB = shareGiB - weightsGiB - overheadGiB;
  const perToken = bytesPerToken(model, servers, tensorParallel);
  const tokens = Math.max(0, Math.floor((cacheGiB * GIB) / perToken));
  const requestTokens = servers.maxModelLength ?? model.contextLength;
  return {
    shareGiB,
    weightsGiB,
    overheadGiB,
    cacheGiB,
    bytesPerToken: perToken,
    tokens,
    requestTokens,
    requests: tokens / requestTokens,
    wanted: servers.concurrency ?? DEFAULT_CONCURRENCY,
  };
}

/** The model's files. */
export const modelGiB = ({ parametersBillion, bitsPerParameter = DEFAULT_BITS }: ModelSettings): number =>
  (parametersBillion * 1e9 * bitsPerParameter) / 8 / GIB;

/** Keys and values of every layer, for the heads that one GPU has. */
function bytesPerToken(
  { layers, kvHeads, headSize, kvBytesPerToken }: ModelSettings,
  { kvCacheDtype = KvCacheDtype.Auto }: ModelServerSettings,
  tensorParallel: number,
): number {
  if (kvBytesPerToken !== undefined) return kvBytesPerToken;
  const bytes = kvCacheDtype === KvCacheDtype.Fp8 ? 1 : 2;
  return 2 * layers * Math.ceil(kvHeads / tensorParallel) * headSize * bytes;
}
