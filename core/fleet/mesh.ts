import { SECRET_TEXT } from "../findings/secrets.ts";
import { valueAt } from "../helm/values.ts";
import type { ClusterModel, FleetMember } from "../model/index.ts";
import type { Settings } from "../settings/index.ts";

/** What stands in a stack where a value is encrypted, or comes from a resource. */
const isKnown = (value: unknown): value is string => typeof value === "string" && value !== SECRET_TEXT;

/** Clusters of a mesh by default (values.yaml of the Cilium charts: clustermesh.maxConnectedClusters). */
const MESH_SIZE = 255;

/** What a cluster says of itself and of its peers in a mesh. */
export function meshOf({ mesh }: Settings, { cilium }: ClusterModel): Pick<FleetMember, "mesh"> {
  if (mesh === undefined) return {};
  const { certificate } = mesh.certificateAuthority;
  const tunnel = valueAt(cilium?.values, "tunnelProtocol");
  const datapath = valueAt(cilium?.values, "routingMode") === "native" ? "native" : tunnel;
  return {
    mesh: {
      id: mesh.id,
      maxClusters: mesh.maxClusters ?? MESH_SIZE,
      ...(isKnown(certificate) ? { authority: certificate } : {}),
      addresses: mesh.addresses,
      datapath: typeof datapath === "string" ? datapath : "vxlan",
      peers: Object.entries(mesh.peers).map(([cluster, { id, addresses, nodeCidrs, podCidrs, ciliumVersion }]) => ({
        cluster,
        id,
        addresses,
        cidrs: [...nodeCidrs, ...podCidrs],
        ...(ciliumVersion === undefined ? {} : { ciliumVersion }),
      })),
    },
  };
}
