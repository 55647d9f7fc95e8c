import type { AlertFeatures } from "../alerts/types.ts";

/** What the dashboards are built for. */
export interface DashboardOptions {
  readonly ciliumVersion: string;
  /** Label of the scraped series that holds the cluster's name; undefined: one cluster only, no variable for it. */
  readonly clusterLabel?: string;
  /** Panels on series that nobody scrapes are left out; see the alerts. */
  readonly features: AlertFeatures;
  /** Seconds between two scrapes. @default 30 */
  readonly scrapeIntervalSeconds?: number;
}

/** What is known of a dashboard before it is built. */
export interface DashboardName {
  /** For object and file names: `cilium-eni`. */
  readonly name: string;
  readonly title: string;
  /** Stable, so that links and Grafana's own state outlive an update. */
  readonly uid: string;
}

export interface Dashboard extends DashboardName {
  /** Grafana's JSON model as text, for a ConfigMap of the sidecar or Grafana's API. */
  readonly json: string;
}
