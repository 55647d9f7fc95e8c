import type { AreaPart } from "../contracts/area-part.ts";
import type { ClusterFacts } from "../contracts/facts.ts";
import type { Settings } from "../settings/index.ts";
import { MESH_API_PORT } from "../facts/clustermesh.ts";

/** What a mesh adds to the plan beside Cilium's values: its load balancer, and the table of the clusters. */
export function meshPart({ mesh }: Settings, { clusterName }: ClusterFacts): AreaPart | undefined {
  if (mesh === undefined) return undefined;
  const own = [clusterName, String(mesh.id), mesh.addresses.join(", "), String(MESH_API_PORT), "this one"];
  return {
    billed: [
      {
        item: "internal NLB of the mesh API",
        count: 1,
        rates: [{ rate: "networkLoadBalancer", amount: 1 }],
        byVolume: "NLCU hours",
      },
    ],
    quotas: [{ key: "networkLoadBalancers", count: 1 }],
    notes: [
      "The mesh needs routes between all node and pod blocks of its clusters, both ways; `plan` sees this side only.",
    ],
    sections: [
      {
        title: "Cluster mesh",
        columns: ["cluster", "id", "mesh API", "port", "where"],
        rows: [
          own,
          ...Object.entries(mesh.peers).map(([name, peer]) => [
            name,
            String(peer.id),
            peer.addresses.join(", "),
            String(peer.port ?? MESH_API_PORT),
            peer.onPremises === true ? "on premises" : "AWS",
          ]),
        ],
      },
    ],
  };
}
