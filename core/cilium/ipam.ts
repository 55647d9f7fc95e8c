import { type Json, type JsonObject } from "../model/index.ts";
import { IpamMode, type IpamSettings, type Settings } from "../settings/index.ts";
import { eniGcTags, eniTags } from "../settings/tags.ts";
import { DEFAULT_GC_INTERVAL_SECONDS, DEFAULT_POOL, DEFAULT_POOL_MASK_SIZE } from "./defaults.ts";
import { from } from "../helm/merge.ts";
import type { Contribution } from "./types.ts";

export const ipamOf = ({ cilium }: Pick<Settings, "cilium">): IpamSettings => cilium?.ipam ?? { mode: IpamMode.Eni };

/** False where EC2 nodes have the VPC CNI alone: AWS's build of Cilium then runs on hybrid nodes only, and no release of ours is made. */
export const runsCilium = (settings: Pick<Settings, "cilium">): boolean => ipamOf(settings).mode !== IpamMode.VpcCni;

/** Pods' addresses mean nothing outside the cluster. */
export const isOverlay = (mode: string): boolean => mode === IpamMode.ClusterPool || mode === IpamMode.MultiPool;

/** Whether aws-node gives the addresses, with Cilium chained to it or without. */
export const hasVpcCni = (settings: Pick<Settings, "cilium">): boolean =>
  ipamOf(settings).mode === IpamMode.AwsCni || !runsCilium(settings);

/** What the addresses of pods come from. */
export function ipamValues(
  settings: Settings,
  podSubnetTags: Readonly<Record<string, string>> | undefined,
): Contribution[] {
  const ipam = ipamOf(settings);
  switch (ipam.mode) {
    case IpamMode.Eni:
      return eniValues(settings, podSubnetTags);
    case IpamMode.ClusterPool:
      return [
        tunnel(ipam.tunnel),
        from("cilium.ipam", {
          "ipam.mode": "cluster-pool",
          "ipam.operator.clusterPoolIPv4PodCIDRList": ipam.podCidrs,
          "ipam.operator.clusterPoolIPv4MaskSize": ipam.maskSize ?? DEFAULT_POOL_MASK_SIZE,
        }),
      ];
    case IpamMode.MultiPool:
      return [
        tunnel(ipam.tunnel),
        from("cilium.ipam", {
          "ipam.mode": "multi-pool",
          // Only the default pool: pods need it before anything else can make one.
          "ipam.operator.autoCreateCiliumPodIPPools": defaultPool(ipam.pools),
        }),
      ];
    case IpamMode.AwsCni:
      return [
        from("cilium.ipam", {
          "cni.chainingMode": "aws-cni",
          "cni.exclusive": false,
          "endpointRoutes.enabled": true,
          routingMode: "native",
        }),
      ];
    default:
      return [];
  }
}

const tunnel = (protocol: string): Contribution =>
  from("cilium.ipam.tunnel", { routingMode: "tunnel", tunnelProtocol: protocol });

function defaultPool(pools: Readonly<Record<string, { cidrs: readonly string[]; maskSize: number }>>): JsonObject {
  const pool = pools[DEFAULT_POOL];
  return pool === undefined ? {} : { default: { ipv4: { cidrs: pool.cidrs, maskSize: pool.maskSize } } };
}

/** First ENI of the pods: 1 with pod subnets or pod groups, because ENI 0 lies in the node's subnet with the node's groups. */
export const plannedInterfaceIndex = ({ cilium, network, nodeGroups }: Settings): 0 | 1 =>
  cilium?.firstInterfaceIndex ??
  (network.podSubnets !== undefined ||
  cilium?.eni?.securityGroupTags !== undefined ||
  Object.values(nodeGroups).some(({ pods }) => pods !== undefined)
    ? 1
    : 0);

function eniValues(settings: Settings, podSubnetTags: Readonly<Record<string, string>> | undefined): Contribution[] {
  const { cilium = {} } = settings;
  const { allocation, eni, operatorApi } = cilium;
  return [
    from("cilium.ipam", { "ipam.mode": "eni", "eni.enabled": true, routingMode: "native" }),
    from("cilium.prefixDelegation", { "eni.awsEnablePrefixDelegation": cilium.prefixDelegation ?? false }),
    from("cilium.releaseExcessIps", { "eni.awsReleaseExcessIPs": cilium.releaseExcessIps ?? false }),
    from("cilium.firstInterfaceIndex", { "eni.nodeSpec.firstInterfaceIndex": plannedInterfaceIndex(settings) }),
    from("cilium.eni.tags", { "eni.eniTags": eniTags(settings) }),
    from("cilium.eni.gc", {
      "eni.gcTags": eniGcTags(settings),
      "eni.gcInterval": `${String(eni?.gc?.intervalSeconds ?? DEFAULT_GC_INTERVAL_SECONDS)}s`,
    }),
    from("network.podSubnets", { "eni.nodeSpec.subnetTags": tagList(podSubnetTags) }),
    from("cilium.eni.securityGroupTags", { "eni.nodeSpec.securityGroupTags": tagList(eni?.securityGroupTags) }),
    from("cilium.allocation", {
      "ipam.nodeSpec.ipamPreAllocate": allocation?.preAllocate,
      "ipam.nodeSpec.ipamMinAllocate": allocation?.minAllocate,
      "ipam.nodeSpec.ipamMaxAllocate": allocation?.maxAllocate,
    }),
    from("cilium.operatorApi", {
      "ipam.operator.externalAPILimitQPS": operatorApi?.qps,
      "ipam.operator.externalAPILimitBurstSize": operatorApi?.burst,
    }),
  ];
}

/** The chart takes tags as a list of `k=v`. */
export const tagList = (tags: Readonly<Record<string, string>> | undefined): Json | undefined =>
  tags === undefined
    ? undefined
    : Object.entries(tags)
        .map(([key, value]) => `${key}=${value}`)
        .toSorted();
