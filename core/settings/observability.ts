import type { Cidr } from "./values.ts";
import type { Ref } from "./ref.ts";

/** Hubble: flows, metrics, alerts, dashboards. Stack key `cilium-eks:observability`. */
export interface ObservabilitySettings {
  /** Hubble Relay, which the UI and the command line read flows of all nodes from. Default: what `ui` says. */
  readonly relay?: boolean;
  /** What clients of the relay must show: `none`, `tls`, or a certificate of the cluster's CA with `mtls`. Without it every pod that reaches the relay reads all flows. @default "none" */
  readonly relayTls?: RelayTls;
  /** Hubble UI. It has no authentication of its own: reach it by `cilium hubble ui`, which forwards a port. @default false */
  readonly ui?: boolean;
  /** Opens the UI through a Gateway, behind oauth2-proxy. Without it the UI is reached by port-forward only. */
  readonly uiExposure?: UiExposureSettings;
  /** Flows that each agent keeps: one less than a power of two; costs memory on every node. The default is the chart's. @minimum 1 @maximum 65535 @default 4095 */
  readonly bufferedFlows?: number;
  /** Prometheus metrics of Cilium and Hubble. */
  readonly metrics?: MetricsSettings;
  /** Certificates between relay and agents. */
  readonly certificates?: HubbleCertificateSettings;
  /** Who brings the CRDs of the Prometheus operator and of cert-manager: `install` puts them in before Cilium, `present` means that the cluster has them. @default "install" */
  readonly crds?: "install" | "present";
  /** Flows written to files on the nodes, and sent on from there. */
  readonly flowLogs?: HubbleFlowLogSettings;
  /** Hides secrets in HTTP flows; `false` shows everything. Default: query strings, passwords in URLs, and the headers that carry credentials are hidden. */
  readonly redact?: false | RedactSettings;
  /** Kubernetes events on pods whose packets are dropped. Alpha in 1.19 and 1.20. Default off. */
  readonly dropEvents?: DropEventSettings;
  /** Who scrapes. */
  readonly prometheus?: PrometheusSettings;
  /** Alerts on Cilium, its addresses and its certificates; docs/alerts.md lists them. */
  readonly alerts?: AlertSettings;
  /** Grafana dashboards. */
  readonly dashboards?: DashboardSettings;
  /** CloudWatch alarms on the use of service quotas. */
  readonly quotaAlarms?: QuotaAlarmSettings;
}

export const RelayTls = { None: "none", Tls: "tls", Mtls: "mtls" } as const;
export type RelayTls = (typeof RelayTls)[keyof typeof RelayTls];

/** The UI on a hostname, behind oauth2-proxy: nothing else reaches it. */
export interface UiExposureSettings {
  /** Name that a listener of the Gateway serves with HTTPS. @example "hubble.example.com" */
  readonly hostname: string;
  /** Gateway; the stack's own where left out. Its listener must admit routes of namespace `hubble-ui`. */
  readonly gateway?: {
    /** Name of the Gateway. */
    readonly name: string;
    /** Namespace of the Gateway. */
    readonly namespace: string;
  };
  /** Name of the HTTPS listener. Default: every listener that serves the hostname. */
  readonly listener?: string;
  /** Identity provider that oauth2-proxy asks who may enter. */
  readonly oidc: OidcSettings;
}

export interface OidcSettings {
  /** Issuer of the identity provider, `https://login.example.com/`. @example "https://login.example.com/" */
  readonly issuerUrl: string;
  /** Secret in namespace `hubble-ui` with `client-id`, `client-secret` and `cookie-secret`. Made outside, so that it is in no state file. @example "oauth2-proxy" */
  readonly secret: string;
  /** Domains of the mail addresses that may enter; `*` is everybody whom the issuer knows. Give these or groups. @example ["example.com"] */
  readonly emailDomains?: readonly string[];
  /** Groups of the identity provider that may enter. */
  readonly allowedGroups?: readonly string[];
}

export interface MetricsSettings {
  /** Metrics of agents, Hubble and relay; the operator's and Envoy's are always on. Default on where `metrics` or `prometheus` is given. */
  readonly enabled?: boolean;
  /** Agent metrics to add (`+cilium_bpf_syscall_duration_seconds`) or leave out (`-cilium_identity`). @example ["+cilium_bpf_syscall_duration_seconds"] */
  readonly agent?: readonly string[];
  /** Hubble's metrics by name: `drop`, `dns`, `tcp`, `flow`, `icmp`, `policy`, `httpV2`, `port-distribution`, `flows-to-world`, `sctp`. Default: those whose labels stay few. */
  readonly hubble?: Readonly<Record<string, HubbleMetricSettings>>;
  /** Allows labels that have a value per pod, address or DNS name. Every value is a series that Prometheus pays for. @default false */
  readonly allowHighCardinality?: boolean;
}

export interface HubbleMetricSettings {
  /** Options of the metric: `query`, `ignoreAAAA`, `any-drop`, `port`, `syn-only`, `exemplars=true`. @example ["query", "ignoreAAAA"] */
  readonly options?: readonly string[];
  /** Labels of their own (`labelsContext`): `source_namespace`, `destination_workload`, `traffic_direction`. @example ["source_namespace", "destination_namespace"] */
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
  /** `cronJob` renews by a job of the chart; `certManager` only where cert-manager runs. @default "cronJob" */
  readonly method?: CertificateMethodName;
  /** Issuer for `certManager`. It must be a CA of the cluster's own: the names are internal. */
  readonly issuer?: {
    /** Kind of the issuer; an `Issuer` is in Cilium's namespace. */
    readonly kind: "Issuer" | "ClusterIssuer";
    /** Name of the issuer. */
    readonly name: string;
  };
  /** Days that a certificate is valid. With `cronJob` 124 to 972: the job runs every four months, and nothing is signed that outlives the CA. The default is the chart's. @minimum 1 @maximum 3650 @default 365 */
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
  /** Below `/var/run/cilium/hubble/`; `stdout` writes to the agent's log. @default "/var/run/cilium/hubble/events.log" */
  readonly path?: string;
  /** Fields to write, `source.namespace`. Default: all. @example ["time", "source.namespace", "destination.namespace", "verdict"] */
  readonly fieldMask?: readonly string[];
  /** Fields by which flows are summed up over `aggregationSeconds`. */
  readonly fieldAggregate?: readonly string[];
  /** Seconds over which flows are summed up; 0 switches it off. @minimum 0 @maximum 86400 */
  readonly aggregationSeconds?: number;
  /** Flows to write, in the form of Hubble's FlowFilter: `verdict: [DROPPED]`. Default: all. @example [{ verdict: ["DROPPED"] }] */
  readonly include?: readonly FlowFilterSettings[];
  /** Flows to leave out; wins over `include`. */
  readonly exclude?: readonly FlowFilterSettings[];
  /** Size at which the file is rotated, in MB. The default is the chart's. @minimum 1 @maximum 10000 @default 10 */
  readonly maxSizeMb?: number;
  /** Rotated files to keep. The default is the chart's. @minimum 0 @maximum 1000 @default 5 */
  readonly maxBackups?: number;
  /** Compress rotated files. @default false */
  readonly compress?: boolean;
}

export interface DynamicFlowLogSettings extends FlowLogFileSettings {
  /** Time at which writing ends, `2026-12-01T00:00:00Z`: for a look at one problem. @example "2026-12-01T00:00:00Z" */
  readonly end?: string;
}

/** Fields are joined by AND, values of one field by OR. There is no namespace field: `source_pod: ["shop/"]`. */
export type FlowFilterSettings = Readonly<Record<string, unknown>>;

/** Give one of both. */
export interface FlowDestinationSettings {
  /** A log group of CloudWatch, made here. Billed by volume: filter or mask first. */
  readonly cloudWatch?: {
    /** Name of the log group. Default: `/cilium-eks/<cluster>/flows`. */
    readonly logGroup?: string;
    /** Days that the flows are kept, one of the numbers that CloudWatch Logs offers. @minimum 1 @maximum 3653 @default 30 */
    readonly retentionDays?: number;
    /** KMS key that the log group is encrypted with; CloudWatch's own where left out. Its policy must admit CloudWatch Logs. */
    readonly kmsKeyArn?: Ref;
  };
  /** A bucket that exists. */
  readonly s3?: {
    /** Name of the bucket. */
    readonly bucket: string;
    /** Prefix of the objects. Default: `flows/<cluster>`. */
    readonly prefix?: string;
  };
}

export interface RedactSettings {
  /** Query strings of URLs. @default true */
  readonly urlQuery?: boolean;
  /** Passwords in URLs. @default true */
  readonly userInfo?: boolean;
  /** Headers that stay readable; every other is hidden. Not together with `denyHeaders`. */
  readonly allowHeaders?: readonly string[];
  /** Headers that are hidden. Default: Authorization, Proxy-Authorization, Cookie, Set-Cookie. */
  readonly denyHeaders?: readonly string[];
}

export interface DropEventSettings {
  /** Reasons in lower case. Default `auth_required` and `policy_denied`, the chart's. */
  readonly reasons?: readonly string[];
  /** Shortest time between two equal events. The default is the chart's. @minimum 1 @maximum 86400 @default 120 */
  readonly intervalSeconds?: number;
}

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

export interface AmpSettings {
  /** An existing workspace; one is made where left out. */
  readonly workspaceArn?: Ref;
  /** Key that a new workspace is encrypted with. Default: one of AWS. */
  readonly kmsKeyArn?: Ref;
  /** SNS topic, standard and not FIFO, that a new workspace sends alerts to; its access policy must let `aps.amazonaws.com` publish. Without it alerts are seen in the workspace and nowhere else. @example "arn:aws:sns:eu-central-1:123456789012:alerts" */
  readonly topicArn?: Ref;
}

export const AlertDelivery = { PrometheusRule: "prometheusRule", Amp: "amp", File: "file" } as const;
export type AlertDelivery = (typeof AlertDelivery)[keyof typeof AlertDelivery];

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

export const DashboardDelivery = { Sidecar: "sidecar", Amg: "amg", None: "none" } as const;
export type DashboardDelivery = (typeof DashboardDelivery)[keyof typeof DashboardDelivery];

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
