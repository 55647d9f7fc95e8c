import type { MapEdge, MapNode } from "./types.ts";

/** What every cluster does beside the work of its applications. */
export const Infrastructure = {
  Dns: "DNS",
  Health: "health checks",
  Tracing: "telemetry",
  Metrics: "metrics",
  System: "kube-system",
  Node: "nodes and API server",
} as const;
export type Infrastructure = (typeof Infrastructure)[keyof typeof Infrastructure];

/** IANA: domain, domain-s. */
const DNS_PORTS = new Set([53, 853]);
/** OTLP (opentelemetry.io, protocol exporter), Zipkin, Jaeger's collector and agent (jaegertracing.io, deployment), Loki, Fluent. */
const TRACING_PORTS = new Set([4317, 4318, 9411, 14_250, 14_268, 6831, 6832, 3100, 24_224]);
/** Who scrapes: names of the usual charts. */
const SCRAPER =
  /(?:^|-)(?:prometheus|vmagent|victoria-metrics|alloy|grafana-agent|metrics-server|kube-state-metrics)(?:-|$)/;
/** Who takes traces and logs. */
const COLLECTOR =
  /(?:^|-)(?:otel|opentelemetry|jaeger|tempo|zipkin|loki|fluent-?bit|fluentd|promtail|vector|datadog)(?:-|$)/;
const SYSTEM_NAMESPACES = new Set(["kube-system", "cilium", "cilium-secrets", "kube-node-lease"]);
const OF_NODES = new Set(["host", "remote-node", "kube-apiserver"]);

/** What kind of infrastructure a connection is; undefined for one of an application. */
export function infrastructureOf(
  { protocol, port }: Pick<MapEdge, "protocol" | "port">,
  source: MapNode,
  destination: MapNode,
): Infrastructure | undefined {
  const ends = [source, destination];
  const has = (holds: (node: MapNode) => boolean): boolean => ends.some(holds);
  if (DNS_PORTS.has(port) && (protocol === "UDP" || protocol === "TCP")) return Infrastructure.Dns;
  if (has(({ kind, name }) => kind === "reserved" && name === "health")) return Infrastructure.Health;
  if (TRACING_PORTS.has(port) || has((node) => isPod(node) && COLLECTOR.test(node.name))) return Infrastructure.Tracing;
  if (has((node) => isPod(node) && SCRAPER.test(node.name))) return Infrastructure.Metrics;
  if (has(({ namespace = "" }) => SYSTEM_NAMESPACES.has(namespace))) return Infrastructure.System;
  return has(({ kind, name }) => kind === "reserved" && OF_NODES.has(name)) ? Infrastructure.Node : undefined;
}

const isPod = ({ kind }: MapNode): boolean => kind === "workload";
