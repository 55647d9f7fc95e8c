import { z } from "zod";
import { THRESHOLDS } from "../../core/observability/alerts/thresholds.ts";
import type { AlertThresholds } from "../../core/observability/alerts/types.ts";
import {
  AlertDelivery,
  type AlertSettings,
  type AmpSettings,
  CertificateMethodName,
  DashboardDelivery,
  type DashboardSettings,
  type DropEventSettings,
  type DynamicFlowLogSettings,
  type FlowDestinationSettings,
  type FlowFilterSettings,
  type FlowLogFileSettings,
  type HubbleFlowLogSettings,
  type HubbleCertificateSettings,
  type HubbleMetricSettings,
  type MetricsSettings,
  type ObservabilitySettings,
  type OidcSettings,
  type PrometheusInstallSettings,
  PrometheusMode,
  type PrometheusSettings,
  type QuotaAlarmSettings,
  type RedactSettings,
  RelayTls,
  type UiExposureSettings,
} from "../../core/settings/index.ts";
import { choice, flag, json, list, map, object, optional, ref, strings, tags, text, whole } from "./shape.ts";

const oidc = object<OidcSettings>({
  issuerUrl: text,
  secret: text,
  emailDomains: optional(strings),
  allowedGroups: optional(strings),
});

const uiExposure = object<UiExposureSettings>({
  hostname: text,
  gateway: optional(object<NonNullable<UiExposureSettings["gateway"]>>({ name: text, namespace: text })),
  listener: optional(text),
  oidc,
});

const metric = object<HubbleMetricSettings>({
  options: optional(strings),
  labels: optional(strings),
  source: optional(strings),
  destination: optional(strings),
});

const metrics = object<MetricsSettings>({
  enabled: optional(flag),
  agent: optional(strings),
  hubble: optional(map(metric)),
  allowHighCardinality: optional(flag),
});

const certificates = object<HubbleCertificateSettings>({
  method: optional(choice(CertificateMethodName)),
  issuer: optional(
    object<NonNullable<HubbleCertificateSettings["issuer"]>>({ kind: z.enum(["Issuer", "ClusterIssuer"]), name: text }),
  ),
  validityDays: optional(whole(1, 3650)),
});

const filters: z.ZodType<readonly FlowFilterSettings[]> = list(json);
const file = {
  path: optional(text),
  fieldMask: optional(strings),
  fieldAggregate: optional(strings),
  aggregationSeconds: optional(whole(0, 86_400)),
  include: optional(filters),
  exclude: optional(filters),
  maxSizeMb: optional(whole(1, 10_000)),
  maxBackups: optional(whole(0, 1000)),
  compress: optional(flag),
};

const flowLogs = object<HubbleFlowLogSettings>({
  static: optional(object<FlowLogFileSettings>(file)),
  dynamic: optional(map(object<DynamicFlowLogSettings>({ ...file, end: optional(text) }))),
  destination: optional(
    object<FlowDestinationSettings>({
      cloudWatch: optional(
        object<NonNullable<FlowDestinationSettings["cloudWatch"]>>({
          logGroup: optional(text),
          retentionDays: optional(whole(1, 3653)),
          kmsKeyArn: optional(ref),
        }),
      ),
      s3: optional(object<NonNullable<FlowDestinationSettings["s3"]>>({ bucket: text, prefix: optional(text) })),
    }),
  ),
});

const redact = z.union([
  z.literal(false),
  object<RedactSettings>({
    urlQuery: optional(flag),
    userInfo: optional(flag),
    allowHeaders: optional(strings),
    denyHeaders: optional(strings),
  }),
]);

const prometheus = object<PrometheusSettings>({
  mode: choice(PrometheusMode),
  labels: optional(tags),
  scrapeIntervalSeconds: optional(whole(5, 600)),
  clusterLabel: optional(text),
  sourceCidrs: optional(strings),
  kubeStateMetrics: optional(flag),
  install: optional(
    object<PrometheusInstallSettings>({
      retentionDays: optional(whole(1, 3650)),
      storageGib: optional(whole(1, 16_384)),
      storageClass: optional(text),
      grafanaSecret: optional(text),
    }),
  ),
  amp: optional(
    object<AmpSettings>({ workspaceArn: optional(ref), kmsKeyArn: optional(ref), topicArn: optional(ref) }),
  ),
});

/** One number a threshold that an alert has. */
const thresholds = z.strictObject(
  Object.fromEntries(Object.keys(THRESHOLDS).map((name) => [name, z.exactOptional(z.number().nonnegative())])),
) as unknown as z.ZodType<AlertThresholds>;

const alerts = object<AlertSettings>({
  enabled: optional(flag),
  delivery: optional(choice(AlertDelivery)),
  thresholds: optional(thresholds),
  labels: optional(tags),
  omit: optional(strings),
  runbookUrl: optional(text),
});

const dashboards = object<DashboardSettings>({
  delivery: optional(choice(DashboardDelivery)),
  label: optional(object<NonNullable<DashboardSettings["label"]>>({ key: text, value: text })),
  namespace: optional(text),
});

export const observabilitySchema = object<ObservabilitySettings>({
  relay: optional(flag),
  relayTls: optional(choice(RelayTls)),
  ui: optional(flag),
  uiExposure: optional(uiExposure),
  bufferedFlows: optional(whole(1, 65_535)),
  metrics: optional(metrics),
  certificates: optional(certificates),
  crds: optional(z.enum(["install", "present"])),
  flowLogs: optional(flowLogs),
  redact: optional(redact),
  dropEvents: optional(
    object<DropEventSettings>({ reasons: optional(strings), intervalSeconds: optional(whole(1, 86_400)) }),
  ),
  prometheus: optional(prometheus),
  alerts: optional(alerts),
  dashboards: optional(dashboards),
  quotaAlarms: optional(object<QuotaAlarmSettings>({ topicArn: ref, thresholdPercent: optional(whole(1, 100)) })),
});
