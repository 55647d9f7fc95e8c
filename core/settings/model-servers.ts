import type { Ref } from "./ref.ts";

/** Number format that vLLM computes in. */
export const ModelDtype = { Auto: "auto", Bfloat16: "bfloat16", Float16: "float16" } as const;
export type ModelDtype = (typeof ModelDtype)[keyof typeof ModelDtype];

/** Number format of the KV cache. */
export const KvCacheDtype = { Auto: "auto", Fp8: "fp8" } as const;
export type KvCacheDtype = (typeof KvCacheDtype)[keyof typeof KvCacheDtype];

/** vLLM, one pod a replica. */
export interface ModelServerSettings {
  /** Pods that serve the model. @minimum 0 @maximum 1000 @default 1 */
  readonly replicas?: number;
  /** Image of vLLM, by a version that does not move. The default is the one that the default router was released with. @default "docker.io/vllm/vllm-openai:v0.26.0" @example "docker.io/vllm/vllm-openai:v0.26.0" */
  readonly image?: string;
  /** GPUs of each pod, over which the model's tensors are split: `--tensor-parallel-size`. @minimum 1 @maximum 64 @default 1 */
  readonly tensorParallel?: number;
  /** Nodes that one replica is spread over. More than one needs a LeaderWorkerSet, which is not built. @minimum 1 @maximum 64 @default 1 */
  readonly nodesPerReplica?: number;
  /** Longest context in tokens, prompt and answer together: `--max-model-len`. Default: the model's own. @minimum 1 @maximum 100000000 @example 32768 */
  readonly maxModelLength?: number;
  /** Requests of full length that the KV cache must hold at once. vLLM makes others wait. @minimum 1 @maximum 100000 @default 1 */
  readonly concurrency?: number;
  /** Requests that vLLM works on at once: `--max-num-seqs`; its own default where left out. @minimum 1 @maximum 100000 */
  readonly maxSequences?: number;
  /** Share of the GPU's memory that vLLM takes: `--gpu-memory-utilization`. @fraction @exclusiveMinimum 0 @maximum 1 @default 0.9 */
  readonly gpuMemoryUtilization?: number;
  /** Memory of each GPU in GiB for what is neither weights nor KV cache: activations, CUDA graphs, the runtime. An assumption; vLLM's log at start has the number. @fraction @minimum 0 @maximum 100 @default 3 */
  readonly overheadGiB?: number;
  /** `--dtype`. @default "auto" */
  readonly dtype?: ModelDtype;
  /** `--kv-cache-dtype`: FP8 takes half the memory of 16 bits. @default "auto" */
  readonly kvCacheDtype?: KvCacheDtype;
  /** Adapters that requests may name instead of the model. */
  readonly lora?: LoraSettings;
  /** Prompts on pods of their own, whose KV cache is then sent to the pods that answer. */
  readonly prefill?: PrefillSettings;
  /** Speed of the download in Mbit/s, that the startup probe waits for. @fraction @exclusiveMinimum 0 @maximum 400000 @default 500 */
  readonly downloadMbitPerSecond?: number;
  /** Seconds that a pod which is taken away may finish its answers. @minimum 1 @maximum 86400 @default 120 */
  readonly drainSeconds?: number;
  /** CPUs that a pod asks for. @fraction @exclusiveMinimum 0 @maximum 512 @default 2 */
  readonly cpu?: number;
  /** Memory that a pod asks for, in GiB; there is no limit, because files that are read count as its own. @fraction @exclusiveMinimum 0 @maximum 10000 @default 6 */
  readonly memoryGiB?: number;
  /** Further arguments of `vllm serve`, as they are. @example ["--enable-auto-tool-choice", "--tool-call-parser", "hermes"] */
  readonly extraArgs?: readonly string[];
}

/** LoRA adapters: `--enable-lora`. */
export interface LoraSettings {
  /** Adapters by the name that clients ask for: a repository at Hugging Face, or a path in the pod. @example { "support": "acme/qwen3-support-lora" } */
  readonly adapters: Readonly<Record<string, string>>;
  /** Largest rank of the adapters: `--max-lora-rank`. @minimum 1 @maximum 1024 @default 16 */
  readonly maxRank?: number;
  /** Adapters in one batch: `--max-loras`. @minimum 1 @maximum 1000 @default 1 */
  readonly maxAdapters?: number;
}

/** Pods that work on prompts only (prefill); the others answer (decode). Both kinds hold the whole model. */
export interface PrefillSettings {
  /** Pods that work on prompts. @minimum 1 @maximum 1000 @example 2 */
  readonly replicas: number;
  /** GPUs of each. Default: as those that answer. @minimum 1 @maximum 64 */
  readonly tensorParallel?: number;
  /** Tokens of a prompt that are not in the cache of the pod that answers, from which on it goes to one of these. @minimum 0 @maximum 1000000 @default 16 */
  readonly fromTokens?: number;
}

/** Where the model's files are kept. */
export type ModelCache = PodCache | HostPathCache | VolumeCache | S3Cache | ImageCache;

/** In the pod: downloaded at every start. */
export interface PodCache {
  /** In the pod, until it ends. */
  readonly kind: "pod";
}

/** A folder of the node, for pods of the model that start there again. */
export interface HostPathCache {
  /** A folder of the node. */
  readonly kind: "hostPath";
  /** Path of the folder; it is made where there is none. @pattern ^[/] @patternErrorMessage an absolute path @example "/var/lib/models" */
  readonly path: string;
}

/** A volume that all pods of the model share. */
export interface VolumeCache {
  /** A PersistentVolumeClaim. */
  readonly kind: "volume";
  /** Size of the volume. @minimum 1 @maximum 65536 @example 200 */
  readonly sizeGiB: number;
  /** StorageClass; the cluster's default where left out. @example "efs" */
  readonly storageClass?: string;
  /** `ReadWriteMany` for several pods; `ReadWriteOnce` for one, as EBS has it. @default "ReadWriteOnce" */
  readonly accessMode?: "ReadWriteOnce" | "ReadWriteMany";
}

/** A bucket that the files are copied from before vLLM starts. */
export interface S3Cache {
  /** Files of a bucket. */
  readonly kind: "s3";
  /** Folder with the model's files. @pattern ^s3:[/]{2}[a-z0-9][a-z0-9.-]+[/].+$ @patternErrorMessage a folder such as s3://models/qwen3-32b @example "s3://models/qwen3-32b" */
  readonly uri: string;
  /** Role that may read them, by EKS Pod Identity; the pods' service account gets it. @example "arn:aws:iam::123456789012:role/models" */
  readonly roleArn?: Ref;
  /** Image with the AWS CLI that copies. */
  readonly image?: string;
}

/** An OCI image whose files are the model, as a volume of the pod. */
export interface ImageCache {
  /** An OCI image (volume source `image`). */
  readonly kind: "image";
  /** Image by digest or a version that does not move. @example "registry.example.com/models/qwen3-32b:1" */
  readonly reference: string;
}
