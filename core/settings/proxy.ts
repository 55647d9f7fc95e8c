import { dnsSuffixOf, partitionOf } from "../facts/partition.ts";
import { DEFAULT_PRIVATE_ACCESS, DEFAULT_SERVICE_CIDR } from "./defaults.ts";
import type { Settings } from "./index.ts";

export interface ProxyPlan {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  /** Sorted out of what must never pass the proxy, and the user's own. */
  readonly noProxy: readonly string[];
}

/** Addresses that must never pass a proxy: the node itself, instance metadata, and the Pod Identity agent by both families. */
const LINK_LOCAL = ["127.0.0.1", "localhost", "169.254.169.254", "169.254.170.23", "[fd00:ec2::23]"] as const;

/** Names inside the cluster and the VPC. */
const DOMAINS = [".svc", ".svc.cluster.local", ".cluster.local", ".internal"] as const;

/** The proxy that nodes and pods go out by; undefined where there is none. */
export const planProxy = (settings: Settings): ProxyPlan | undefined => {
  const { proxy } = settings.cluster;
  return proxy === undefined
    ? undefined
    : {
        httpProxy: proxy.httpProxy,
        httpsProxy: proxy.httpsProxy ?? proxy.httpProxy,
        noProxy: noProxyList(settings),
      };
};

/** NO_PROXY of everything that runs in the cluster: link-local addresses, the cluster's own ranges and names, the user's additions. */
function noProxyList({ region, cluster, network, cilium }: Settings): string[] {
  const ipam = cilium?.ipam;
  const podCidrs =
    ipam?.mode === "cluster-pool"
      ? ipam.podCidrs
      : ipam?.mode === "multi-pool"
        ? Object.values(ipam.pools).flatMap(({ cidrs }) => cidrs)
        : [];
  const ranges = [
    ...(network.vpc.cidr === undefined ? [] : [network.vpc.cidr]),
    ...(network.vpc.cidrs ?? []),
    ...(network.podSubnets?.cidr === undefined ? [] : [network.podSubnets.cidr]),
    ...(network.podSubnets?.existing ?? []).map(({ cidr }) => cidr),
    ...podCidrs,
    cluster.serviceCidr ?? DEFAULT_SERVICE_CIDR,
  ];
  // With a private endpoint the API's name resolves to addresses of the VPC; without one it may only be reached by the proxy.
  const endpoint = cluster.endpoint?.privateAccess ?? DEFAULT_PRIVATE_ACCESS;
  const api = endpoint ? [`.eks.${dnsSuffixOf(partitionOf(region))}`] : [];
  return [...new Set([...LINK_LOCAL, ...ranges, ...DOMAINS, ...api, ...(cluster.proxy?.noProxy ?? [])])];
}
