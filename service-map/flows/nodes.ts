import { WORLD, nameEndpoint, reservedNode, worldNode } from "./endpoint.ts";
import type { Gaps } from "./gaps.ts";
import { ByteTable } from "./intern.ts";
import { usualNames } from "./forms.ts";
import { Field, UNRECOGNISED } from "./fields.ts";
import type { FlowScanner } from "./scan.ts";
import type { MapNode } from "./types.ts";
import { isEmpty, jsonAt, start, stop, textAt } from "./values.ts";

/** Distinct names and addresses outside that are kept for recognition. */
const OUTSIDE = 1 << 14;
/** What the table of endpoints keeps for one that is outside: its own name tells nothing. */
const IS_WORLD = 1 << 20;
/** From here on it keeps identities that every cluster has: the reporter tells whose it is. */
const IS_RESERVED = IS_WORLD + 1;
/** Clusters that are told apart by the names of their nodes. */
const CLUSTERS = 1 << 10;
const [SLASH, OPEN_BRACE] = [47, 123] as const;
const OTHERS: MapNode = { id: "world/other addresses", kind: "world", name: "other addresses" };
const BEYOND: MapNode = { id: "others", kind: "reserved", name: "others" };

/** One end of a flow: where its fields are. */
export const End = {
  Source: { endpoint: Field.Source, name: Field.SourceName, address: Field.SourceIp },
  Destination: { endpoint: Field.Destination, name: Field.DestinationName, address: Field.DestinationIp },
} as const;
export type End = (typeof End)[keyof typeof End];

export interface NodeLimits {
  readonly nodes: number;
  /** Addresses outside that have a node of their own. */
  readonly addresses: number;
}

/**
 * What two flows tell of one node. The reporter at the other end of a connection knows a pod's name but not the kind of its
 * workload, and pods of one workload may differ in labels: of two kinds the first by name stands, of labels those that both have,
 * whatever came first.
 */
function together(one: MapNode, other: MapNode): MapNode {
  const [kind] = [one.workloadKind, other.workloadKind].filter((each) => each !== undefined).toSorted();
  const labels = common(one.labels, other.labels);
  if (kind === one.workloadKind && labels === one.labels) return one;
  return {
    ...one,
    ...(kind === undefined ? {} : { workloadKind: kind }),
    ...(labels === undefined ? {} : { labels }),
  };
}

function common(one: MapNode["labels"], other: MapNode["labels"]): MapNode["labels"] {
  if (one === undefined || other === undefined) return one ?? other;
  const both = Object.entries(one).filter(([key, value]) => other[key] === value);
  return both.length === Object.keys(one).length ? one : Object.fromEntries(both);
}

/** Nodes by their numbers. */
export class NodeTable {
  readonly #limits: NodeLimits;
  readonly #gaps: Gaps;
  readonly #outside = new ByteTable(OUTSIDE);
  readonly #list: MapNode[] = [];
  readonly #at = new Map<string, number>();
  readonly #reserved: string[] = [];
  /** By cluster and reserved identity. */
  readonly #ofCluster = new Map<number, number>();
  readonly #clusters: string[] = [""];
  #lastCluster: Uint8Array = new Uint8Array();
  #cluster = 0;
  #addresses = 0;

  constructor(limits: NodeLimits, gaps: Gaps) {
    this.#limits = limits;
    this.#gaps = gaps;
  }

  get list(): readonly MapNode[] {
    return this.#list;
  }

  /** Number of a node. */
  add(node: MapNode): number {
    const known = this.#at.get(node.id);
    if (known !== undefined) {
      this.#list[known] = together(this.#list[known] ?? node, node);
      return known;
    }
    if (this.#list.length >= this.#limits.nodes && node !== BEYOND) {
      this.#gaps.set(`more than ${String(this.#limits.nodes)} workloads and names; the rest is drawn as one`);
      return this.add(BEYOND);
    }
    this.#at.set(node.id, this.#list.length);
    return this.#list.push(node) - 1;
  }

  /** The node at one end of the flow that was scanned; undefined where the line says nothing of it. */
  find(bytes: Buffer, scanner: FlowScanner, end: End): number | undefined {
    const { spans } = scanner;
    const written = !isEmpty(spans, end.endpoint);
    if (!written && isEmpty(spans, end.address)) return undefined;
    const known = end === End.Source ? scanner.source : scanner.destination;
    const node = !written ? IS_WORLD : known === UNRECOGNISED ? this.#read(bytes, scanner, end) : known;
    if (node < IS_WORLD) return node;
    return node === IS_WORLD ? this.#world(bytes, spans, end) : this.#reservedAt(bytes, spans, node - IS_RESERVED);
  }

  #read(bytes: Buffer, scanner: FlowScanner, { endpoint }: End): number {
    const { spans } = scanner;
    const named = nameEndpoint(usualNames(jsonAt(bytes, spans, endpoint) ?? {}));
    const node =
      "node" in named ? this.add(named.node) : "world" in named ? IS_WORLD : IS_RESERVED + this.#number(named.reserved);
    if (bytes[start(spans, endpoint)] === OPEN_BRACE) scanner.keep(endpoint, node);
    return node;
  }

  #number(reserved: string): number {
    const at = this.#reserved.indexOf(reserved);
    if (at !== -1) return at;
    return this.#reserved.length < CLUSTERS ? this.#reserved.push(reserved) - 1 : 0;
  }

  #reservedAt(bytes: Buffer, spans: Int32Array, reserved: number): number {
    const cluster = this.#clusterOf(bytes, spans);
    const key = cluster * CLUSTERS + reserved;
    const known = this.#ofCluster.get(key);
    if (known !== undefined) return known;
    const name = this.#clusters[cluster];
    const node = this.add(reservedNode(this.#reserved[reserved] ?? "", name === "" ? undefined : name));
    this.#ofCluster.set(key, node);
    return node;
  }

  /** Cluster of the reporting node, whose name is `cluster/node`; seldom another one than that of the line before. */
  #clusterOf(bytes: Buffer, spans: Int32Array): number {
    const [from, end] = [start(spans, Field.NodeName), stop(spans, Field.NodeName)];
    let to = from;
    while (to < end && bytes[to] !== SLASH) to++;
    if (to >= end) return 0;
    if (to - from === this.#lastCluster.length && bytes.compare(this.#lastCluster, 0, to - from, from, to) === 0)
      return this.#cluster;
    const name = bytes.toString("utf8", from, to);
    const at = this.#clusters.indexOf(name);
    this.#cluster = at !== -1 ? at : this.#clusters.length < CLUSTERS ? this.#clusters.push(name) - 1 : 0;
    this.#lastCluster = Buffer.from(bytes.subarray(from, to));
    return this.#cluster;
  }

  #world(bytes: Buffer, spans: Int32Array, end: End): number {
    const named = !isEmpty(spans, end.name);
    const field = named ? end.name : end.address;
    if (isEmpty(spans, field)) return this.add(WORLD);
    // The closing quote is part of what is compared: no name is taken for a longer one.
    const [from, to] = [start(spans, field), stop(spans, field) + 1];
    const outside = this.#outside.find(bytes, from, to);
    return outside !== -1 && this.#outside.length === to - from
      ? outside
      : this.#newOutside(bytes, spans, field, named);
  }

  #newOutside(bytes: Buffer, spans: Int32Array, field: Field, named: boolean): number {
    const name = textAt(bytes, spans, field);
    if (!named && !this.#at.has(`world/${name}`) && ++this.#addresses > this.#limits.addresses) {
      this.#gaps.set(`more than ${String(this.#limits.addresses)} addresses outside; the rest is drawn as one`);
      return this.add(OTHERS);
    }
    const node = this.add(worldNode(name));
    const to = stop(spans, field) + 1;
    this.#outside.add(bytes, start(spans, field), to, to, node);
    return node;
  }
}
