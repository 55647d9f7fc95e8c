import {
  CONTEXT_LABELS,
  CONTEXT_OPTIONS,
  CONTEXT_VALUES,
  HUBBLE_METRIC_OPTIONS,
  UNBOUNDED,
} from "../../facts/hubble-metrics.ts";
import { GONE_METRICS, METRICS } from "../../facts/metrics/index.ts";
import { didYouMean, suggest } from "../../facts/suggest.ts";
import { type HubbleMetric, readHubbleMetric } from "../../observability/metrics.ts";
import type { Json } from "../../model/index.ts";
import { type Values, shown } from "../common.ts";
import { valueRule } from "../value-rule.ts";
import { isList, isObject, isText, texts } from "./common.ts";

const DOCS = "Cilium docs: observability/metrics; cilium pkg/hubble/metrics";
const LIST = "hubble.metrics.enabled";

const NAMES = Object.keys(HUBBLE_METRIC_OPTIONS);

const DYNAMIC = "hubble.metrics.dynamic";
const CONTENT = `${DYNAMIC}.config.content`;

/** Metrics of the list, and those of the file that agents read again and again, with their paths. */
const metricsOf = (values: Values): [string, HubbleMetric][] => [
  ...texts(values.get(LIST)).map((text, at): [string, HubbleMetric] => [
    `${LIST}.${String(at)}`,
    readHubbleMetric(text),
  ]),
  ...(values.on(`${DYNAMIC}.enabled`) ? dynamicMetrics(values.get(CONTENT)) : []),
];

/** `{name, contextOptions: [{name, values}]}` (cilium pkg/hubble/metrics/api: MetricConfig). */
const dynamicMetrics = (content: Json | undefined): [string, HubbleMetric][] =>
  (isList(content) ? content : []).flatMap((entry, at): [string, HubbleMetric][] => {
    if (!isObject(entry) || !isText(entry["name"])) return [];
    const { name, contextOptions } = entry;
    const options = (isList(contextOptions) ? contextOptions : []).flatMap((option): [string, readonly string[]][] =>
      isObject(option) && isText(option["name"])
        ? [[option["name"], texts(option["values"] as Json).filter((item) => item !== "")]]
        : [],
    );
    return [
      [
        `${CONTENT}.${String(at)}`,
        {
          name,
          flags: options.filter(([, items]) => items.length === 0).map(([key]) => key),
          values: Object.fromEntries(options.filter(([, items]) => items.length > 0)),
        },
      ],
    ];
  });

export const hubbleMetricName = valueRule({
  id: "observability-hubble-metric-name",
  group: "observability",
  severity: "error",
  title: "Hubble's metrics exist",
  why: "The agent refuses an unknown one and does not start Hubble.",
  source: DOCS,
  *check(values) {
    const list = values.get(LIST);
    if (list !== undefined && list !== null && !Array.isArray(list))
      yield {
        at: LIST,
        found: shown(list),
        expected: "a list, one metric an element",
        fix: "Write a list: [drop, flow, tcp].",
      };
    for (const [at, { name }] of metricsOf(values)) {
      if (NAMES.includes(name)) continue;
      yield {
        at,
        found: name,
        expected: `one of ${NAMES.filter((one) => one !== "http" && one !== "kafka").join(", ")}`,
        fix: didYouMean(suggest(name, NAMES)) || "Remove it.",
      };
    }
  },
});

/** What is wrong with one option, undefined where it is right. */
function optionFault({ name, flags, values }: HubbleMetric): string | undefined {
  const own = HUBBLE_METRIC_OPTIONS[name] ?? [];
  const flag = flags.find((one) => !own.includes(one));
  if (flag !== undefined) return flag;
  for (const [key, items] of Object.entries(values)) {
    if (own.includes(key)) continue;
    if (key === "labelsContext") {
      const wrong = items.find((item) => !CONTEXT_LABELS.includes(item));
      if (wrong !== undefined) return `labelsContext=${wrong}`;
    } else if (CONTEXT_OPTIONS.includes(key)) {
      const wrong = items.find((item) => !CONTEXT_VALUES.includes(item));
      if (wrong !== undefined) return `${key}=${wrong}`;
    } else return key;
  }
  return undefined;
}

export const hubbleMetricOption = valueRule({
  id: "observability-hubble-metric-option",
  group: "observability",
  severity: "error",
  title: "Options and labels of Hubble's metrics exist",
  why: "The agent refuses an unknown one and does not start Hubble. Backslashes belong to `helm --set` only.",
  source: DOCS,
  *check(values) {
    for (const [at, metric] of metricsOf(values)) {
      const fault = NAMES.includes(metric.name) ? optionFault(metric) : undefined;
      if (fault === undefined) continue;
      const known = [...(HUBBLE_METRIC_OPTIONS[metric.name] ?? []), "labelsContext", ...CONTEXT_OPTIONS];
      const candidates = fault.includes("=") ? [...CONTEXT_LABELS, ...CONTEXT_VALUES] : known;
      yield {
        at,
        found: `${metric.name} with ${fault}`,
        expected: fault.startsWith("labelsContext=")
          ? CONTEXT_LABELS.join(", ")
          : fault.includes("=")
            ? CONTEXT_VALUES.join(", ")
            : known.join(", "),
        fix: didYouMean(suggest(fault.slice(fault.indexOf("=") + 1), candidates)) || "Remove the option.",
      };
    }
  },
});

export const hubbleMetricDeprecated = valueRule({
  id: "observability-hubble-metric-deprecated",
  group: "observability",
  severity: "warning",
  title: "No deprecated Hubble metric is collected",
  why: "`http` is replaced by `httpV2`, and both together are refused; Kafka visibility is deprecated in 1.19 and gone in 1.20.",
  source: `${DOCS}; UNVERIFIED: whether the 1.20 agent still takes kafka`,
  *check(values) {
    const all = metricsOf(values);
    const names = all.map(([, { name }]) => name);
    for (const [at, { name }] of all) {
      if (name === "http")
        yield {
          at,
          found: names.includes("httpV2") ? "http beside httpV2" : "http",
          expected: "httpV2",
          fix: "Write httpV2 with the labels you need.",
          ...(names.includes("httpV2") ? { severity: "error" as const } : {}),
        };
      if (name === "kafka") yield { at, found: "kafka", expected: "nothing in its place", fix: "Remove it." };
    }
  },
});

/** What of a metric has a value per pod, address, port or name. */
function unboundedParts({ name, flags, values }: HubbleMetric): string[] {
  const contexts = Object.entries(values).flatMap(([key, items]) =>
    items.filter((item) => UNBOUNDED.includes(item)).map((item) => `${key}=${item}`),
  );
  return [
    ...(name === "dns" && flags.includes("query") ? ["query"] : []),
    ...(name === "flows-to-world" && flags.includes("port") ? ["port"] : []),
    ...(name === "port-distribution" ? ["port-distribution, a series a port"] : []),
    ...contexts,
  ];
}

export const metricCardinality = valueRule({
  id: "observability-metric-cardinality",
  group: "observability",
  severity: "warning",
  title: "Labels of Hubble's metrics have few values",
  why: "Each value is a series of its own on every node: labels by pod, address, port or DNS name grow with the traffic, not with the cluster, and fill agents and Prometheus.",
  source: DOCS,
  *check(values, _cilium, { observability }) {
    if (observability?.settings.metrics?.allowHighCardinality === true) return;
    for (const [at, metric] of metricsOf(values)) {
      const parts = unboundedParts(metric);
      if (parts.length === 0) continue;
      yield {
        at,
        found: `${metric.name} by ${parts.join(", ")}`,
        expected: "namespaces, workloads, reserved identities",
        fix: "Use labelsContext with namespaces and workloads, or set metrics.allowHighCardinality.",
      };
    }
  },
});

const AGENT = "prometheus.metrics";
const AGENT_NAMES = METRICS.filter(({ origin }) => origin === "agent").map(({ name }) => name);

export const agentMetricName = valueRule({
  id: "observability-agent-metric-name",
  group: "observability",
  severity: "error",
  title: "Agent metrics that are switched exist, with a sign before them",
  why: "`+name` switches on and `-name` off; the agent ignores what it does not know.",
  source: "Cilium docs: observability/metrics; cilium pkg/metrics at v1.19.4",
  *check(values) {
    for (const [index, text] of texts(values.get(AGENT)).entries()) {
      const at = `${AGENT}.${String(index)}`;
      const name = text.slice(1);
      const instead = GONE_METRICS[name];
      if (!/^[+-]/.test(text)) {
        yield { at, found: text, expected: `+${text} or -${text}`, fix: "Write the sign." };
      } else if (!name.startsWith("cilium_") || name.startsWith("cilium_operator_")) {
        yield {
          at,
          found: text,
          expected: "a metric of the agent, whose names begin with cilium_",
          fix: didYouMean(suggest(`cilium_${name}`, AGENT_NAMES)) || "Remove it: other parts have no such switch.",
        };
      } else if (instead !== undefined) {
        yield { at, found: name, expected: instead, fix: `Use ${instead}, or remove it.` };
      }
    }
  },
});

export const metricRules = [
  hubbleMetricName,
  hubbleMetricOption,
  hubbleMetricDeprecated,
  metricCardinality,
  agentMetricName,
];
