import { from } from "../cilium/merge.ts";
import type { FeaturePart } from "../features.ts";
import { HybridStrategy, type Settings } from "../settings/index.ts";
import { routingValues } from "./values.ts";

/** What the Cilium release of this stack needs for nodes on premises: only with `overlay` they are its own. */
export function hybridFeature({ hybrid }: Pick<Settings, "hybrid">): FeaturePart | undefined {
  if (hybrid?.strategy !== HybridStrategy.Overlay) return undefined;
  return {
    ...from("hybrid", {
      ...routingValues(hybrid),
      // Services with topology hints or trafficDistribution stay on their side.
      "loadBalancer.serviceTopology": true,
      // EC2 nodes and premises share no zone, and a pod that is not Cilium's is none of its business there.
      "operator.unmanagedPodWatcher.restart": false,
    }),
    crds: [],
    ports: [],
    remoteNetworks: { nodeCidrs: hybrid.nodeCidrs, podCidrs: hybrid.podCidrs ?? [] },
    facts: { strategy: hybrid.strategy },
  };
}
