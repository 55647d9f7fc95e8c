import { cases } from "../../../../support/rule-cases.ts";
import type { JsonObject } from "../../../../../core/model/index.ts";
import { settings, unknown } from "../../../../support/model.ts";
import { asked, withValues } from "../../../../support/observability.ts";

const MONITOR = { "prometheus.enabled": true, "prometheus.serviceMonitor.enabled": true };
const stack = (values: JsonObject = {}) => ({
  releases: [{ name: "kps", chart: "kube-prometheus-stack", values }],
});
const present = { prometheus: { mode: "present" } } as const;

export default cases({
  "observability-monitor-labels": {
    fails: [
      [
        "a monitor without the label of the release",
        withValues(MONITOR, stack()),
        { path: "cilium.values.prometheus.serviceMonitor.labels" },
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
    unknown: [["a stack whose values are not known", withValues(MONITOR, stack(unknown))]],
  },
  "observability-monitor-crds": {
    fails: [
      ["a new cluster that has them already", asked({ ...present, crds: "present" }), { path: "observability.crds" }],
      [
        "likewise for certificates",
        asked({ crds: "present", certificates: { method: "certManager" } }),
        { path: "observability.crds" },
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
  "observability-monitor-target": {
    fails: [
      [
        "a monitor of an agent that exposes nothing",
        withValues({ "prometheus.serviceMonitor.enabled": true }),
        { path: "cilium.values.prometheus.serviceMonitor.enabled" },
      ],
      [
        "a monitor of Hubble without metrics",
        withValues({ "hubble.metrics.serviceMonitor.enabled": true }),
        { path: "cilium.values.hubble.metrics.serviceMonitor.enabled" },
      ],
      [
        "a monitor of a relay that is off",
        withValues({ "hubble.relay.prometheus.serviceMonitor.enabled": true }),
        { path: "cilium.values.hubble.relay.prometheus.serviceMonitor.enabled" },
      ],
      [
        "a monitor of a relay without metrics",
        withValues({ "hubble.relay.enabled": true, "hubble.relay.prometheus.serviceMonitor.enabled": true }),
        { path: "cilium.values.hubble.relay.prometheus.serviceMonitor.enabled" },
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
      [
        "a monitor of Hubble's metrics",
        withValues({ "hubble.metrics.serviceMonitor.enabled": true, "hubble.metrics.enabled": ["drop"] }),
      ],
    ],
    unknown: [["a switch that is not known", withValues({ ...MONITOR, "prometheus.enabled": unknown })]],
  },
  "observability-prometheus-options": {
    fails: [
      [
        "a volume for a Prometheus that is not ours",
        asked({ prometheus: { mode: "present", install: {} } }),
        { path: "observability.prometheus.install" },
      ],
      [
        "a workspace without AMP",
        asked({ prometheus: { mode: "install", amp: {} } }),
        { path: "observability.prometheus.amp" },
      ],
      [
        "labels that nobody reads",
        asked({ prometheus: { mode: "amp", labels: { a: "b" } } }),
        { path: "observability.prometheus.labels" },
      ],
      [
        "an interval that AMP refuses",
        asked({ prometheus: { mode: "amp", scrapeIntervalSeconds: 15 } }),
        { path: "observability.prometheus.scrapeIntervalSeconds" },
      ],
      [
        "a network that is none",
        asked({ prometheus: { mode: "none", sourceCidrs: ["10.0.0.1/8"] } }),
        { path: "observability.prometheus.sourceCidrs.0" },
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
      ["the shortest interval that AMP takes", asked({ prometheus: { mode: "amp", scrapeIntervalSeconds: 30 } })],
    ],
  },
});
