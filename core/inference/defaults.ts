import type { HelmChart } from "../helm/charts.ts";

/** Release whose charts, defaults and flags were read (llm-d/llm-d-router v0.10.0, 2026-08-17). */
export const DEFAULT_ROUTER_VERSION = "v0.10.0";
/** Its charts and images carry the tag of the release. */
export const routerChart = (version: string, pooled: boolean): HelmChart => ({
  name: pooled ? "llm-d-router-gateway" : "llm-d-router-standalone",
  repository: "oci://ghcr.io/llm-d/charts",
  version,
});
export const PICKER_REPOSITORY = "llm-d-router-endpoint-picker";
export const sidecarImage = (version: string): string => `ghcr.io/llm-d/llm-d-router-disagg-sidecar:${version}`;

/** What llm-d v0.9.0, the release with router v0.10.0, was tested with (llm-d release notes). */
export const DEFAULT_VLLM_IMAGE = "docker.io/vllm/vllm-openai:v0.26.0";
/** Any image with the AWS CLI does; this one is AWS's own. */
export const DEFAULT_COPY_IMAGE = "public.ecr.aws/aws-cli/aws-cli:2.31.0";

/** NVIDIA/k8s-device-plugin deployments/helm/nvidia-device-plugin at v0.20.0. */
export const DEVICE_PLUGIN_CHART: HelmChart = {
  name: "nvidia-device-plugin",
  repository: "https://nvidia.github.io/k8s-device-plugin",
  version: "0.20.0",
};
export const DEVICE_PLUGIN_NAMESPACE = "kube-system";
export const GPU_RESOURCE = "nvidia.com/gpu";

/** Active and passive: a second one takes over where the first ends (chart: leader election with more than one replica). */
export const DEFAULT_ROUTER_REPLICAS = 2;
/** It would send requests wherever a client says: original_dst_lb_config takes the address from a header. */
export const DEFAULT_FAIL_OPEN = false;
/** The chart's own scorers (routerlib/templates/_config.yaml). */
export const DEFAULT_WEIGHTS = { queue: 2, kvCache: 2, prefixCache: 3 } as const;
/**
 * For four large requests a second: half a CPU to one each, and 4 GiB (llm-d-router docs/operations.md, EPP sizing). The chart
 * asks for 8 CPUs and 8 GiB.
 */
export const DEFAULT_PICKER = { cpu: 4, memoryGiB: 4 } as const;
/** Below 10 requests a second 1.2 to 2 CPUs, and 2 GiB (the same, Envoy sizing). The chart asks for 4 CPUs and 8 GiB. */
export const DEFAULT_PROXY = { cpu: 2, memoryGiB: 2 } as const;

/** Port of Envoy beside the endpoint picker (chart values: extraServicePorts). */
export const ROUTER_PORT = 8081;
/** Port of the endpoint picker for gateways (chart values: epp.extProcPort). */
export const PICKER_PORT = 9002;
export const ROUTER_METRICS_PORT = 9090;
/** Port of a pod that the router sends to: vLLM's, or that of the sidecar in front of it. */
export const SERVER_PORT = 8000;
/** vLLM behind the sidecar (pkg/sidecar/proxy/options.go, defaultVLLMPort). */
export const BEHIND_SIDECAR_PORT = 8200;
/** Where pods agree on a transfer of KV cache (vLLM docs: nixl_connector_usage). */
export const NIXL_PORT = 5600;

export const DEFAULT_REPLICAS = 1;
export const DEFAULT_TENSOR_PARALLEL = 1;
export const DEFAULT_CONCURRENCY = 1;
/** vLLM's default for years; it is always written out. */
export const DEFAULT_UTILIZATION = 0.9;
/** UNVERIFIED: what vLLM takes beside weights and KV cache depends on the model; its log at start says it. */
export const DEFAULT_OVERHEAD_GIB = 3;
export const DEFAULT_BITS = 16;
/** vLLM docs: deployment/k8s, the Deployment for NVIDIA's GPUs. */
export const DEFAULT_CPU = 2;
export const DEFAULT_MEMORY_GIB = 6;
export const SHARED_MEMORY = "2Gi";
export const DEFAULT_DOWNLOAD_MBIT = 500;
/** Time to load a model into GPUs and to compile, beside its download (llm-d-router config/manifests/vllm/gpu-deployment.yaml). */
export const LOAD_SECONDS = 600;
export const PROBE_PERIOD_SECONDS = 10;
/** Time until everybody who sends requests knows that the pod goes (the same file, preStop). */
export const LEAVE_SECONDS = 30;
export const DEFAULT_DRAIN_SECONDS = 120;
export const DEFAULT_PREFILL_FROM_TOKENS = 16;
export const DEFAULT_LORA_RANK = 16;
export const DEFAULT_LORA_ADAPTERS = 1;
/** Where this project installs Prometheus (core/observability/defaults.ts). */
export const MONITORING = "monitoring";
export const DEFAULT_POLICIES = true;
export const DEFAULT_PATHS = ["/v1/models", "/v1/completions", "/v1/chat/completions"] as const;
export const DEFAULT_REQUEST_SECONDS = 0;
export const DEFAULT_SILENCE_SECONDS = 300;

/** Label that the router finds model servers by. */
export const MODEL_LABEL = "cilium-eks/model";
export const ROLE_LABEL = "llm-d.ai/role";

/**
 * Headers that steer the router, the sidecar or Envoy, which only they may set (llm-d-router pkg/epp/metadata/consts.go,
 * pkg/common/routing/common.go, pkg/sidecar/proxy/proxy.go).
 */
export const INTERNAL_HEADERS = [
  "x-gateway-destination-endpoint",
  "x-gateway-destination-endpoint-subset",
  "x-gateway-destination-endpoint-scores",
  "x-gateway-destination-endpoint-served",
  "x-prefiller-host-port",
  "x-encoder-hosts-ports",
  "x-data-parallel-host-port",
  "x-data-parallel-rank",
  "x-llm-d-model-name-rewrite",
] as const;
