import { Clock } from "./clock.ts";
import {
  type EdgeCounts,
  type Layer7Counts,
  addCounts,
  increase,
  layer7Of,
  newCounts,
  sideOf,
  summarize,
  touch,
} from "./counts.ts";
import { WORLD, nameEndpoint, worldNode } from "./endpoint.ts";
import { ByteTable } from "./intern.ts";
import { Field, FlowScanner, UNRECOGNISED } from "./scan.ts";
import type { Gap, MapEdge, MapNode, ServiceMap } from "./types.ts";

/** Bounds that keep memory flat whatever comes; what is beyond them is said in the map. */
export interface Limits {
  readonly nodes: number;
  readonly edges: number;
  /** Addresses outside that have a node of their own. */
  readonly addresses: number;
}

const LIMITS: Limits = { nodes: 50_000, edges: 200_000, addresses: 2000 };
/** Distinct names and addresses outside that are kept for recognition. */
const OUTSIDE = 1 << 14;
/** What the table of endpoints keeps for one that is outside: its own name tells nothing. */
const IS_WORLD = 1 << 20;
/** Protocols and ports that are told apart. */
const SERVICES = 1 << 14;
const OTHERS: MapNode = { id: "world/other addresses", kind: "world", name: "other addresses" };
const BEYOND: MapNode = { id: "others", kind: "reserved", name: "others" };

/** What a builder knows, plain, for another one to add to its own. */
export interface Snapshot {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly { readonly key: EdgeKey; readonly counts: EdgeCounts }[];
  readonly gaps: readonly (readonly [string, number])[];
  readonly flows: number;
}
/** Source, destination (numbers of nodes), protocol, port. */
type EdgeKey = readonly [number, number, string, number];

/** Collects flows into a map. Lines may come in any order; the same lines give the same map. */
export class MapBuilder {
  readonly #limits: Limits;
  readonly #scanner = new FlowScanner();
  readonly #clock = new Clock();
  readonly #outside = new ByteTable(OUTSIDE);
  readonly #nodes: MapNode[] = [];
  readonly #nodeAt = new Map<string, number>();
  readonly #protocols: string[] = ["TCP"];
  readonly #tcp = 0;
  /** Protocols and ports, by their number in edges. */
  readonly #services: number[] = [];
  readonly #serviceAt = new Map<number, number>();
  /** By source, then by destination and service. */
  readonly #edges: (Map<number, EdgeCounts> | undefined)[] = [];
  readonly #gaps = new Map<string, number>();
  #lineEnd = 0;
  #lastKey = -1;
  #lastService = 0;
  #edgeCount = 0;
  #addresses = 0;
  #flows = 0;

  constructor(limits: Partial<Limits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
  }

  /** Flows counted so far. */
  get flows(): number {
    return this.#flows;
  }

  /** Adds one line of JSON. */
  addBytes(bytes: Buffer, from: number, end: number): void {
    this.#lineEnd = end;
    if (this.#scanner.scan(bytes, from, end) && this.#scanner.found) this.#addSpans(bytes);
    else this.#addUnread(bytes, from, end);
  }

  /** Adds a line that is already an object. */
  addLine(line: unknown): void {
    const text = Buffer.from(JSON.stringify(line) ?? "null");
    this.addBytes(text, 0, text.length);
  }

  addGap(reason: string, count = 1): void {
    this.#gaps.set(reason, (this.#gaps.get(reason) ?? 0) + count);
  }

  #addSpans(bytes: Buffer): void {
    const scanner = this.#scanner;
    const { spans, direction } = scanner;
    const source = this.#endpoint(bytes, scanner.source, Field.Source, Field.SourceName, Field.SourceIp);
    const destination = this.#endpoint(
      bytes,
      scanner.destination,
      Field.Destination,
      Field.DestinationName,
      Field.DestinationIp,
    );
    if (source === undefined || destination === undefined) {
      this.addGap("flows without source or destination, from a masked export");
      return;
    }
    const layer7 = spans[Field.Layer7 + 1] === 0 ? undefined : (this.#parse(bytes, Field.Layer7) as Layer7 | undefined);
    const reply = scanner.reply === 1 || (scanner.reply === -1 && layer7?.type === "RESPONSE");
    const counts = this.#edge(
      reply ? destination : source,
      reply ? source : destination,
      this.#protocol(bytes),
      reply ? scanner.sourcePort : scanner.destinationPort,
    );
    this.#flows++;
    if (counts === undefined) return;
    if (spans[Field.Time + 1] !== 0)
      touch(counts, this.#clock.read(bytes, start(spans, Field.Time), stop(spans, Field.Time)));
    const side = sideOf(counts, direction);
    if (reply) side.replies++;
    else {
      const at = verdictAt(bytes, start(spans, Field.Verdict), stop(spans, Field.Verdict));
      side.verdicts[at] = (side.verdicts[at] ?? 0) + 1;
    }
    if (spans[Field.DropReason + 1] !== 0) increase((side.dropReasons ??= {}), this.#text(bytes, Field.DropReason));
    if (layer7 !== undefined) addLayer7(layer7Of(side), layer7);
  }

  /** Events of other kinds, and what the scanner does not read. */
  #addUnread(bytes: Buffer, from: number, end: number): void {
    if (isBlank(bytes, from, end)) return;
    let line: unknown;
    try {
      line = JSON.parse(bytes.toString("utf8", from, end));
    } catch {
      this.addGap("lines that are no JSON");
      return;
    }
    const record = isRecord(line) ? line : {};
    const status = record["node_status"];
    const lost = record["lost_events"];
    if (isRecord(status)) this.#nodeStatus(status);
    else if (isRecord(lost))
      this.addGap("flows lost by nodes that had no room for them", Number(lost["num_events_lost"] ?? 1));
    else if (isRecord(record["flow"]) || "source" in record || "destination" in record) this.#rewrite(record);
    else if (record["agent_event"] === undefined && record["debug_event"] === undefined)
      this.addGap("lines that hold no flow");
  }

  /** A flow whose keys are written unusually: written anew, it is read like any other. */
  #rewrite(line: Readonly<Record<string, unknown>>): void {
    const text = Buffer.from(JSON.stringify(line));
    this.#lineEnd = text.length;
    if (this.#scanner.scan(text, 0, text.length) && this.#scanner.found) this.#addSpans(text);
    else this.addGap("flows of an unknown form");
  }

  #nodeStatus({ state_change: state, node_names: names }: Readonly<Record<string, unknown>>): void {
    if (state !== "NODE_UNAVAILABLE" && state !== "NODE_ERROR" && state !== "NODE_GONE") return;
    for (const name of Array.isArray(names) ? names : []) this.addGap(`node ${String(name)} could not be asked`);
  }

  #endpoint(bytes: Buffer, known: number, endpoint: Field, name: Field, address: Field): number | undefined {
    const { spans } = this.#scanner;
    const written = spans[endpoint + 1] !== 0;
    if (!written && spans[address + 1] === 0) return undefined;
    const node = !written ? IS_WORLD : known === UNRECOGNISED ? this.#newEndpoint(bytes, endpoint) : known;
    if (node !== IS_WORLD) return node;
    const named = spans[name + 1] !== 0;
    const field = named ? name : address;
    if (spans[field + 1] === 0) return this.#node(WORLD);
    // The closing quote is part of what is compared: no name is taken for a longer one.
    const [from, to] = [start(spans, field), stop(spans, field) + 1];
    const outside = this.#outside.find(bytes, from, to);
    return outside !== -1 && this.#outside.length === to - from ? outside : this.#newOutside(bytes, field, !named);
  }

  #newEndpoint(bytes: Buffer, field: Field): number {
    const { spans, endpoints } = this.#scanner;
    const named = nameEndpoint(this.#parse(bytes, field) ?? {});
    const node = "node" in named ? this.#node(named.node) : IS_WORLD;
    if (bytes[start(spans, field)] === 123) {
      endpoints.add(bytes, start(spans, field), stop(spans, field), this.#lineEnd, node);
    }
    return node;
  }

  #newOutside(bytes: Buffer, field: Field, isAddress: boolean): number {
    const { spans } = this.#scanner;
    const name = this.#text(bytes, field);
    if (isAddress && !this.#nodeAt.has(`world/${name}`) && ++this.#addresses > this.#limits.addresses) {
      this.#gaps.set(`more than ${String(this.#limits.addresses)} addresses outside; the rest is drawn as one`, 1);
      return this.#node(OTHERS);
    }
    const node = this.#node(worldNode(name));
    const to = stop(spans, field) + 1;
    this.#outside.add(bytes, start(spans, field), to, to, node);
    return node;
  }

  #node(node: MapNode): number {
    const known = this.#nodeAt.get(node.id);
    if (known !== undefined) return known;
    if (this.#nodes.length >= this.#limits.nodes && node !== BEYOND) {
      this.#gaps.set(`more than ${String(this.#limits.nodes)} workloads; the rest is drawn as one`, 1);
      return this.#node(BEYOND);
    }
    this.#nodeAt.set(node.id, this.#nodes.length);
    return this.#nodes.push(node) - 1;
  }

  #protocol(bytes: Buffer): number {
    const { spans } = this.#scanner;
    const [from, to] = [start(spans, Field.Protocol), stop(spans, Field.Protocol)];
    if (to - from === 3 && bytes[from] === 84) return this.#tcp;
    return this.#protocolAt(to === 0 ? "unknown" : this.#text(bytes, Field.Protocol));
  }

  #protocolAt(text: string): number {
    const at = this.#protocols.indexOf(text);
    return at === -1 ? this.#protocols.push(text) - 1 : at;
  }

  #edge(source: number, destination: number, protocol: number, port: number): EdgeCounts | undefined {
    const service = this.#service(protocol, port);
    const edges = (this.#edges[source] ??= new Map());
    // Small integers: a Map of larger numbers is several times slower.
    const key = destination * SERVICES + service;
    const known = edges.get(key);
    if (known !== undefined) return known;
    if (service >= SERVICES - 1 || this.#edgeCount >= this.#limits.edges) {
      this.addGap(`flows beyond ${String(this.#limits.edges)} edges, left out`);
      return undefined;
    }
    this.#edgeCount++;
    const counts = newCounts();
    edges.set(key, counts);
    return counts;
  }

  /** Number of a protocol and port. */
  #service(protocol: number, port: number): number {
    const key = protocol * 2 ** 17 + port;
    if (key === this.#lastKey) return this.#lastService;
    let service = this.#serviceAt.get(key);
    if (service === undefined) {
      service = Math.min(this.#services.length, SERVICES - 1);
      if (service < SERVICES - 1) this.#services.push(key);
      this.#serviceAt.set(key, service);
    }
    this.#lastKey = key;
    this.#lastService = service;
    return service;
  }

  #text(bytes: Buffer, field: Field): string {
    const { spans } = this.#scanner;
    const text = bytes.toString("utf8", start(spans, field), stop(spans, field));
    return text.includes("\\") ? (JSON.parse(`"${text}"`) as string) : text;
  }

  #parse(bytes: Buffer, field: Field): Record<string, unknown> | undefined {
    const { spans } = this.#scanner;
    try {
      const value: unknown = JSON.parse(bytes.toString("utf8", start(spans, field), stop(spans, field)));
      return isRecord(value) ? value : undefined;
    } catch {
      return undefined;
    }
  }

  snapshot(): Snapshot {
    return { nodes: this.#nodes, edges: [...this.#allEdges()], gaps: [...this.#gaps], flows: this.#flows };
  }

  *#allEdges(): Generator<Snapshot["edges"][number]> {
    for (const [source, edges] of this.#edges.entries()) {
      for (const [key, counts] of edges ?? []) {
        const service = this.#services[key % SERVICES] ?? 0;
        const protocol = this.#protocols[Math.floor(service / 2 ** 17)] ?? "unknown";
        yield { key: [source, Math.floor(key / SERVICES), protocol, service % 2 ** 17], counts };
      }
    }
  }

  /** Adds what another builder collected from other lines. */
  merge({ nodes, edges, gaps, flows }: Snapshot): void {
    const own = nodes.map((node) => this.#node(node));
    for (const {
      key: [source, destination, protocol, port],
      counts,
    } of edges) {
      const into = this.#edge(own[source] ?? 0, own[destination] ?? 0, this.#protocolAt(protocol), port);
      if (into !== undefined) addCounts(into, counts);
    }
    for (const [reason, count] of gaps) {
      if (reason.startsWith("more than")) this.#gaps.set(reason, 1);
      else this.addGap(reason, count);
    }
    this.#flows += flows;
  }

  /** The map, in an order that does not depend on that of the lines. */
  build(): ServiceMap {
    const edges = [...this.#allEdges()].map(({ key: [source, destination, protocol, port], counts }): MapEdge => ({
      source: this.#nodes[source]?.id ?? "",
      destination: this.#nodes[destination]?.id ?? "",
      protocol,
      port,
      ...summarize(counts),
    }));
    const used = new Set(edges.flatMap(({ source, destination }) => [source, destination]));
    return {
      nodes: this.#nodes.filter(({ id }) => used.has(id)).toSorted((a, b) => compare(a.id, b.id)),
      edges: edges.toSorted(
        (a, b) =>
          compare(a.source, b.source) ||
          compare(a.destination, b.destination) ||
          compare(a.protocol, b.protocol) ||
          a.port - b.port,
      ),
      incomplete: [...this.#gaps]
        .toSorted(([a], [b]) => compare(a, b))
        .map(([reason, count]): Gap => ({ reason, count })),
    };
  }
}

interface Layer7 {
  readonly type?: string;
  readonly latency_ns?: string | number;
  readonly http?: { readonly method?: string; readonly code?: number };
  readonly dns?: { readonly query?: string; readonly rcode?: number };
}

function addLayer7(into: Layer7Counts, { type, latency_ns: latency, http, dns }: Layer7): void {
  const answer = type === "RESPONSE";
  if (http !== undefined) {
    if (answer) {
      increase(into.statuses, http.code === undefined ? "unknown" : `${String(Math.floor(http.code / 100))}xx`);
      into.answers++;
      into.latencyNs += Number(latency ?? 0);
    } else {
      into.requests++;
      increase(into.methods, http.method ?? "unknown");
    }
  } else if (dns !== undefined) {
    if (answer) increase(into.codes, String(dns.rcode ?? 0));
    else into.queries++;
  }
}

/** By first letter and length: enough to tell Hubble's verdicts apart. */
function verdictAt(bytes: Uint8Array, from: number, to: number): number {
  const length = to - from;
  switch (bytes[from]) {
    case 70:
      return length === 9 ? 1 : 0;
    case 68:
      return length === 7 ? 2 : 0;
    case 69:
      return length === 5 ? 3 : 0;
    case 65:
      return length === 5 ? 4 : 0;
    case 82:
      return length === 10 ? 5 : 0;
    case 84:
      return length === 6 ? 6 : length === 10 ? 7 : 0;
    default:
      return 0;
  }
}

const start = (spans: Int32Array, field: Field): number => spans[field] as number;
const stop = (spans: Int32Array, field: Field): number => spans[field + 1] as number;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function isBlank(bytes: Uint8Array, from: number, end: number): boolean {
  for (let at = from; at < end; at++) if ((bytes[at] as number) > 32) return false;
  return true;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
