import type { AlertFeatures } from "../alerts/types.ts";
import type { AlertThresholds } from "../../settings/alerting.ts";

/** What the dashboards are built for. */
export interface DashboardOptions {
  readonly ciliumVersion: string;
  /** Label of the scraped series that holds the cluster's name: makes the variable `cluster`. Undefined: the Prometheus knows one cluster. */
  readonly clusterLabel?: string;
  /** Panels on series that nobody scrapes are left out, as the alerts are. */
  readonly features: AlertFeatures;
  /** Names in `hubble.metrics.enabled` (`drop`, `flow`); panels on others are left out. Undefined: every one. */
  readonly hubbleMetrics?: readonly string[];
  /** Seconds between two scrapes: the smallest step of a panel. @default 30 */
  readonly scrapeIntervalSeconds?: number;
  /** Namespace of Cilium. @default kube-system */
  readonly namespace?: string;
  /** Those of the alerts, drawn as lines. */
  readonly thresholds?: AlertThresholds;
}

/** What is known of a dashboard before it is built. */
export interface DashboardName {
  /** For objects and files: `cilium-eni`. */
  readonly name: string;
  readonly title: string;
  /** Stable, so that links and Grafana's own state outlive an update. */
  readonly uid: string;
}

export interface Dashboard extends DashboardName {
  /** Grafana's JSON model as text, for a ConfigMap of the sidecar or Grafana's API. */
  readonly json: string;
}
