import { alertMetric, alertOmit, alertPlace, alertSource } from "../../../../../core/rules/observability/alerts.ts";
import { unknown } from "../../../../support/model.ts";
import { alertOn, asked, withValues } from "../../../../support/observability.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const EXPR = "objects.PrometheusRule.it.spec.groups.0.rules.0.expr";
const rules = (expr: unknown, values: Readonly<Record<string, unknown>> = {}, version?: string) =>
  withValues(values, { objects: [alertOn(expr)] }, version);
const ON = { "prometheus.enabled": true };
const undecided = [["an expression that is not known", rules(unknown)]] as const;

describeRules([
  {
    rule: alertMetric,
    fails: [
      ["the metric of the guides", rules("rate(cilium_operator_eni_allocation_failure_total[5m]) > 0"), EXPR],
      ["a second metric of an expression", rules("cilium_identity / cilium_endpoint_count"), EXPR],
    ],
    passes: [
      ["metrics that exist", rules('sum(rate(cilium_drop_count_total{reason!="x"}[5m])) > 1')],
      ["metrics of others", rules("up == 0")],
      ["an expression that is a number", rules(1)],
      ["a name that the table does not have", rules("cilium_new_thing_total")],
    ],
    undecided,
  },
  {
    rule: alertSource,
    fails: [
      ["the agent's metrics while they are off", rules("cilium_drop_count_total"), EXPR],
      ["a metric that is off by default", rules("cilium_bpf_syscall_duration_seconds_count", ON), EXPR],
      ["Hubble's metrics while there are none", rules("hubble_lost_events_total", ON), EXPR],
      ["the relay's metrics while they are off", rules("hubble_relay_pool_peer_connection_status", ON), EXPR],
      [
        "the operator's while they are off",
        rules("cilium_operator_ipam_nodes", { "operator.prometheus.enabled": false }),
        EXPR,
      ],
    ],
    passes: [
      ["the agent's metrics", rules("cilium_drop_count_total", ON)],
      [
        "one that was switched on",
        rules("cilium_bpf_syscall_duration_seconds_count", {
          ...ON,
          "prometheus.metrics": ["+cilium_bpf_syscall_duration_seconds"],
        }),
      ],
      ["the operator's, on by default", rules("cilium_operator_ipam_nodes")],
      ["Hubble's", rules("hubble_lost_events_total", { "hubble.metrics.enabled": ["drop"] })],
    ],
    undecided,
  },
  {
    rule: alertOmit,
    fails: [
      ["a name that no alert has", asked({ alerts: { omit: ["CiliumTargetDwn"] } }), "observability.alerts.omit.0"],
    ],
    passes: [["alerts that exist", asked({ alerts: { omit: ["CiliumTargetDown"] } })]],
  },
  {
    rule: alertPlace,
    fails: [
      [
        "a rule namespace without AMP",
        asked({ prometheus: { mode: "present" }, alerts: { delivery: "amp" } }),
        "observability.alerts.delivery",
      ],
      [
        "objects that AMP does not read",
        asked({ prometheus: { mode: "amp" }, alerts: { delivery: "prometheusRule" } }),
        "observability.alerts.delivery",
      ],
      ["alerts without metrics", asked({ alerts: {} }), "observability.alerts"],
    ],
    passes: [
      ["the default of each mode", asked({ prometheus: { mode: "amp" } })],
      ["a file for another Prometheus", asked({ metrics: {}, alerts: { delivery: "file" } })],
      ["none", asked({ relay: true })],
    ],
  },
]);
