/** What exposes a series. */
export const MetricOrigin = {
  Agent: "agent",
  Operator: "operator",
  Envoy: "envoy",
  Hubble: "hubble",
  Relay: "relay",
  KubeStateMetrics: "kube-state-metrics",
  CertManager: "cert-manager",
  CertificateExporter: "x509-certificate-exporter",
  Vllm: "vllm",
  /** The endpoint picker. */
  LlmdRouter: "llm-d-router",
  /** Prometheus itself, for every target. */
  Prometheus: "prometheus",
} as const;
export type MetricOrigin = (typeof MetricOrigin)[keyof typeof MetricOrigin];

export const MetricKind = { Counter: "counter", Gauge: "gauge", Histogram: "histogram" } as const;
export type MetricKind = (typeof MetricKind)[keyof typeof MetricKind];

/** Minors of Cilium that the table tells apart. */
export type MetricsMinor = "1.19" | "1.20";

/** A metric as its source registers it. A histogram stands here once, without `_bucket`, `_sum` and `_count`. */
export interface MetricFact {
  readonly name: string;
  readonly kind: MetricKind;
  readonly origin: MetricOrigin;
  /** Labels that the source sets; those of the scrape come on top. */
  readonly labels: readonly string[];
  /** Labels in one minor only. */
  readonly labelsIn?: Partial<Readonly<Record<MetricsMinor, readonly string[]>>>;
  /** The minors that have it; undefined: all of them, or not part of Cilium. */
  readonly minors?: readonly MetricsMinor[];
  /** Off until `prometheus.metrics` holds `+<name>`. */
  readonly offByDefault?: boolean;
  readonly source: string;
}

/** What varies from one entry of a table to the next. */
export type MetricOptions = Pick<MetricFact, "labelsIn" | "minors" | "offByDefault">;

/** Makes the entries of one source: `counter("drop_count_total", ["reason"])`. */
export function metricTable(origin: MetricOrigin, prefix: string, defaultSource: string) {
  const entry =
    (kind: MetricKind) =>
    (
      name: string,
      labels: readonly string[] = [],
      { source = defaultSource, ...options }: MetricOptions & { readonly source?: string } = {},
    ): MetricFact => ({ name: `${prefix}${name}`, kind, origin, labels, ...options, source });
  return { counter: entry("counter"), gauge: entry("gauge"), histogram: entry("histogram") };
}
