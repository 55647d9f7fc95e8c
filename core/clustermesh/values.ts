import { type Contribution, from } from "../helm/merge.ts";
import type { JsonObject } from "../model/index.ts";
import type { MeshSettings, Settings } from "../settings/index.ts";
import { NLB_CLASS } from "../facts/load-balancer-annotations.ts";
import { DEFAULT_REPLICAS, nlbAnnotations } from "./defaults.ts";
import { MESH_API_PORT, MESH_RESOURCES, RENEWAL_SCHEDULE } from "../facts/clustermesh.ts";

/** Values that join a cluster to its mesh. The connections are declared here; nothing is patched in afterwards. */
export function meshValues({ mesh, network }: Pick<Settings, "mesh" | "network">): Contribution[] {
  if (mesh === undefined) return [];
  return [
    from("mesh", {
      "clustermesh.useAPIServer": true,
      "clustermesh.apiserver.replicas": mesh.replicas ?? DEFAULT_REPLICAS,
      "clustermesh.apiserver.etcd.resources": MESH_RESOURCES,
      "clustermesh.apiserver.kvstoremesh.resources": MESH_RESOURCES,
      // The chart's own method makes certificates on every render; this one signs with the shared CA and renews.
      "clustermesh.apiserver.tls.auto.method": "cronJob",
      "clustermesh.apiserver.tls.auto.schedule": RENEWAL_SCHEDULE,
    }),
    from("mesh.maxClusters", { "clustermesh.maxConnectedClusters": mesh.maxClusters }),
    from("mesh.peers", { "clustermesh.config.enabled": true, "clustermesh.config.clusters": connections(mesh) }),
    from("mesh.addresses", {
      "clustermesh.apiserver.service.type": "LoadBalancer",
      "clustermesh.apiserver.service.loadBalancerClass": NLB_CLASS,
      "clustermesh.apiserver.service.annotations": nlbAnnotations(mesh.addresses),
    }),
    from("mesh.sourceCidrs", {
      "clustermesh.apiserver.service.loadBalancerSourceRanges": sourceRanges(mesh, network.vpc),
    }),
  ];
}

/**
 * Peers by address: agents resolve `<name>.mesh.cilium.io`, the name in the server's certificate, by host aliases. An NLB's own
 * name is in no certificate, and is known only after the other cluster exists.
 */
const connections = ({ peers }: MeshSettings): JsonObject =>
  Object.fromEntries(
    Object.entries(peers).map(([name, { addresses, port = MESH_API_PORT }]) => [name, { ips: addresses, port }]),
  );

/** Whoever connects: KVStoreMesh of the peers, from their pods or, where those are masqueraded, their nodes; and the NLB's health checks. */
const sourceRanges = (mesh: MeshSettings, vpc: Settings["network"]["vpc"]): string[] => [
  ...new Set([
    ...(mesh.sourceCidrs ??
      Object.values(mesh.peers).flatMap(({ nodeCidrs, podCidrs }) => [...nodeCidrs, ...podCidrs])),
    ...(vpc.cidr === undefined ? (vpc.cidrs ?? []) : [vpc.cidr]),
  ]),
];
