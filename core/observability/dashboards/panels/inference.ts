import { lines, stat, type DashboardSpec, type PanelContext, type RowSpec } from "../panel.ts";

const MODELS = 'model_name=~"$model"';
const STREAMS = 'streaming="true"';

/** Models, from vLLM and llm-d's router. */
export function inferenceDashboard(context: PanelContext): DashboardSpec {
  return {
    description: "What models are asked, how long clients wait, and what is left on the GPUs.",
    tags: ["cilium", "inference"],
    variables: [
      {
        name: "model",
        label: "Model",
        query: `label_values(${context.select("vllm:num_requests_running")}, model_name)`,
      },
    ],
    rows: [now(context), clients(context), servers(context)],
  };
}

const now = ({ select, rate, quantile, thresholds }: PanelContext): RowSpec => ({
  title: "Now",
  panels: [
    stat("Running", "Requests that are worked on.", "short", `sum(${select("vllm:num_requests_running", MODELS)})`),
    stat(
      "Waiting",
      "Requests that wait at each model server.",
      "short",
      `avg(${select("vllm:num_requests_waiting", MODELS)})`,
      { thresholds: { warning: 1, critical: thresholds.inferenceWaitingRequests } },
    ),
    stat(
      "KV cache",
      "Share in use; what does not fit waits.",
      "percentunit",
      `avg(${select("vllm:kv_cache_usage_perc", MODELS)})`,
      { thresholds: { critical: thresholds.inferenceKvCacheShare }, max: 1 },
    ),
    stat(
      "First token",
      "95th percentile of streams, from the router.",
      "s",
      quantile(0.95, [], "llm_d_epp_request_ttft_seconds", MODELS, STREAMS),
      { thresholds: { critical: thresholds.inferenceFirstTokenSeconds } },
    ),
    stat(
      "Tokens",
      "Tokens a second that are written.",
      "short",
      `sum(${rate("vllm:generation_tokens_total", MODELS)})`,
    ),
  ],
});

const clients = ({ rate, quantile }: PanelContext): RowSpec => ({
  title: "Clients",
  panels: [
    lines("Requests", "Requests a second by model.", "reqps", [
      [`sum by (model_name) (${rate("llm_d_epp_request_total", MODELS)})`, "{{model_name}}"],
    ]),
    lines("Errors", "Requests a second that the router answers with an error.", "reqps", [
      [
        `sum by (model_name, error_code) (${rate("llm_d_epp_request_error_total", MODELS)})`,
        "{{model_name}} {{error_code}}",
      ],
    ]),
    lines("Time to the first token", "Streams, at the router: queue and prompt.", "s", [
      [quantile(0.5, ["model_name"], "llm_d_epp_request_ttft_seconds", MODELS, STREAMS), "{{model_name}} half"],
      [quantile(0.95, ["model_name"], "llm_d_epp_request_ttft_seconds", MODELS, STREAMS), "{{model_name}} 19 of 20"],
    ]),
    lines("Whole answers", "95th percentile, by model.", "s", [
      [quantile(0.95, ["model_name"], "llm_d_epp_request_duration_seconds", MODELS), "{{model_name}}"],
    ]),
  ],
});

const servers = ({ select, rate }: PanelContext): RowSpec => ({
  title: "Model servers",
  panels: [
    lines("Waiting, by server", "Uneven lines: the router does not see all of them.", "short", [
      [`max by (pod) (${select("vllm:num_requests_waiting", MODELS)})`, "{{pod}}"],
    ]),
    lines(
      "KV cache, by server",
      "Share of each server's KV cache in use.",
      "percentunit",
      [[`max by (pod) (${select("vllm:kv_cache_usage_perc", MODELS)})`, "{{pod}}"]],
      { max: 1 },
    ),
    lines("Tokens read and written", "Tokens a second by model.", "short", [
      [`sum by (model_name) (${rate("vllm:prompt_tokens_total", MODELS)})`, "{{model_name}} prompt"],
      [`sum by (model_name) (${rate("vllm:generation_tokens_total", MODELS)})`, "{{model_name}} answer"],
    ]),
    lines("Servers that are ready", "As the router counts them.", "short", [
      [`max by (name) (${select("llm_d_epp_ready_endpoints")})`, "{{name}}"],
    ]),
  ],
});
