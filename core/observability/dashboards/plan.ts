import { panelContext, type DashboardSpec, type PanelContext } from "./panel.ts";
import { datapathDashboard } from "./panels/datapath.ts";
import { eniDashboard } from "./panels/eni.ts";
import { gatewayDashboard } from "./panels/gateway.ts";
import { hubbleDashboard } from "./panels/hubble.ts";
import { inferenceDashboard } from "./panels/inference.ts";
import type { DashboardName, DashboardOptions } from "./types.ts";

interface Planner extends DashboardName {
  readonly on: (context: PanelContext) => boolean;
  readonly plan: (context: PanelContext) => DashboardSpec;
}

const DASHBOARDS: readonly Planner[] = [
  {
    name: "cilium-eni",
    title: "Cilium / ENI and address capacity",
    uid: "cilium-eks-eni",
    on: ({ features }) => features.eni,
    plan: eniDashboard,
  },
  {
    name: "cilium-datapath",
    title: "Cilium / Datapath drops",
    uid: "cilium-eks-datapath",
    on: () => true,
    plan: datapathDashboard,
  },
  {
    name: "cilium-gateway",
    title: "Cilium / Gateway traffic",
    uid: "cilium-eks-gateway",
    on: ({ features }) => features.gateway,
    plan: gatewayDashboard,
  },
  {
    name: "cilium-inference",
    title: "Cilium / Inference",
    uid: "cilium-eks-inference",
    on: ({ features }) => features.inference,
    plan: inferenceDashboard,
  },
  {
    name: "hubble-health",
    title: "Cilium / Hubble health",
    uid: "cilium-eks-hubble",
    on: ({ features }) => features.hubble || features.relay,
    plan: hubbleDashboard,
  },
];

/** The dashboards that these options make, without their panels: for the number of objects. */
export function dashboardNames(options: DashboardOptions): DashboardName[] {
  const context = panelContext(options);
  return DASHBOARDS.filter(({ on }) => on(context)).map(({ name, title, uid }) => ({ name, title, uid }));
}

/** The dashboards that these options make, with their panels as plain data. */
export function planDashboards(
  options: DashboardOptions,
): { readonly name: DashboardName; readonly spec: DashboardSpec }[] {
  const context = panelContext(options);
  return DASHBOARDS.filter(({ on }) => on(context)).map(({ name, title, uid, plan }) => ({
    name: { name, title, uid },
    spec: plan(context),
  }));
}
