import type { AlertThresholds } from "../../settings/alerting.ts";
/** Names of severities, most urgent first: `critical` wakes somebody, `warning` is looked at within a day, `info` is a hint. */
export const AlertSeverity = { Critical: "critical", Warning: "warning", Info: "info" } as const;
export type AlertSeverity = (typeof AlertSeverity)[keyof typeof AlertSeverity];

/** Who renews the certificates of Hubble: the chart's CronJob, cert-manager, or somebody outside the cluster. */
export const CertificateMethod = { CronJob: "cronJob", CertManager: "certmanager", Provided: "provided" } as const;
export type CertificateMethod = (typeof CertificateMethod)[keyof typeof CertificateMethod];

/** One alert, with the field names of a Prometheus rule file. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** How long the expression must hold, `15m`. */
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** `summary`, `description`, `runbook_url`. */
  readonly annotations: Readonly<Record<string, string>>;
}

export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly AlertRule[];
}

/**
 * What is switched on and scraped. An alert on a series that nobody scrapes can never fire, so it is left out where its part is off.
 * Everything but `eni` and `kubeStateMetrics` is off by default.
 */
export interface AlertFeatures {
  /** Addresses come from ENIs (`ipam.mode: eni`): the operator's ENI and EC2 metrics exist. @default true */
  readonly eni?: boolean;
  /** ENIs hold /28 prefixes; the description of address alerts then speaks of prefixes. */
  readonly prefixDelegation?: boolean;
  /** Hubble's metrics are on and scraped (`hubble.metrics.enabled`). */
  readonly hubble?: boolean;
  /** `hubble.metrics.enabled` holds `httpV2` whose `labelsContext` has `destination_namespace` and `destination_workload`. */
  readonly hubbleHttp?: boolean;
  /** Hubble Relay runs and its metrics are scraped (`hubble.relay.prometheus`). */
  readonly relay?: boolean;
  /** Gateways are served by the Envoy DaemonSet, which is scraped. */
  readonly gateway?: boolean;
  /** Models by `inference`, whose servers and routers are scraped. */
  readonly inference?: boolean;
  /** BGP control plane. */
  readonly bgp?: boolean;
  readonly clusterMesh?: boolean;
  /** How Hubble's certificates are renewed; undefined where Hubble's TLS is off. */
  readonly certificates?: CertificateMethod;
  /** kube-state-metrics runs, with its collectors for jobs, cronjobs, secrets, daemonsets and deployments. @default true */
  readonly kubeStateMetrics?: boolean;
  /** x509-certificate-exporter reads the secrets of Cilium's namespace: true expiry dates in place of a secret's age. */
  readonly certificateExporter?: boolean;
}

/** Values of the label `job`, where the scrape configuration names jobs otherwise than the chart's ServiceMonitors do. */
export interface ScrapeJobs {
  readonly agent: string;
  readonly operator: string;
  readonly envoy: string;
  readonly hubble: string;
  readonly relay: string;
}

/** What the alerts are rendered for. */
export interface AlertOptions {
  /** Full version, `1.19.6`: names and labels of metrics differ between minors. */
  readonly ciliumVersion: string;
  /** Name of the cluster: value of the label `cluster` of every alert. */
  readonly clusterName: string;
  /**
   * Label of the scraped series that holds the cluster's name, for a Prometheus (or an AMP workspace) that several clusters write to;
   * every expression then selects on it. Undefined: the Prometheus knows this cluster only.
   */
  readonly clusterLabel?: string;
  /** Namespace of Cilium. @default kube-system */
  readonly namespace?: string;
  /** Seconds between two scrapes. Ranges of `rate` never span fewer than four. @default 30 */
  readonly scrapeIntervalSeconds?: number;
  readonly features: AlertFeatures;
  readonly thresholds?: AlertThresholds;
  readonly jobs?: Partial<ScrapeJobs>;
  /** Labels that every alert gets, for routing: `team: network`. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Names of alerts to leave out. */
  readonly omit?: readonly string[];
  /** Where docs/alerts.md can be read; the alert's anchor is added. @default docs/alerts.md, to be found in this project */
  readonly runbookUrl?: string;
}
