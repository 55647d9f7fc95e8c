import { from } from "../helm/merge.ts";
import type { FeaturePart, FeaturePort, HybridFacts } from "../contracts/features.ts";
import { type HybridSettings, HybridStrategy, type Settings } from "../settings/index.ts";
import { hybridAddons } from "./addons.ts";
import { VXLAN_PORT, gatewayNodes } from "./gateway.ts";
import { joinsCluster } from "../settings/strategies.ts";
import { routingValues } from "./values.ts";

/** What the cluster of this stack, in so many zones, needs for nodes on premises that join it. */
export function hybridFeature(settings: Settings, zones: number): FeaturePart<HybridFacts> | undefined {
  const { hybrid } = settings;
  if (hybrid === undefined || !joinsCluster(hybrid.strategy)) return undefined;
  const { strategy, nodeCidrs, podCidrs = [], gateway } = hybrid;
  return {
    ...releaseValues(hybrid),
    crds: [],
    ports: portsOf(hybrid),
    remoteNetworks: { nodeCidrs, podCidrs },
    addons: hybridAddons(hybrid, zones),
    ...(strategy === HybridStrategy.HybridGateway && gateway !== undefined
      ? { nodeGroups: { [gateway.nodeGroup]: gatewayNodes } }
      : {}),
    facts: { strategy },
  };
}

/** Only with `overlay` the stack's own Cilium runs on hybrid nodes; otherwise AWS's build does, which is no part of the cluster. */
const releaseValues = (hybrid: HybridSettings): Pick<FeaturePart, "values" | "origins"> =>
  hybrid.strategy === HybridStrategy.Overlay
    ? from("hybrid", {
        ...routingValues(hybrid),
        // Services with topology hints or trafficDistribution stay on their side.
        "loadBalancer.serviceTopology": true,
        // EC2 nodes and premises share no zone, and a pod that is not Cilium's is none of its business there.
        "operator.unmanagedPodWatcher.restart": false,
      })
    : { values: {}, origins: {} };

/** What comes from the premises to EC2 nodes outside Cilium's own tunnel: questions to CoreDNS, and the gateway's tunnel. */
function portsOf({ strategy, nodeCidrs, podCidrs = [] }: HybridSettings): FeaturePort[] {
  if (strategy === HybridStrategy.Overlay) return [];
  const dns = (protocol: "tcp" | "udp"): FeaturePort => ({
    description: "DNS from the premises",
    protocol,
    from: 53,
    to: 53,
    // Pods come with their node's address where Cilium masquerades.
    source: [...nodeCidrs, ...podCidrs],
  });
  return [
    dns("tcp"),
    dns("udp"),
    ...(strategy === HybridStrategy.HybridGateway
      ? [
          {
            description: "VXLAN of the hybrid nodes gateway",
            protocol: "udp" as const,
            from: VXLAN_PORT,
            to: VXLAN_PORT,
            source: nodeCidrs,
          },
        ]
      : []),
  ];
}
