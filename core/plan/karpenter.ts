import type { CountedFleet } from "../capacity/cluster.ts";
import { podSourceOf } from "../capacity/source.ts";
import type { ClusterFacts } from "../contracts/facts.ts";
import type { AreaPart } from "../contracts/area-part.ts";
import { type KarpenterContext, planKarpenter } from "../karpenter/plan.ts";
import type { PoolShape } from "../karpenter/pools.ts";
import { partOf } from "../karpenter/part.ts";
import type { Settings } from "../settings/index.ts";

/** The cluster that Karpenter stands on, as its facts tell. */
export const karpenterContext = (facts: ClusterFacts): KarpenterContext => ({
  clusterName: facts.clusterName,
  region: facts.region,
  kubernetesVersion: facts.kubernetesVersion,
  mechanism: facts.workloadIdentity,
  registry: facts.registry,
  source: podSourceOf(facts.pods.addresses, facts.pods.choice),
  boot: facts.boot,
  tags: facts.tags,
  nodeSubnets: facts.zones?.node ?? 1,
  runsCilium: facts.ciliumVersion !== undefined,
  hybridNodes: facts.features.hybrid !== undefined,
  zonalShift: facts.zonalShift,
  nodeGroups: facts.nodeGroups,
});

/** What Karpenter adds to the plan of a stack. */
export function karpenterPart({ karpenter }: Settings, facts: ClusterFacts): AreaPart | undefined {
  if (karpenter === undefined) return undefined;
  return partOf(planKarpenter(karpenter, karpenterContext(facts)), karpenter);
}

/** Pools as far as addresses go: they start empty and grow to their limits, and keep to them while nodes are replaced. */
export const fleetsOf = (pools: readonly PoolShape[]): CountedFleet[] =>
  pools.flatMap(({ name, smallest, maxPods, worst, settings }) =>
    smallest === undefined || maxPods === undefined
      ? []
      : [
          {
            group: {
              name,
              instanceType: smallest.instanceType,
              podAddresses: smallest.podAddresses,
              maxPods,
              bindsFirst: maxPods < smallest.podLimit ? "kubelet" : smallest.bindsFirst,
            },
            demand:
              worst === undefined
                ? undefined
                : {
                    name,
                    scaling: { min: 0, desired: 0, max: worst.addresses.nodes },
                    surge: 0,
                    zones: settings.zones,
                    anyZone: true,
                    demand: worst.addresses.demand,
                  },
          },
        ],
  );
