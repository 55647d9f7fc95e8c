import { rulesOn } from "../rule.ts";
import { ciliumValues, observabilitySettings } from "../subjects.ts";
import { FLOW_DIRECTORY } from "../../observability/defaults.ts";
import { FLOW_FIELDS, FLOW_FILTER_FIELDS, FLOW_VERDICTS } from "../../facts/flow-filter.ts";
import { LOG_RETENTION_SOURCE, retentionFault } from "../../facts/log-retention.ts";
import { didYouMean, suggest } from "../../facts/suggest.ts";
import { flowFiles } from "../../observability/flow-logs.ts";
import { type Values, shown } from "../common.ts";
import { isList, isObject } from "../../model/json.ts";
import { isText, texts } from "./common.ts";
import type { Draft } from "../subject.ts";
import type { Json } from "../../model/index.ts";

const STATIC = "hubble.export.static";
const CONTENT = "hubble.export.dynamic.config.content";
const SOURCE =
  "values.yaml and templates/cilium-configmap.yaml of the Cilium charts 1.19.6 and 1.20.0; cilium pkg/hubble/exporter";

/** Exporters that are on: where their options stand, and the options. */
function exportersOf(values: Values): { at: string; options: Readonly<Record<string, Json>>; fixed: boolean }[] {
  const fixed = values.get(STATIC);
  const content = values.get(CONTENT);
  return [
    ...(values.on(`${STATIC}.enabled`) && isObject(fixed)
      ? [{ at: STATIC, options: fixed as Readonly<Record<string, Json>>, fixed: true }]
      : []),
    ...(values.on("hubble.export.dynamic.enabled") && isList(content)
      ? content.flatMap((entry, index) =>
          isObject(entry) ? [{ at: `${CONTENT}.${String(index)}`, options: entry, fixed: false }] : [],
        )
      : []),
  ];
}

/** What is wrong with one filter. */
function filterFault(filter: unknown): Omit<Draft, "at"> | undefined {
  if (!isObject(filter))
    return { found: shown(filter), expected: "an object of FlowFilter fields", fix: 'Write {"verdict":["DROPPED"]}.' };
  for (const [key, value] of Object.entries(filter)) {
    if (!FLOW_FILTER_FIELDS.includes(key))
      return {
        found: `field ${key}`,
        expected: "a field of FlowFilter, in its wire name",
        fix: /namespace/i.test(key)
          ? 'There is no namespace field: use source_pod: ["shop/"] and, as a second filter, destination_pod: ["shop/"].'
          : didYouMean(suggest(key, FLOW_FILTER_FIELDS)) || "Print a right one by hubble observe --print-raw-filters.",
      };
    if (key !== "experimental" && !isList(value))
      return { found: `${key}: ${shown(value)}`, expected: "a list", fix: `Write ${key} as a list.` };
    const wrong = key === "verdict" ? texts(value as Json).find((one) => !FLOW_VERDICTS.includes(one)) : undefined;
    if (wrong !== undefined)
      return {
        found: `verdict ${wrong}`,
        expected: FLOW_VERDICTS.join(", "),
        fix: didYouMean(suggest(wrong, FLOW_VERDICTS)) || "Use DROPPED.",
      };
  }
  return undefined;
}

/** The filter that a text is; undefined where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isZero = (value: Json | undefined): boolean =>
  value === undefined || value === "" || (isText(value) && /^0[a-z]*$/.test(value)) || value === 0;

export default [
  ...rulesOn(ciliumValues, [
    {
      id: "observability-export-path",
      severity: "error",
      title: "Flow logs are written where they outlive the agent, each to its own file",
      why: "Only /var/run/cilium of the agent's container is a directory of the node: a file elsewhere is lost with the container and no forwarder sees it. Two exporters to one file rotate it under each other.",
      source: `${SOURCE}; templates/cilium-agent/daemonset.yaml: cilium-run`,
      fix: "Write each exporter's flows to a file of its own below /var/run/cilium/hubble, or to stdout.",
      *check(values) {
        const seen = new Map<string, string>();
        for (const { at, options } of exportersOf(values)) {
          const path = options["filePath"];
          if (!isText(path) || path === "stdout") continue;
          const field = `${at}.filePath`;
          const before = seen.get(path);
          if (!/^\/var\/run\/cilium\/(?!.*\.\.)[^\0]*[^/]$/.test(path))
            yield {
              at: field,
              found: path,
              expected: `a file below ${FLOW_DIRECTORY}, or stdout`,
              fix: `Use ${FLOW_DIRECTORY}/${path.split("/").at(-1) || "events.log"}.`,
            };
          else if (before !== undefined)
            yield {
              at: field,
              found: `${path}, like ${before}`,
              expected: "a file of its own",
              fix: "Name another file.",
            };
          seen.set(path, field);
        }
      },
    },
    {
      id: "observability-export-filter",
      severity: "error",
      title: "Filters of flow logs are written as the exporter reads them",
      why: "The static exporter takes JSON texts, the dynamic one objects; the agent refuses a field that FlowFilter does not have.",
      source: `${SOURCE}; cilium api/v1/flow/flow.proto at v1.19.4`,
      fix: "Write FlowFilter objects, as JSON text for the static exporter; `hubble observe --print-raw-filters` prints right ones.",
      *check(values) {
        for (const { at, options, fixed } of exportersOf(values)) {
          for (const key of fixed ? ["allowList", "denyList"] : ["includeFilters", "excludeFilters"]) {
            const list = options[key];
            for (const [index, item] of (isList(list) ? list : []).entries()) {
              const field = `${at}.${key}.${String(index)}`;
              const filter = fixed && isText(item) ? parsed(item) : item;
              if (fixed !== isText(item) || filter === undefined)
                yield {
                  at: field,
                  found: shown(item),
                  expected: fixed ? "JSON text" : "an object",
                  fix: fixed ? `Write '{"verdict":["DROPPED"]}'.` : "Write verdict: [DROPPED].",
                };
              else {
                const fault = filterFault(filter);
                if (fault !== undefined) yield { at: field, ...fault };
              }
            }
          }
        }
      },
    },
    {
      id: "observability-export-fields",
      severity: "error",
      title: "Field masks of flow logs name fields of a flow",
      why: "The agent refuses a mask with a field that a flow does not have, and writes nothing.",
      source: `${SOURCE}; cilium api/v1/flow/flow.proto at v1.19.4`,
      fix: "Name fields of a flow, such as source.namespace.",
      *check(values) {
        for (const { at, options } of exportersOf(values)) {
          for (const key of ["fieldMask", "fieldAggregate"]) {
            for (const [index, field] of texts(options[key]).entries()) {
              const [top = ""] = field.split(".");
              if (FLOW_FIELDS.includes(top)) continue;
              yield {
                at: `${at}.${key}.${String(index)}`,
                found: field,
                expected: "a path from a field of Flow, source.namespace",
                fix: didYouMean(suggest(top, FLOW_FIELDS)) || "Remove it.",
              };
            }
          }
        }
      },
    },
    {
      id: "observability-export-aggregation",
      severity: "warning",
      title: "Aggregation of flow logs has fields and an interval",
      why: "Flows are summed up only with both; with one of them every flow is written.",
      source: SOURCE,
      fix: "Set both fieldAggregate and aggregationInterval, or none.",
      *check(values) {
        for (const { at, options } of exportersOf(values)) {
          const fields = texts(options["fieldAggregate"]).length > 0;
          const interval = !isZero(options["aggregationInterval"]);
          if (fields === interval) continue;
          yield {
            at: `${at}.${fields ? "aggregationInterval" : "fieldAggregate"}`,
            found: fields ? "fields without an interval" : "an interval without fields",
            expected: "both or none",
            fix: fields ? "Set the interval, for example 60s." : "Name the fields to sum up by.",
          };
        }
      },
    },
    {
      id: "observability-buffered-flows",
      severity: "error",
      title: "The number of buffered flows is one less than a power of two",
      why: "The agent refuses any other size of its ring buffer and does not start Hubble.",
      source:
        "values.yaml of the Cilium charts 1.19.6 and 1.20.0: hubble.eventBufferCapacity; cilium pkg/hubble/container",
      fix: "Use one less than a power of two, 65535 at most.",
      *check(values) {
        const value = values.get("hubble.eventBufferCapacity");
        if (value === undefined || value === null || value === "") return;
        const count = Number(value);
        if (Number.isInteger(Math.log2(count + 1)) && count >= 1 && count <= 65_535) return;
        const next = Math.min(65_535, 2 ** Math.ceil(Math.log2(Math.max(count, 1) + 1)) - 1);
        yield {
          at: "hubble.eventBufferCapacity",
          found: shown(value),
          expected: "1, 3, 7, … 4095, … 65535",
          fix: `Use ${String(Number.isNaN(next) ? 4095 : next)}.`,
        };
      },
    },
  ]),
  ...rulesOn(observabilitySettings, [
    {
      id: "observability-flow-destination",
      severity: "error",
      title: "Flows are sent to one place, from files",
      why: "Fluent Bit reads files on the nodes; what goes to stdout is in the agents' logs.",
      source: "docs/observability.md",
      fix: "Name one destination, and write flows to a file.",
      *check(settings) {
        const destination = settings.flowLogs?.destination;
        if (destination === undefined) return;
        const given = [destination.cloudWatch, destination.s3].filter((one) => one !== undefined).length;
        if (given !== 1)
          yield {
            at: "flowLogs.destination",
            found: given === 0 ? "neither cloudWatch nor s3" : "cloudWatch and s3",
            expected: "one of them",
            fix: "Keep one.",
          };
        if (flowFiles(settings).length === 0)
          yield {
            at: "flowLogs.destination",
            found: "flows that are written to stdout only",
            expected: "a file",
            fix: "Remove flowLogs.static.path.",
          };
      },
    },
    {
      id: "observability-flow-log-retention",
      severity: "error",
      title: "The retention of Hubble's flow logs is one that CloudWatch Logs offers",
      why: "CloudWatch Logs refuses any other number of days.",
      source: LOG_RETENTION_SOURCE,
      fix: "Use a number of days that CloudWatch Logs offers.",
      *check({ flowLogs }) {
        const fault = retentionFault(flowLogs?.destination?.cloudWatch?.retentionDays);
        if (fault !== undefined) yield { at: "flowLogs.destination.cloudWatch.retentionDays", ...fault };
      },
    },
  ]),
];
