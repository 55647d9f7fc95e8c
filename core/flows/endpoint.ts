import type { MapNode } from "./types.ts";

/** An endpoint of a flow, as Hubble writes it. */
export interface Endpoint {
  readonly identity?: number;
  readonly cluster_name?: string;
  readonly namespace?: string;
  readonly labels?: readonly string[];
  readonly pod_name?: string;
  readonly workloads?: readonly { readonly name?: string; readonly kind?: string }[];
}

/** What an endpoint's own fields say: a node, or that it is outside and only names and addresses tell more. */
export type Named = { readonly node: MapNode } | { readonly world: true };

const RESERVED = "reserved:";
/** Numbers of reserved identities (cilium/cilium pkg/identity/numericidentity.go), for flows without labels. */
const IDENTITIES: Readonly<Record<number, string>> = {
  1: "host",
  2: "world",
  3: "unmanaged",
  4: "health",
  5: "init",
  6: "remote-node",
  7: "kube-apiserver",
  8: "ingress",
  9: "world-ipv4",
  10: "world-ipv6",
};
const OUTSIDE = new Set(["world", "world-ipv4", "world-ipv6"]);

/** Names an endpoint: by workload, else by pod without its hash, else by what Cilium reserves. */
export function nameEndpoint(endpoint: Endpoint): Named {
  const { namespace, cluster_name: cluster, pod_name: pod, workloads = [] } = endpoint;
  const [workload] = workloads;
  const name = workload?.name ?? (pod === undefined ? undefined : withoutHash(pod));
  if (name !== undefined && name !== "") {
    return {
      node: {
        id: [cluster, namespace, name].filter((part) => part !== undefined && part !== "").join("/"),
        kind: "workload",
        name,
        ...filled("cluster", cluster),
        ...filled("namespace", namespace),
        ...filled("workloadKind", workload?.kind),
      },
    };
  }
  const reserved = reservedOf(endpoint);
  if (reserved === undefined || OUTSIDE.has(reserved)) return { world: true };
  return {
    node: {
      id: [...(cluster === undefined || cluster === "" ? [] : [cluster]), `${RESERVED}${reserved}`].join("/"),
      kind: "reserved",
      name: reserved,
      ...filled("cluster", cluster),
    },
  };
}

/** The API server and nodes of other clusters carry `world` as well: the more telling one stands. */
function reservedOf({ labels = [], identity }: Endpoint): string | undefined {
  const names = labels.filter((label) => label.startsWith(RESERVED)).map((label) => label.slice(RESERVED.length));
  const own = names.find((name) => !OUTSIDE.has(name)) ?? names[0];
  return own ?? (identity === undefined ? undefined : IDENTITIES[identity]);
}

/** ReplicaSet and pod hashes have an alphabet of their own (k8s.io/apimachinery rand.String: no vowels, no 0, 1, 3). */
const HASH = "[bcdfghjklmnpqrstvwxz2456789]";
const DEPLOYMENT_POD = new RegExp(`^(.+)-${HASH}{6,10}-${HASH}{5}$`);
const OTHER_POD = new RegExp(`^(.+)-(?:${HASH}{5}|\\d+)$`);

export const withoutHash = (pod: string): string => DEPLOYMENT_POD.exec(pod)?.[1] ?? OTHER_POD.exec(pod)?.[1] ?? pod;

/** Somebody outside, by the DNS name that was looked up, or by address. */
export const worldNode = (name: string): MapNode => ({ id: `world/${name}`, kind: "world", name });

export const WORLD: MapNode = { id: "world", kind: "world", name: "world" };

const filled = <K extends string>(key: K, value: string | undefined) =>
  (value === undefined || value === "" ? {} : { [key]: value }) as { readonly [P in K]?: string };
