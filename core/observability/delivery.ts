import { AlertDelivery, DashboardDelivery, type ObservabilitySettings, PrometheusMode } from "../settings/index.ts";

const modeOf = ({ prometheus }: ObservabilitySettings): PrometheusMode => prometheus?.mode ?? PrometheusMode.None;

/** Where alerts go, undefined without any. */
export function alertDelivery(settings: ObservabilitySettings): AlertDelivery | undefined {
  const { alerts } = settings;
  const mode = modeOf(settings);
  if (!(alerts?.enabled ?? (alerts !== undefined || mode !== PrometheusMode.None))) return undefined;
  return alerts?.delivery ?? ALERTS_BY_MODE[mode];
}

const ALERTS_BY_MODE: Readonly<Record<PrometheusMode, AlertDelivery>> = {
  install: AlertDelivery.PrometheusRule,
  present: AlertDelivery.PrometheusRule,
  amp: AlertDelivery.Amp,
  none: AlertDelivery.File,
};

/** How dashboards reach Grafana. */
export const dashboardDelivery = (settings: ObservabilitySettings): DashboardDelivery =>
  settings.dashboards?.delivery ?? DASHBOARDS_BY_MODE[modeOf(settings)];

const DASHBOARDS_BY_MODE: Readonly<Record<PrometheusMode, DashboardDelivery>> = {
  install: DashboardDelivery.Sidecar,
  present: DashboardDelivery.Sidecar,
  amp: DashboardDelivery.Amg,
  none: DashboardDelivery.None,
};

const DEFAULT_CLUSTER_LABEL = "cluster";

/** Label that a Prometheus of this cluster writes elsewhere with. */
export const externalLabelOf = ({ prometheus }: ObservabilitySettings): string =>
  prometheus?.clusterLabel ?? DEFAULT_CLUSTER_LABEL;

/**
 * Label that alerts and dashboards select this cluster by. The managed scraper puts it on every series; a Prometheus has its
 * external labels on what it sends, but not on what its own rules and Grafana read, so that a selector on it finds nothing.
 */
export const clusterLabelOf = ({ prometheus }: ObservabilitySettings): string | undefined => {
  if (prometheus?.mode === PrometheusMode.Install) return undefined;
  return prometheus?.clusterLabel ?? (prometheus?.mode === PrometheusMode.Amp ? DEFAULT_CLUSTER_LABEL : undefined);
};
