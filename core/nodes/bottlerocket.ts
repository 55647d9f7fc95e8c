import { stringify } from "smol-toml";
import { addressAt } from "../net/cidr.ts";
import { NodeAccess } from "../settings/index.ts";
import { mirrorEndpoint } from "./registry.ts";
import type { HostPlan, JoinTarget, NodeGroupPlan } from "./types.ts";

type BottlerocketPlan = Pick<NodeGroupPlan, "labels" | "taints" | "pods" | "host" | "access">;

/** EKS gives the cluster's DNS the tenth address of the service CIDR (amazon-eks-ami nodeadm/internal/api/net.go does the same). */
const DNS_OFFSET = 10;

/** User data of a Bottlerocket node. Setting names: bottlerocket.dev/en/os/1.50.x/api/settings. */
export const renderBottlerocket = (cluster: JoinTarget, plan: BottlerocketPlan): string =>
  stringify({ settings: bottlerocketSettings(cluster, plan) });

/** What nodes read that somebody else's user data joins to the cluster; empty where there is nothing. */
export function renderBottlerocketHost(host: HostPlan): string {
  const settings = hostSettings(host);
  return Object.keys(settings).length === 0 ? "" : stringify({ settings });
}

const hostSettings = ({ proxy, registryMirrors }: HostPlan): object => ({
  ...(proxy === undefined ? {} : { network: { "https-proxy": proxy.httpsProxy, "no-proxy": proxy.noProxy } }),
  ...(Object.keys(registryMirrors).length === 0
    ? {}
    : {
        "container-registry": {
          mirrors: Object.entries(registryMirrors).map(([registry, mirror]) => ({
            registry,
            endpoint: [mirrorEndpoint(mirror)],
          })),
        },
      }),
});

function bottlerocketSettings(cluster: JoinTarget, { labels, taints, pods, host, access }: BottlerocketPlan): object {
  return {
    kubernetes: {
      "cluster-name": cluster.name,
      "api-server": cluster.endpoint,
      "cluster-certificate": cluster.certificateAuthority,
      "cluster-dns-ip": addressAt(cluster.serviceCidr, DNS_OFFSET),
      ...(pods.max === undefined ? {} : { "max-pods": pods.max }),
      "node-labels": sorted(labels),
      "node-taints": sorted(groupTaints(taints)),
    },
    // The control container is the SSM agent, the admin container the SSH server; its key is the instance's.
    "host-containers": {
      admin: { enabled: access.kind === NodeAccess.Ssh },
      control: { enabled: access.kind === NodeAccess.Ssm },
    },
    ...hostSettings(host),
  };
}

/** Bottlerocket writes a taint as `key = ["value:effect", …]`. */
function groupTaints(taints: BottlerocketPlan["taints"]): Record<string, string[]> {
  const grouped: Record<string, string[]> = {};
  for (const { key, value = "", effect } of taints) (grouped[key] ??= []).push(`${value}:${effect}`);
  return grouped;
}

const sorted = <T>(values: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)));
