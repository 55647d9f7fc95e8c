import type { FleetMember, FleetModel } from "../model/index.ts";
import type { FleetSettings } from "../settings/index.ts";

/** Hours that a wave runs before the next may begin: a day and a night. */
const DEFAULT_SOAK_HOURS = 24;

/** The fleet as the rules see it, of the clusters that could be planned. */
export function fleetModel(fleet: FleetSettings, clusters: readonly FleetMember[]): FleetModel {
  const { name, networks = {}, waves, sharedHostnames = {}, sharedZones = {} } = fleet;
  return {
    name,
    clusters,
    networks: Object.entries(networks).map(([network, { kind, clusters: members, cidrs = [] }]) => ({
      name: network,
      kind,
      clusters: members === "all" ? Object.keys(fleet.clusters) : members,
      cidrs,
    })),
    waves: waves.map((wave) => ({
      name: wave.name,
      soakHours: wave.soakHours ?? DEFAULT_SOAK_HOURS,
      windows: wave.windows ?? [],
    })),
    sharedHostnames,
    sharedZones,
  };
}
