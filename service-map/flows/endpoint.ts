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

/**
 * What an endpoint's own fields say: a node; an identity that every cluster has, so that the reporting node must tell which
 * cluster's it is; or somebody outside, whom only DNS names and addresses tell apart.
 */
export type Named = { readonly node: MapNode } | { readonly reserved: string } | { readonly world: true };

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
/** Identities of pods lie between these; above are addresses that one node alone numbers (same file). */
const [FIRST_OF_PODS, FIRST_LOCAL] = [256, 2 ** 24] as const;
/** What Cilium adds to the labels of every pod's identity. */
const [NAMESPACE_LABEL, CLUSTER_LABEL] = ["io.kubernetes.pod.namespace", "io.cilium.k8s.policy.cluster"] as const;
/** Labels that name an application, the most usual first. */
const APP_LABELS = ["app.kubernetes.io/name", "app", "k8s-app", "name"] as const;

/**
 * Names an endpoint: by workload, else by pod without its hash, else by what Cilium reserves, else by labels. An agent knows
 * the workloads of its own pods only (cilium/cilium pkg/hubble/parser/common/endpoint.go): of two pods that talk across nodes,
 * each reporter names one by workload and the other by pod, and both ways must lead to the same node.
 */
export function nameEndpoint(endpoint: Endpoint): Named {
  const { pod_name: pod, workloads } = endpoint;
  const workload = Array.isArray(workloads) ? workloads[0] : undefined;
  const name = filled(workload?.name) ?? (filled(pod) === undefined ? undefined : withoutHash(pod ?? ""));
  if (name !== undefined) return { node: workloadNode(endpoint, name, workload?.kind) };
  const reserved = reservedOf(endpoint);
  if (reserved !== undefined) {
    if (OUTSIDE.has(reserved)) return { world: true };
    const cluster = filled(endpoint.cluster_name);
    return cluster === undefined ? { reserved } : { node: reservedNode(reserved, cluster) };
  }
  const app = unnamed(endpoint);
  return app === undefined ? { world: true } : { node: workloadNode(endpoint, app, undefined) };
}

function workloadNode(endpoint: Endpoint, name: string, workloadKind: string | undefined): MapNode {
  const cluster = filled(endpoint.cluster_name) ?? labelOf(endpoint, CLUSTER_LABEL);
  const namespace = filled(endpoint.namespace) ?? labelOf(endpoint, NAMESPACE_LABEL);
  return {
    id: [cluster, namespace, name].filter((part) => part !== undefined).join("/"),
    kind: "workload",
    name,
    ...given("cluster", cluster),
    ...given("namespace", namespace),
    ...given("workloadKind", filled(workloadKind)),
    ...givenLabels(endpoint),
  };
}

/** Of Kubernetes, without what Cilium adds: `io.kubernetes.pod.namespace`, `io.cilium.k8s.policy.serviceaccount`. */
const ADDED = /^io\.(?:kubernetes|cilium)\./;

function givenLabels(endpoint: Endpoint): Pick<MapNode, "labels"> {
  const own = labelsOf(endpoint).flatMap((label): [string, string][] => {
    const [, key = "", value = ""] = /^k8s:([^=]+)=(.*)$/.exec(label) ?? [];
    return key === "" || ADDED.test(key) ? [] : [[key, value]];
  });
  return own.length === 0 ? {} : { labels: Object.fromEntries(own.toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}

/** Host, ingress, API server …: every cluster has its own. */
export const reservedNode = (name: string, cluster: string | undefined): MapNode => ({
  id: [...(cluster === undefined ? [] : [cluster]), `${RESERVED}${name}`].join("/"),
  kind: "reserved",
  name,
  ...given("cluster", cluster),
});

/** The API server and nodes of other clusters carry `world` as well: the more telling one stands. */
function reservedOf(endpoint: Endpoint): string | undefined {
  const names = labelsOf(endpoint)
    .filter((label) => label.startsWith(RESERVED))
    .map((label) => label.slice(RESERVED.length));
  const own = names.find((name) => !OUTSIDE.has(name)) ?? names[0];
  return own ?? (endpoint.identity === undefined ? undefined : IDENTITIES[endpoint.identity]);
}

/** A pod without a name, as when it is gone or a mask left the name out; it is inside all the same. */
function unnamed(endpoint: Endpoint): string | undefined {
  const { identity = 0, namespace } = endpoint;
  for (const label of APP_LABELS) {
    const app = labelOf(endpoint, label);
    if (app !== undefined) return app;
  }
  if (identity >= FIRST_OF_PODS && identity < FIRST_LOCAL) return `identity ${String(identity)}`;
  return filled(namespace) === undefined ? undefined : "unnamed pods";
}

const labelsOf = ({ labels }: Endpoint): string[] =>
  Array.isArray(labels) ? labels.filter((label) => typeof label === "string") : [];

function labelOf(endpoint: Endpoint, name: string): string | undefined {
  const start = `k8s:${name}=`;
  return filled(
    labelsOf(endpoint)
      .find((label) => label.startsWith(start))
      ?.slice(start.length),
  );
}

/** ReplicaSet and pod hashes have an alphabet of their own (k8s.io/apimachinery rand.String: no vowels, no 0, 1, 3). */
const HASH = "[bcdfghjklmnpqrstvwxz2456789]";
const SUFFIXES: readonly RegExp[] = [
  // Deployment: ReplicaSet and pod.
  new RegExp(`^(.+)-${HASH}{6,10}-${HASH}{5}$`),
  // CronJob: its instant, as Cilium itself takes it off a Job's name (pkg/k8s/utils/workload.go), and pod.
  new RegExp(`^(.+)-\\d{8,10}-${HASH}{5}$`),
  // DaemonSet and Job; StatefulSet.
  new RegExp(`^(.+)-(?:${HASH}{5}|\\d+)$`),
];

export function withoutHash(pod: string): string {
  for (const suffix of SUFFIXES) {
    const name = suffix.exec(pod)?.[1];
    if (name !== undefined) return name;
  }
  return pod;
}

/** Somebody outside, by the DNS name that was looked up, or by address. */
export const worldNode = (name: string): MapNode => ({ id: `world/${name}`, kind: "world", name });

export const WORLD: MapNode = { id: "world", kind: "world", name: "world" };

/** protojson leaves empty text out; other writers do not. */
const filled = (text: string | undefined): string | undefined =>
  typeof text === "string" && text !== "" ? text : undefined;

const given = <K extends string>(key: K, value: string | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string };
