import type { DnsSummary, HttpSummary, MapEdge, Verdict } from "./types.ts";

export const VERDICTS: readonly Verdict[] = [
  "UNKNOWN",
  "FORWARDED",
  "DROPPED",
  "ERROR",
  "AUDIT",
  "REDIRECTED",
  "TRACED",
  "TRANSLATED",
];

/** Layer 7 of an edge as one reporter saw it. */
export interface Layer7Counts {
  requests: number;
  methods: Record<string, number>;
  statuses: Record<string, number>;
  latencyNs: number;
  answers: number;
  queries: number;
  codes: Record<string, number>;
}

/** What one end of an edge reported. */
export interface SideCounts {
  readonly verdicts: number[];
  replies: number;
  dropReasons?: Record<string, number>;
  layer7?: Layer7Counts;
}

/** What is counted of an edge; plain, so that a worker can send it. */
export interface EdgeCounts {
  /** By direction: unknown, where it leaves, where it arrives. */
  readonly sides: (SideCounts | undefined)[];
  /** Seconds since 1970; 0 where no event had a time. */
  first: number;
  last: number;
}

export const newCounts = (): EdgeCounts => ({ sides: [undefined, undefined, undefined], first: 0, last: 0 });

export const sideOf = (counts: EdgeCounts, direction: number): SideCounts =>
  (counts.sides[direction] ??= { verdicts: VERDICTS.map(() => 0), replies: 0 });

export const layer7Of = (side: SideCounts): Layer7Counts =>
  (side.layer7 ??= { requests: 0, methods: {}, statuses: {}, latencyNs: 0, answers: 0, queries: 0, codes: {} });

export const increase = (counts: Record<string, number>, key: string, by = 1): void => {
  counts[key] = (counts[key] ?? 0) + by;
};

export function touch(counts: EdgeCounts, second: number): void {
  if (second === 0) return;
  if (counts.first === 0 || second < counts.first) counts.first = second;
  if (second > counts.last) counts.last = second;
}

/** Adds what another reader counted of the same edge. */
export function addCounts(into: EdgeCounts, from: EdgeCounts): void {
  for (const [direction, side] of from.sides.entries()) if (side !== undefined) addSide(sideOf(into, direction), side);
  touch(into, from.first);
  touch(into, from.last);
}

function addSide(into: SideCounts, from: SideCounts): void {
  for (const [at, count] of from.verdicts.entries()) into.verdicts[at] = (into.verdicts[at] ?? 0) + count;
  into.replies += from.replies;
  if (from.dropReasons !== undefined) addAll((into.dropReasons ??= {}), from.dropReasons);
  if (from.layer7 !== undefined) addLayer7(layer7Of(into), from.layer7);
}

function addLayer7(into: Layer7Counts, from: Layer7Counts): void {
  into.requests += from.requests;
  into.latencyNs += from.latencyNs;
  into.answers += from.answers;
  into.queries += from.queries;
  addAll(into.methods, from.methods);
  addAll(into.statuses, from.statuses);
  addAll(into.codes, from.codes);
}

const addAll = (into: Record<string, number>, from: Readonly<Record<string, number>>): void => {
  for (const [key, count] of Object.entries(from)) increase(into, key, count);
};

type Summary = Omit<MapEdge, "source" | "destination" | "protocol" | "port">;

/** Both ends of a connection report it: of each count the larger one stands, with what neither end was named for. */
export function summarize({ sides, first, last }: EdgeCounts): Summary {
  const larger = (of: (side: SideCounts) => number): number => {
    const [unknown = 0, leaves = 0, arrives = 0] = sides.map((side) => (side === undefined ? 0 : of(side)));
    return unknown + Math.max(leaves, arrives);
  };
  const verdicts: Partial<Record<Verdict, number>> = {};
  for (const [at, name] of VERDICTS.entries()) {
    const count = larger((side) => side.verdicts[at] ?? 0);
    if (count > 0) verdicts[name] = count;
  }
  const reasons = new Set(sides.flatMap((side) => Object.keys(side?.dropReasons ?? {})));
  return {
    flows: Object.values(verdicts).reduce((sum, count) => sum + count, 0),
    replies: larger(({ replies }) => replies),
    verdicts,
    dropReasons: Object.fromEntries(
      [...reasons].toSorted().map((reason) => [reason, larger(({ dropReasons }) => dropReasons?.[reason] ?? 0)]),
    ),
    ...summarizeLayer7(sides.flatMap((side) => side?.layer7 ?? [])),
    ...(first === 0 ? {} : { firstSeen: instant(first), lastSeen: instant(last) }),
  };
}

const size = (one: Layer7Counts): number => one.requests + one.answers + one.queries;

/** One reporter's numbers, not a mixture: a mean of two means would be neither. */
function summarizeLayer7(seen: readonly Layer7Counts[]): Pick<Summary, "http" | "dns"> {
  const [best] = seen.toSorted((a, b) => size(b) - size(a));
  if (best === undefined) return {};
  const http: HttpSummary = {
    requests: best.requests,
    methods: sorted(best.methods),
    statuses: sorted(best.statuses),
    ...(best.answers === 0 || best.latencyNs === 0
      ? {}
      : { meanLatencyMs: round(best.latencyNs / best.answers / 1e6) }),
  };
  const dns: DnsSummary = { queries: best.queries, codes: sorted(best.codes) };
  return {
    ...(best.requests + Object.keys(best.statuses).length === 0 ? {} : { http }),
    ...(best.queries + Object.keys(best.codes).length === 0 ? {} : { dns }),
  };
}

const sorted = (counts: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).toSorted(([a], [b]) => (a < b ? -1 : 1)));
const round = (value: number): number => Math.round(value * 100) / 100;
const instant = (second: number): string => new Date(second * 1000).toISOString().replace(".000Z", "Z");
