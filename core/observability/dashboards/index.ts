import { planDashboards } from "./plan.ts";
import type { Dashboard, DashboardName, DashboardOptions } from "./types.ts";

export { planDashboards } from "./plan.ts";
export type { Dashboard, DashboardName, DashboardOptions } from "./types.ts";

/** The dashboards that these options make, without building them: for planners, and for the number of objects. */
export const dashboardNames = (options: DashboardOptions): DashboardName[] =>
  planDashboards(options).map(({ name }) => name);

/**
 * Builds them. Grafana's SDK is loaded only here: it costs about a tenth of a second. The queries were judged by promtool; how the
 * panels look in a running Grafana is UNVERIFIED.
 */
export async function dashboards(options: DashboardOptions): Promise<Dashboard[]> {
  const { buildDashboard } = await import("./build.ts");
  return planDashboards(options).map(({ name, spec }) => ({ ...name, json: buildDashboard(name, spec, options) }));
}
