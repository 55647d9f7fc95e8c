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
/** Where an event was seen: unknown, where it leaves, where it arrives. */
const DIRECTIONS = 3;

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

const layer7 = (): Layer7Counts => ({
  requests: 0,
  methods: {},
  statuses: {},
  latencyNs: 0,
  answers: 0,
  queries: 0,
  codes: {},
});

/** What is counted of an edge; plain, so that a worker can send it. */
export interface EdgeCounts {
  /** By direction and verdict. */
  readonly verdicts: number[];
  readonly replies: number[];
  readonly dropReasons: Record<string, number>[];
  readonly layer7: (Layer7Counts | undefined)[];
  /** Seconds since 1970; 0 where no event had a time. */
  first: number;
  last: number;
}

const zeros = (length: number): number[] => Array.from({ length }, () => 0);

export const newCounts = (): EdgeCounts => ({
  verdicts: zeros(VERDICTS.length * DIRECTIONS),
  replies: zeros(DIRECTIONS),
  dropReasons: [{}, {}, {}],
  layer7: [undefined, undefined, undefined],
  first: 0,
  last: 0,
});

export const layer7Of = (counts: EdgeCounts, direction: number): Layer7Counts =>
  (counts.layer7[direction] ??= layer7());

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
  for (const [at, count] of from.verdicts.entries()) into.verdicts[at] = (into.verdicts[at] ?? 0) + count;
  for (const [at, count] of from.replies.entries()) into.replies[at] = (into.replies[at] ?? 0) + count;
  for (const [at, reasons] of from.dropReasons.entries()) addAll((into.dropReasons[at] ??= {}), reasons);
  for (const [at, other] of from.layer7.entries()) if (other !== undefined) addLayer7(layer7Of(into, at), other);
  touch(into, from.first);
  touch(into, from.last);
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
export function summarize(counts: EdgeCounts): Summary {
  const verdicts: Partial<Record<Verdict, number>> = {};
  for (const [at, name] of VERDICTS.entries()) {
    const count = larger((direction) => counts.verdicts[direction * VERDICTS.length + at] ?? 0);
    if (count > 0) verdicts[name] = count;
  }
  const reasons = new Set(counts.dropReasons.flatMap((one) => Object.keys(one)));
  return {
    flows: Object.values(verdicts).reduce((sum, count) => sum + count, 0),
    replies: larger((direction) => counts.replies[direction] ?? 0),
    verdicts,
    dropReasons: Object.fromEntries(
      [...reasons]
        .toSorted()
        .map((reason) => [reason, larger((direction) => counts.dropReasons[direction]?.[reason] ?? 0)]),
    ),
    ...summarizeLayer7(counts),
    ...(counts.first === 0 ? {} : { firstSeen: instant(counts.first), lastSeen: instant(counts.last) }),
  };
}

const larger = (of: (direction: number) => number): number => of(0) + Math.max(of(1), of(2));

const size = (one: Layer7Counts): number => one.requests + one.answers + one.queries;

/** One reporter's numbers, not a mixture: a mean of two means would be neither. */
function summarizeLayer7({ layer7: seen }: EdgeCounts): Pick<Summary, "http" | "dns"> {
  const [best] = seen.filter((one) => one !== undefined).toSorted((a, b) => size(b) - size(a));
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
