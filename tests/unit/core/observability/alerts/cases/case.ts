import type { AlertOptions } from "../../../../../../core/observability/alerts/index.ts";
import { metricsMinor, type MetricsMinor } from "../../../../../../core/facts/metrics/index.ts";

/** Series by their name with labels; values in promtool's notation, one a minute. */
export type Series = Readonly<Record<string, string>>;

/** Labels of an alert that fires, and its value as the description prints it. */
export interface Fired {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value?: string;
}

export interface AlertCase {
  readonly alert: string;
  readonly fires: Series;
  readonly expected: readonly Fired[];
  /** Just below the threshold, or healthy. */
  readonly quiet: Series;
}

/** What cases may depend on. */
export interface CaseOptions extends AlertOptions {
  readonly minor: MetricsMinor;
}
export const caseOptions = (options: AlertOptions): CaseOptions => ({
  ...options,
  minor: metricsMinor(options.ciliumVersion),
});

const SAMPLES = 160;
/** A gauge that stays. */
export const flat = (value: number): string => `${String(value)}+0x${String(SAMPLES)}`;
/** A counter that grows by so much a second. */
export const perSecond = (value: number): string => `0+${String(value * 60)}x${String(SAMPLES)}`;
export const DAY = 86_400;
