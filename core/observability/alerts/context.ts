import { metricsMinor, type MetricsMinor } from "../../facts/metrics/index.ts";
import { withDefaults } from "./thresholds.ts";
import type { AlertFeatures, AlertOptions, AlertSeverity, ScrapeJobs } from "./types.ts";
import type { AlertThresholds } from "../../settings/alerting.ts";

/** Names of the Services behind the chart's ServiceMonitors, which become `job`. */
export const CHART_JOBS: ScrapeJobs = {
  agent: "cilium-agent",
  operator: "cilium-operator",
  envoy: "cilium-envoy",
  hubble: "hubble-metrics",
  relay: "hubble-relay-metrics",
};

/** The amendment's interval; the chart's own default is 10 s. */
export const SCRAPE_INTERVAL_SECONDS = 30;
const CILIUM_NAMESPACE = "kube-system";

type ResolvedFeatures = Required<Omit<AlertFeatures, "certificates">> & Pick<AlertFeatures, "certificates">;

/** Options with every default, and the words that expressions are made of. */
export interface AlertContext {
  readonly minor: MetricsMinor;
  readonly features: ResolvedFeatures;
  readonly thresholds: Required<AlertThresholds>;
  readonly jobs: ScrapeJobs;
  readonly namespace: string;
  /** A selector of this cluster's series: `name{matchers}`. */
  readonly select: (metric: string, ...matchers: readonly string[]) => string;
  /** `rate` over at least so many minutes, and never fewer than four scrapes. */
  readonly rate: (minutes: number, metric: string, ...matchers: readonly string[]) => string;
  /** `increase`, likewise. */
  readonly increase: (minutes: number, metric: string, ...matchers: readonly string[]) => string;
}

/** One alert before the options are known. */
export interface AlertSpec {
  readonly alert: string;
  readonly severity: AlertSeverity;
  /** Minutes that the expression must hold. */
  readonly minutes: number | ((context: AlertContext) => number);
  /** What it needs to be able to fire; undefined: nothing beyond the agents. */
  readonly on?: (context: AlertContext) => boolean;
  readonly expr: (context: AlertContext) => string;
  readonly summary: string;
  readonly description: string | ((context: AlertContext) => string);
}

const resolveFeatures = ({ certificates, ...given }: AlertFeatures): ResolvedFeatures => ({
  eni: given.eni ?? true,
  prefixDelegation: given.prefixDelegation ?? false,
  hubble: given.hubble ?? false,
  hubbleHttp: given.hubbleHttp ?? false,
  relay: given.relay ?? false,
  gateway: given.gateway ?? false,
  inference: given.inference ?? false,
  bgp: given.bgp ?? false,
  clusterMesh: given.clusterMesh ?? false,
  kubeStateMetrics: given.kubeStateMetrics ?? true,
  certificateExporter: given.certificateExporter ?? false,
  ...(certificates === undefined ? {} : { certificates }),
});

export function alertContext(options: AlertOptions): AlertContext {
  const { clusterLabel, clusterName, scrapeIntervalSeconds = SCRAPE_INTERVAL_SECONDS } = options;
  const cluster = clusterLabel === undefined ? [] : [`${clusterLabel}=${JSON.stringify(clusterName)}`];
  const select = (metric: string, ...matchers: readonly string[]): string => {
    const all = [...matchers, ...cluster];
    return all.length === 0 ? metric : `${metric}{${all.join(",")}}`;
  };
  const window = (minutes: number): string =>
    `[${String(Math.max(minutes, Math.ceil((4 * scrapeIntervalSeconds) / 60)))}m]`;
  return {
    minor: metricsMinor(options.ciliumVersion),
    features: resolveFeatures(options.features),
    thresholds: withDefaults(options.thresholds),
    jobs: { ...CHART_JOBS, ...options.jobs },
    namespace: options.namespace ?? CILIUM_NAMESPACE,
    select,
    rate: (minutes, metric, ...matchers) => `rate(${select(metric, ...matchers)}${window(minutes)})`,
    increase: (minutes, metric, ...matchers) => `increase(${select(metric, ...matchers)}${window(minutes)})`,
  };
}
