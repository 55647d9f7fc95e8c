import type { Node } from "./node.ts";
import type { Sample, SimulationResult, SubnetResult, WaveResult } from "./result.ts";
import type { Wave } from "./scenario.ts";
import type { Space } from "./space.ts";

const SHARES = { "50%": 0.5, "90%": 0.9, "99%": 0.99, "100%": 1 } as const;

interface WaveCount {
  nodes: number;
  pods: number;
  readonly ready: { readonly at: number; readonly pods: number }[];
}

interface Lows {
  free: number;
  prefixes: number;
  stranded: number;
  noPrefix?: { readonly at: number; readonly free: number };
}

/** Counts while a simulation runs. */
export class Recorder {
  readonly #waves: readonly Wave[];
  readonly #spaces: readonly Space[];
  readonly #counts: readonly WaveCount[];
  readonly #lows: readonly Lows[];
  readonly #samples: Sample[] = [];
  readonly #calls = new Map<string, number>();
  events = 0;
  throttled = 0;
  nodesRefused = 0;
  liveNodes = 0;
  livePods = 0;
  #waiting = 0;
  #limiterWait = 0;
  #mostWaiting = 0;
  #mostNodes = 0;
  #mostPods = 0;

  constructor(waves: readonly Wave[], spaces: readonly Space[]) {
    this.#waves = waves;
    this.#spaces = spaces;
    this.#counts = waves.map(() => ({ nodes: 0, pods: 0, ready: [] }));
    this.#lows = spaces.map(({ free, prefixesFree, stranded }) => ({ free, prefixes: prefixesFree, stranded }));
  }

  expect(wave: number, pods: number): void {
    const count = this.#counts[wave]!;
    count.nodes += 1;
    count.pods += pods;
  }

  nodes(by: number): void {
    this.liveNodes += by;
    this.#mostNodes = Math.max(this.#mostNodes, this.liveNodes);
  }

  /** Pods that came or went, and how many of them without an address. */
  pods(by: number, waiting: number): void {
    this.livePods += by;
    this.#waiting += waiting;
    this.#mostPods = Math.max(this.#mostPods, this.livePods);
  }

  /** Pods got their addresses. A wave is up when the pods that its nodes were launched for have theirs. */
  served(node: Node, at: number, pods: number): void {
    this.#waiting -= pods;
    this.#mostWaiting = Math.max(this.#mostWaiting, this.#waiting);
    const first = Math.min(pods, node.awaited);
    node.awaited -= first;
    if (first > 0) this.#counts[node.wave]!.ready.push({ at, pods: first });
  }

  called(call: string, waited: number): void {
    this.#calls.set(call, (this.#calls.get(call) ?? 0) + 1);
    this.#limiterWait += waited;
  }

  noPrefix(space: Space, at: number): void {
    this.#lows[this.#spaces.indexOf(space)]!.noPrefix ??= { at, free: space.free };
  }

  sample(at: number): void {
    for (const [index, { free, prefixesFree, stranded }] of this.#spaces.entries()) {
      const low = this.#lows[index]!;
      low.free = Math.min(low.free, free);
      low.prefixes = Math.min(low.prefixes, prefixesFree);
      low.stranded = Math.max(low.stranded, stranded);
    }
    this.#samples.push({
      at,
      nodes: this.liveNodes,
      pods: this.livePods,
      waiting: this.#waiting,
      free: this.#spaces.map(({ free }) => free),
      prefixes: this.#spaces.map(({ prefixesFree }) => prefixesFree),
    });
  }

  result(): SimulationResult {
    return {
      waves: this.#waves.map((wave, index) => this.#waveResult(wave, index)),
      subnets: this.#spaces.map((space, index) => this.#subnetResult(space, index)),
      samples: this.#samples,
      calls: Object.fromEntries([...this.#calls].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      throttled: this.throttled,
      limiterWait: this.#limiterWait,
      mostWaiting: this.#mostWaiting,
      waitingAtEnd: this.#waiting,
      mostNodes: this.#mostNodes,
      mostPods: this.#mostPods,
      nodesRefused: this.nodesRefused,
      events: this.events,
    };
  }

  #waveResult({ kind, at }: Wave, index: number): WaveResult {
    const { nodes, pods, ready } = this.#counts[index]!;
    const until: Partial<Record<keyof typeof SHARES, number>> = {};
    let sum = 0;
    for (const step of ready) {
      sum += step.pods;
      for (const [share, part] of Object.entries(SHARES))
        if (sum >= pods * part) until[share as keyof typeof SHARES] ??= step.at - at;
    }
    return { kind, at, nodes, pods, podsReady: Math.min(pods, sum), until };
  }

  #subnetResult({ spec, size }: Space, index: number): SubnetResult {
    const { free, prefixes, stranded, noPrefix } = this.#lows[index]!;
    return {
      name: spec.name,
      zone: spec.zone,
      cidr: spec.cidr,
      size,
      leastFree: free,
      leastPrefixes: prefixes,
      mostStranded: stranded,
      ...(noPrefix === undefined ? {} : { noPrefix }),
    };
  }
}
