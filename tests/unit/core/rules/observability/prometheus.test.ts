import {
  monitorCrds,
  monitorHubble,
  monitorLabels,
  prometheusOptions,
} from "../../../../../core/rules/observability/prometheus.ts";
import type { JsonObject } from "../../../../../core/model/index.ts";
import { settings, unknown } from "../../../../support/model.ts";
import { asked, withValues } from "../../../../support/observability.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const MONITOR = { "prometheus.enabled": true, "prometheus.serviceMonitor.enabled": true };
const stack = (values: JsonObject = {}) => ({
  releases: [{ name: "kps", chart: "kube-prometheus-stack", values }],
});
const present = { prometheus: { mode: "present" } } as const;

describeRules([
  {
    rule: monitorLabels,
    fails: [
      [
        "a monitor without the label of the release",
        withValues(MONITOR, stack()),
        "cilium.values.prometheus.serviceMonitor.labels",
      ],
    ],
    passes: [
      ["the label", withValues({ ...MONITOR, "prometheus.serviceMonitor.labels": { release: "kps" } }, stack())],
      [
        "a stack that reads every monitor",
        withValues(
          MONITOR,
          stack({ prometheus: { prometheusSpec: { serviceMonitorSelectorNilUsesHelmValues: false } } }),
        ),
      ],
      ["no stack of this program", withValues(MONITOR)],
    ],
    undecided: [["a stack whose values are not known", withValues(MONITOR, stack(unknown))]],
  },
  {
    rule: monitorCrds,
    fails: [
      ["a new cluster that has them already", asked({ ...present, crds: "present" }), "observability.crds"],
      [
        "likewise for certificates",
        asked({ crds: "present", certificates: { method: "certManager" } }),
        "observability.crds",
      ],
    ],
    passes: [
      ["CRDs that are installed", asked(present)],
      ["nothing that needs them", asked({ crds: "present" })],
      [
        "a cluster that exists",
        asked(
          { ...present, crds: "present" },
          { settings: settings({ cluster: { name: "a", existing: { strategy: "no-nodes" } } as never }) },
        ),
      ],
    ],
  },
  {
    rule: monitorHubble,
    fails: [
      [
        "a monitor of an agent that exposes nothing",
        withValues({ "prometheus.serviceMonitor.enabled": true }),
        "cilium.values.prometheus.serviceMonitor.enabled",
      ],
      [
        "a monitor of Hubble without metrics",
        withValues({ "hubble.metrics.serviceMonitor.enabled": true }),
        "cilium.values.hubble.metrics.serviceMonitor.enabled",
      ],
      [
        "a monitor of a relay that is off",
        withValues({ "hubble.relay.prometheus.serviceMonitor.enabled": true }),
        "cilium.values.hubble.relay.prometheus.serviceMonitor.enabled",
      ],
    ],
    passes: [
      ["a monitor of what is on", withValues(MONITOR)],
      [
        "operator and Envoy, on by default",
        withValues({
          "operator.prometheus.serviceMonitor.enabled": true,
          "envoy.prometheus.serviceMonitor.enabled": true,
        }),
      ],
    ],
    undecided: [["a switch that is not known", withValues({ ...MONITOR, "prometheus.enabled": unknown })]],
  },
  {
    rule: prometheusOptions,
    fails: [
      [
        "a volume for a Prometheus that is not ours",
        asked({ prometheus: { mode: "present", install: {} } }),
        "observability.prometheus.install",
      ],
      ["a workspace without AMP", asked({ prometheus: { mode: "install", amp: {} } }), "observability.prometheus.amp"],
      [
        "labels that nobody reads",
        asked({ prometheus: { mode: "amp", labels: { a: "b" } } }),
        "observability.prometheus.labels",
      ],
      [
        "an interval that AMP refuses",
        asked({ prometheus: { mode: "amp", scrapeIntervalSeconds: 15 } }),
        "observability.prometheus.scrapeIntervalSeconds",
      ],
      [
        "a network that is none",
        asked({ prometheus: { mode: "none", sourceCidrs: ["10.0.0.1/8"] } }),
        "observability.prometheus.sourceCidrs.0",
      ],
    ],
    passes: [
      [
        "options of the mode",
        asked({
          prometheus: { mode: "install", install: { storageGib: 50 }, labels: { a: "b" }, sourceCidrs: ["10.0.0.0/8"] },
        }),
      ],
      ["AMP", asked({ prometheus: { mode: "amp", scrapeIntervalSeconds: 60, amp: {} } })],
      ["none", asked({})],
    ],
  },
]);
