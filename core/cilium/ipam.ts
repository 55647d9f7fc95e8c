import { ipamOf, plannedInterfaceIndex } from "../settings/ipam.ts";
import { type Json, type JsonObject } from "../model/index.ts";
import { IpamMode, type Settings } from "../settings/index.ts";
import { eniGcTags, eniTags } from "../settings/tags.ts";
import { DEFAULT_GC_INTERVAL_SECONDS, DEFAULT_POOL } from "./defaults.ts";
import { DEFAULT_POOL_MASK_SIZE } from "../settings/defaults.ts";
import { from, type Contribution } from "../helm/merge.ts";

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
