import { isList, isObject } from "../../model/json.ts";
import type { Json } from "../../model/index.ts";
import { type HubbleMetric, readHubbleMetric } from "../../observability/metrics.ts";
import type { Values } from "../common.ts";

export const isText = (value: unknown): value is string => typeof value === "string";
/** The texts of a list, whatever else it holds. */
export const texts = (value: Json | undefined): readonly string[] => (isList(value) ? value.filter(isText) : []);

/** Path of the list of Hubble's metrics. */
export const HUBBLE_METRICS = "hubble.metrics.enabled";
const DYNAMIC = "hubble.metrics.dynamic";
const CONTENT = `${DYNAMIC}.config.content`;

/** Metrics of the list, and those of the file that agents read again and again, with their paths. */
export const hubbleMetricsOf = (values: Values): [string, HubbleMetric][] => [
  ...texts(values.get(HUBBLE_METRICS)).map((text, at): [string, HubbleMetric] => [
    `${HUBBLE_METRICS}.${String(at)}`,
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
