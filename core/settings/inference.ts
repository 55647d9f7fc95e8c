import type { GpuName } from "../facts/gpus.ts";
import type { InferenceOption } from "./inference-options.ts";
import type { ModelCache, ModelServerSettings } from "./model-servers.ts";
import type { Ref } from "./ref.ts";

/** Who brings what serves a whole cluster. */
export const Provision = { Install: "install", Present: "present" } as const;
export type Provision = (typeof Provision)[keyof typeof Provision];

/** Models behind an OpenAI-compatible API: stack key `cilium-eks:inference`. */
export interface InferenceSettings {
  /** NVIDIA's device plugin: `install` the chart, or it is `present`, as the GPU operator's is. Bottlerocket's NVIDIA image brings its own, and no other is put there. @default "install" */
  readonly devicePlugin?: Provision;
  /** Controller and definitions of agentgateway, for models of that option: `install` them, or they are `present`, with `inferenceExtension.enabled` and InferencePool v1. @default "install" */
  readonly agentgateway?: Provision;
  /** Models by name; each has a router, model servers and a route of its own. The name is part of resource names. */
  readonly models: Readonly<Record<string, InferenceRouteSettings>>;
}

/** One model: what runs it, where, and the way to it. */
export interface InferenceRouteSettings {
  /** What picks the model server for a request. Default: llm-d's router behind the stack's Cilium Gateway. */
  readonly option?: InferenceOption;
  /** Namespace of everything that the model has, made and owned here; a listener of the Gateway must admit it. Default: `inference-` and the name. @example "inference-llama" */
  readonly namespace?: string;
  /** The model, by the numbers that its memory follows from. */
  readonly model: ModelSettings;
  /** Nodes with GPUs that the model runs on. */
  readonly nodes: GpuNodes;
  /** vLLM. */
  readonly servers?: ModelServerSettings;
  /** Where the model's files are kept. Default: in the pod, downloaded at every start. */
  readonly cache?: ModelCache;
  /** Token of Hugging Face, for models that ask for one; it becomes a Secret in the namespace. @secret */
  readonly huggingFaceToken?: Ref;
  /** llm-d's router. */
  readonly router?: RouterSettings;
  /** The way from the Gateway to the router. */
  readonly route?: InferenceHttpRouteSettings;
  /** Policies of Cilium that let the Gateway to the router, the router to the model servers, and nothing else. @default true */
  readonly policies?: boolean;
  /** Namespace of the Prometheus that policies let to metrics, where the stack scrapes with an operator. @default "monitoring" */
  readonly prometheusNamespace?: string;
}

/** A model by the numbers of its `config.json` and of its card. */
export interface ModelSettings {
  /** Repository at Hugging Face. With a cache of kind s3 or image only what clients call it. @pattern ^[\w.-]+([/][\w.-]+)*$ @patternErrorMessage a repository such as Qwen/Qwen3-32B @example "Qwen/Qwen3-32B" */
  readonly id: string;
  /** Commit or tag of the repository; its newest where left out, so that a restart may load another one. @example "9216db5781bf21249d130ec9da846c4624c16137" */
  readonly revision?: string;
  /** Name that clients ask for. Default: the id. @example "qwen3" */
  readonly servedName?: string;
  /** Parameters in billions, experts that are not active counted. @fraction @exclusiveMinimum 0 @maximum 10000 @example 32.8 */
  readonly parametersBillion: number;
  /** Bits that a parameter takes: 16, 8 for FP8 and INT8, 4 for AWQ and GPTQ. @minimum 4 @maximum 32 @default 16 */
  readonly bitsPerParameter?: number;
  /** `num_hidden_layers`. @minimum 1 @maximum 1000 @example 64 */
  readonly layers: number;
  /** `num_key_value_heads`; `num_attention_heads` where there is none. @minimum 1 @maximum 1024 @example 8 */
  readonly kvHeads: number;
  /** `head_dim`; `hidden_size` by `num_attention_heads` where there is none. @minimum 1 @maximum 4096 @example 128 */
  readonly headSize: number;
  /** Bytes of KV cache a token on each GPU, for models whose attention shares or compresses it (MLA, sliding windows). Default: 2 times layers, heads of a GPU, headSize and the cache's bytes. @minimum 1 @maximum 100000000 */
  readonly kvBytesPerToken?: number;
  /** `max_position_embeddings`: the longest context that the model was made for, in tokens. @minimum 1 @maximum 100000000 @example 40960 */
  readonly contextLength: number;
}

/** Nodes with GPUs: in AWS, or on premises. */
export type GpuNodes = Ec2GpuNodes | HybridGpuNodes;

/** A managed node group of instance types with NVIDIA's GPUs. */
export interface Ec2GpuNodes {
  /** EC2 nodes. */
  readonly kind: "ec2";
  /** Node group of the cluster. Its types tell the GPUs; with several types the one with the least memory decides. @example "gpu" */
  readonly nodeGroup: string;
}

/** Hybrid nodes with NVIDIA's GPUs. Driver and container toolkit come with their system. */
export interface HybridGpuNodes {
  /** Nodes on premises. */
  readonly kind: "hybrid";
  /** Pool of `hybrid.pools`, with `gpu: true`. @example "inference" */
  readonly pool: string;
  /** GPU of these nodes. Give this or `gpuMemoryGiB`. @example "l40s" */
  readonly gpu?: GpuName;
  /** Memory of one GPU in GiB, for one that has no name here. @fraction @exclusiveMinimum 0 @maximum 2000 @example 48 */
  readonly gpuMemoryGiB?: number;
  /** GPUs of each node. @minimum 1 @maximum 64 @example 4 */
  readonly gpusPerNode: number;
}

/** llm-d's router: Envoy and the endpoint picker in one pod. */
export interface RouterSettings {
  /** Release of the chart and its images; another one than the default was not read. @pattern ^v\d+\.\d+\.\d+$ @patternErrorMessage a release such as v0.10.0 @default "v0.10.0" @example "v0.10.0" */
  readonly version?: string;
  /** Pods; one works, the others wait until it ends. @minimum 1 @maximum 5 @default 2 */
  readonly replicas?: number;
  /** Whether Envoy sends requests on when the endpoint picker does not answer. Without a picker it knows no model server, so this is for clients that name one: leave it off. @default false */
  readonly failOpen?: boolean;
  /** How the choice of a model server is weighed. */
  readonly weights?: RouterWeights;
  /** What the endpoint picker asks of its node. */
  readonly picker?: PodResources;
  /** What Envoy beside it asks. */
  readonly proxy?: PodResources;
}

/** Weights of the endpoint picker's scorers; 0 leaves one out. The defaults are the chart's. */
export interface RouterWeights {
  /** Short queues (`queue-scorer`). @minimum 0 @maximum 100 @default 2 */
  readonly queue?: number;
  /** Free KV cache (`kv-cache-utilization-scorer`). @minimum 0 @maximum 100 @default 2 */
  readonly kvCache?: number;
  /** A beginning of the prompt that the server has seen (`prefix-cache-scorer`). @minimum 0 @maximum 100 @default 3 */
  readonly prefixCache?: number;
}

/** CPU and memory of a container. */
export interface PodResources {
  /** CPUs asked for. @fraction @exclusiveMinimum 0 @maximum 512 @example 2 */
  readonly cpu?: number;
  /** Memory asked for, and the limit, in GiB. @fraction @exclusiveMinimum 0 @maximum 10000 @example 4 */
  readonly memoryGiB?: number;
}

/** The HTTPRoute to the router. */
export interface InferenceHttpRouteSettings {
  /** Gateway that it hangs on. Default: the stack's first. */
  readonly gateway?: GatewayPlace;
  /** Listener of the Gateway. Default: every one that takes the hostnames. @example "https" */
  readonly listener?: string;
  /** Host headers that the route takes. Default: those of the listener. @example ["llm.example.com"] */
  readonly hostnames?: readonly string[];
  /** Paths that lead to the model, each as a prefix by path elements. What is left out stays inside: metrics, adapters loaded at run time. Default: those of OpenAI's API for models, completions and chat. @example ["/v1/models", "/v1/chat/completions"] */
  readonly paths?: readonly string[];
  /** Longest that a request may take, 0 for no end: an answer that streams is one request. @minimum 0 @maximum 86400 @default 0 */
  readonly requestSeconds?: number;
  /** Longest time without a byte that clients must be able to wait out: an answer that does not stream is silent until it is whole. Envoy and the load balancer must allow it. @minimum 1 @maximum 86400 @default 300 */
  readonly silenceSeconds?: number;
}

/** A Gateway by name. */
export interface GatewayPlace {
  /** Name of the Gateway. @example "edge" */
  readonly name: string;
  /** Namespace of the Gateway. @example "gateway-edge" */
  readonly namespace: string;
}
