import { cases } from "../../../../support/rule-cases.ts";
import { unknown } from "../../../../support/model.ts";
import { asked, undecidedValues, withValues } from "../../../../support/observability.ts";

const STATIC = "hubble.export.static";
const CONTENT = "hubble.export.dynamic.config.content";
const fixed = (options: Readonly<Record<string, unknown>>) =>
  withValues({
    [`${STATIC}.enabled`]: true,
    ...Object.fromEntries(Object.entries(options).map(([key, value]) => [`${STATIC}.${key}`, value])),
  });
const dynamic = (...content: unknown[]) => withValues({ "hubble.export.dynamic.enabled": true, [CONTENT]: content });
const AT = `cilium.values.${STATIC}`;
const ENTRY = `cilium.values.${CONTENT}.0`;
const FILE = "/var/run/cilium/hubble/events.log";

export default cases({
  "observability-export-path": {
    fails: [
      ["a file in the container", fixed({ filePath: "/var/log/flows.log" }), { path: `${AT}.filePath` }],
      ["a way out of the directory", fixed({ filePath: "/var/run/cilium/../x.log" }), { path: `${AT}.filePath` }],
      ["a directory", dynamic({ name: "a", filePath: "/var/run/cilium/hubble/" }), { path: `${ENTRY}.filePath` }],
      [
        "two exporters to one file",
        dynamic({ name: "a", filePath: FILE }, { name: "b", filePath: FILE }),
        { path: `cilium.values.${CONTENT}.1.filePath` },
      ],
    ],
    passes: [
      ["the chart's own file", fixed({ filePath: FILE })],
      ["the agent's log", fixed({ filePath: "stdout" })],
      ["an exporter that is off", withValues({ [`${STATIC}.filePath`]: "/tmp/a" })],
      ["a dynamic exporter that is off", withValues({ [CONTENT]: [{ name: "a", filePath: "/tmp/a" }] })],
    ],
    unknown: [["a path that is not known", fixed({ filePath: unknown })]],
  },
  "observability-export-filter": {
    fails: [
      ["text that is no JSON", fixed({ allowList: ["verdict=DROPPED"] }), { path: `${AT}.allowList.0` }],
      ["an object where text is read", fixed({ denyList: [{ verdict: ["DROPPED"] }] }), { path: `${AT}.denyList.0` }],
      [
        "text where an object is read",
        dynamic({ name: "a", includeFilters: ['{"verdict":["DROPPED"]}'] }),
        { path: `${ENTRY}.includeFilters.0` },
      ],
      [
        "a namespace field",
        dynamic({ name: "a", includeFilters: [{ source_namespace: ["shop"] }] }),
        { path: `${ENTRY}.includeFilters.0` },
      ],
      ["a misspelled field", fixed({ allowList: ['{"verdicts":["DROPPED"]}'] }), { path: `${AT}.allowList.0` }],
      ["a value without a list", fixed({ allowList: ['{"verdict":"DROPPED"}'] }), { path: `${AT}.allowList.0` }],
      [
        "a verdict that does not exist",
        dynamic({ name: "a", excludeFilters: [{ verdict: ["DENIED"] }] }),
        { path: `${ENTRY}.excludeFilters.0` },
      ],
      ["JSON that is no object", fixed({ allowList: ["1"] }), { path: `${AT}.allowList.0` }],
    ],
    passes: [
      [
        "filters of the static exporter",
        fixed({ allowList: ['{"verdict":["DROPPED","ERROR"]}'], denyList: ['{"source_pod":["kube-system/"]}'] }),
      ],
      [
        "filters of a dynamic exporter",
        dynamic({
          name: "a",
          includeFilters: [{ source_pod: ["default/"], event_type: [{ type: 1 }] }],
          excludeFilters: [],
        }),
      ],
      ["an expression", fixed({ allowList: ['{"experimental":{"cel_expression":["true"]}}'] })],
    ],
    unknown: [["a filter that is not known", fixed({ allowList: [unknown] })]],
  },
  "observability-export-fields": {
    fails: [
      [
        "a field that a flow does not have",
        fixed({ fieldMask: ["time", "src.namespace"] }),
        { path: `${AT}.fieldMask.1` },
      ],
      ["one to sum up by", dynamic({ name: "a", fieldAggregate: ["pod"] }), { path: `${ENTRY}.fieldAggregate.0` }],
    ],
    passes: [
      [
        "fields and paths below them",
        fixed({ fieldMask: ["time", "verdict", "source.namespace", "l4.TCP", "IP.source"] }),
      ],
      [
        "fields that are seldom filled",
        fixed({ fieldMask: ["tunnel", "ip_trace_id", "socket_cookie", "cgroup_id", "file.name", "extensions"] }),
      ],
    ],
    unknown: [["a field that is not known", fixed({ fieldMask: [unknown] })]],
  },
  "observability-export-aggregation": {
    fails: [
      ["fields without an interval", fixed({ fieldAggregate: ["verdict"] }), { path: `${AT}.aggregationInterval` }],
      [
        "an interval without fields",
        dynamic({ name: "a", aggregationInterval: "60s" }),
        { path: `${ENTRY}.fieldAggregate` },
      ],
    ],
    passes: [
      ["both", fixed({ fieldAggregate: ["verdict"], aggregationInterval: "60s" })],
      ["none", fixed({ aggregationInterval: "0s" })],
    ],
    unknown: [["an interval that is not known", fixed({ aggregationInterval: unknown })]],
  },
  "observability-buffered-flows": {
    fails: [
      [
        "a power of two",
        withValues({ "hubble.eventBufferCapacity": "4096" }),
        { path: "cilium.values.hubble.eventBufferCapacity" },
      ],
      [
        "too many",
        withValues({ "hubble.eventBufferCapacity": 131_071 }),
        { path: "cilium.values.hubble.eventBufferCapacity" },
      ],
      [
        "words",
        withValues({ "hubble.eventBufferCapacity": "many" }),
        { path: "cilium.values.hubble.eventBufferCapacity" },
      ],
    ],
    passes: [
      ["the chart's own", withValues({ "hubble.eventBufferCapacity": "4095" })],
      ["a number", withValues({ "hubble.eventBufferCapacity": 65_535 })],
      ["none", withValues({})],
      ["one flow", withValues({ "hubble.eventBufferCapacity": 1 })],
    ],
    unknown: [["a size that is not known", undecidedValues("hubble.eventBufferCapacity")]],
  },
  "observability-flow-destination": {
    fails: [
      ["no place", asked({ flowLogs: { destination: {} } }), { path: "observability.flowLogs.destination" }],
      [
        "two places",
        asked({ flowLogs: { destination: { cloudWatch: {}, s3: { bucket: "a" } } } }),
        { path: "observability.flowLogs.destination" },
      ],
      [
        "nothing to read",
        asked({ flowLogs: { static: { path: "stdout" }, destination: { cloudWatch: {} } } }),
        { path: "observability.flowLogs.destination" },
      ],
    ],
    passes: [
      ["a log group", asked({ flowLogs: { destination: { cloudWatch: {} } } })],
      [
        "a bucket, from files of one's own",
        asked({ flowLogs: { dynamic: { drops: {} }, destination: { s3: { bucket: "a" } } } }),
      ],
      ["none", asked({ flowLogs: { static: {} } })],
    ],
  },
  "observability-flow-log-retention": {
    fails: [
      [
        "a number of days that is not offered",
        asked({ flowLogs: { destination: { cloudWatch: { retentionDays: 45 } } } }),
        { path: "observability.flowLogs.destination.cloudWatch.retentionDays" },
      ],
    ],
    passes: [
      ["a month", asked({ flowLogs: { destination: { cloudWatch: { retentionDays: 30 } } } })],
      ["the default", asked({ flowLogs: { destination: { cloudWatch: {} } } })],
      ["a bucket", asked({ flowLogs: { destination: { s3: { bucket: "a" } } } })],
    ],
  },
});
