import { minorOf } from "../version.ts";
import { AGENT_METRICS } from "./agent.ts";
import { HUBBLE_CONTEXT_LABELS, HUBBLE_METRICS, RELAY_METRICS } from "./hubble.ts";
import { ROUTER_METRICS, VLLM_METRICS } from "./inference.ts";
import { OPERATOR_METRICS } from "./operator.ts";
import {
  CERT_MANAGER_METRICS,
  CERTIFICATE_EXPORTER_METRICS,
  ENVOY_METRICS,
  KUBE_STATE_METRICS,
  PROMETHEUS_METRICS,
} from "./others.ts";
import type { MetricFact, MetricsMinor } from "./types.ts";

export type { MetricFact, MetricsMinor } from "./types.ts";

/**
 * The metrics that alerts, dashboards and rules may name, with their labels and where that was read. The table is not complete:
 * a name that is missing here may exist.
 */
export const METRICS: readonly MetricFact[] = [
  ...AGENT_METRICS,
  ...OPERATOR_METRICS,
  ...HUBBLE_METRICS,
  ...RELAY_METRICS,
  ...ENVOY_METRICS,
  ...KUBE_STATE_METRICS,
  ...CERT_MANAGER_METRICS,
  ...CERTIFICATE_EXPORTER_METRICS,
  ...VLLM_METRICS,
  ...ROUTER_METRICS,
  ...PROMETHEUS_METRICS,
];

/** Labels that the scrape adds: the chart's ServiceMonitors set `node`, the Prometheus operator the rest. */
const SCRAPE_LABELS = ["job", "instance", "namespace", "pod", "node", "container", "service", "endpoint"] as const;

/** Names that other guides and dashboards use and that no supported version exposes, with what to use instead. */
export const GONE_METRICS: Readonly<Record<string, string>> = {
  cilium_operator_eni_allocation_failure_total: "cilium_operator_ipam_allocation_duration_seconds_count by status",
  cilium_operator_ipam_available: "cilium_operator_ipam_available_ips, the capacity of a node",
  cilium_policy_import_errors_total: "cilium_policy_change_total",
  cilium_policy_regeneration_total: "cilium_endpoint_regenerations_total",
  cilium_policy_regeneration_time_stats_seconds: "cilium_endpoint_regeneration_time_stats_seconds",
  cilium_policy_verdict_total: "hubble_policy_verdicts_total",
  cilium_api_process_time_seconds: "cilium_agent_api_process_time_seconds",
  cilium_endpoint_count: "cilium_endpoint",
  cilium_endpoint_max_ifindex: "nothing: removed in 1.19",
};

/** The minor whose names hold for a version: its own, or the newest known one for what is newer. */
export function metricsMinor(ciliumVersion: string): MetricsMinor {
  return minorOf(ciliumVersion) === "1.19" ? "1.19" : "1.20";
}

/** A series as a query names it (histograms with their suffix); undefined where this version has none. */
export function findMetric(series: string, ciliumVersion: string): MetricFact | undefined {
  const minor = metricsMinor(ciliumVersion);
  return METRICS.find(
    ({ name, kind, minors }) =>
      (minors?.includes(minor) ?? true) &&
      (kind === "histogram"
        ? ["_bucket", "_sum", "_count"].some((suffix) => series === name + suffix)
        : series === name),
  );
}

/** Every label that a series can have in this version, those of the scrape among them. */
export function labelsOf(fact: MetricFact, ciliumVersion: string): ReadonlySet<string> {
  return new Set([
    ...SCRAPE_LABELS,
    ...fact.labels,
    ...(fact.labelsIn?.[metricsMinor(ciliumVersion)] ?? []),
    ...(fact.kind === "histogram" ? ["le"] : []),
    ...(fact.origin === "hubble" ? HUBBLE_CONTEXT_LABELS : []),
  ]);
}
