import type { EdgeCounts } from "./counts.ts";
import type { Gaps } from "./gaps.ts";
import { Tallies, type TallySnapshot, countsOf } from "./tallies.ts";

/** Source and destination by their numbers, protocol, port. */
export type EdgeKey = readonly [source: number, destination: number, protocol: string, port: number];

/** Pairs of protocol and port that are told apart; a cluster has some hundreds. */
const SERVICES = 1 << 14;
/** Protocols of Hubble's layer 4, with room for new ones. */
const PROTOCOLS = 32;
const REST = "other";

/** Edges by their ends, protocol and port. */
export class EdgeTable {
  readonly #limit: number;
  readonly #gaps: Gaps;
  readonly #protocols: string[] = [REST];
  /** Protocols and ports, by their number in edges. */
  readonly #services: number[] = [];
  readonly #serviceAt = new Map<number, number>();
  /** By source, then by destination and service. */
  readonly #edges: (Map<number, number> | undefined)[] = [];
  readonly tallies = new Tallies();
  /** Ends and service of each edge, by its number. */
  readonly #source: number[] = [];
  readonly #destination: number[] = [];
  readonly #serviceOf: number[] = [];
  #lastKey = -1;
  #lastService = 0;
  #count = 0;

  constructor(limit: number, gaps: Gaps) {
    this.#limit = limit;
    this.#gaps = gaps;
  }

  /** Number of a protocol. */
  protocol(name: string): number {
    const at = this.#protocols.indexOf(name);
    if (at !== -1) return at;
    return this.#protocols.length < PROTOCOLS ? this.#protocols.push(name) - 1 : 0;
  }

  /** Number of an edge in the tallies; undefined where there is no room for another one. */
  find(source: number, destination: number, protocol: number, port: number): number | undefined {
    const service = this.#service(protocol, port);
    const edges = (this.#edges[source] ??= new Map());
    // Small integers: a Map of larger numbers is several times slower.
    const key = destination * SERVICES + service;
    const known = edges.get(key);
    if (known !== undefined) return known;
    if (service === SERVICES || this.#count >= this.#limit) {
      this.#gaps.add(
        service === SERVICES
          ? `flows to ports beyond ${String(SERVICES)} different ones, left out`
          : `flows beyond ${String(this.#limit)} edges, left out`,
      );
      return undefined;
    }
    const edge = this.#count++;
    this.#source.push(source);
    this.#destination.push(destination);
    this.#serviceOf.push(service);
    this.tallies.reserve(edge);
    edges.set(key, edge);
    return edge;
  }

  /** Number of a protocol and port, or `SERVICES` where there are too many. */
  #service(protocol: number, port: number): number {
    const key = protocol * 2 ** 17 + port;
    if (key === this.#lastKey) return this.#lastService;
    let service = this.#serviceAt.get(key);
    if (service === undefined) {
      if (this.#services.length >= SERVICES) return SERVICES;
      service = this.#services.push(key) - 1;
      this.#serviceAt.set(key, service);
    }
    this.#lastKey = key;
    this.#lastService = service;
    return service;
  }

  snapshot(): EdgeSnapshot {
    return {
      protocols: this.#protocols,
      services: this.#services,
      source: this.#source,
      destination: this.#destination,
      serviceOf: this.#serviceOf,
      tallies: this.tallies.snapshot(this.#count),
    };
  }

  /** Adds what another table counted; `own` are the numbers here of its nodes. */
  merge(snapshot: EdgeSnapshot, own: readonly number[]): void {
    const edges = snapshot.source.map((_, edge) => {
      const [source, destination, protocol, port] = keyOf(snapshot, edge);
      return this.find(own[source] ?? 0, own[destination] ?? 0, this.protocol(protocol), port);
    });
    this.tallies.merge(snapshot.tallies, edges);
  }
}

/** A table as a worker sends it: what edges lead from and to, and their counts, by their numbers. */
export interface EdgeSnapshot {
  readonly protocols: readonly string[];
  readonly services: readonly number[];
  readonly source: readonly number[];
  readonly destination: readonly number[];
  readonly serviceOf: readonly number[];
  readonly tallies: TallySnapshot;
}

export function* readEdges(snapshot: EdgeSnapshot): Generator<{ readonly key: EdgeKey; readonly counts: EdgeCounts }> {
  for (const edge of snapshot.source.keys()) {
    yield { key: keyOf(snapshot, edge), counts: countsOf(snapshot.tallies, edge) };
  }
}

function keyOf({ protocols, services, source, destination, serviceOf }: EdgeSnapshot, edge: number): EdgeKey {
  const service = services[serviceOf[edge] ?? 0] ?? 0;
  const protocol = protocols[Math.floor(service / 2 ** 17)] ?? REST;
  return [source[edge] ?? 0, destination[edge] ?? 0, protocol, service % 2 ** 17];
}
