import { settings } from "./model.ts";
import type { HybridSettings, MeshPeer, MeshSettings, Settings } from "../../core/settings/index.ts";

const PEER: MeshPeer = {
  id: 2,
  addresses: ["192.168.20.40"],
  nodeCidrs: ["192.168.10.0/24"],
  podCidrs: ["192.168.128.0/18"],
  ciliumVersion: "1.18.8",
  onPremises: true,
};
const HYBRID: HybridSettings = {
  strategy: "clusterMesh",
  nodeCidrs: ["192.168.10.0/24"],
  identity: { type: "ssm", expires: "2027-01-31T00:00:00Z" },
  pools: { rack: { maxNodes: 8, os: "ubuntu-24.04" } },
  ciliumVersion: "1.18.8-1",
  bgp: {
    localAsn: 64_512,
    peers: { tor: { address: "192.168.10.1", asn: 64_600 } },
    advertise: { podCidr: true, services: {} },
  },
};

/** A stack in ENI mode whose mesh has a cluster on premises. */
export function meshed(
  peer: Partial<MeshPeer> = {},
  hybrid: Partial<HybridSettings> = {},
  mesh: Partial<MeshSettings> = {},
): Settings {
  return settings({
    cluster: { name: "cloud", kubernetesVersion: "1.35", serviceCidr: "172.20.0.0/16" },
    mesh: {
      id: 1,
      addresses: ["10.0.2.20", "10.0.66.20"],
      certificateAuthority: { certificate: "certificate", privateKey: "key" },
      peers: { premises: { ...PEER, ...peer } },
      ...mesh,
    },
    hybrid: { ...HYBRID, ...hybrid },
  });
}
