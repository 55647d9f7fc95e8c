import { alertContext, type AlertContext } from "../alerts/context.ts";
import type { DashboardOptions } from "./types.ts";

const PanelKind = { Stat: "stat", TimeSeries: "timeseries" } as const;
type PanelKind = (typeof PanelKind)[keyof typeof PanelKind];

/** A panel as plain data; `build.ts` makes Grafana's of it. */
export interface PanelSpec {
  readonly kind: PanelKind;
  readonly title: string;
  /** What is shown and how to read it. */
  readonly description: string;
  /** Grafana's name of the unit: `short`, `percentunit`, `s`, `ms`, `pps`, `Bps`, `reqps`, `ops`. */
  readonly unit: string;
  readonly queries: readonly QuerySpec[];
  /** Values from which on it is yellow and red; with `low`, below which. */
  readonly thresholds?: { readonly warning?: number; readonly critical?: number; readonly low?: boolean };
  readonly max?: number;
  readonly stacked?: boolean;
  /** Left out where this is false. */
  readonly on?: boolean;
}

interface QuerySpec {
  readonly expr: string;
  /** `{{subnet_id}}`; a name for a query with one series. */
  readonly legend: string;
}

export interface RowSpec {
  readonly title: string;
  readonly panels: readonly PanelSpec[];
}

/** A variable beside datasource and cluster. */
export interface VariableSpec {
  readonly name: string;
  readonly label: string;
  readonly query: string;
  readonly regex?: string;
}

export interface DashboardSpec {
  readonly description: string;
  readonly tags: readonly string[];
  readonly variables: readonly VariableSpec[];
  readonly rows: readonly RowSpec[];
}

/** What panels are written with. */
export interface PanelContext extends Pick<AlertContext, "minor" | "features" | "thresholds" | "namespace"> {
  /** A selector of the chosen clusters. */
  readonly select: (metric: string, ...matchers: readonly string[]) => string;
  readonly rate: (metric: string, ...matchers: readonly string[]) => string;
  /** What each cluster's leading operator says, added up over the chosen clusters. */
  readonly leader: (metric: string, ...matchers: readonly string[]) => string;
  /** A quantile of a histogram, by its name without suffix. */
  readonly quantile: (q: number, by: readonly string[], histogram: string, ...matchers: readonly string[]) => string;
  /** Whether `hubble.metrics.enabled` has an entry. */
  readonly hasHubbleMetric: (name: string) => boolean;
}

export function panelContext(options: DashboardOptions): PanelContext {
  const { clusterLabel, hubbleMetrics } = options;
  const { minor, features, thresholds, namespace } = alertContext({ clusterName: "", ...options });
  const cluster = clusterLabel === undefined ? [] : [`${clusterLabel}=~"$cluster"`];
  const select = (metric: string, ...matchers: readonly string[]): string =>
    matchers.length + cluster.length === 0 ? metric : `${metric}{${[...matchers, ...cluster].join(",")}}`;
  const rate = (metric: string, ...matchers: readonly string[]): string =>
    `rate(${select(metric, ...matchers)}[$__rate_interval])`;
  return {
    minor,
    features,
    thresholds,
    namespace,
    select,
    rate,
    leader: (metric, ...matchers) =>
      clusterLabel === undefined
        ? `max(${select(metric, ...matchers)})`
        : `sum(max by (${clusterLabel}) (${select(metric, ...matchers)}))`,
    quantile: (q, by, histogram, ...matchers) =>
      `histogram_quantile(${String(q)}, sum by (${["le", ...by].join(", ")}) (${rate(`${histogram}_bucket`, ...matchers)}))`,
    hasHubbleMetric: (name) => features.hubble && (hubbleMetrics?.includes(name) ?? true),
  };
}

type Rest = Omit<PanelSpec, "kind" | "title" | "description" | "unit" | "queries">;

/** One number now. */
export const stat = (title: string, description: string, unit: string, expr: string, rest: Rest = {}): PanelSpec => ({
  kind: "stat",
  title,
  description,
  unit,
  queries: [{ expr, legend: title }],
  ...rest,
});

/** Lines over time; queries are pairs of expression and legend. */
export const lines = (
  title: string,
  description: string,
  unit: string,
  queries: readonly (readonly [expr: string, legend: string])[],
  rest: Rest = {},
): PanelSpec => ({
  kind: "timeseries",
  title,
  description,
  unit,
  queries: queries.map(([expr, legend]) => ({ expr, legend })),
  ...rest,
});
