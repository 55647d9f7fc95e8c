import { mergeValues } from "../cilium/merge.ts";
import { CrdBundleName, type FeaturePart, type FeaturePort } from "../features.ts";
import type { JsonObject } from "../model.ts";
import { CertificateMethodName, type ObservabilitySettings, PrometheusMode, type Settings } from "../settings/index.ts";
import { hasHttpByWorkload, hubbleMetricList, metricsOn, monitorsOn } from "./metrics.ts";
import { hubbleValues, relayOn } from "./values.ts";

/** What the Cilium release needs for Hubble beyond the agents' own part, which is always on. */
export function observabilityFeature({ observability }: Pick<Settings, "observability">): FeaturePart | undefined {
  if (observability === undefined) return undefined;
  const parts = hubbleValues(observability);
  return {
    values: mergeValues(...parts.map(({ values }) => values)),
    origins: Object.assign({}, ...parts.map(({ origins }) => origins)) as FeaturePart["origins"],
    crds: crds(observability),
    ports: ports(observability),
    facts: factsOf(observability),
  };
}

/** Helm refuses a release with kinds that the API server does not know, so their CRDs come before it. */
const crds = (settings: ObservabilitySettings): CrdBundleName[] =>
  settings.crds === "present"
    ? []
    : [
        ...(monitorsOn(settings) || settings.alerts?.delivery === "prometheusRule"
          ? [CrdBundleName.PrometheusOperator]
          : []),
        ...(settings.prometheus?.mode === PrometheusMode.Install ? [CrdBundleName.PrometheusStack] : []),
        ...(settings.certificates?.method === CertificateMethodName.CertManager ? [CrdBundleName.CertManager] : []),
      ];

/** Agent, operator, Envoy, Hubble and relay: 9962 to 9966 of the charts 1.19.6 and 1.20.0. */
const METRICS_PORTS = { from: 9962, to: 9966 } as const;

/** Nodes and pods of the cluster reach each other's Hubble and metrics anyway (core/security-groups/ports.ts). */
const ports = (settings: ObservabilitySettings): FeaturePort[] => {
  const source = settings.prometheus?.sourceCidrs ?? [];
  return source.length === 0 || !metricsOn(settings)
    ? []
    : [
        {
          description: "Metrics of Cilium and Hubble, for a Prometheus outside",
          protocol: "tcp",
          ...METRICS_PORTS,
          source,
        },
      ];
};

/** What a component that stands on the cluster asserts on, and what alerts and dashboards can see. */
export function factsOf(settings: ObservabilitySettings): JsonObject {
  const list = metricsOn(settings) ? hubbleMetricList(settings) : [];
  return {
    relay: relayOn(settings),
    ui: settings.ui === true,
    metrics: metricsOn(settings),
    monitors: monitorsOn(settings),
    hubbleMetrics: list,
    hubbleHttp: hasHttpByWorkload(list),
    certificates: settings.certificates?.method ?? CertificateMethodName.CronJob,
  };
}
