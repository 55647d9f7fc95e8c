import { buildDashboard } from "./build.ts";
import { planDashboards } from "./plan.ts";
import type { Dashboard, DashboardOptions } from "./types.ts";

export { dashboardNames, planDashboards } from "./plan.ts";
export type { Dashboard, DashboardOptions } from "./types.ts";

/** Builds them. The queries were judged by promtool; how the panels look in a running Grafana is UNVERIFIED. */
export const dashboards = (options: DashboardOptions): Dashboard[] =>
  planDashboards(options).map(({ name, spec }) => ({ ...name, json: buildDashboard(name, spec, options) }));
