import type { PlannedMember } from "../../../core/plan/fleet.ts";
import type { FleetSettings } from "../../../core/settings/index.ts";
import type { ClusterRow, ClusterState, WaveRow } from "./types.ts";

interface Came {
  readonly state: ClusterState;
  readonly planned?: Omit<PlannedMember, "findings" | "waived">;
  readonly counts: Pick<ClusterRow, "errors" | "warnings">;
}

/** A cluster in the table. */
export function clusterRow(fleet: FleetSettings, name: string, { state, planned, counts }: Came): ClusterRow {
  const { account, region = "", stage, wave = "", template = "" } = fleet.clusters[name] ?? {};
  return {
    name,
    state,
    ...(account === undefined ? {} : { account }),
    region,
    ...(stage === undefined ? {} : { stage }),
    wave,
    template,
    ...(planned === undefined ? {} : plannedPart(planned)),
    ...counts,
  };
}

function plannedPart({ member, nodes, monthly }: NonNullable<Came["planned"]>): Partial<ClusterRow> {
  if (member === undefined) return {};
  const { cluster, kubernetesVersion, ciliumVersion, vpcCidrs } = member;
  return {
    cluster,
    kubernetesVersion,
    ...(ciliumVersion === undefined ? {} : { ciliumVersion }),
    vpcCidrs,
    nodes,
    monthly: monthly.desired,
  };
}

/** The clusters of each wave together. */
export const waveRows = ({ waves }: FleetSettings, clusters: readonly ClusterRow[]): WaveRow[] =>
  waves.map(({ name }) => {
    const own = clusters.filter(({ wave }) => wave === name);
    return {
      name,
      clusters: own.length,
      failing: own.filter(isFailing).length,
      nodes: total(own, "nodes"),
      monthly: total(own, "monthly"),
    };
  });

/** Whether a cluster may not be deployed as it is. */
export const isFailing = ({ state, errors }: ClusterRow): boolean => state !== "planned" || errors > 0;

export const total = (rows: readonly ClusterRow[], key: "nodes" | "monthly"): number =>
  Math.round(rows.reduce((sum, row) => sum + (row[key] ?? 0), 0) * 100) / 100;
