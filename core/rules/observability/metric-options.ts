import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import { CONTEXT_LABELS, CONTEXT_OPTIONS, CONTEXT_VALUES, hubbleMetricOptions } from "../../facts/hubble-metrics.ts";
import { didYouMean, suggest } from "../../facts/suggest.ts";
import type { HubbleMetric } from "../../observability/metrics.ts";
import { hubbleMetricsOf } from "./common.ts";

const DOCS = "Cilium docs: observability/metrics; cilium pkg/hubble/metrics";
const LABELS = "labelsContext";
/** Options that every metric takes. */
const PARSED_OPTIONS = [LABELS, ...CONTEXT_OPTIONS];

/** The agent reads names of options in any case. */
const among = (name: string, names: readonly string[]): boolean =>
  names.some((one) => one.toLowerCase() === name.toLowerCase());

/** Options that the agent ignores. */
function* idleOptions({ flags, values }: HubbleMetric, own: readonly string[]): Generator<string> {
  for (const key of [...flags, ...Object.keys(values)]) if (!among(key, [...own, ...PARSED_OPTIONS])) yield key;
}

/** What may stand in an option; undefined where the agent takes anything. */
function allowedIn(key: string): readonly string[] | undefined {
  if (among(key, [LABELS])) return CONTEXT_LABELS;
  return among(key, CONTEXT_OPTIONS) ? CONTEXT_VALUES : undefined;
}

/** Contexts and labels that the agent refuses, with what it takes. */
function* refusedContexts({ flags, values }: HubbleMetric): Generator<[said: string, allowed: readonly string[]]> {
  for (const flag of flags) {
    const allowed = allowedIn(flag);
    if (allowed !== undefined) yield [`${flag} without a value`, allowed];
  }
  for (const [key, items] of Object.entries(values)) {
    const allowed = allowedIn(key);
    const wrong = items.find(
      (item) => allowed?.includes(allowed === CONTEXT_VALUES ? item.toLowerCase() : item) === false,
    );
    if (allowed !== undefined && wrong !== undefined) yield [`${key}=${wrong}`, allowed];
  }
}

export default rulesOn(ciliumValues, [
  {
    id: "observability-hubble-metric-option",
    severity: "warning",
    title: "Options of Hubble's metrics exist",
    why: "The agent ignores an option that the metric does not have, without a word.",
    source: `${DOCS}/api/context.go at v1.19 and v1.20`,
    fix: "Correct the option's name, or remove it.",
    *check(values, { cilium: { version } }) {
      const options = hubbleMetricOptions(version);
      for (const [at, metric] of hubbleMetricsOf(values)) {
        const own = options.get(metric.name);
        const [idle] = own === undefined ? [] : idleOptions(metric, own);
        if (own === undefined || idle === undefined) continue;
        const known = [...own, ...PARSED_OPTIONS];
        yield {
          at,
          found: `${metric.name} with ${idle}`,
          expected: known.join(", "),
          fix: didYouMean(suggest(idle, known)) || "Remove the option.",
        };
      }
    },
  },
  {
    id: "observability-hubble-metric-context",
    severity: "error",
    title: "Contexts and labels of Hubble's metrics exist",
    why: "The agent does not start with a context or a label that it does not know; of a file that is read again and again it leaves the metric out. Backslashes belong to `helm --set` only.",
    source: `${DOCS}/api/context.go and cell/cell.go at v1.19 and v1.20`,
    fix: "Use the contexts and labels that the finding lists.",
    *check(values, { cilium: { version } }) {
      const options = hubbleMetricOptions(version);
      for (const [at, metric] of hubbleMetricsOf(values)) {
        const [refused] = options.has(metric.name) ? refusedContexts(metric) : [];
        if (refused === undefined) continue;
        const [said, allowed] = refused;
        yield {
          at,
          found: `${metric.name} with ${said}`,
          expected: allowed.join(", "),
          fix:
            didYouMean(suggest(said.slice(said.indexOf("=") + 1), [...CONTEXT_LABELS, ...CONTEXT_VALUES])) ||
            "Remove the option.",
        };
      }
    },
  },
]);
