import type { HelmChart } from "../helm/charts.ts";
import type { HubbleMetricSettings } from "../settings/index.ts";

/** The amendment to the chart's 10 s: a third of the samples. AMP's managed scraper takes no less (AMP user guide: AMP-collector-how-to). */
export const DEFAULT_SCRAPE_SECONDS = 30;

/** Node directory that the chart mounts (charts 1.19.6 and 1.20.0, hubble.export.static.filePath). */
export const FLOW_DIRECTORY = "/var/run/cilium/hubble";
export const DEFAULT_FLOW_FILE = `${FLOW_DIRECTORY}/events.log`;
/** The chart's own (hubble.export.static). */
export const DEFAULT_FLOW_ROTATION = { maxSizeMb: 10, maxBackups: 5 } as const;

/** Days of a certificate, the chart's own (charts 1.19.6 and 1.20.0, hubble.tls.auto.certValidityDuration). */
export const DEFAULT_VALIDITY_DAYS = 365;

/** Headers that carry credentials (RFC 9110 11.6.2, 11.7.2; RFC 6265). */
export const CREDENTIAL_HEADERS: readonly string[] = ["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"];

const NAMESPACES = ["source_namespace", "destination_namespace"];

/** Hubble's metrics whose labels have few values and that need no policy. */
export const DEFAULT_HUBBLE_METRICS: Readonly<Record<string, HubbleMetricSettings>> = {
  drop: { labels: NAMESPACES },
  flow: {},
  icmp: {},
  policy: {},
  tcp: {},
};

/** With Gateways, whose requests Envoy sees without a policy: what the alerts on requests group by. */
export const GATEWAY_HUBBLE_METRICS: Readonly<Record<string, HubbleMetricSettings>> = {
  httpV2: {
    labels: [
      "source_namespace",
      "source_workload",
      "destination_namespace",
      "destination_workload",
      "traffic_direction",
    ],
  },
};

/** The charts set no requests for relay and UI; a starting point, not a measurement. */
export const HUBBLE_RESOURCES = { requests: { cpu: "50m", memory: "64Mi" } } as const;

export const CILIUM_NAMESPACE = "kube-system";
/** Namespace of the proxy before the UI. */
export const UI_NAMESPACE = "hubble-ui";
export const MONITORING_NAMESPACE = "monitoring";
export const FLOW_LOG_NAMESPACE = "hubble-flow-logs";

/** Port of the UI's pods (charts 1.19.6 and 1.20.0, templates/hubble-ui/service.yaml). */
export const UI_POD_PORT = 8081;

/**
 * Carries operator v0.91.0, the version of the CRDs in core/cilium/crds.ts
 * (prometheus-community/helm-charts charts/kube-prometheus-stack/Chart.yaml at 977107900, 2026-06-19).
 */
export const PROMETHEUS_CHART: HelmChart = {
  name: "kube-prometheus-stack",
  repository: "https://prometheus-community.github.io/helm-charts",
  version: "86.3.2",
};

/** Carries oauth2-proxy 7.15.3 (oauth2-proxy/manifests helm/oauth2-proxy/Chart.yaml at fe328b0, 2026-06-09). */
export const OAUTH2_PROXY_CHART: HelmChart = {
  name: "oauth2-proxy",
  repository: "https://oauth2-proxy.github.io/manifests",
  version: "10.7.0",
};

/** Carries Fluent Bit 5.1.1 (fluent/helm-charts charts/fluent-bit/Chart.yaml at 22a564d, 2026-08-17). */
export const FLUENT_BIT_CHART: HelmChart = {
  name: "fluent-bit",
  repository: "https://fluent.github.io/helm-charts",
  version: "0.58.1",
};
