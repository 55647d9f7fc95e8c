import { type EdgeCounts, newCounts } from "./counts.ts";
import type { Gaps } from "./gaps.ts";

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
  readonly #edges: (Map<number, EdgeCounts> | undefined)[] = [];
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

  /** Counts of an edge; undefined where there is no room for another one. */
  find(source: number, destination: number, protocol: number, port: number): EdgeCounts | undefined {
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
    this.#count++;
    const counts = newCounts();
    edges.set(key, counts);
    return counts;
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

  *entries(): Generator<{ readonly key: EdgeKey; readonly counts: EdgeCounts }> {
    for (const [source, edges] of this.#edges.entries()) {
      for (const [key, counts] of edges ?? []) {
        const service = this.#services[key % SERVICES] ?? 0;
        const protocol = this.#protocols[Math.floor(service / 2 ** 17)] ?? REST;
        yield { key: [source, Math.floor(key / SERVICES), protocol, service % 2 ** 17], counts };
      }
    }
  }
}
