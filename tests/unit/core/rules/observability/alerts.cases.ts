import { cases } from "../../../../support/rule-cases.ts";
import { unknown } from "../../../../support/model.ts";
import { alertOn, asked, withValues } from "../../../../support/observability.ts";

const EXPR = "objects.PrometheusRule.it.spec.groups.0.rules.0.expr";
const rules = (expr: unknown, values: Readonly<Record<string, unknown>> = {}, version?: string) =>
  withValues(values, { objects: [alertOn(expr)] }, version);
const ON = { "prometheus.enabled": true };
const undecided = [["an expression that is not known", rules(unknown)]] as const;

export default cases({
  "observability-alert-metric-known": {
    fails: [
      ["a counter without its end", rules("rate(cilium_drop_count[5m]) > 0"), { path: EXPR, example: true }],
      ["an invented name", rules("cilium_operator_eni_available_ips < 10"), { path: EXPR }],
    ],
    passes: [
      ["metrics that exist", rules('sum(rate(cilium_drop_count_total{reason!="x"}[5m])) > 1')],
      ["series of a histogram", rules("cilium_operator_ipam_allocation_duration_seconds_bucket")],
      [
        "a sum and a count",
        rules("hubble_http_request_duration_seconds_sum / hubble_http_request_duration_seconds_count"),
      ],
      ["a name of the guides, of which another rule tells", rules("cilium_operator_eni_allocation_failure_total")],
      ["a name that is near to none", rules("cilium_some_future_thing_nobody_has_seen_total")],
    ],
    unknown: [["an unknown expression", rules(unknown)]],
  },
  "observability-alert-metric": {
    fails: [
      ["the metric of the guides", rules("rate(cilium_operator_eni_allocation_failure_total[5m]) > 0"), { path: EXPR }],
      [
        "a metric that 1.20 no longer has",
        rules("cilium_operator_ipam_available_interfaces < 1", {}, "1.20.0"),
        { path: EXPR },
      ],
      ["a second metric of an expression", rules("cilium_identity / cilium_endpoint_count"), { path: EXPR }],
    ],
    passes: [
      ["metrics that exist", rules('sum(rate(cilium_drop_count_total{reason!="x"}[5m])) > 1')],
      ["metrics of others", rules("up == 0")],
      ["a metric of 1.19", rules("cilium_operator_ipam_available_interfaces < 1 or cilium_operator_ipam_ips > 0")],
      ["an expression that is a number", rules(1)],
      ["a name that the table does not have", rules("cilium_new_thing_total")],
    ],
    unknown: undecided,
  },
  "observability-alert-source": {
    fails: [
      ["the agent's metrics while they are off", rules("cilium_drop_count_total"), { path: EXPR }],
      ["a metric that is off by default", rules("cilium_bpf_syscall_duration_seconds_count", ON), { path: EXPR }],
      ["Hubble's metrics while there are none", rules("hubble_lost_events_total", ON), { path: EXPR }],
      ["the relay's metrics while they are off", rules("hubble_relay_pool_peer_connection_status", ON), { path: EXPR }],
      [
        "the operator's while they are off",
        rules("cilium_operator_ipam_nodes", { "operator.prometheus.enabled": false }),
        { path: EXPR },
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
    unknown: undecided,
  },
  "observability-alert-omit": {
    fails: [
      [
        "a name that no alert has",
        asked({ alerts: { omit: ["CiliumTargetDwn"] } }),
        { path: "observability.alerts.omit.0" },
      ],
    ],
    passes: [["alerts that exist", asked({ alerts: { omit: ["CiliumTargetDown"] } })]],
  },
  "observability-alert-delivery": {
    fails: [
      [
        "a rule namespace without AMP",
        asked({ prometheus: { mode: "present" }, alerts: { delivery: "amp" } }),
        { path: "observability.alerts.delivery" },
      ],
      [
        "objects that AMP does not read",
        asked({ prometheus: { mode: "amp" }, alerts: { delivery: "prometheusRule" } }),
        { path: "observability.alerts.delivery" },
      ],
      ["alerts without metrics", asked({ alerts: {} }), { path: "observability.alerts" }],
    ],
    passes: [
      ["the default of each mode", asked({ prometheus: { mode: "amp" } })],
      ["a file for another Prometheus", asked({ metrics: {}, alerts: { delivery: "file" } })],
      ["none", asked({ relay: true })],
    ],
  },
});
