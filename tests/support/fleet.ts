import type { ClusterModel, FleetMember, FleetMesh, FleetModel } from "../../core/model/index.ts";

/** A cluster that nothing is wrong with beside others of other names. */
export const member = (name: string, parts: Partial<FleetMember> = {}): FleetMember => ({
  name,
  cluster: name,
  account: "111122223333",
  region: "eu-central-1",
  template: "base",
  wave: "canary",
  kubernetesVersion: "1.35",
  ciliumVersion: "1.19.6",
  vpcCidrs: [],
  overlayCidrs: [],
  subnets: [],
  quotas: [],
  hostnames: [],
  zones: [],
  acmCertificates: [],
  issued: [],
  mirrors: {},
  traits: {},
  ...parts,
});

/** A model that holds a fleet of these clusters. */
export const fleetOf = (clusters: readonly FleetMember[], parts: Partial<FleetModel> = {}): ClusterModel => ({
  fleet: {
    name: "shop",
    clusters,
    networks: [],
    waves: [
      { name: "canary", soakHours: 24, windows: [] },
      { name: "all", soakHours: 24, windows: [] },
    ],
    sharedHostnames: {},
    sharedZones: {},
    ...parts,
  },
});

/** Two clusters, blue and green, that have the same of something. */
export const both = (parts: Partial<FleetMember>, more: Partial<FleetModel> = {}): ClusterModel =>
  fleetOf([member("blue", parts), member("green", parts)], more);

/** What a cluster says of its mesh; its one address is its id's. */
export const meshPart = (id: number, parts: Partial<FleetMesh> = {}): Pick<FleetMember, "mesh"> => ({
  mesh: {
    id,
    maxClusters: 255,
    authority: "CA",
    addresses: [`10.0.${String(id)}.20`],
    datapath: "native",
    peers: [],
    ...parts,
  },
});
