import { metricTable, type MetricFact } from "./types.ts";

const SOURCE = "cilium pkg/hubble/metrics; docs: observability/metrics";
/** Labels of `sourceContext`, `destinationContext` and `labelsContext`: there only when asked for. */
export const HUBBLE_CONTEXT_LABELS = [
  "source",
  "destination",
  "source_ip",
  "source_namespace",
  "source_pod",
  "source_workload",
  "source_workload_kind",
  "source_app",
  "destination_ip",
  "destination_namespace",
  "destination_pod",
  "destination_workload",
  "destination_workload_kind",
  "destination_app",
  "traffic_direction",
] as const;

const hubble = metricTable("hubble", "hubble_", SOURCE);
const relay = metricTable("relay", "hubble_relay_", "cilium pkg/hubble/relay/pool");

/** Hubble in the agents, port 9965; each exists when its entry stands in `hubble.metrics.enabled`. */
export const HUBBLE_METRICS: readonly MetricFact[] = [
  hubble.counter("flows_processed_total", ["protocol", "type", "subtype", "verdict"]),
  // The reason is the enum's name (`POLICY_DENIED`), unlike the agent's text.
  hubble.counter("drop_total", ["reason", "protocol"]),
  hubble.counter("tcp_flags_total", ["flag", "family"]),
  hubble.counter("icmp_total", ["family", "type"]),
  hubble.counter("port_distribution_total", ["protocol", "port"]),
  hubble.counter("flows_to_world_total", ["protocol", "verdict"]),
  hubble.counter("policy_verdicts_total", ["direction", "match", "action"]),
  hubble.counter("dns_queries_total", ["rcode", "qtypes", "ips_returned", "query"]),
  hubble.counter("dns_responses_total", ["rcode", "qtypes", "ips_returned", "query"]),
  hubble.counter("dns_response_types_total", ["type", "qtypes", "query"]),
  hubble.counter("http_requests_total", ["method", "protocol", "status", "reporter"]),
  hubble.histogram("http_request_duration_seconds", ["method", "reporter"]),
  // There with any list of metrics.
  hubble.counter("lost_events_total", ["source"]),
  hubble.counter("metrics_http_handler_requests_total", ["code"]),
  hubble.gauge("dynamic_exporter_up", ["name"]),
  hubble.gauge("dynamic_exporter_exporters_total", ["status"]),
  hubble.counter("dynamic_exporter_reconfigurations_total", ["op"]),
];

/** Hubble Relay, port 9966. */
export const RELAY_METRICS: readonly MetricFact[] = [relay.gauge("pool_peer_connection_status", ["status"])];
