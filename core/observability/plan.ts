import { Deferred, pathOf, placeholder } from "../contracts/deferred.ts";
import type { KubernetesObject } from "../model/index.ts";
import { AlertDelivery, DashboardDelivery, type ObservabilitySettings } from "../settings/index.ts";
import { alertGroups, toPrometheusRule, toRuleFile } from "./alerts/index.ts";
import { THRESHOLDS } from "./alerts/thresholds.ts";
import type { AlertOptions } from "./alerts/types.ts";
import type { AlertThresholds } from "../settings/alerting.ts";
import { type ObservabilityContext, alertFeatures } from "./context.ts";
import { type DashboardOptions, dashboardNames } from "./dashboards/index.ts";
import { CILIUM_NAMESPACE, DEFAULT_SCRAPE_SECONDS, DEFAULT_VALIDITY_DAYS } from "./defaults.ts";
import { alertDelivery, clusterLabelOf, dashboardDelivery } from "./delivery.ts";
import { planFlowLogs } from "./flow-logs.ts";
import { planAmp, planPrometheus } from "./prometheus.ts";
import { planQuotaAlarms } from "./quota-alarms.ts";
import type { AlertPlan, DashboardPlan, ObservabilityPlan } from "./types.ts";
import { planUi } from "./ui.ts";
import { defined } from "../model/present.ts";

/** Plans everything for Hubble that is not part of the Cilium release. */
export const planObservability = (settings: ObservabilitySettings, context: ObservabilityContext): ObservabilityPlan =>
  defined({
    ui: planUi(settings, context),
    prometheus: planPrometheus(settings, context),
    amp: planAmp(settings, context),
    alerts: planAlerts(settings, context),
    dashboards: planDashboards(settings, context),
    flowLogs: planFlowLogs(settings, context),
    quotaAlarms: planQuotaAlarms(settings),
  });

function planAlerts(settings: ObservabilitySettings, context: ObservabilityContext): AlertPlan | undefined {
  const delivery = alertDelivery(settings);
  if (delivery === undefined) return undefined;
  const { labels, omit, runbookUrl } = settings.alerts ?? {};
  const thresholds = thresholdsOf(settings);
  const clusterLabel = clusterLabelOf(settings);
  const options: AlertOptions = {
    ciliumVersion: context.ciliumVersion,
    clusterName: context.clusterName,
    namespace: CILIUM_NAMESPACE,
    scrapeIntervalSeconds: settings.prometheus?.scrapeIntervalSeconds ?? DEFAULT_SCRAPE_SECONDS,
    features: alertFeatures(settings, context),
    ...(clusterLabel === undefined ? {} : { clusterLabel }),
    thresholds,
    ...(labels === undefined ? {} : { labels }),
    ...(omit === undefined ? {} : { omit }),
    ...(runbookUrl === undefined ? {} : { runbookUrl }),
  };
  const groups = alertGroups(options);
  return {
    delivery,
    groups,
    file: toRuleFile(groups),
    ...(delivery === AlertDelivery.PrometheusRule
      ? {
          object: toPrometheusRule(groups, {
            name: "cilium",
            namespace: CILIUM_NAMESPACE,
            ...(settings.prometheus?.labels === undefined ? {} : { labels: settings.prometheus.labels }),
          }),
        }
      : {}),
  };
}

/** Certgen of 1.20 signs nothing that outlives the CA: with longer certificates the CA must be replaced earlier. */
function thresholdsOf({ alerts, certificates }: ObservabilitySettings): AlertThresholds {
  const longer = (certificates?.validityDays ?? DEFAULT_VALIDITY_DAYS) - DEFAULT_VALIDITY_DAYS;
  return { ...(longer > 0 ? { caDays: THRESHOLDS.caDays.default + longer } : {}), ...alerts?.thresholds };
}

/** Label that Grafana's sidecar looks for (grafana chart: sidecar.dashboards.label). */
const SIDECAR_LABEL = { key: "grafana_dashboard", value: "1" } as const;

function planDashboards(settings: ObservabilitySettings, context: ObservabilityContext): DashboardPlan | undefined {
  const delivery = dashboardDelivery(settings);
  if (delivery === DashboardDelivery.None) return undefined;
  const clusterLabel = clusterLabelOf(settings);
  const options: DashboardOptions = {
    ciliumVersion: context.ciliumVersion,
    features: alertFeatures(settings, context),
    scrapeIntervalSeconds: settings.prometheus?.scrapeIntervalSeconds ?? DEFAULT_SCRAPE_SECONDS,
    ...(clusterLabel === undefined ? {} : { clusterLabel }),
  };
  const names = dashboardNames(options);
  const { label = SIDECAR_LABEL, namespace = CILIUM_NAMESPACE } = settings.dashboards ?? {};
  return {
    delivery,
    names,
    options,
    objects:
      delivery === DashboardDelivery.Sidecar
        ? names.map(({ name }): KubernetesObject => ({
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: `dashboard-${name}`, namespace, labels: { [label.key]: label.value } },
            data: { [`${name}.json`]: placeholder(Deferred.Dashboard) },
          }))
        : [],
    deferred: names.map(({ name }) => ({ path: pathOf(["data", `${name}.json`]), from: Deferred.Dashboard })),
  };
}
