import {
  agentMetricName,
  hubbleMetricDeprecated,
  hubbleMetricName,
  hubbleMetricOption,
  metricCardinality,
} from "../../../../../core/rules/observability/metrics.ts";
import { unknown } from "../../../../support/model.ts";
import { asked, metricList, undecidedValues, withValues } from "../../../../support/observability.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const LIST = "cilium.values.hubble.metrics.enabled";
const hubble = (...list: string[]) => withValues(metricList(...list));
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

describeRules([
  {
    rule: hubbleMetricName,
    fails: [
      ["a metric that does not exist", hubble("drop", "tpc"), `${LIST}.1`],
      ["a name of Prometheus instead of the list's", hubble("hubble_drop_total"), `${LIST}.0`],
      ["a text instead of a list", withValues({ "hubble.metrics.enabled": "drop,tcp" }), LIST],
      ["one that does not exist in the file", dynamic("tpc"), `cilium.values.${DYNAMIC}.0`],
    ],
    passes: [
      ["a file that nobody reads", dynamic("tpc", {}, false)],
      ["a file whose elements have no name", withValues({ "hubble.metrics.dynamic.enabled": true, [DYNAMIC]: [{}] })],
      [
        "every metric there is",
        hubble("dns:query", "drop", "flow", "flows-to-world", "httpV2", "icmp", "tcp", "policy"),
      ],
      ["no metrics", withValues({})],
    ],
    undecided,
  },
  {
    rule: hubbleMetricOption,
    fails: [
      ["an option that does not exist", hubble("dns:querry"), `${LIST}.0`],
      ["a label that does not exist", hubble("drop:labelsContext=source_ns"), `${LIST}.0`],
      ["a context that does not exist", hubble("flow:sourceContext=workloads"), `${LIST}.0`],
      ["an option of another metric", hubble("tcp:ignoreAAAA"), `${LIST}.0`],
      [
        "a label in the file that does not exist",
        dynamic("drop", { labelsContext: ["source_ns"] }),
        `cilium.values.${DYNAMIC}.0`,
      ],
      [
        "escapes of the command line",
        hubble(String.raw`drop:labelsContext=source_namespace\,destination_namespace`),
        `${LIST}.0`,
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
      ["options", hubble("dns:query;ignoreAAAA", "flows-to-world:any-drop;port;syn-only")],
      ["a context of one direction", hubble("drop:sourceEgressContext=pod")],
    ],
    undecided,
  },
  {
    rule: hubbleMetricDeprecated,
    fails: [
      ["http", hubble("http"), `${LIST}.0`],
      ["http beside httpV2", hubble("http", "httpV2"), `${LIST}.0`, "error"],
      ["kafka", hubble("drop", "kafka"), `${LIST}.1`],
    ],
    passes: [["httpV2", hubble("httpV2")]],
    undecided,
  },
  {
    rule: metricCardinality,
    fails: [
      ["queries by name", hubble("dns:query"), `${LIST}.0`],
      ["a context by pod", hubble("drop:sourceContext=pod"), `${LIST}.0`],
      ["an alternative by address", hubble("flow:destinationContext=workload|ip"), `${LIST}.0`],
      ["a label by pod", hubble("httpV2:labelsContext=source_pod"), `${LIST}.0`],
      ["a series a port", hubble("port-distribution"), `${LIST}.0`],
      ["ports towards the world", hubble("flows-to-world:port"), `${LIST}.0`],
      ["a context by pod in the file", dynamic("flow", { sourceContext: ["pod"] }), `cilium.values.${DYNAMIC}.0`],
      ["queries by name in the file", dynamic("dns", { query: [] }), `cilium.values.${DYNAMIC}.0`],
    ],
    passes: [
      ["namespaces and workloads", hubble(`httpV2:${WORKLOADS}`)],
      ["few values in the file", dynamic("drop", { labelsContext: ["source_namespace"] })],
      ["what was decided", asked({ metrics: { allowHighCardinality: true } }, {}, metricList("dns:query"))],
    ],
    undecided,
  },
  {
    rule: agentMetricName,
    fails: [
      [
        "a name without a sign",
        withValues({ "prometheus.metrics": ["cilium_identity"] }),
        "cilium.values.prometheus.metrics.0",
      ],
      [
        "a metric of the operator",
        withValues({ "prometheus.metrics": ["+cilium_operator_ipam_ips"] }),
        "cilium.values.prometheus.metrics.0",
      ],
      [
        "a name without its prefix",
        withValues({ "prometheus.metrics": ["-identity"] }),
        "cilium.values.prometheus.metrics.0",
      ],
      [
        "a metric of old guides",
        withValues({ "prometheus.metrics": ["+cilium_endpoint_count"] }),
        "cilium.values.prometheus.metrics.0",
      ],
    ],
    passes: [
      ["switches", withValues({ "prometheus.metrics": ["+cilium_bpf_syscall_duration_seconds", "-cilium_identity"] })],
      ["a metric that the table does not have", withValues({ "prometheus.metrics": ["+cilium_new_thing_total"] })],
    ],
    undecided: [["a name that is not known", withValues({ "prometheus.metrics": [unknown] })]],
  },
]);
