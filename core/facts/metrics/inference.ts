import { metricTable, type MetricFact } from "./types.ts";

const vllm = metricTable(
  "vllm",
  "vllm:",
  "llm-d/llm-d-router v0.10.0 pkg/epp/framework/plugins/datalayer/extractor/metrics/factories.go; vLLM docs: usage/metrics",
);
const MODEL = ["model_name"];
/** Model servers, on the port of their API. */
export const VLLM_METRICS: readonly MetricFact[] = [
  vllm.gauge("num_requests_waiting", MODEL),
  vllm.gauge("num_requests_running", MODEL),
  vllm.gauge("kv_cache_usage_perc", MODEL),
  vllm.counter("prompt_tokens_total", MODEL),
  vllm.counter("generation_tokens_total", MODEL),
];

const router = metricTable(
  "llm-d-router",
  "llm_d_epp_",
  "llm-d/llm-d-router v0.10.0 pkg/epp/metrics/llm_d_router_metrics.go",
);
const REQUEST = ["model_name", "target_model_name"];
/** llm-d's endpoint picker, port 9090. A pool has the name of the router's release. */
export const ROUTER_METRICS: readonly MetricFact[] = [
  router.counter("request_total", REQUEST),
  router.counter("request_error_total", [...REQUEST, "error_code"]),
  router.histogram("request_duration_seconds", REQUEST),
  router.histogram("request_ttft_seconds", [...REQUEST, "streaming"]),
  router.gauge("ready_endpoints", ["name"]),
];
