import type { PodSelector } from "../types.ts";
import type { Nodes, SeenNode } from "./types.ts";

/** Labels that name an application, the most usual first (Kubernetes docs: common-labels; then what charts had before). */
const NAMING = [
  "app.kubernetes.io/name",
  "app.kubernetes.io/instance",
  "app.kubernetes.io/component",
  "app",
  "k8s-app",
  "name",
  "component",
];
/** Labels that change with a release or a build: a policy by them would let go of the next one. */
const CHANGING = /(?:^|[/.-])(?:version|revision|hash|chart|release-date|timestamp)$|pod-template|managed-by$/;
/** Label of another cluster's pods (Cilium docs: network/clustermesh/policy). */
const CLUSTER_LABEL = "k8s:io.cilium.k8s.policy.cluster";

export interface Selector {
  readonly labels: Readonly<Record<string, string>>;
  /** Names of other workloads of the namespace that it selects as well. */
  readonly also: readonly string[];
}

/** The fewest labels that select a workload and no other one that was seen in its namespace; undefined where it has none. */
export function selectorOf(node: SeenNode, nodes: Nodes): Selector | undefined {
  const own = node.labels ?? {};
  const keys = Object.keys(own)
    .filter((key) => !CHANGING.test(key))
    .toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const neighbours = nodes.besides(node).filter(({ id, labels }) => id !== node.id && labels !== undefined);
  const chosen: Record<string, string> = {};
  let alike = neighbours;
  for (const key of keys) {
    const value = own[key] ?? "";
    const left = alike.filter(({ labels = {} }) => labels[key] === value);
    if (Object.keys(chosen).length > 0 && left.length === alike.length) continue;
    chosen[key] = value;
    alike = left;
    if (alike.length === 0) break;
  }
  return keys.length === 0 ? undefined : { labels: chosen, also: alike.map(({ name }) => name) };
}

const rank = (key: string): number => (NAMING.includes(key) ? NAMING.indexOf(key) : NAMING.length);

/** A workload as a rule of another one speaks of it. Undefined where flows told no labels. */
export function podsOf(peer: SeenNode, of: SeenNode, nodes: Nodes): PodSelector | undefined {
  const selector = selectorOf(peer, nodes);
  if (selector === undefined || peer.namespace === undefined) return undefined;
  const foreign = peer.cluster === undefined || peer.cluster === of.cluster ? {} : { [CLUSTER_LABEL]: peer.cluster };
  return {
    labels: { ...selector.labels, ...foreign },
    ...(peer.namespace === of.namespace ? {} : { namespace: peer.namespace }),
  };
}
