/** What the page carries: the map, and drawings of it with positions. Indices refer to the lists beside. */
export interface PageData {
  readonly title: string;
  /** "14 workloads, 21 connections, 2 denied", for people. */
  readonly summary: string;
  /** Why the map may not show everything. */
  readonly incomplete: readonly string[];
  /** Said when the map was too large to be drawn workload by workload. */
  readonly collapsed?: string;
  /** Which version of the map this is; left out of a page that no server keeps up to date. */
  readonly live?: string;
  /** Connections of an earlier recording that are no more. */
  readonly gone: readonly string[];
  readonly groups: readonly PageGroup[];
  readonly nodes: readonly PageNode[];
  readonly edges: readonly PageEdge[];
  /** The first of those with the infrastructure that is asked for is shown first. */
  readonly views: readonly PageView[];
  /** Left out where the map has nothing but it, or nothing of it. */
  readonly infrastructure?: PageInfrastructure;
}

/** DNS, metrics, health checks and what else every cluster does. */
export interface PageInfrastructure {
  /** "132 of 328 connections are infrastructure: 60 DNS, 42 metrics", for people. */
  readonly says: string;
  /** Hidden until somebody asks for it: it is over a third of the connections. */
  readonly hidden: boolean;
}

export const GroupKind = { Namespace: "namespace", Reserved: "reserved", World: "world" } as const;
export type GroupKind = (typeof GroupKind)[keyof typeof GroupKind];

/** A namespace of a cluster; what Cilium reserves in a cluster; or the world. */
export interface PageGroup {
  readonly label: string;
  readonly kind: GroupKind;
  /** Which colour of the page's palette. */
  readonly hue: number;
}

export interface PageNode {
  readonly id: string;
  /** "shop/web": the id without the cluster where there is one alone. */
  readonly path: string;
  readonly name: string;
  readonly group: number;
  /** "Deployment", "reserved identity", "outside the cluster". */
  readonly what: string;
}

/** What became of an edge's connections. */
export const Outcome = { Allowed: "allowed", Audited: "audited", Partly: "partly", Denied: "denied" } as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];

export interface PageEdge {
  readonly from: number;
  readonly to: number;
  /** "TCP 8080". */
  readonly port: string;
  readonly outcome: Outcome;
  readonly flows: number;
  /** Part of what every cluster does. */
  readonly infrastructure?: true;
  /** Against an earlier recording. */
  readonly change?: Change;
  /** YAML of the smallest policies that would let it through, or a sentence on why none would. */
  readonly remedy?: string;
  /** Facts in reading order, already words: ["Forwarded", "120"]. */
  readonly facts: readonly (readonly [string, string])[];
}

/** What is different from an earlier recording; what is gone is said above the map. */
export const Change = { New: "new", NewlyDenied: "newly denied", NowAllowed: "no longer denied" } as const;
export type Change = (typeof Change)[keyof typeof Change];

/** A drawing. Lengths are CSS pixels at a zoom of 1. */
export interface PageView {
  /** "Workloads", "Namespaces", or the label of a namespace. */
  readonly title: string;
  /** Drawn with the infrastructure; the same title stands for both. */
  readonly infrastructure: boolean;
  readonly width: number;
  readonly height: number;
  readonly frames: readonly PageFrame[];
  readonly shapes: readonly PageShape[];
  readonly lines: readonly PageLine[];
  /** Lines between shapes that are not drawn, the quietest. */
  readonly leftOut: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Box round the workloads of a namespace. */
export interface PageFrame extends Box {
  readonly group: number;
}

/** One node, or several in one shape. */
export interface PageShape extends Box {
  readonly name: string;
  readonly what: string;
  readonly group: number;
  readonly nodes: readonly number[];
  /** View that shows what is inside. */
  readonly opens?: number;
}

/** All edges of one kind between two shapes. */
export interface PageLine {
  readonly from: number;
  readonly to: number;
  readonly outcome: Outcome;
  readonly edges: readonly number[];
  /** x, y, x, y … from the caller to the callee. */
  readonly points: readonly number[];
  readonly label: Box & { readonly text: string };
  /** Stroke width, by the logarithm of the flows against the busiest line of the drawing. */
  readonly weight: number;
}
