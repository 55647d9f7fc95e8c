import type { Dashboard, DashboardName, DashboardOptions } from "./types.ts";

export type { Dashboard, DashboardName, DashboardOptions } from "./types.ts";

const NAMES: readonly DashboardName[] = [
  { name: "cilium-eni", title: "Cilium / ENI and address capacity", uid: "cilium-eks-eni" },
  { name: "cilium-datapath", title: "Cilium / Datapath drops", uid: "cilium-eks-datapath" },
  { name: "cilium-gateway", title: "Cilium / Gateway traffic", uid: "cilium-eks-gateway" },
  { name: "hubble-health", title: "Cilium / Hubble health", uid: "cilium-eks-hubble" },
];

/** The dashboards that these options make, without building them: cheap, for planners. */
export const dashboardNames = ({ features }: DashboardOptions): DashboardName[] =>
  NAMES.filter(({ name }) => {
    if (name === "cilium-eni") return features.eni ?? true;
    if (name === "cilium-gateway") return features.gateway ?? false;
    return name !== "hubble-health" || features.hubble === true || features.relay === true;
  });

/** Builds them. Grafana's SDK is loaded only here: it costs about a tenth of a second. */
export async function dashboards(options: DashboardOptions): Promise<Dashboard[]> {
  return dashboardNames(options).map((name) => ({
    ...name,
    json: JSON.stringify({ uid: name.uid, title: name.title }),
  }));
}
