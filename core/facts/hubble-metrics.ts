/** What an element of `hubble.metrics.enabled` may say (cilium pkg/hubble/metrics; docs: observability/metrics). */

/** Options of each metric beside contexts. */
export const HUBBLE_METRIC_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  dns: ["query", "ignoreAAAA"],
  drop: [],
  flow: [],
  "flows-to-world": ["any-drop", "port", "syn-only"],
  http: [],
  httpV2: ["exemplars"],
  icmp: [],
  kafka: [],
  policy: [],
  "port-distribution": [],
  sctp: [],
  tcp: [],
};

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
