import { Deferred } from "../contracts/deferred.ts";
import { stringify } from "yaml";
import { planRelease } from "../helm/charts.ts";
import type { ControllerPlan } from "../controllers/controller.ts";
import type { Json, JsonObject } from "../model/index.ts";
import { type ObservabilitySettings, PrometheusMode } from "../settings/index.ts";
import { CHART_JOBS } from "./alerts/context.ts";
import type { ObservabilityContext } from "./context.ts";
import { CILIUM_NAMESPACE, DEFAULT_SCRAPE_SECONDS, MONITORING_NAMESPACE, PROMETHEUS_CHART } from "./defaults.ts";
import { externalLabelOf } from "./delivery.ts";
import { hubbleMetricList, metricsOn } from "./metrics.ts";
import type { AmpPlan } from "./types.ts";
import { relayOn } from "./values.ts";

const scrapeSeconds = ({ prometheus }: ObservabilitySettings): number =>
  prometheus?.scrapeIntervalSeconds ?? DEFAULT_SCRAPE_SECONDS;

/** kube-prometheus-stack without CRDs and webhooks of its own, and without scrapes of what EKS hides or Cilium replaces. */
export function planPrometheus(
  settings: ObservabilitySettings,
  context: ObservabilityContext,
): ControllerPlan | undefined {
  const { prometheus } = settings;
  if (prometheus?.mode !== PrometheusMode.Install) return undefined;
  return {
    kind: "install",
    deferred: [{ path: "prometheus.serviceAccount.annotations", from: Deferred.RoleAnnotations }],
    release: {
      ...planRelease(PROMETHEUS_CHART, {
        registry: context.registry,
        namespace: MONITORING_NAMESPACE,
        values: values(settings, context),
      }),
      // Grafana's secret is made by hand or by another tool once the namespace is there; waiting for pods would wait for that.
      ...(prometheus.install?.grafanaSecret === undefined ? {} : { skipAwait: true }),
    },
  };
}

function values(settings: ObservabilitySettings, context: ObservabilityContext): JsonObject {
  const { retentionDays, storageGib, storageClass, grafanaSecret } = settings.prometheus?.install ?? {};
  const off = { enabled: false };
  return {
    crds: off,
    kubeProxy: off,
    kubeEtcd: off,
    kubeScheduler: off,
    kubeControllerManager: off,
    // Its jobs are Helm hooks that make certificates; rules are checked by `plan` and by promtool instead.
    prometheusOperator: { admissionWebhooks: off, tls: off },
    grafana: grafanaValues(grafanaSecret),
    prometheus: {
      prometheusSpec: {
        scrapeInterval: `${String(scrapeSeconds(settings))}s`,
        externalLabels: { [externalLabelOf(settings)]: context.clusterName },
        // Otherwise it reads only what carries its own release label.
        ...Object.fromEntries(
          ["rule", "serviceMonitor", "podMonitor", "probe", "scrapeConfig"].map((kind) => [
            `${kind}SelectorNilUsesHelmValues`,
            false,
          ]),
        ),
        ...(retentionDays === undefined ? {} : { retention: `${String(retentionDays)}d` }),
        ...(storageGib === undefined ? {} : { storageSpec: volume(storageGib, storageClass) }),
      },
    },
    // An AlertmanagerConfig otherwise takes alerts of its own namespace only, and ours are about the cluster.
    alertmanager: { alertmanagerSpec: { alertmanagerConfigMatcherStrategy: { type: "None" } } },
  };
}

const grafanaValues = (secret: string | undefined): JsonObject =>
  secret === undefined
    ? { enabled: false }
    : { enabled: true, admin: { existingSecret: secret, userKey: "admin-user", passwordKey: "admin-password" } };

const volume = (gib: number, storageClass: string | undefined): JsonObject => ({
  volumeClaimTemplate: {
    spec: {
      accessModes: ["ReadWriteOnce"],
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
      resources: { requests: { storage: `${String(gib)}Gi` } },
    },
  },
});

/** A workspace and the managed scraper's configuration. */
export function planAmp(settings: ObservabilitySettings, context: ObservabilityContext): AmpPlan | undefined {
  const { prometheus } = settings;
  if (prometheus?.mode !== PrometheusMode.Amp) return undefined;
  const { workspaceArn, kmsKeyArn, topicArn } = prometheus.amp ?? {};
  return {
    alias: context.clusterName,
    ...(workspaceArn === undefined ? {} : { workspaceArn }),
    ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }),
    ...(topicArn === undefined ? {} : { topicArn }),
    scrapeConfiguration: scrapeConfiguration(settings, context),
  };
}

interface ScrapeTarget {
  readonly job: string;
  /** Label of the pods, as service discovery names it, and its value. */
  readonly label: string;
  readonly value: string;
  readonly port: number;
}

const byApp = (job: string, value: string, port: number): ScrapeTarget => ({ job, label: "k8s_app", value, port });

/** Pods and ports of the charts 1.19.6 and 1.20.0; jobs are named as the chart's ServiceMonitors name them. */
const scrapeTargets = (settings: ObservabilitySettings, gateway: boolean): ScrapeTarget[] => [
  byApp(CHART_JOBS.agent, "cilium", 9962),
  { job: CHART_JOBS.operator, label: "io_cilium_app", value: "operator", port: 9963 },
  byApp(CHART_JOBS.envoy, "cilium-envoy", 9964),
  ...(hubbleMetricList(settings, gateway).length > 0 ? [byApp(CHART_JOBS.hubble, "cilium", 9965)] : []),
  ...(relayOn(settings) ? [byApp(CHART_JOBS.relay, "hubble-relay", 9966)] : []),
];

/**
 * What the chart's ServiceMonitors say, for a scraper that reads none. The managed scraper takes `global` and `scrape_configs`
 * (AMP user guide: AMP-collector-how-to); a pod with several ports is found several times and scraped once.
 */
function scrapeConfiguration(settings: ObservabilitySettings, { clusterName, seen }: ObservabilityContext): string {
  const targets = metricsOn(settings) ? scrapeTargets(settings, seen.gateway) : [];
  return stringify(
    {
      global: {
        scrape_interval: `${String(scrapeSeconds(settings))}s`,
        external_labels: { [externalLabelOf(settings)]: clusterName },
      },
      scrape_configs: targets.map(scrapeJob),
    },
    { lineWidth: 0 },
  );
}

const pod = (name: string): string => `__meta_kubernetes_pod_${name}`;

const scrapeJob = ({ job, label, value, port }: ScrapeTarget): Json => ({
  job_name: job,
  kubernetes_sd_configs: [{ role: "pod", namespaces: { names: [CILIUM_NAMESPACE] } }],
  relabel_configs: [
    { source_labels: [pod(`label_${label}`)], regex: value, action: "keep" },
    { source_labels: [pod("phase")], regex: "Running", action: "keep" },
    { source_labels: [pod("ip")], target_label: "__address__", replacement: `$1:${String(port)}` },
    { source_labels: [pod("node_name")], target_label: "node" },
    { source_labels: [pod("name")], target_label: "pod" },
    { source_labels: ["__meta_kubernetes_namespace"], target_label: "namespace" },
    // What the chart's own dashboards select on.
    { source_labels: [pod(`label_${label}`)], target_label: label },
  ],
});
