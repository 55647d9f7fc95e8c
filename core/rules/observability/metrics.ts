import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import { UNBOUNDED, hubbleMetricOptions, minorsOfHubbleMetric } from "../../facts/hubble-metrics.ts";
import { didYouMean, suggest } from "../../facts/suggest.ts";
import type { HubbleMetric } from "../../observability/metrics.ts";
import { shown } from "../common.ts";
import { HUBBLE_METRICS, hubbleMetricsOf } from "./common.ts";

const DOCS = "Cilium docs: observability/metrics; cilium pkg/hubble/metrics";
/** Not to be proposed. */
const DEPRECATED = ["http", "kafka"];

/** What of a metric has a value per pod, address, port or name. */
function unboundedParts({ name, flags, values }: HubbleMetric): string[] {
  const contexts = Object.entries(values).flatMap(([key, items]) =>
    items.filter((item) => UNBOUNDED.includes(item.toLowerCase())).map((item) => `${key}=${item}`),
  );
  // The agent reads names of options in any case.
  const options = [...flags, ...Object.keys(values)].map((option) => option.toLowerCase());
  return [
    ...(name === "dns" && options.includes("query") ? ["query"] : []),
    ...(name === "flows-to-world" && options.includes("port") ? ["port"] : []),
    ...(name === "port-distribution" ? ["port-distribution, a series a port"] : []),
    ...contexts,
  ];
}

export default rulesOn(ciliumValues, [
  {
    id: "observability-hubble-metric-list",
    severity: "error",
    title: "Hubble's metrics are a list",
    why: "The chart goes through the elements of a list, and there are none in a text.",
    symptom: "Helm stops in templates/cilium-configmap.yaml: range cannot iterate over the text.",
    source:
      "templates/cilium-configmap.yaml of the Cilium charts 1.19.6 and 1.20.0: range .Values.hubble.metrics.enabled",
    fix: "Write a list: [drop, flow, tcp].",
    *check(values) {
      const list = values.get(HUBBLE_METRICS);
      if (list === undefined || list === null || Array.isArray(list)) return;
      yield { at: HUBBLE_METRICS, found: shown(list), expected: "a list, one metric an element" };
    },
  },
  {
    id: "observability-hubble-metric-name",
    severity: "warning",
    title: "Hubble's metrics exist in this version",
    why: "Agents since 1.19 leave out a metric that they do not know and start with the others: its series are missing.",
    symptom: 'The agent\'s log says "Skipping unknown hubble metric".',
    source: `${DOCS}/api/registry.go at v1.19 and v1.20`,
    fix: "Name a metric that this version of Cilium has, or remove it.",
    *check(values, { cilium: { version } }) {
      const names = [...hubbleMetricOptions(version).keys()];
      for (const [at, { name }] of hubbleMetricsOf(values)) {
        if (names.includes(name)) continue;
        const minors = minorsOfHubbleMetric(name);
        yield {
          at,
          found:
            minors === undefined ? name : `${name}, which Cilium ${version} does not have, only ${minors.join(", ")}`,
          expected: `one of ${names.filter((one) => !DEPRECATED.includes(one)).join(", ")}`,
          fix: (minors === undefined && didYouMean(suggest(name, names))) || "Remove it.",
        };
      }
    },
  },
  {
    id: "observability-hubble-metric-conflict",
    severity: "error",
    title: "`http` and `httpV2` are not collected together",
    why: "They conflict by the agent's own list: it does not start with both; of a file that is read again and again it leaves one out.",
    source: `${DOCS}/http/plugin.go and cell/cell.go at v1.19 and v1.20`,
    fix: "Remove http; httpV2 has the labels of both sides.",
    *check(values) {
      const all = hubbleMetricsOf(values);
      if (!all.some(([, { name }]) => name === "httpV2")) return;
      for (const [at, { name }] of all) {
        if (name === "http") yield { at, found: "http beside httpV2", expected: "httpV2" };
      }
    },
  },
  {
    id: "observability-hubble-metric-deprecated",
    severity: "warning",
    title: "No deprecated Hubble metric is collected",
    why: "`http` is replaced by `httpV2`; `kafka` is deprecated in 1.19 and gone in 1.20, whose agents leave it out.",
    source: `${DOCS} at v1.19 and v1.20`,
    fix: "Write httpV2 in place of http, and remove kafka.",
    *check(values, { cilium: { version } }) {
      const all = hubbleMetricsOf(values);
      const names = new Set(all.map(([, { name }]) => name));
      for (const [at, { name }] of all) {
        // Beside httpV2 it is an error, and where it is gone it is unknown: other rules say so.
        if (name === "http" && !names.has("httpV2"))
          yield { at, found: "http", expected: "httpV2", fix: "Write httpV2 with the labels you need." };
        if (name === "kafka" && hubbleMetricOptions(version).has(name))
          yield { at, found: "kafka", expected: "nothing in its place", fix: "Remove it." };
      }
    },
  },
  {
    id: "observability-metric-cardinality",
    severity: "warning",
    title: "Labels of Hubble's metrics have few values",
    why: "Each value is a series of its own on every node: labels by pod, address, port or DNS name grow with the traffic, not with the cluster, and fill agents and Prometheus.",
    source: DOCS,
    fix: "Use labelsContext with namespaces and workloads, or set metrics.allowHighCardinality.",
    *check(values, { observability }) {
      if (observability?.settings.metrics?.allowHighCardinality === true) return;
      for (const [at, metric] of hubbleMetricsOf(values)) {
        const parts = unboundedParts(metric);
        if (parts.length === 0) continue;
        yield {
          at,
          found: `${metric.name} by ${parts.join(", ")}`,
          expected: "namespaces, workloads, reserved identities",
        };
      }
    },
  },
]);
