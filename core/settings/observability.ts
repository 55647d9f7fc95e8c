import type { PrometheusSettings, AlertSettings, DashboardSettings, QuotaAlarmSettings } from "./alerting.ts";
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

/** TLS in front of Hubble Relay. */
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

/** The identity provider that signs people in to Hubble UI. */
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

/** Metrics of Cilium and Hubble. */
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

/** A metric that Hubble makes of flows. */
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

/** Who makes Hubble's certificates. */
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

/** Flows that are written down. */
export interface HubbleFlowLogSettings {
  /** One file a node; a change restarts the agents. */
  readonly static?: FlowLogFileSettings;
  /** Files by name; agents take a change up within about a minute, without a restart. */
  readonly dynamic?: Readonly<Record<string, DynamicFlowLogSettings>>;
  /** Sends the files on by Fluent Bit on every node. Without it they stay on the nodes and are overwritten. */
  readonly destination?: FlowDestinationSettings;
}

/** The file on each node that flows are written to. */
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

/** A flow log that is switched on and off while the agent runs. */
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

/** What of HTTP and Kafka flows is left out. */
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

/** Kubernetes events about dropped packets. */
export interface DropEventSettings {
  /** Reasons in lower case. Default `auth_required` and `policy_denied`, the chart's. */
  readonly reasons?: readonly string[];
  /** Shortest time between two equal events. The default is the chart's. @minimum 1 @maximum 86400 @default 120 */
  readonly intervalSeconds?: number;
}
