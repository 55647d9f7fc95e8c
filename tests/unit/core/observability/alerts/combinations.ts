import type { AlertFeatures, AlertOptions } from "../../../../../core/observability/alerts/index.ts";
import { CILIUM_TUPLES } from "../../../../../core/facts/versions.ts";

export const VERSIONS = CILIUM_TUPLES.map(({ checked }) => checked);

export const EVERYTHING: AlertFeatures = {
  prefixDelegation: true,
  hubble: true,
  hubbleHttp: true,
  relay: true,
  gateway: true,
  inference: true,
  bgp: true,
  clusterMesh: true,
  certificates: "cronJob",
};

/** What clusters look like, by a name for the report. */
export const COMBINATIONS: readonly (readonly [string, Omit<AlertOptions, "ciliumVersion" | "clusterName">])[] = [
  ["everything", { features: EVERYTHING }],
  ["nothing but agents and operator", { features: {} }],
  ["the dates of certificates", { features: { ...EVERYTHING, certificateExporter: true } }],
  ["cert-manager", { features: { ...EVERYTHING, certificates: "certmanager" } }],
  ["certificates of one's own", { features: { hubble: true, certificates: "provided", certificateExporter: true } }],
  ["no kube-state-metrics, no ENIs", { features: { ...EVERYTHING, kubeStateMetrics: false, eni: false } }],
  ["many clusters in one Prometheus", { features: EVERYTHING, clusterLabel: "cluster", labels: { team: "network" } }],
  ["a slow scrape", { features: EVERYTHING, scrapeIntervalSeconds: 120 }],
];
