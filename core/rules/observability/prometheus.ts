import { rulesOn } from "../rule.ts";
import { ciliumValues, observabilitySettings } from "../subjects.ts";
import { valueAt } from "../../helm/values.ts";
import type { ClusterModel, HelmReleaseModel } from "../../model/index.ts";
import { cidrFault } from "../../net/cidr.ts";
import { monitorsOn } from "../../observability/metrics.ts";
import { CertificateMethodName, PrometheusMode } from "../../settings/index.ts";

const MONITORS = ["prometheus", "operator.prometheus", "envoy.prometheus", "hubble.metrics", "hubble.relay.prometheus"];

const isChart = ({ chart }: HelmReleaseModel, name: string): boolean => chart === name || chart.endsWith(`/${name}`);

/** A kube-prometheus-stack of the program that reads only what carries its release label. */
const narrowStack = ({ releases = [] }: ClusterModel): HelmReleaseModel | undefined =>
  releases.find(
    (release) =>
      isChart(release, "kube-prometheus-stack") &&
      valueAt(release.values, "prometheus.prometheusSpec.serviceMonitorSelectorNilUsesHelmValues") !== false &&
      valueAt(release.values, "prometheus.prometheusSpec.serviceMonitorSelector") === undefined,
  );

/** The managed scraper's shortest interval (AMP user guide: AMP-collector-how-to, limits). */
const AMP_SHORTEST_SECONDS = 30;

export default [
  ...rulesOn(ciliumValues, [
    {
      id: "observability-monitor-labels",
      severity: "error",
      title: "ServiceMonitors carry the label that Prometheus selects by",
      why: "kube-prometheus-stack reads only monitors with its own release label unless it is told otherwise: others are never scraped, and nothing says so.",
      source: "kube-prometheus-stack values.yaml at 86.3.2 and 88.5.3: serviceMonitorSelectorNilUsesHelmValues",
      also: ["releases"],
      fix: "Give the monitors the label release of the stack, or set serviceMonitorSelectorNilUsesHelmValues to false.",
      *check(values, model) {
        const stack = narrowStack(model);
        if (stack === undefined) return;
        for (const path of MONITORS) {
          if (!values.on(`${path}.serviceMonitor.enabled`)) continue;
          if (values.get(`${path}.serviceMonitor.labels.release`) === stack.name) continue;
          yield {
            at: `${path}.serviceMonitor.labels`,
            found: "no label release",
            expected: `release: ${stack.name}`,
            fix: `Set prometheus.labels to { release: ${stack.name} }, or serviceMonitorSelectorNilUsesHelmValues to false.`,
          };
        }
      },
    },
    {
      id: "observability-monitor-target",
      severity: "warning",
      title: "ServiceMonitors have something to scrape",
      why: "The chart makes a monitor, or none, for a port that is closed: the target never comes up.",
      source: "templates/*/servicemonitor.yaml of the Cilium charts 1.19.6 and 1.20.0",
      fix: "Switch on what the monitor scrapes, or remove the monitor.",
      *check(values) {
        const wanted: readonly [monitor: string, on: boolean, fix: string][] = [
          ["prometheus", values.on("prometheus.enabled"), "Set prometheus.enabled to true."],
          ["operator.prometheus", !values.off("operator.prometheus.enabled"), "Remove operator.prometheus.enabled."],
          ["envoy.prometheus", !values.off("envoy.prometheus.enabled"), "Remove envoy.prometheus.enabled."],
          [
            "hubble.metrics",
            values.has("hubble.metrics.enabled") || values.on("hubble.metrics.dynamic.enabled"),
            "List metrics in hubble.metrics.enabled.",
          ],
          [
            "hubble.relay.prometheus",
            values.on("hubble.relay.enabled") && values.on("hubble.relay.prometheus.enabled"),
            "Set hubble.relay.enabled and hubble.relay.prometheus.enabled to true.",
          ],
        ];
        for (const [path, on, fix] of wanted) {
          if (on || !values.on(`${path}.serviceMonitor.enabled`)) continue;
          yield {
            at: `${path}.serviceMonitor.enabled`,
            found: "true, but nothing is exposed",
            expected: "metrics",
            fix,
          };
        }
      },
    },
  ]),
  ...rulesOn(observabilitySettings, [
    {
      id: "observability-monitor-crds",
      severity: "error",
      title: "CRDs are there before the release that needs them",
      why: "Helm refuses a release with kinds that the API server does not know. Nothing runs on a new cluster before Cilium, so nobody else can have brought them.",
      source:
        "Helm: kubectl build of a release's manifest; templates/validate.yaml of the Cilium charts 1.19.6 and 1.20.0",
      also: ["settings"],
      fix: "Remove crds.",
      *check(settings, { settings: stack }) {
        const needs = monitorsOn(settings) || settings.certificates?.method === CertificateMethodName.CertManager;
        if (settings.crds !== "present" || !needs || stack?.cluster.existing !== undefined) return;
        yield {
          at: "crds",
          found: "present, on a cluster that is made here",
          expected: "install",
        };
      },
    },
    {
      id: "observability-prometheus-options",
      severity: "error",
      title: "Options of Prometheus fit its mode",
      why: "Options of another mode are for nothing, and AMP refuses a scraper with an interval below 30 s.",
      source: "docs/observability.md; AMP user guide: AMP-collector-how-to",
      fix: "Remove options of other modes, and write blocks and intervals that Prometheus takes.",
      *check({ prometheus }) {
        if (prometheus === undefined) return;
        const { mode, install, amp, labels, scrapeIntervalSeconds, sourceCidrs = [] } = prometheus;
        const idle: readonly [key: string, given: unknown, of: readonly PrometheusMode[]][] = [
          ["install", install, [PrometheusMode.Install]],
          ["amp", amp, [PrometheusMode.Amp]],
          ["labels", labels, [PrometheusMode.Present, PrometheusMode.Install]],
        ];
        for (const [key, given, of] of idle) {
          if (given === undefined || of.includes(mode)) continue;
          yield {
            at: `prometheus.${key}`,
            found: `${key} with mode ${mode}`,
            expected: `mode ${of.join(" or ")}`,
            fix: `Remove prometheus.${key}.`,
          };
        }
        if (
          mode === PrometheusMode.Amp &&
          scrapeIntervalSeconds !== undefined &&
          scrapeIntervalSeconds < AMP_SHORTEST_SECONDS
        )
          yield {
            at: "prometheus.scrapeIntervalSeconds",
            found: `${String(scrapeIntervalSeconds)} s`,
            expected: `${String(AMP_SHORTEST_SECONDS)} s or more`,
            fix: "Remove it.",
          };
        for (const [index, cidr] of sourceCidrs.entries()) {
          const fault = cidrFault(cidr);
          if (fault === undefined) continue;
          yield {
            at: `prometheus.sourceCidrs.${String(index)}`,
            found: `${cidr}, which ${fault.reason}`,
            expected: "a block, 10.50.0.0/16",
            fix: "Correct it.",
          };
        }
      },
    },
  ]),
];
