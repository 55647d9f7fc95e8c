import { type MetricsMinor, metricsMinor } from "./metrics/index.ts";

/** What an element of `hubble.metrics.enabled` may say (cilium pkg/hubble/metrics; docs: observability/metrics). */

interface HubbleMetricFact {
  /** Options beside contexts. */
  readonly options: readonly string[];
  /** Minors whose agents have it; every supported one where it is left out. */
  readonly minors?: readonly MetricsMinor[];
}

/** Every metric of some supported minor (cilium pkg/hubble/metrics/metrics.go at v1.19 and v1.20). */
const HUBBLE_METRICS: Readonly<Record<string, HubbleMetricFact>> = {
  dns: { options: ["query", "ignoreAAAA"] },
  drop: { options: [] },
  flow: { options: [] },
  "flows-to-world": { options: ["any-drop", "port", "syn-only"] },
  http: { options: [] },
  httpV2: { options: ["exemplars"] },
  icmp: { options: [] },
  kafka: { options: [], minors: ["1.19"] },
  policy: { options: [] },
  "port-distribution": { options: [] },
  sctp: { options: [], minors: ["1.20"] },
  tcp: { options: [] },
};

/** Metrics that agents of a version have, each with its options beside contexts. */
export function hubbleMetricOptions(ciliumVersion: string): ReadonlyMap<string, readonly string[]> {
  const minor = metricsMinor(ciliumVersion);
  return new Map(
    Object.entries(HUBBLE_METRICS).flatMap(([name, { options, minors }]) =>
      (minors?.includes(minor) ?? true) ? [[name, options]] : [],
    ),
  );
}

/** Minors that have a metric which others lack; undefined for what all have, or none. */
export const minorsOfHubbleMetric = (name: string): readonly MetricsMinor[] | undefined =>
  Object.hasOwn(HUBBLE_METRICS, name) ? HUBBLE_METRICS[name]?.minors : undefined;

const SIDES = ["Context", "EgressContext", "IngressContext"];
/** Options that say what the labels `source` and `destination` hold. */
export const CONTEXT_OPTIONS: readonly string[] = ["source", "destination"].flatMap((side) =>
  SIDES.map((suffix) => `${side}${suffix}`),
);

export const CONTEXT_VALUES: readonly string[] = [
  "identity",
  "namespace",
  "pod",
  "pod-name",
  "dns",
  "ip",
  "reserved-identity",
  "workload",
  "workload-name",
  "app",
];

export const CONTEXT_LABELS: readonly string[] = [
  ...["source", "destination"].flatMap((side) =>
    ["ip", "namespace", "pod", "workload", "workload_kind", "app"].map((part) => `${side}_${part}`),
  ),
  "traffic_direction",
];

/** Contexts and labels with a value per pod, address or name. */
export const UNBOUNDED: readonly string[] = [
  "pod",
  "pod-name",
  "ip",
  "dns",
  "source_pod",
  "destination_pod",
  "source_ip",
  "destination_ip",
];
