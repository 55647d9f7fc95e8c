import { type HubbleMetricSettings, type ObservabilitySettings, PrometheusMode } from "../settings/index.ts";
import { DEFAULT_HUBBLE_METRICS, GATEWAY_HUBBLE_METRICS } from "./defaults.ts";

/** Whether agents, Hubble and relay expose metrics. */
export const metricsOn = ({ metrics, prometheus }: ObservabilitySettings): boolean =>
  metrics?.enabled ?? (metrics !== undefined || (prometheus !== undefined && prometheus.mode !== PrometheusMode.None));

/** Whether the chart makes ServiceMonitors: only an operator reads them. */
export const monitorsOn = (settings: ObservabilitySettings): boolean =>
  metricsOn(settings) &&
  (settings.prometheus?.mode === PrometheusMode.Install || settings.prometheus?.mode === PrometheusMode.Present);

/** The list `hubble.metrics.enabled`, sorted by name; `gateway`: the cluster serves Gateways. */
export const hubbleMetricList = ({ metrics }: ObservabilitySettings, gateway: boolean): string[] =>
  Object.entries(metrics?.hubble ?? { ...DEFAULT_HUBBLE_METRICS, ...(gateway ? GATEWAY_HUBBLE_METRICS : {}) })
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, metric]) => writeHubbleMetric(name, metric));

/** `httpV2:exemplars=true;labelsContext=source_namespace,destination_workload`. */
export function writeHubbleMetric(
  name: string,
  { options = [], labels = [], source = [], destination = [] }: HubbleMetricSettings,
): string {
  const parts = [
    ...options,
    ...(source.length === 0 ? [] : [`sourceContext=${source.join("|")}`]),
    ...(destination.length === 0 ? [] : [`destinationContext=${destination.join("|")}`]),
    ...(labels.length === 0 ? [] : [`labelsContext=${labels.join(",")}`]),
  ];
  return parts.length === 0 ? name : `${name}:${parts.join(";")}`;
}

/** An element of the list, taken apart. */
export interface HubbleMetric {
  readonly name: string;
  /** Options without a value: `query`, `ignoreAAAA`. */
  readonly flags: readonly string[];
  /** Options with a value: contexts, exemplars. */
  readonly values: Readonly<Record<string, readonly string[]>>;
}

/** Reads one element as the agent does (cilium pkg/hubble/metrics/api/registry: name, `:`, options by `;`). */
export function readHubbleMetric(text: string): HubbleMetric {
  const [name = "", ...rest] = text.split(":");
  const options = rest
    .join(":")
    .split(";")
    .filter((option) => option !== "");
  const pairs = options.filter((option) => option.includes("="));
  return {
    name,
    flags: options.filter((option) => !option.includes("=")),
    values: Object.fromEntries(
      pairs.map((pair) => {
        const at = pair.indexOf("=");
        return [pair.slice(0, at), pair.slice(at + 1).split(/[,|]/)];
      }),
    ),
  };
}

/** Labels that alerts on requests group by. */
const HTTP_LABELS: readonly string[] = ["destination_namespace", "destination_workload"];

/** Whether the list has requests by workload. */
export const hasHttpByWorkload = (list: readonly string[]): boolean =>
  list.map(readHubbleMetric).some(({ name, values }) => {
    const labels = values["labelsContext"] ?? [];
    return name === "httpV2" && HTTP_LABELS.every((label) => labels.includes(label));
  });
