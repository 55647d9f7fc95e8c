import { Clock } from "./clock.ts";
import { DROPPED, type Layer7, countLayer7, increase, isDenial, summarize, verdictAt, whole } from "./counts.ts";
import { looksLikeAnswer } from "./direction.ts";
import { type EdgeSnapshot, EdgeTable, readEdges } from "./edges.ts";
import { Gaps } from "./gaps.ts";
import { End, type NodeLimits, NodeTable } from "./nodes.ts";
import { Field } from "./fields.ts";
import { usualForm, usualLayer7 } from "./forms.ts";
import { FlowScanner } from "./scan.ts";
import { type Share, oneFlow, sharesOf } from "./shares.ts";
import { POLICY_DENIAL, REPLY } from "./tallies.ts";
import type { Gap, MapEdge, MapNode, ServiceMap } from "./types.ts";
import { isEmpty, isRecord, jsonAt, start, stop, textAt } from "./values.ts";

/** Bounds that keep memory flat whatever comes; what is beyond them is said in the map. */
export interface Limits extends NodeLimits {
  readonly edges: number;
}

const LIMITS: Limits = { nodes: 50_000, edges: 200_000, addresses: 2000 };

/** What a builder knows, plain, for another one to add to its own. */
export interface Snapshot {
  readonly nodes: readonly MapNode[];
  readonly edges: EdgeSnapshot;
  readonly gaps: readonly Gap[];
  readonly flows: number;
}

/** Collects flows into a map. Lines may come in any order; the same lines give the same map. */
export class MapBuilder {
  readonly #scanner = new FlowScanner();
  readonly #clock = new Clock();
  readonly #gaps = new Gaps();
  readonly #nodes: NodeTable;
  readonly #edges: EdgeTable;
  readonly #tcp: number;
  #flows = 0;

  constructor(limits: Partial<Limits> = {}) {
    const all = { ...LIMITS, ...limits };
    this.#nodes = new NodeTable(all, this.#gaps);
    this.#edges = new EdgeTable(all.edges, this.#gaps);
    this.#tcp = this.#edges.protocol("TCP");
  }

  /** Lines are best read into this. */
  get input(): Buffer {
    return this.#scanner.input;
  }

  /** Flows counted so far. */
  get flows(): number {
    return this.#flows;
  }

  /** Adds one line of JSON. */
  addBytes(bytes: Buffer, from: number, end: number): void {
    if (this.#scanner.scan(bytes, from, end) && this.#scanner.found) this.#addScanned(bytes);
    else this.#addUnread(bytes, from, end);
  }

  /** Adds a line that is already an object. */
  addLine(line: unknown): void {
    const text = Buffer.from(JSON.stringify(line) ?? "null");
    this.addBytes(text, 0, text.length);
  }

  addGap(reason: string, count = 1): void {
    this.#gaps.add(reason, count);
  }

  #addScanned(bytes: Buffer): void {
    const scanner = this.#scanner;
    const { spans } = scanner;
    const source = this.#nodes.find(bytes, scanner, End.Source);
    const destination = this.#nodes.find(bytes, scanner, End.Destination);
    if (source === undefined || destination === undefined) {
      this.addGap("flows without source or destination, from a masked export");
      return;
    }
    const written = jsonAt(bytes, spans, Field.Layer7);
    const layer7: Layer7 | undefined = written === undefined ? undefined : usualLayer7(written);
    const answer = this.#isAnswer(bytes, layer7);
    const edge = this.#edges.find(
      answer ? destination : source,
      answer ? source : destination,
      this.#protocol(bytes),
      answer ? scanner.sourcePort : scanner.destinationPort,
    );
    for (const share of this.#shares(bytes, layer7)) {
      this.#flows += share.times;
      if (edge !== undefined) this.#count(bytes, edge, share, layer7, answer);
    }
  }

  /** One flow in its direction, or what the exporter summed up, by direction. */
  #shares(bytes: Buffer, layer7: Layer7 | undefined): readonly Share[] {
    const { spans, direction, reply, sourcePort, destinationPort } = this.#scanner;
    const shares = isEmpty(spans, Field.Aggregate) ? [] : sharesOf(jsonAt(bytes, spans, Field.Aggregate));
    if (shares.length === 0) return oneFlow(direction);
    if (reply === -1 && sourcePort === 0 && destinationPort === 0 && layer7 === undefined)
      this.addGap("summed-up flows whose answers look like calls; have fieldAggregate name is_reply too");
    return shares;
  }

  #isAnswer(bytes: Buffer, layer7: Layer7 | undefined): boolean {
    const { reply, spans, sourcePort, destinationPort } = this.#scanner;
    if (reply !== -1) return reply === 1;
    if (layer7 !== undefined) return layer7.type === "RESPONSE";
    const flags = jsonAt(bytes, spans, Field.Flags);
    return looksLikeAnswer({ sourcePort, destinationPort, ...(flags === undefined ? {} : { flags }) });
  }

  #count(bytes: Buffer, edge: number, { direction, times }: Share, layer7: Layer7 | undefined, answer: boolean): void {
    const { spans } = this.#scanner;
    const { tallies } = this.#edges;
    if (!isEmpty(spans, Field.Time))
      tallies.touch(edge, this.#clock.read(bytes, start(spans, Field.Time), stop(spans, Field.Time)));
    const verdict = verdictAt(bytes, start(spans, Field.Verdict), stop(spans, Field.Verdict));
    // An answer that was denied did not arrive: it makes the edge a denied one.
    const told = verdict === DROPPED && this.#isPolicyVerdict(bytes);
    tallies.add(edge, direction, told ? POLICY_DENIAL : answer && !isDenial(verdict) ? REPLY : verdict, times);
    if (!isEmpty(spans, Field.DropReason)) {
      const reasons = told ? tallies.policyReasons(edge, direction) : tallies.dropReasons(edge, direction);
      increase(reasons, textAt(bytes, spans, Field.DropReason), times);
    }
    if (layer7 !== undefined) countLayer7(tallies.layer7(edge, direction), layer7, times);
  }

  #isPolicyVerdict(bytes: Buffer): boolean {
    const { spans } = this.#scanner;
    // Most denials are drops, whose event need not be parsed.
    const digit = bytes.indexOf(POLICY_VERDICT_DIGIT, start(spans, Field.EventType));
    if (digit === -1 || digit >= stop(spans, Field.EventType)) return false;
    return jsonAt(bytes, spans, Field.EventType)?.["type"] === POLICY_VERDICT;
  }

  #protocol(bytes: Buffer): number {
    const { spans } = this.#scanner;
    const from = start(spans, Field.Protocol);
    const to = stop(spans, Field.Protocol);
    if (to - from === 3 && bytes[from] === LETTER_T) return this.#tcp;
    return this.#edges.protocol(to === 0 ? "unknown" : textAt(bytes, spans, Field.Protocol));
  }

  /** Events of other kinds, and what the scanner does not read. */
  #addUnread(bytes: Buffer, from: number, end: number): void {
    let line: unknown;
    try {
      const text = bytes.toString("utf8", from, end).trim();
      if (text === "") return;
      line = JSON.parse(text);
    } catch {
      this.addGap("lines that are no JSON");
      return;
    }
    if (!Array.isArray(line)) this.#addParsed(line);
    // An array of an array is nobody's.
    else for (const one of line) this.#addOne(one);
  }

  #addOne(one: unknown): void {
    if (isRecord(one)) this.addLine(one);
    else this.addGap("lines that hold no flow");
  }

  #addParsed(line: unknown): void {
    const record = isRecord(line) ? usualForm(line) : {};
    const status = record["node_status"];
    const lost = record["lost_events"];
    if (isRecord(status)) this.#nodeStatus(status);
    else if (isRecord(lost))
      this.addGap("flows lost by nodes that had no room for them", Math.max(1, whole(lost["num_events_lost"])));
    else if (isFlow(record["flow"]) || isFlow(record)) this.#rewrite(record);
    else if (record["agent_event"] === undefined && record["debug_event"] === undefined)
      this.addGap("lines that hold no flow");
  }

  /** A flow that is written unusually: written anew, it is read like any other. */
  #rewrite(line: Readonly<Record<string, unknown>>): void {
    const { flow, time, node_name: node } = line;
    const text = Buffer.from(JSON.stringify(isFlow(flow) ? { time, node_name: node, flow } : line));
    if (this.#scanner.scan(text, 0, text.length) && this.#scanner.found) this.#addScanned(text);
    else this.addGap("flows of an unknown form");
  }

  #nodeStatus({ state_change: state, node_names: names }: Readonly<Record<string, unknown>>): void {
    if (state !== "NODE_UNAVAILABLE" && state !== "NODE_ERROR" && state !== "NODE_GONE") return;
    for (const name of Array.isArray(names) ? names : []) this.addGap(`node ${String(name)} could not be asked`);
  }

  snapshot(): Snapshot {
    return {
      nodes: this.#nodes.list,
      edges: this.#edges.snapshot(),
      gaps: this.#gaps.list(),
      flows: this.#flows,
    };
  }

  /** Adds what another builder collected from other lines. */
  merge({ nodes, edges, gaps, flows }: Snapshot): void {
    const own = nodes.map((node) => this.#nodes.add(node));
    this.#edges.merge(edges, own);
    this.#gaps.merge(gaps);
    this.#flows += flows;
  }

  /** The map, in an order that does not depend on that of the lines. */
  build(): ServiceMap {
    const nodes = this.#nodes.list;
    const edges = Array.from(readEdges(this.#edges.snapshot()), ({ key, counts }): MapEdge => {
      const [source, destination, protocol, port] = key;
      return {
        source: nodes[source]?.id ?? "",
        destination: nodes[destination]?.id ?? "",
        protocol,
        port,
        ...summarize(counts),
      };
    });
    const used = new Set(edges.flatMap(({ source, destination }) => [source, destination]));
    return {
      nodes: nodes.filter(({ id }) => used.has(id)).toSorted((a, b) => compare(a.id, b.id)),
      edges: edges.toSorted(
        (a, b) =>
          compare(a.source, b.source) ||
          compare(a.destination, b.destination) ||
          compare(a.protocol, b.protocol) ||
          a.port - b.port,
      ),
      incomplete: this.#gaps.list(),
    };
  }
}

const LETTER_T = 84;

/** MessageTypePolicyVerdict of cilium/cilium pkg/monitor/api/types.go. */
const POLICY_VERDICT = 5;
const POLICY_VERDICT_DIGIT = 53;

/** In its envelope, or without it. */
const isFlow = (value: unknown): boolean =>
  isRecord(value) && ("source" in value || "destination" in value || "IP" in value);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
