import { cases } from "../../../../support/rule-cases.ts";
import { unknown } from "../../../../support/model.ts";
import { asked, metricList, undecidedValues, withValues } from "../../../../support/observability.ts";

const LIST = "cilium.values.hubble.metrics.enabled";
const hubble = (...list: string[]) => withValues(metricList(...list));
const with120 = (...list: string[]) => withValues(metricList(...list), {}, "1.20.0");
const undecided = [["a list that is not known", undecidedValues("hubble.metrics.enabled")]] as const;
const DYNAMIC = "hubble.metrics.dynamic.config.content";
/** The file that agents read again and again. */
const dynamic = (name: string, options: Readonly<Record<string, readonly string[]>> = {}, on = true) =>
  withValues({
    "hubble.metrics.dynamic.enabled": on,
    [DYNAMIC]: [
      { name, contextOptions: Object.entries(options).map(([key, values]) => ({ name: key, values: [...values] })) },
    ],
  });
const WORKLOADS = "labelsContext=source_namespace,source_workload,destination_namespace,destination_workload";

export default cases({
  "observability-hubble-metric-list": {
    fails: [["a text instead of a list", withValues({ "hubble.metrics.enabled": "drop,tcp" }), { path: LIST }]],
    passes: [
      ["a list", hubble("drop", "tcp")],
      ["no metrics", withValues({})],
      ["nothing", withValues({ "hubble.metrics.enabled": null })],
    ],
    unknown: undecided,
  },
  "observability-hubble-metric-name": {
    fails: [
      ["kafka, which 1.20 no longer has", with120("kafka"), { path: `${LIST}.0`, found: "only 1.19" }],
      ["sctp, which 1.19 does not have yet", hubble("drop", "sctp"), { path: `${LIST}.1`, found: "only 1.20" }],
      ["a metric that does not exist", hubble("drop", "tpc"), { path: `${LIST}.1` }],
      ["a name of Prometheus instead of the list's", hubble("hubble_drop_total"), { path: `${LIST}.0` }],
      ["one that does not exist in the file", dynamic("tpc"), { path: `cilium.values.${DYNAMIC}.0` }],
    ],
    passes: [
      ["a file that nobody reads", dynamic("tpc", {}, false)],
      ["a file whose elements have no name", withValues({ "hubble.metrics.dynamic.enabled": true, [DYNAMIC]: [{}] })],
      [
        "every metric there is",
        hubble("dns:query", "drop", "flow", "flows-to-world", "httpV2", "icmp", "tcp", "policy"),
      ],
      ["kafka with 1.19", hubble("kafka")],
      ["sctp with 1.20", with120("sctp")],
      ["no metrics", withValues({})],
      ["a text, which another rule refuses", withValues({ "hubble.metrics.enabled": "tpc" })],
    ],
    unknown: undecided,
  },
  "observability-hubble-metric-option": {
    fails: [
      ["an option that does not exist", hubble("dns:querry"), { path: `${LIST}.0` }],
      ["an option of another metric", hubble("tcp:ignoreAAAA"), { path: `${LIST}.0` }],
      ["a context whose name does not exist", hubble("flow:srcContext=pod"), { path: `${LIST}.0` }],
      [
        "an option in the file that does not exist",
        dynamic("drop", { labels: ["source_namespace"] }),
        { path: `cilium.values.${DYNAMIC}.0` },
      ],
    ],
    passes: [
      ["options in the file", dynamic("dns", { query: [""], ignoreAAAA: [] })],
      ["names in another case, which the agent takes", hubble("dns:Query", "flow:SOURCECONTEXT=pod")],
      ["options", hubble("dns:query;ignoreAAAA", "flows-to-world:any-drop;port;syn-only", "httpV2:exemplars=true")],
      ["contexts, whatever they say", hubble("flow:sourceContext=workloads;labelsContext=source_ns")],
      ["a metric that another rule misses", hubble("tpc:querry")],
    ],
    unknown: undecided,
  },
  "observability-hubble-metric-context": {
    fails: [
      ["a label that does not exist", hubble("drop:labelsContext=source_ns"), { path: `${LIST}.0` }],
      ["a context that does not exist", hubble("flow:sourceContext=workloads"), { path: `${LIST}.0` }],
      ["a context without a value", hubble("flow:sourceContext"), { path: `${LIST}.0`, found: "without a value" }],
      [
        "a label in the file that does not exist",
        dynamic("drop", { labelsContext: ["source_ns"] }),
        { path: `cilium.values.${DYNAMIC}.0` },
      ],
      [
        "a context that does not exist, by a name in another case",
        hubble("flow:sourcecontext=x"),
        { path: `${LIST}.0` },
      ],
      [
        "escapes of the command line",
        hubble(String.raw`drop:labelsContext=source_namespace\,destination_namespace`),
        { path: `${LIST}.0` },
      ],
    ],
    passes: [
      [
        "options in the file",
        dynamic("dns", { query: [""], ignoreAAAA: [], sourceContext: ["workload-name", "reserved-identity"] }),
      ],
      [
        "labels, contexts and alternatives",
        hubble(`httpV2:exemplars=true;${WORKLOADS}`, "flow:sourceContext=workload|reserved-identity"),
      ],
      ["options, right or wrong", hubble("dns:querry", "flows-to-world:any-drop;port;syn-only")],
      ["a metric that another rule misses", hubble("tpc:sourceContext=workloads")],
      ["a context of one direction", hubble("drop:sourceEgressContext=pod")],
      ["contexts in another case", hubble("drop:sourceContext=Workload")],
    ],
    unknown: undecided,
  },
  "observability-hubble-metric-conflict": {
    fails: [
      ["http beside httpV2", hubble("http", "httpV2"), { path: `${LIST}.0` }],
      ["http behind httpV2", hubble("httpV2", "drop", "http"), { path: `${LIST}.2` }],
    ],
    passes: [
      ["httpV2", hubble("httpV2")],
      ["http, which another rule advises against", hubble("http", "drop")],
    ],
    unknown: undecided,
  },
  "observability-hubble-metric-deprecated": {
    fails: [
      ["http", hubble("http"), { path: `${LIST}.0` }],
      ["kafka", hubble("drop", "kafka"), { path: `${LIST}.1` }],
    ],
    passes: [
      ["httpV2", hubble("httpV2")],
      ["http beside httpV2, which another rule refuses", hubble("http", "httpV2")],
      ["kafka with 1.20, which another rule misses", with120("kafka")],
    ],
    unknown: undecided,
  },
  "observability-metric-cardinality": {
    fails: [
      ["queries by name", hubble("dns:query"), { path: `${LIST}.0` }],
      ["queries by name, in another case", hubble("dns:Query"), { path: `${LIST}.0` }],
      ["a context by pod", hubble("drop:sourceContext=pod"), { path: `${LIST}.0` }],
      ["an alternative by address", hubble("flow:destinationContext=workload|ip"), { path: `${LIST}.0` }],
      ["a label by pod", hubble("httpV2:labelsContext=source_pod"), { path: `${LIST}.0` }],
      ["a series a port", hubble("port-distribution"), { path: `${LIST}.0` }],
      ["ports towards the world", hubble("flows-to-world:port"), { path: `${LIST}.0` }],
      [
        "a context by pod in the file",
        dynamic("flow", { sourceContext: ["pod"] }),
        { path: `cilium.values.${DYNAMIC}.0` },
      ],
      ["queries by name in the file", dynamic("dns", { query: [] }), { path: `cilium.values.${DYNAMIC}.0` }],
    ],
    passes: [
      ["namespaces and workloads", hubble(`httpV2:${WORKLOADS}`)],
      ["few values in the file", dynamic("drop", { labelsContext: ["source_namespace"] })],
      ["what was decided", asked({ metrics: { allowHighCardinality: true } }, {}, metricList("dns:query"))],
      ["names and ports left out", hubble("dns", "flows-to-world")],
    ],
    unknown: undecided,
  },
  "observability-agent-metric-name": {
    fails: [
      [
        "a name without a sign",
        withValues({ "prometheus.metrics": ["cilium_identity"] }),
        { path: "cilium.values.prometheus.metrics.0" },
      ],
      [
        "a metric of the operator",
        withValues({ "prometheus.metrics": ["+cilium_operator_ipam_ips"] }),
        { path: "cilium.values.prometheus.metrics.0" },
      ],
      [
        "a name without its prefix",
        withValues({ "prometheus.metrics": ["-identity"] }),
        { path: "cilium.values.prometheus.metrics.0" },
      ],
      [
        "a metric of old guides",
        withValues({ "prometheus.metrics": ["+cilium_endpoint_count"] }),
        { path: "cilium.values.prometheus.metrics.0" },
      ],
    ],
    passes: [
      ["switches", withValues({ "prometheus.metrics": ["+cilium_bpf_syscall_duration_seconds", "-cilium_identity"] })],
      ["a metric that the table does not have", withValues({ "prometheus.metrics": ["+cilium_new_thing_total"] })],
    ],
    unknown: [["a name that is not known", withValues({ "prometheus.metrics": [unknown] })]],
  },
});
