import type { Cidr } from "./values.ts";
import type { Ref } from "./ref.ts";

/** Where metrics go: a Prometheus that is there, one that is installed, or Amazon Managed Service for Prometheus. */
export const PrometheusMode = { None: "none", Install: "install", Present: "present", Amp: "amp" } as const;
export type PrometheusMode = (typeof PrometheusMode)[keyof typeof PrometheusMode];

/** Who scrapes. */
export interface PrometheusSettings {
  /** `install` kube-prometheus-stack; `present`: a Prometheus operator comes by other means; `amp`: Amazon Managed Service for Prometheus with its managed scraper; `none`. */
  readonly mode: PrometheusMode;
  /** Labels that the operator of `present` selects ServiceMonitors and rules by: `release: kube-prometheus-stack`. @example { release: "kube-prometheus-stack" } */
  readonly labels?: Readonly<Record<string, string>>;
  /** Seconds between two scrapes. The chart's own 10 costs three times the samples. @minimum 5 @maximum 600 @default 30 */
  readonly scrapeIntervalSeconds?: number;
  /** Label that tells clusters apart where several write to one store. Alerts and dashboards select by it, but with `install`, whose own rules never see it. Default `cluster` with `amp` and `install`, none with `present`. */
  readonly clusterLabel?: string;
  /** Networks that a Prometheus outside the cluster scrapes from. */
  readonly sourceCidrs?: readonly Cidr[];
  /** kube-state-metrics runs; alerts on rollouts and jobs need it. Default: on with `install` and `present`, off with `amp`. */
  readonly kubeStateMetrics?: boolean;
  /** Details of `mode: install`. */
  readonly install?: PrometheusInstallSettings;
  /** Details of `mode: amp`. */
  readonly amp?: AmpSettings;
}

/** The Prometheus that is installed with the stack. */
export interface PrometheusInstallSettings {
  /** Days that samples are kept. The default is the chart's. @minimum 1 @maximum 3650 @default 10 */
  readonly retentionDays?: number;
  /** Volume for samples; without it they are lost with the pod. Needs a StorageClass, so the EBS CSI driver. @minimum 1 @maximum 16384 @example 50 */
  readonly storageGib?: number;
  /** StorageClass of the volume. Default: the cluster's default one. */
  readonly storageClass?: string;
  /** Secret with `admin-user` and `admin-password` in namespace `monitoring`; without it no Grafana is installed. */
  readonly grafanaSecret?: string;
}

/** Amazon Managed Service for Prometheus. */
export interface AmpSettings {
  /** An existing workspace; one is made where left out. */
  readonly workspaceArn?: Ref;
  /** Key that a new workspace is encrypted with. Default: one of AWS. */
  readonly kmsKeyArn?: Ref;
  /** SNS topic, standard and not FIFO, that a new workspace sends alerts to; its access policy must let `aps.amazonaws.com` publish. Without it alerts are seen in the workspace and nowhere else. @example "arn:aws:sns:eu-central-1:123456789012:alerts" */
  readonly topicArn?: Ref;
}

/** How alerts reach Prometheus. */
export const AlertDelivery = { PrometheusRule: "prometheusRule", Amp: "amp", File: "file" } as const;
export type AlertDelivery = (typeof AlertDelivery)[keyof typeof AlertDelivery];

/** Alerts of Cilium and Hubble: docs/alerts.md. */
export interface AlertSettings {
  /** Makes the alerts. Default: on with a Prometheus. */
  readonly enabled?: boolean;
  /** `prometheusRule` object, `amp` rule namespace, or `file`: the text as output `alertRules`. Default: what fits `prometheus.mode`. */
  readonly delivery?: AlertDelivery;
  /** When alerts fire; names, defaults and reasons stand in docs/alerts.md. */
  readonly thresholds?: AlertThresholds;
  /** Labels of every alert, for routing. @example { team: "network" } */
  readonly labels?: Readonly<Record<string, string>>;
  /** Alerts to leave out, by name. */
  readonly omit?: readonly string[];
  /** Page with the runbooks; the alert's anchor is added. */
  readonly runbookUrl?: string;
}

/** How dashboards reach Grafana. */
export const DashboardDelivery = { Sidecar: "sidecar", Amg: "amg", None: "none" } as const;
export type DashboardDelivery = (typeof DashboardDelivery)[keyof typeof DashboardDelivery];

/** Dashboards for Grafana. */
export interface DashboardSettings {
  /** `sidecar`: ConfigMaps that Grafana's sidecar picks up; `amg`: the JSON as output `dashboards`, for Amazon Managed Grafana, which has no sidecar. Default: `sidecar` with `install` and `present`, `amg` with `amp`. */
  readonly delivery?: DashboardDelivery;
  /** Label by which the sidecar finds them. Default: `grafana_dashboard: "1"`. */
  readonly label?: {
    /** Key of the label. */
    readonly key: string;
    /** Value of the label. */
    readonly value: string;
  };
  /** Namespace of the ConfigMaps. @default "kube-system" */
  readonly namespace?: string;
}

/** Only quotas that AWS publishes a usage metric for; network interfaces are not among them. */
export interface QuotaAlarmSettings {
  /** SNS topic that is told. @example "arn:aws:sns:eu-central-1:123456789012:alerts" */
  readonly topicArn: Ref;
  /** Share of the quota in use, in percent. @minimum 1 @maximum 100 @default 80 */
  readonly thresholdPercent?: number;
}

/** When alerts fire. The default of each and its reason stand in core/observability/alerts/thresholds.ts. @fraction @minimum 0 */
export interface AlertThresholds {
  /** Free addresses of a subnet below which it counts as nearly full. */
  readonly subnetFreeAddresses?: number;
  /** Share of a node's addresses in use, 0 to 1. */
  readonly nodeAddressShare?: number;
  /** Mean seconds that the operator's own limiter holds an EC2 call back. */
  readonly ec2RateLimitSeconds?: number;
  /** Lost packets a second in the cluster, by reason, that no policy denied. */
  readonly dropsPerSecond?: number;
  /** Packets a second in the cluster that policies deny. */
  readonly policyDeniedPerSecond?: number;
  /** Fill of a BPF map, 0 to 1. */
  readonly bpfMapShare?: number;
  /** SNAT source ports in use towards one destination, 0 to 1. */
  readonly natPortShare?: number;
  /** Share of the cluster's security identities in use, 0 to 1. */
  readonly identityShare?: number;
  /** Failed calls a second of one agent to the Kubernetes API. */
  readonly apiErrorsPerSecond?: number;
  /** Flow events a second that one agent loses. */
  readonly lostEventsPerSecond?: number;
  /** Share of requests answered with 5xx, 0 to 1: of a Gateway's backend, or of a workload. */
  readonly httpErrorShare?: number;
  /** Requests a second below which a share of errors says nothing. */
  readonly httpRequestsPerSecond?: number;
  /** Requests that wait at each server of a model. */
  readonly inferenceWaitingRequests?: number;
  /** Fill of a model's KV cache, 0 to 1. */
  readonly inferenceKvCacheShare?: number;
  /** Seconds to the first token of a stream, 95th percentile. */
  readonly inferenceFirstTokenSeconds?: number;
  /** Days before the end of a leaf certificate. */
  readonly certificateDays?: number;
  /** Days before the end of the CA. */
  readonly caDays?: number;
  /** Days that the CA is valid from its making; used where only the secret's age is known. */
  readonly caValidityDays?: number;
  /** Days without a successful run of the certificate CronJob. */
  readonly certificateJobDays?: number;
  /** Restarts of a container within an hour. */
  readonly restartsPerHour?: number;
  /** Broken connections to another cluster of the mesh within an hour, over all agents. */
  readonly meshFailuresPerHour?: number;
  /** Minutes that a target may be down or missing. */
  readonly downMinutes?: number;
}
