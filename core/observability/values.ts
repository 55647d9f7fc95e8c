import { from, type Contribution } from "../helm/merge.ts";
import type { Json, JsonObject } from "../model/index.ts";
import {
  CertificateMethodName,
  type DynamicFlowLogSettings,
  type FlowLogFileSettings,
  type ObservabilitySettings,
  RelayTls,
} from "../settings/index.ts";
import {
  CREDENTIAL_HEADERS,
  DEFAULT_FLOW_FILE,
  DEFAULT_FLOW_ROTATION,
  DEFAULT_SCRAPE_SECONDS,
  HUBBLE_RESOURCES,
} from "./defaults.ts";
import { hubbleMetricList, metricsOn, monitorsOn } from "./metrics.ts";

/** Every value of the Cilium chart that the settings ask for; only keys that 1.19 and 1.20 share. */
export const hubbleValues = (settings: ObservabilitySettings, gateway: boolean): Contribution[] => [
  relayValues(settings),
  uiValues(settings),
  certificateValues(settings),
  metricValues(settings, gateway),
  monitorValues(settings, gateway),
  redactValues(settings),
  flowLogValues(settings),
  from("observability.bufferedFlows", { "hubble.eventBufferCapacity": textOf(settings.bufferedFlows) }),
  dropEventValues(settings),
];

/** The UI needs a relay, the chart refuses it without one. */
export const relayOn = ({ ui = false, relay = ui }: ObservabilitySettings): boolean => relay;

const textOf = (value: number | undefined): string | undefined => (value === undefined ? undefined : String(value));
const on = <T>(condition: boolean, value: T): T | undefined => (condition ? value : undefined);

function relayValues(settings: ObservabilitySettings): Contribution {
  const relay = relayOn(settings);
  const { relayTls = RelayTls.None } = settings;
  return from("observability.relay", {
    "hubble.relay.enabled": on(relay || settings.relay !== undefined, relay),
    "hubble.relay.rollOutPods": on(relay, true),
    "hubble.relay.resources": on(relay, HUBBLE_RESOURCES),
    "hubble.relay.prometheus.enabled": on(relay && metricsOn(settings), true),
    "hubble.relay.tls.server.enabled": on(relay && relayTls !== RelayTls.None, true),
    "hubble.relay.tls.server.mtls": on(relay && relayTls === RelayTls.Mtls, true),
  });
}

const uiValues = ({ ui = false }: ObservabilitySettings): Contribution =>
  from("observability.ui", {
    "hubble.ui.enabled": on(ui, true),
    "hubble.ui.rollOutPods": on(ui, true),
    "hubble.ui.frontend.resources": on(ui, HUBBLE_RESOURCES),
    "hubble.ui.backend.resources": on(ui, HUBBLE_RESOURCES),
  });

/** Never `helm`: it keeps two certificates for ever and makes the others anew on every render without a cluster. */
function certificateValues({ certificates = {} }: ObservabilitySettings): Contribution {
  const { method = CertificateMethodName.CronJob, issuer, validityDays } = certificates;
  const certManager = method === CertificateMethodName.CertManager;
  return from("observability.certificates", {
    "hubble.tls.auto.method": certManager ? "certmanager" : "cronJob",
    "hubble.tls.auto.certManagerIssuerRef":
      certManager && issuer !== undefined ? { group: "cert-manager.io", ...issuer } : undefined,
    "hubble.tls.auto.certValidityDuration": validityDays,
  });
}

function metricValues(settings: ObservabilitySettings, gateway: boolean): Contribution {
  if (!metricsOn(settings)) return from("observability.metrics", {});
  const list = hubbleMetricList(settings, gateway);
  return from("observability.metrics", {
    "prometheus.enabled": true,
    "prometheus.metrics": on((settings.metrics?.agent ?? []).length > 0, [...(settings.metrics?.agent ?? [])]),
    "operator.prometheus.enabled": true,
    "envoy.prometheus.enabled": true,
    "hubble.metrics.enabled": on(list.length > 0, list),
    // Exemplars are part of OpenMetrics only (Cilium docs: observability/metrics).
    "hubble.metrics.enableOpenMetrics": on(
      list.some((entry) => entry.includes("exemplars=true")),
      true,
    ),
  });
}

/** Paths of the chart's ServiceMonitors, with the switch of what they scrape. */
const monitorPaths = (settings: ObservabilitySettings, gateway: boolean): string[] => [
  "prometheus",
  "operator.prometheus",
  "envoy.prometheus",
  ...(hubbleMetricList(settings, gateway).length > 0 ? ["hubble.metrics"] : []),
  ...(relayOn(settings) ? ["hubble.relay.prometheus"] : []),
];

function monitorValues(settings: ObservabilitySettings, gateway: boolean): Contribution {
  if (!monitorsOn(settings)) return from("observability.prometheus", {});
  const { labels = {}, scrapeIntervalSeconds = DEFAULT_SCRAPE_SECONDS } = settings.prometheus ?? {};
  const entries = monitorPaths(settings, gateway).flatMap((path): [string, Json | undefined][] => [
    [`${path}.serviceMonitor.enabled`, true],
    [`${path}.serviceMonitor.interval`, `${String(scrapeIntervalSeconds)}s`],
    [`${path}.serviceMonitor.labels`, on(Object.keys(labels).length > 0, { ...labels })],
  ]);
  return from("observability.prometheus", {
    ...Object.fromEntries(entries),
    // The CRDs are in the wave before this release, and the chart cannot see them when it is rendered without a cluster.
    "prometheus.serviceMonitor.trustCRDsExist": true,
  });
}

function redactValues({ redact = {} }: ObservabilitySettings): Contribution {
  if (redact === false) return from("observability.redact", {});
  const { urlQuery = true, userInfo = true, allowHeaders, denyHeaders } = redact;
  return from("observability.redact", {
    "hubble.redact.enabled": true,
    "hubble.redact.http.urlQuery": urlQuery,
    "hubble.redact.http.userInfo": userInfo,
    "hubble.redact.http.headers.allow": allowHeaders === undefined ? undefined : [...allowHeaders],
    "hubble.redact.http.headers.deny":
      denyHeaders === undefined ? on(allowHeaders === undefined, [...CREDENTIAL_HEADERS]) : [...denyHeaders],
  });
}

/** Settings of the file that flows are written to by default: one is written as soon as they shall be sent on. */
export const staticFlowLog = ({ flowLogs }: ObservabilitySettings): FlowLogFileSettings | undefined =>
  flowLogs?.static ??
  (flowLogs?.destination !== undefined && Object.keys(flowLogs.dynamic ?? {}).length === 0 ? {} : undefined);

function flowLogValues(settings: ObservabilitySettings): Contribution {
  const file = staticFlowLog(settings);
  const dynamic = Object.entries(settings.flowLogs?.dynamic ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const fixed = "hubble.export.static";
  return from("observability.flowLogs", {
    ...(file === undefined
      ? {}
      : {
          [`${fixed}.enabled`]: true,
          [`${fixed}.filePath`]: file.path ?? DEFAULT_FLOW_FILE,
          [`${fixed}.fieldMask`]: listOf(file.fieldMask),
          [`${fixed}.fieldAggregate`]: listOf(file.fieldAggregate),
          [`${fixed}.aggregationInterval`]: seconds(file.aggregationSeconds),
          // The static exporter takes each filter as JSON text, the dynamic one as an object.
          [`${fixed}.allowList`]: listOf(file.include?.map((filter) => JSON.stringify(filter))),
          [`${fixed}.denyList`]: listOf(file.exclude?.map((filter) => JSON.stringify(filter))),
          [`${fixed}.fileMaxSizeMb`]: file.maxSizeMb ?? DEFAULT_FLOW_ROTATION.maxSizeMb,
          [`${fixed}.fileMaxBackups`]: file.maxBackups ?? DEFAULT_FLOW_ROTATION.maxBackups,
          [`${fixed}.fileCompress`]: file.compress,
        }),
    ...(dynamic.length === 0
      ? {}
      : {
          "hubble.export.dynamic.enabled": true,
          "hubble.export.dynamic.config.content": dynamic.map(([name, entry]) => dynamicEntry(name, entry)),
        }),
  });
}

const listOf = (list: readonly string[] | undefined): string[] | undefined =>
  list === undefined || list.length === 0 ? undefined : [...list];
const seconds = (count: number | undefined): string | undefined =>
  count === undefined ? undefined : `${String(count)}s`;

/** Path of a dynamic log that names none. */
export const dynamicPath = (name: string, { path }: FlowLogFileSettings): string =>
  path ?? DEFAULT_FLOW_FILE.replace(/events\.log$/, `${name}.log`);

function dynamicEntry(name: string, entry: DynamicFlowLogSettings): JsonObject {
  const all: Readonly<Record<string, Json | undefined>> = {
    name,
    filePath: dynamicPath(name, entry),
    fieldMask: [...(entry.fieldMask ?? [])],
    fieldAggregate: listOf(entry.fieldAggregate),
    aggregationInterval: seconds(entry.aggregationSeconds),
    includeFilters: [...(entry.include ?? [])] as Json[],
    excludeFilters: [...(entry.exclude ?? [])] as Json[],
    fileMaxSizeMb: entry.maxSizeMb ?? DEFAULT_FLOW_ROTATION.maxSizeMb,
    fileMaxBackups: entry.maxBackups ?? DEFAULT_FLOW_ROTATION.maxBackups,
    fileCompress: entry.compress,
    end: entry.end,
  };
  return Object.fromEntries(Object.entries(all).filter((pair): pair is [string, Json] => pair[1] !== undefined));
}

const dropEventValues = ({ dropEvents }: ObservabilitySettings): Contribution =>
  from("observability.dropEvents", {
    "hubble.dropEventEmitter.enabled": dropEvents === undefined ? undefined : true,
    "hubble.dropEventEmitter.interval": seconds(dropEvents?.intervalSeconds),
    "hubble.dropEventEmitter.reasons": listOf(dropEvents?.reasons),
  });
