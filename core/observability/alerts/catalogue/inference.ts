import type { AlertContext, AlertSpec } from "../context.ts";

const inference = ({ features }: AlertContext): boolean => features.inference;
const BY_MODEL = "by (namespace, model_name)";
/** The device plugin's resource, as kube-state-metrics writes it. */
const GPU = 'resource="nvidia_com_gpu"';

/** Models: vLLM, llm-d's router and the GPUs under them. */
export const INFERENCE_ALERTS: readonly AlertSpec[] = [
  {
    alert: "InferenceQueueGrowing",
    severity: "warning",
    minutes: 10,
    on: inference,
    expr: ({ select, thresholds }) =>
      `avg ${BY_MODEL} (${select("vllm:num_requests_waiting")}) > ${String(thresholds.inferenceWaitingRequests)}`,
    summary: "Requests wait at every model server of a model.",
    description: "{{ $value | humanize }} requests wait at each server of {{ $labels.model_name }}.",
  },
  {
    alert: "InferenceKvCacheFull",
    severity: "warning",
    minutes: 10,
    on: inference,
    expr: ({ select, thresholds }) =>
      `avg ${BY_MODEL} (${select("vllm:kv_cache_usage_perc")}) > ${String(thresholds.inferenceKvCacheShare)}`,
    summary: "The KV cache of a model's servers is nearly full.",
    description:
      "{{ $value | humanizePercentage }} of the KV cache of {{ $labels.model_name }} is in use: further requests wait or are thrown out.",
  },
  {
    alert: "InferenceFirstTokenSlow",
    severity: "warning",
    minutes: 10,
    on: inference,
    expr: ({ rate, thresholds }) =>
      `histogram_quantile(0.95, sum by (namespace, model_name, le) (${rate(5, "llm_d_epp_request_ttft_seconds_bucket", 'streaming="true"')})) > ${String(thresholds.inferenceFirstTokenSeconds)}`,
    summary: "Clients wait long for the first token.",
    description: "One stream in twenty of {{ $labels.model_name }} begins after {{ $value | humanizeDuration }}.",
  },
  {
    alert: "InferenceNoEndpoints",
    severity: "critical",
    minutes: 5,
    on: inference,
    // Only the replica that leads looks at pods.
    expr: ({ select }) => `max by (namespace, name) (${select("llm_d_epp_ready_endpoints")}) == 0`,
    summary: "A model has no server that is ready.",
    description: "The router of {{ $labels.name }} has nowhere to send requests: clients get 5xx.",
  },
  {
    alert: "InferenceGpuLost",
    severity: "warning",
    minutes: 5,
    on: (context) => inference(context) && context.features.kubeStateMetrics,
    expr: ({ select }) =>
      `max by (node) (${select("kube_node_status_capacity", GPU)}) - max by (node) (${select("kube_node_status_allocatable", GPU)}) > 0`,
    summary: "A node has GPUs that the device plugin calls unhealthy.",
    description: "{{ $value }} GPUs of {{ $labels.node }} are lost: pods on them fail, and no other pod gets them.",
  },
];
