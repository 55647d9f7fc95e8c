import {
  type EdgeCounts,
  type Layer7Counts,
  type SideCounts,
  VERDICTS,
  addNames,
  counter,
  mergeLayer7,
  newLayer7,
  withoutPairs,
} from "./counts.ts";

/** Place of the replies, after the verdicts. */
export const REPLY = VERDICTS.length;
/** Place of the denials that policy verdict events tell: a drop event of the same packet follows each. */
export const POLICY_DENIAL = REPLY + 1;
/** Counts of a reporter, and reporters of an edge: unknown, where it leaves, where it arrives. */
const A_SIDE = POLICY_DENIAL + 1;
const SIDES = 3;
const AN_EDGE = A_SIDE * SIDES;
const FIRST_ROOM = 1024;

/** What few flows have. */
export interface Rare {
  dropReasons?: Record<string, number>;
  policyReasons?: Record<string, number>;
  layer7?: Layer7Counts;
}

/** Rows of counts as a worker sends them. */
export interface TallySnapshot {
  readonly counts: Float64Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  /** By edge and side. */
  readonly rare: ReadonlyMap<number, Rare>;
}

/** Counts of edges by their numbers, in rows: an object for each would be far apart in memory, and ten million flows touch them. */
export class Tallies {
  #room = FIRST_ROOM;
  #counts = new Float64Array(FIRST_ROOM * AN_EDGE);
  /** Seconds since 1970; 0 where no event had a time. */
  #first = new Float64Array(FIRST_ROOM);
  #last = new Float64Array(FIRST_ROOM);
  readonly #rare = new Map<number, Rare>();

  /** Makes room for an edge. */
  reserve(edge: number): void {
    if (edge < this.#room) return;
    this.#room *= 2;
    this.#counts = enlarged(this.#counts);
    this.#first = enlarged(this.#first);
    this.#last = enlarged(this.#last);
  }

  /** Counts flows: by their verdict, as replies, or as denials that policy verdicts tell. */
  add(edge: number, direction: number, what: number, times: number): void {
    const at = edge * AN_EDGE + direction * A_SIDE + what;
    this.#counts[at] = (this.#counts[at] as number) + times;
  }

  touch(edge: number, second: number): void {
    if (second === 0) return;
    const first = this.#first[edge] as number;
    if (first === 0 || second < first) this.#first[edge] = second;
    if (second > (this.#last[edge] as number)) this.#last[edge] = second;
  }

  dropReasons(edge: number, direction: number): Record<string, number> {
    return (this.#rareOf(edge, direction).dropReasons ??= counter());
  }

  /** Reasons of the denials that policy verdict events tell. */
  policyReasons(edge: number, direction: number): Record<string, number> {
    return (this.#rareOf(edge, direction).policyReasons ??= counter());
  }

  layer7(edge: number, direction: number): Layer7Counts {
    return (this.#rareOf(edge, direction).layer7 ??= newLayer7());
  }

  #rareOf(edge: number, direction: number): Rare {
    const key = edge * SIDES + direction;
    const known = this.#rare.get(key);
    if (known !== undefined) return known;
    const made: Rare = {};
    this.#rare.set(key, made);
    return made;
  }

  /** Everything that is counted of the first edges, for {@link merge} of another one. */
  snapshot(edges: number): TallySnapshot {
    return {
      counts: this.#counts.slice(0, edges * AN_EDGE),
      first: this.#first.slice(0, edges),
      last: this.#last.slice(0, edges),
      rare: this.#rare,
    };
  }

  /** Adds what another one counted of the same edges; `own` are their numbers here, undefined where there was no room. */
  merge({ counts, first, last, rare }: TallySnapshot, own: readonly (number | undefined)[]): void {
    for (const [theirs, edge] of own.entries()) {
      if (edge === undefined) continue;
      for (let what = 0; what < AN_EDGE; what++) {
        const at = edge * AN_EDGE + what;
        this.#counts[at] = (this.#counts[at] as number) + (counts[theirs * AN_EDGE + what] as number);
      }
      this.touch(edge, first[theirs] as number);
      this.touch(edge, last[theirs] as number);
    }
    for (const [key, { dropReasons, policyReasons, layer7 }] of rare) {
      const edge = own[Math.floor(key / SIDES)];
      if (edge === undefined) continue;
      if (dropReasons !== undefined) addNames(this.dropReasons(edge, key % SIDES), dropReasons);
      if (policyReasons !== undefined) addNames(this.policyReasons(edge, key % SIDES), policyReasons);
      if (layer7 !== undefined) mergeLayer7(this.layer7(edge, key % SIDES), layer7);
    }
  }
}

/** The counts of an edge, plain. */
export const countsOf = (rows: TallySnapshot, edge: number): EdgeCounts => ({
  sides: Array.from({ length: SIDES }, (_, direction) => sideOf(rows, edge, direction)),
  first: rows.first[edge] as number,
  last: rows.last[edge] as number,
});

function sideOf({ counts, rare }: TallySnapshot, edge: number, direction: number): SideCounts | undefined {
  const from = edge * AN_EDGE + direction * A_SIDE;
  const verdicts = [...counts.subarray(from, from + REPLY)];
  const replies = counts[from + REPLY] as number;
  const policyDenials = counts[from + POLICY_DENIAL] as number;
  const more = rare.get(edge * SIDES + direction);
  if (more === undefined && replies === 0 && policyDenials === 0 && verdicts.every((count) => count === 0))
    return undefined;
  return withoutPairs({ verdicts, replies, ...more }, policyDenials, more?.policyReasons);
}

function enlarged(small: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const large = new Float64Array(small.length * 2);
  large.set(small);
  return large;
}
