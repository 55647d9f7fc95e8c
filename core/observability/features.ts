import { mergeValues } from "../helm/merge.ts";
import { CrdBundleName, type FeaturePart, type FeaturePort, type HubbleFacts } from "../contracts/features.ts";
import { valueAt } from "../helm/values.ts";
import { servesGateways } from "../settings/gateways.ts";
import type { JsonObject } from "../model/index.ts";
import { DEFAULT_GATEWAY_NAME } from "../settings/defaults.ts";
import {
  AlertDelivery,
  CertificateMethodName,
  type ObservabilitySettings,
  PrometheusMode,
  type Settings,
} from "../settings/index.ts";
import { alertDelivery } from "./delivery.ts";
import { hasHttpByWorkload, hubbleMetricList, metricsOn, monitorsOn } from "./metrics.ts";
import { hubbleValues, relayOn } from "./values.ts";

/** Other parts of a stack that Hubble looks at. */
type Stack = Pick<Settings, "observability"> & Partial<Pick<Settings, "gateway" | "mesh" | "cilium" | "inference">>;

/** What the Cilium release needs for Hubble beyond the agents' own part, which is always on. */
export function observabilityFeature(stack: Stack): FeaturePart<HubbleFacts> | undefined {
  const { observability } = stack;
  if (observability === undefined) return undefined;
  const served = servesGateways(stack);
  const parts = hubbleValues(observability, served);
  return {
    values: mergeValues(...parts.map(({ values }) => values)),
    origins: Object.assign({}, ...parts.map(({ origins }) => origins)) as FeaturePart["origins"],
    crds: crds(observability),
    ports: ports(observability),
    facts: { ...hubbleFacts(observability, served), ...observabilityFacts(stack) },
  };
}

export interface NamespacedName {
  readonly name: string;
  readonly namespace: string;
}

/** What a component cannot see in the settings that it gets. */
type StackFacts = Pick<HubbleFacts, "gateway" | "clusterMesh" | "bgp" | "inference">;

function observabilityFacts({ gateway, mesh, cilium, inference }: Stack): StackFacts {
  const name = gateway?.name ?? DEFAULT_GATEWAY_NAME;
  return {
    ...(gateway?.enabled === true && gateway.listeners !== undefined
      ? { gateway: { name, namespace: gateway.namespace ?? `gateway-${name}` } }
      : {}),
    clusterMesh: mesh !== undefined,
    inference: inference !== undefined,
    bgp: valueAt(cilium?.helmValues as JsonObject | undefined, "bgpControlPlane.enabled") === true,
  };
}

/** Helm refuses a release with kinds that the API server does not know, so their CRDs come before it. */
const crds = (settings: ObservabilitySettings): CrdBundleName[] =>
  settings.crds === "present"
    ? []
    : [
        ...(monitorsOn(settings) || alertDelivery(settings) === AlertDelivery.PrometheusRule
          ? [CrdBundleName.PrometheusOperator]
          : []),
        ...(settings.prometheus?.mode === PrometheusMode.Install ? [CrdBundleName.PrometheusStack] : []),
        ...(settings.certificates?.method === CertificateMethodName.CertManager ? [CrdBundleName.CertManager] : []),
      ];

/** Agent, operator, Envoy, Hubble and relay: 9962 to 9966 of the charts 1.19.6 and 1.20.0. */
const METRICS_PORTS = { from: 9962, to: 9966 } as const;

/** Nodes and pods of the cluster reach each other's Hubble and metrics anyway (core/helm/cilium-ports.ts). */
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
export function hubbleFacts(settings: ObservabilitySettings, gateway: boolean): Omit<HubbleFacts, keyof StackFacts> {
  const list = metricsOn(settings) ? hubbleMetricList(settings, gateway) : [];
  return {
    relay: relayOn(settings),
    ui: settings.ui === true,
    metrics: metricsOn(settings),
    monitors: monitorsOn(settings),
    ...(settings.prometheus?.labels === undefined ? {} : { monitorLabels: settings.prometheus.labels }),
    hubbleMetrics: list,
    hubbleHttp: hasHttpByWorkload(list),
    certificates: settings.certificates?.method ?? CertificateMethodName.CronJob,
  };
}
