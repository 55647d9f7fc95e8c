import type { Json, JsonObject, KubernetesObject } from "../model/index.ts";
import { KvCacheDtype, ModelDtype, type ModelServerSettings, type ModelSettings } from "../settings/index.ts";
import type { CachePlan } from "./cache.ts";
import {
  BEHIND_SIDECAR_PORT,
  DEFAULT_CPU,
  DEFAULT_DOWNLOAD_MBIT,
  DEFAULT_DRAIN_SECONDS,
  DEFAULT_LORA_ADAPTERS,
  DEFAULT_LORA_RANK,
  DEFAULT_MEMORY_GIB,
  DEFAULT_REPLICAS,
  DEFAULT_TENSOR_PARALLEL,
  DEFAULT_UTILIZATION,
  DEFAULT_VLLM_IMAGE,
  GPU_RESOURCE,
  LEAVE_SECONDS,
  LOAD_SECONDS,
  MODEL_LABEL,
  NIXL_PORT,
  PROBE_PERIOD_SECONDS,
  ROLE_LABEL,
  SERVER_PORT,
  SHARED_MEMORY,
  sidecarImage,
} from "./defaults.ts";
import { modelGiB } from "./memory.ts";
import type { GpuPlace } from "./places.ts";

/** What the pods of one model share. */
export interface ServerContext {
  readonly name: string;
  readonly namespace: string;
  readonly model: ModelSettings;
  readonly servers: ModelServerSettings;
  readonly place: GpuPlace;
  readonly cache: CachePlan;
  readonly routerVersion: string;
  /** Secret with `HF_TOKEN`. */
  readonly tokenSecret: string | undefined;
}

/** Pods of one kind: those that do everything, or the two kinds of a split. */
interface ServerKind {
  readonly suffix: string;
  readonly role: "prefill" | "decode" | undefined;
  readonly replicas: number;
  readonly tensorParallel: number;
}

/** Kinds of pods of a model. */
export function kindsOf({
  replicas = DEFAULT_REPLICAS,
  tensorParallel = DEFAULT_TENSOR_PARALLEL,
  prefill,
}: ModelServerSettings): ServerKind[] {
  if (prefill === undefined) return [{ suffix: "", role: undefined, replicas, tensorParallel }];
  return [
    { suffix: "-decode", role: "decode", replicas, tensorParallel },
    {
      suffix: "-prefill",
      role: "prefill",
      replicas: prefill.replicas,
      tensorParallel: prefill.tensorParallel ?? tensorParallel,
    },
  ];
}

/** A Deployment of each kind. */
export const planServers = (context: ServerContext): KubernetesObject[] =>
  kindsOf(context.servers).map((kind) => deployment(context, kind));

const podLabels = ({ name }: ServerContext, { role }: ServerKind): Record<string, string> => ({
  [MODEL_LABEL]: name,
  "llm-d.ai/engine-type": "vllm",
  ...(role === undefined ? {} : { [ROLE_LABEL]: role }),
});

function deployment(context: ServerContext, kind: ServerKind): KubernetesObject {
  const { name, namespace, place, cache, servers } = context;
  const labels = podLabels(context, kind);
  const { drainSeconds = DEFAULT_DRAIN_SECONDS } = servers;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {
      name: `${name}${kind.suffix}`,
      namespace,
      labels,
      // Nodes on premises may join later, and a model takes minutes to load: a deployment waits for neither.
      annotations: { "pulumi.com/skipAwait": "true" },
    },
    spec: {
      replicas: kind.replicas,
      selector: { matchLabels: labels },
      // A new pod needs GPUs of its own before an old one has gone; where all are taken, the old one goes first.
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      template: {
        metadata: { labels },
        spec: {
          ...(cache.serviceAccount ? { serviceAccountName: name } : {}),
          automountServiceAccountToken: false,
          // A Service named vllm would put VLLM_PORT into the environment, and vLLM would not start.
          enableServiceLinks: false,
          nodeSelector: { ...place.nodeSelector },
          tolerations: [...place.tolerations],
          terminationGracePeriodSeconds: LEAVE_SECONDS + drainSeconds,
          ...initContainers(context, kind),
          containers: [container(context, kind)],
          volumes: [...cache.volumes, { name: "shm", emptyDir: { medium: "Memory", sizeLimit: SHARED_MEMORY } }],
        },
      },
    },
  };
}

function initContainers({ cache, routerVersion }: ServerContext, { role }: ServerKind): JsonObject {
  const sidecar: Json[] =
    role === "decode"
      ? [
          {
            name: "routing-sidecar",
            image: sidecarImage(routerVersion),
            args: [
              `--port=${String(SERVER_PORT)}`,
              `--model-server-port=${String(BEHIND_SIDECAR_PORT)}`,
              "--kv-connector=nixlv2",
              "--secure-proxy=false",
            ],
            ports: [{ name: "http", containerPort: SERVER_PORT }],
            env: [POD_IP],
            restartPolicy: "Always",
            resources: { requests: { cpu: "500m", memory: "512Mi" } },
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
          },
        ]
      : [];
  const all = [...cache.initContainers, ...sidecar];
  return all.length === 0 ? {} : { initContainers: all };
}

const POD_IP: Json = { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } };

function container(context: ServerContext, kind: ServerKind): Json {
  const { servers, cache } = context;
  const { cpu = DEFAULT_CPU, memoryGiB = DEFAULT_MEMORY_GIB, image = DEFAULT_VLLM_IMAGE } = servers;
  const behind = kind.role === "decode";
  const port = behind ? BEHIND_SIDECAR_PORT : SERVER_PORT;
  const health = { httpGet: { path: "/health", port } };
  return {
    name: "vllm",
    image,
    command: ["vllm", "serve"],
    args: argsOf(context, kind, port),
    env: envOf(context, kind),
    ports: [{ name: behind ? "vllm" : "http", containerPort: port }],
    // The server opens its port when the model is loaded.
    startupProbe: { ...health, periodSeconds: PROBE_PERIOD_SECONDS, failureThreshold: startupTries(context) },
    readinessProbe: { ...health, periodSeconds: 5, timeoutSeconds: 2 },
    livenessProbe: { ...health, periodSeconds: PROBE_PERIOD_SECONDS, timeoutSeconds: 5, failureThreshold: 5 },
    lifecycle: { preStop: { sleep: { seconds: LEAVE_SECONDS } } },
    resources: {
      requests: { cpu: String(cpu), memory: gibibytes(memoryGiB), [GPU_RESOURCE]: String(kind.tensorParallel) },
      limits: { [GPU_RESOURCE]: String(kind.tensorParallel) },
    },
    securityContext: { allowPrivilegeEscalation: false },
    volumeMounts: [...cache.mounts, { name: "shm", mountPath: "/dev/shm" }],
  };
}

export const gibibytes = (gib: number): string => `${String(Math.ceil(gib * 1024))}Mi`;

const BITS_PER_GIB = 2 ** 33;

/** Probes until a model must be there: its download at the speed that is given, and the time to load it. */
export function startupTries({ model, servers }: Pick<ServerContext, "model" | "servers">): number {
  const { downloadMbitPerSecond = DEFAULT_DOWNLOAD_MBIT } = servers;
  const download = (modelGiB(model) * BITS_PER_GIB) / (downloadMbitPerSecond * 1e6);
  return Math.ceil((download + LOAD_SECONDS) / PROBE_PERIOD_SECONDS);
}

/** vLLM docs: cli/serve, at v0.26. */
function argsOf(
  { model, servers, cache }: ServerContext,
  { role, tensorParallel }: ServerKind,
  port: number,
): string[] {
  const {
    gpuMemoryUtilization = DEFAULT_UTILIZATION,
    dtype = ModelDtype.Auto,
    kvCacheDtype = KvCacheDtype.Auto,
  } = servers;
  return [
    cache.source,
    ...flag("served-model-name", model.servedName ?? (cache.downloads ? undefined : model.id)),
    ...flag("revision", cache.downloads ? model.revision : undefined),
    ...flag("port", port),
    ...flag("tensor-parallel-size", tensorParallel),
    ...flag("max-model-len", servers.maxModelLength ?? model.contextLength),
    ...flag("gpu-memory-utilization", gpuMemoryUtilization),
    ...flag("dtype", dtype),
    ...flag("kv-cache-dtype", kvCacheDtype),
    ...flag("max-num-seqs", servers.maxSequences),
    ...loraArgs(servers),
    ...(role === undefined ? [] : [`--kv-transfer-config=${KV_TRANSFER}`]),
    ...(servers.extraArgs ?? []),
  ];
}

const flag = (name: string, value: string | number | undefined): string[] =>
  value === undefined ? [] : [`--${name}=${String(value)}`];

/** vLLM docs: features/nixl_connector_usage; roles are the router's business. */
const KV_TRANSFER = JSON.stringify({
  kv_connector: "NixlConnector",
  kv_role: "kv_both",
  kv_load_failure_policy: "fail",
});

function loraArgs({ lora }: ModelServerSettings): string[] {
  const adapters = Object.entries(lora?.adapters ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (lora === undefined || adapters.length === 0) return [];
  return [
    "--enable-lora",
    ...flag("max-loras", lora.maxAdapters ?? DEFAULT_LORA_ADAPTERS),
    ...flag("max-lora-rank", lora.maxRank ?? DEFAULT_LORA_RANK),
    "--lora-modules",
    ...adapters.map(([name, source]) => `${name}=${source}`),
  ];
}

const envOf = ({ cache, tokenSecret }: ServerContext, { role }: ServerKind): Json[] => [
  { name: "DO_NOT_TRACK", value: "1" },
  ...(cache.downloads ? [] : [{ name: "HF_HUB_OFFLINE", value: "1" }]),
  ...(tokenSecret === undefined || !cache.downloads
    ? []
    : [{ name: "HF_TOKEN", valueFrom: { secretKeyRef: { name: tokenSecret, key: "HF_TOKEN" } } }]),
  ...(role === undefined
    ? []
    : [
        POD_IP,
        { name: "VLLM_NIXL_SIDE_CHANNEL_HOST", value: "$(POD_IP)" },
        { name: "VLLM_NIXL_SIDE_CHANNEL_PORT", value: String(NIXL_PORT) },
        // Pods tell each other of blocks by their hash.
        { name: "PYTHONHASHSEED", value: "42" },
      ]),
];
