import type { KubernetesObject } from "../../model/index.ts";

/** Who was seen to talk, as a service map tells it. */
export interface SeenNode {
  readonly id: string;
  readonly kind: "workload" | "reserved" | "world";
  readonly name: string;
  readonly cluster?: string;
  readonly namespace?: string;
  /** Labels that all pods of a workload have. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** One caller, callee, protocol and port. */
export interface SeenEdge {
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  /** 0 for protocols without ports. */
  readonly port: number;
  readonly replies: number;
  readonly verdicts: Readonly<Record<string, number | undefined>>;
  readonly dropReasons: Readonly<Record<string, number>>;
  readonly deniedAt?: readonly Way[];
}

export type Way = "egress" | "ingress";

export interface SeenTraffic {
  readonly nodes: readonly SeenNode[];
  readonly edges: readonly SeenEdge[];
}

/** A policy with what it does not say. */
export interface ProposedPolicy {
  readonly policy: KubernetesObject;
  /** Sentences for the person who decides. */
  readonly notes: readonly string[];
}

/** Nodes by their ids and by their namespaces. */
export interface Nodes {
  get(id: string): SeenNode | undefined;
  /** Those of the same cluster and namespace, itself among them. */
  besides(node: SeenNode): readonly SeenNode[];
}

export function nodesOf({ nodes }: SeenTraffic): Nodes {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const bySpace = Map.groupBy(nodes, spaceOf);
  return { get: (id) => byId.get(id), besides: (node) => bySpace.get(spaceOf(node)) ?? [] };
}

const spaceOf = ({ cluster = "", namespace = "" }: SeenNode): string => `${cluster}/${namespace}`;

export const isDenied = ({ verdicts }: SeenEdge): boolean =>
  (verdicts["DROPPED"] ?? 0) > 0 || (verdicts["ERROR"] ?? 0) > 0;

/** Something went through: nothing was denied, or the callee answered. */
export const wentThrough = (edge: SeenEdge): boolean => !isDenied(edge) || edge.replies > 0;

/** Name of an object, from names that label values and DNS allow. */
export const objectName = (...parts: readonly string[]): string =>
  parts
    .join("-")
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, "-")
    .slice(0, 200)
    .replaceAll(/^[-.]+|[-.]+$/g, "");
