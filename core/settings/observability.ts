import type { AlertThresholds } from "../observability/alerts/types.ts";
import type { Ref } from "./ref.ts";

/** Hubble: flows, metrics, alerts, dashboards. Stack key `cilium-eks:observability`. */
export interface ObservabilitySettings {
  /** Hubble Relay, which the UI and the command line read flows of all nodes from. Default: what `ui` says. */
  readonly relay?: boolean;
  /** What clients of the relay must show: `none`, `tls`, or a certificate of the cluster's CA with `mtls`. Without it every pod that reaches the relay reads all flows. Default `none`. */
  readonly relayTls?: RelayTls;
  /** Hubble UI. It has no authentication of its own: reach it by `cilium hubble ui`, which forwards a port. */
  readonly ui?: boolean;
  /** Opens the UI through a Gateway, behind oauth2-proxy. Without it the UI is reached by port-forward only. */
  readonly uiExposure?: UiExposureSettings;
  /** Flows that each agent keeps: one less than a power of two, 1 to 65535. Chart's default 4095; costs memory on every node. */
  readonly bufferedFlows?: number;
  readonly metrics?: MetricsSettings;
  readonly certificates?: HubbleCertificateSettings;
  /** Who brings the CRDs of the Prometheus operator and of cert-manager: `install` puts them in before Cilium, `present` means that the cluster has them. Default `install`. */
  readonly crds?: "install" | "present";
  readonly flowLogs?: HubbleFlowLogSettings;
  /** Hides secrets in HTTP flows; `false` shows everything. Default: query strings, passwords in URLs, and the headers that carry credentials are hidden. */
  readonly redact?: false | RedactSettings;
  /** Kubernetes events on pods whose packets are dropped. Alpha in 1.19 and 1.20. Default off. */
  readonly dropEvents?: DropEventSettings;
  readonly prometheus?: PrometheusSettings;
  readonly alerts?: AlertSettings;
  readonly dashboards?: DashboardSettings;
  /** CloudWatch alarms on the use of service quotas. */
  readonly quotaAlarms?: QuotaAlarmSettings;
}

export const RelayTls = { None: "none", Tls: "tls", Mtls: "mtls" } as const;
export type RelayTls = (typeof RelayTls)[keyof typeof RelayTls];

/** The UI on a hostname, behind oauth2-proxy: nothing else reaches it. */
export interface UiExposureSettings {
  /** Name that a listener of the Gateway serves with HTTPS. */
  readonly hostname: string;
  /** Gateway; the stack's own where left out. Its listener must admit routes of namespace `hubble-ui`. */
  readonly gateway?: { readonly name: string; readonly namespace: string };
  /** Name of the HTTPS listener. Default: every listener that serves the hostname. */
  readonly listener?: string;
  readonly oidc: OidcSettings;
}

export interface OidcSettings {
  /** Issuer of the identity provider, `https://login.example.com/`. */
  readonly issuerUrl: string;
  /** Secret in namespace `hubble-ui` with `client-id`, `client-secret` and `cookie-secret`. Made outside, so that it is in no state file. */
  readonly secret: string;
  /** Domains of the mail addresses that may enter; `*` is everybody whom the issuer knows. Give these or groups. */
  readonly emailDomains?: readonly string[];
  /** Groups of the identity provider that may enter. */
  readonly allowedGroups?: readonly string[];
}

export interface MetricsSettings {
  /** Metrics of agents, Hubble and relay; the operator's and Envoy's are always on. Default on where `metrics` or `prometheus` is given. */
  readonly enabled?: boolean;
  /** Agent metrics to add (`+cilium_bpf_syscall_duration_seconds`) or leave out (`-cilium_identity`). */
  readonly agent?: readonly string[];
  /** Hubble's metrics by name: `drop`, `dns`, `tcp`, `flow`, `icmp`, `policy`, `httpV2`, `port-distribution`, `flows-to-world`, `sctp`. Default: those whose labels stay few. */
  readonly hubble?: Readonly<Record<string, HubbleMetricSettings>>;
  /** Allows labels that have a value per pod, address or DNS name. Every value is a series that Prometheus pays for. Default off. */
  readonly allowHighCardinality?: boolean;
}

export interface HubbleMetricSettings {
  /** Options of the metric: `query`, `ignoreAAAA`, `any-drop`, `port`, `syn-only`, `exemplars=true`. */
  readonly options?: readonly string[];
  /** Labels of their own (`labelsContext`): `source_namespace`, `destination_workload`, `traffic_direction`. */
  readonly labels?: readonly string[];
  /** Label `source`: the first of these that a flow has, `workload`, `namespace`, `reserved-identity`. */
  readonly source?: readonly string[];
  /** Label `destination`, likewise. */
  readonly destination?: readonly string[];
}

export const CertificateMethodName = { CronJob: "cronJob", CertManager: "certManager" } as const;
export type CertificateMethodName = (typeof CertificateMethodName)[keyof typeof CertificateMethodName];

/** Certificates between relay and agents. Helm's own method is not offered: it never renews two of them. */
export interface HubbleCertificateSettings {
  /** `cronJob` renews by a job of the chart; `certManager` only where cert-manager runs. Default `cronJob`. */
  readonly method?: CertificateMethodName;
  /** Issuer for `certManager`. It must be a CA of the cluster's own: the names are internal. */
  readonly issuer?: { readonly kind: "Issuer" | "ClusterIssuer"; readonly name: string };
  /** Days that a certificate is valid. With `cronJob` 124 to 972: the job runs every four months, and nothing is signed that outlives the CA. Default 365, the chart's. */
  readonly validityDays?: number;
}

export interface HubbleFlowLogSettings {
  /** One file a node; a change restarts the agents. */
  readonly static?: FlowLogFileSettings;
  /** Files by name; agents take a change up within about a minute, without a restart. */
  readonly dynamic?: Readonly<Record<string, DynamicFlowLogSettings>>;
  /** Sends the files on by Fluent Bit on every node. Without it they stay on the nodes and are overwritten. */
  readonly destination?: FlowDestinationSettings;
}

export interface FlowLogFileSettings {
  /** Below `/var/run/cilium/hubble/`; `stdout` writes to the agent's log. Default `/var/run/cilium/hubble/events.log`. */
  readonly path?: string;
  /** Fields to write, `source.namespace`. Default: all. */
  readonly fieldMask?: readonly string[];
  /** Fields by which flows are summed up over `aggregationSeconds`. */
  readonly fieldAggregate?: readonly string[];
  readonly aggregationSeconds?: number;
  /** Flows to write, in the form of Hubble's FlowFilter: `verdict: [DROPPED]`. Default: all. */
  readonly include?: readonly FlowFilterSettings[];
  /** Flows to leave out; wins over `include`. */
  readonly exclude?: readonly FlowFilterSettings[];
  /** Size at which the file is rotated, in MB. Default 10, the chart's. */
  readonly maxSizeMb?: number;
  /** Rotated files to keep. Default 5, the chart's. */
  readonly maxBackups?: number;
  /** Compress rotated files. Default off. */
  readonly compress?: boolean;
}

export interface DynamicFlowLogSettings extends FlowLogFileSettings {
  /** Time at which writing ends, `2026-12-01T00:00:00Z`: for a look at one problem. */
  readonly end?: string;
}

/** Fields are joined by AND, values of one field by OR. There is no namespace field: `source_pod: ["shop/"]`. */
export type FlowFilterSettings = Readonly<Record<string, unknown>>;

/** Give one of both. */
export interface FlowDestinationSettings {
  /** A log group of CloudWatch, made here. Billed by volume: filter or mask first. */
  readonly cloudWatch?: {
    /** Default `/cilium-eks/<cluster>/flows`. */
    readonly logGroup?: string;
    /** Default 30. */
    readonly retentionDays?: number;
    readonly kmsKeyArn?: Ref;
  };
  /** A bucket that exists. */
  readonly s3?: {
    readonly bucket: string;
    /** Default `flows/<cluster>`. */
    readonly prefix?: string;
  };
}

export interface RedactSettings {
  /** Query strings of URLs. Default on. */
  readonly urlQuery?: boolean;
  /** Passwords in URLs. Default on. */
  readonly userInfo?: boolean;
  /** Headers that stay readable; every other is hidden. Not together with `denyHeaders`. */
  readonly allowHeaders?: readonly string[];
  /** Headers that are hidden. Default: Authorization, Proxy-Authorization, Cookie, Set-Cookie. */
  readonly denyHeaders?: readonly string[];
}

export interface DropEventSettings {
  /** Reasons in lower case. Default `auth_required` and `policy_denied`, the chart's. */
  readonly reasons?: readonly string[];
  /** Shortest time between two equal events. Default 120, the chart's. */
  readonly intervalSeconds?: number;
}

export const PrometheusMode = { None: "none", Install: "install", Present: "present", Amp: "amp" } as const;
export type PrometheusMode = (typeof PrometheusMode)[keyof typeof PrometheusMode];

/** Who scrapes. */
export interface PrometheusSettings {
  /** `install` kube-prometheus-stack; `present`: a Prometheus operator comes by other means; `amp`: Amazon Managed Service for Prometheus with its managed scraper; `none`. */
  readonly mode: PrometheusMode;
  /** Labels that the operator of `present` selects ServiceMonitors and rules by: `release: kube-prometheus-stack`. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Default 30; the chart's own 10 costs three times the samples. */
  readonly scrapeIntervalSeconds?: number;
  /** Label that tells clusters apart where several write to one store. Alerts and dashboards select by it, but with `install`, whose own rules never see it. Default `cluster` with `amp` and `install`, none with `present`. */
  readonly clusterLabel?: string;
  /** Networks that a Prometheus outside the cluster scrapes from. */
  readonly sourceCidrs?: readonly string[];
  /** kube-state-metrics runs; alerts on rollouts and jobs need it. Default: on with `install` and `present`, off with `amp`. */
  readonly kubeStateMetrics?: boolean;
  /** For `install`. */
  readonly install?: PrometheusInstallSettings;
  /** For `amp`. */
  readonly amp?: AmpSettings;
}

export interface PrometheusInstallSettings {
  /** Days that samples are kept. Default 10, the chart's. */
  readonly retentionDays?: number;
  /** Volume for samples; without it they are lost with the pod. Needs a StorageClass, so the EBS CSI driver. */
  readonly storageGib?: number;
  /** Default: the cluster's default StorageClass. */
  readonly storageClass?: string;
  /** Secret with `admin-user` and `admin-password` in namespace `monitoring`; without it no Grafana is installed. */
  readonly grafanaSecret?: string;
}

export interface AmpSettings {
  /** An existing workspace; one is made where left out. */
  readonly workspaceArn?: Ref;
  /** Key that a new workspace is encrypted with. Default: one of AWS. */
  readonly kmsKeyArn?: Ref;
  /** SNS topic, standard and not FIFO, that a new workspace sends alerts to; its access policy must let `aps.amazonaws.com` publish. Without it alerts are seen in the workspace and nowhere else. */
  readonly topicArn?: Ref;
}

export const AlertDelivery = { PrometheusRule: "prometheusRule", Amp: "amp", File: "file" } as const;
export type AlertDelivery = (typeof AlertDelivery)[keyof typeof AlertDelivery];

export interface AlertSettings {
  /** Default on with a Prometheus. */
  readonly enabled?: boolean;
  /** `prometheusRule` object, `amp` rule namespace, or `file`: the text as output `alertRules`. Default: what fits `prometheus.mode`. */
  readonly delivery?: AlertDelivery;
  /** When alerts fire; names, defaults and reasons stand in docs/alerts.md. */
  readonly thresholds?: AlertThresholds;
  /** Labels of every alert, for routing. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Alerts to leave out, by name. */
  readonly omit?: readonly string[];
  /** Page with the runbooks; the alert's anchor is added. */
  readonly runbookUrl?: string;
}

export const DashboardDelivery = { Sidecar: "sidecar", Amg: "amg", None: "none" } as const;
export type DashboardDelivery = (typeof DashboardDelivery)[keyof typeof DashboardDelivery];

export interface DashboardSettings {
  /** `sidecar`: ConfigMaps that Grafana's sidecar picks up; `amg`: the JSON as output `dashboards`, for Amazon Managed Grafana, which has no sidecar. Default: `sidecar` with `install` and `present`, `amg` with `amp`. */
  readonly delivery?: DashboardDelivery;
  /** Label by which the sidecar finds them. Default `grafana_dashboard: "1"`. */
  readonly label?: { readonly key: string; readonly value: string };
  /** Namespace of the ConfigMaps. Default `kube-system`. */
  readonly namespace?: string;
}

/** Only quotas that AWS publishes a usage metric for; network interfaces are not among them. */
export interface QuotaAlarmSettings {
  /** SNS topic that is told. */
  readonly topicArn: Ref;
  /** Share of the quota in use, in percent. Default 80. */
  readonly thresholdPercent?: number;
}
