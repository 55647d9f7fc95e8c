import { flat, perSecond, type AlertCase } from "./case.ts";

const MODEL = { namespace: "inference-llama", model_name: "llama" };
const server = (metric: string, pod: string): string =>
  `vllm:${metric}{model_name="llama",namespace="inference-llama",pod="${pod}"}`;
const ready = (pod: string): string =>
  `llm_d_epp_ready_endpoints{name="llama",namespace="inference-llama",pod="${pod}"}`;
const first = (le: string, streaming = "true"): string =>
  `llm_d_epp_request_ttft_seconds_bucket{le="${le}",model_name="llama",namespace="inference-llama",streaming="${streaming}"}`;
const gpus = (what: "capacity" | "allocatable", resource = "nvidia_com_gpu"): string =>
  `kube_node_status_${what}{node="gpu-a",resource="${resource}",unit="integer"}`;

/** Models. */
export const inferenceCases = (): AlertCase[] => [
  {
    alert: "InferenceQueueGrowing",
    fires: { [server("num_requests_waiting", "a")]: flat(4), [server("num_requests_waiting", "b")]: flat(8) },
    expected: [{ labels: MODEL, value: "6" }],
    // One busy server beside an idle one is the router's business.
    quiet: { [server("num_requests_waiting", "a")]: flat(10), [server("num_requests_waiting", "b")]: flat(0) },
  },
  {
    alert: "InferenceKvCacheFull",
    fires: { [server("kv_cache_usage_perc", "a")]: flat(0.9) },
    expected: [{ labels: MODEL, value: "90%" }],
    quiet: { [server("kv_cache_usage_perc", "a")]: flat(0.8) },
  },
  {
    alert: "InferenceFirstTokenSlow",
    fires: { [first("5")]: perSecond(0), [first("10")]: perSecond(1), [first("+Inf")]: perSecond(1) },
    expected: [{ labels: MODEL, value: "9.75s" }],
    quiet: {
      [first("4")]: perSecond(1),
      [first("5")]: perSecond(1),
      [first("+Inf")]: perSecond(1),
      // Without streaming the first token comes with the last.
      [first("60", "false")]: perSecond(9),
      [first("+Inf", "false")]: perSecond(9),
    },
  },
  {
    alert: "InferenceNoEndpoints",
    fires: { [ready("a")]: flat(0), [ready("b")]: flat(0) },
    expected: [{ labels: { namespace: "inference-llama", name: "llama" } }],
    quiet: { [ready("a")]: flat(0), [ready("b")]: flat(1) },
  },
  {
    alert: "InferenceGpuLost",
    fires: { [gpus("capacity")]: flat(4), [gpus("allocatable")]: flat(3) },
    expected: [{ labels: { node: "gpu-a" }, value: "1" }],
    quiet: {
      [gpus("capacity")]: flat(4),
      [gpus("allocatable")]: flat(4),
      [gpus("capacity", "cpu")]: flat(48),
      [gpus("allocatable", "cpu")]: flat(47),
    },
  },
];
