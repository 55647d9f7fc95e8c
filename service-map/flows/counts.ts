import type { DnsSummary, HttpSummary, MapEdge, Verdict, Way } from "./types.ts";

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

export const DROPPED = VERDICTS.indexOf("DROPPED");
const ERROR = VERDICTS.indexOf("ERROR");
export const isDenial = (verdict: number): boolean => verdict === DROPPED || verdict === ERROR;

/** Number of a verdict by first letter and length: enough to tell Hubble's apart. */
export function verdictAt(bytes: Uint8Array, from: number, to: number): number {
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
  readonly verdicts: readonly number[];
  readonly replies: number;
  readonly dropReasons?: Record<string, number>;
  readonly layer7?: Layer7Counts;
}

/** What is counted of an edge; plain, so that a worker can send it. */
export interface EdgeCounts {
  /** By direction: unknown, where it leaves, where it arrives. */
  readonly sides: readonly (SideCounts | undefined)[];
  /** Seconds since 1970; 0 where no event had a time. */
  readonly first: number;
  readonly last: number;
}

/** Distinct names a counter keeps; callers choose their HTTP methods, so the rest is counted as one. */
const MOST_NAMES = 64;
const REST = "other";

/** Without a prototype: a name such as `constructor` is one like any other. */
export const counter = (): Record<string, number> => Object.create(null) as Record<string, number>;

export const newLayer7 = (): Layer7Counts => ({
  requests: 0,
  methods: counter(),
  statuses: counter(),
  latencyNs: 0,
  answers: 0,
  queries: 0,
  codes: counter(),
});

/**
 * Adds the denials that policy verdicts tell. A denied packet gives a policy verdict and a drop event with the same reason
 * (cilium/cilium pkg/hubble/parser/threefour: decodeDropReason), which are one denial; an export may hold one kind alone.
 */
export function withoutPairs(
  side: SideCounts,
  policyDenials: number,
  policyReasons: Readonly<Record<string, number>> = {},
): SideCounts {
  if (policyDenials === 0) return side;
  const drops = side.verdicts[DROPPED] ?? 0;
  const dropReasons = Object.assign(counter(), side.dropReasons);
  let pairs = Math.min(Math.max(0, drops - total(dropReasons)), policyDenials - total(policyReasons));
  for (const [reason, count] of Object.entries(policyReasons)) {
    const known = dropReasons[reason] ?? 0;
    pairs += Math.min(known, count);
    dropReasons[reason] = Math.max(known, count);
  }
  const verdicts = side.verdicts.with(DROPPED, drops + policyDenials - pairs);
  return { ...side, verdicts, dropReasons };
}

const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

export function increase(counts: Record<string, number>, name: string, by = 1): void {
  const known = counts[name];
  const key = known !== undefined || Object.keys(counts).length < MOST_NAMES ? name : REST;
  counts[key] = (counts[key] ?? 0) + by;
}

/** Layer 7 of a flow, as Hubble writes it. */
export interface Layer7 {
  readonly type?: string;
  readonly latency_ns?: string | number;
  readonly http?: { readonly method?: string; readonly code?: number };
  readonly dns?: { readonly query?: string; readonly rcode?: number };
}

/** Counts so many flows with the same layer 7. */
export function countLayer7(into: Layer7Counts, { type, latency_ns: latency, http, dns }: Layer7, times: number): void {
  const answer = type === "RESPONSE";
  if (isObject(http)) {
    if (answer) {
      increase(into.statuses, statusClass(http.code), times);
      into.answers += times;
      into.latencyNs += whole(latency) * times;
    } else {
      into.requests += times;
      increase(into.methods, typeof http.method === "string" ? http.method : "unknown", times);
    }
  } else if (isObject(dns)) {
    if (answer) increase(into.codes, String(whole(dns.rcode)), times);
    else into.queries += times;
  }
}

const statusClass = (code: unknown): string =>
  typeof code === "number" ? `${String(Math.floor(code / 100))}xx` : "unknown";

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** A count as protojson writes it, large ones as text; 0 for what is none. */
export function whole(value: unknown): number {
  const number = typeof value === "number" || typeof value === "string" ? Number(value) : 0;
  return Number.isFinite(number) && number > 0 ? Math.floor(number) : 0;
}

export function mergeLayer7(into: Layer7Counts, from: Layer7Counts): void {
  into.requests += from.requests;
  into.latencyNs += from.latencyNs;
  into.answers += from.answers;
  into.queries += from.queries;
  addNames(into.methods, from.methods);
  addNames(into.statuses, from.statuses);
  addNames(into.codes, from.codes);
}

export function addNames(into: Record<string, number>, from: Readonly<Record<string, number>>): void {
  for (const [key, count] of Object.entries(from)) increase(into, key, count);
}

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
  const deniedAt = WAYS.filter((_, at) => deniedOn(sides[at + 1]));
  const reasons = new Set(sides.flatMap((side) => Object.keys(side?.dropReasons ?? {})));
  return {
    flows: larger(({ verdicts: seen }) => seen.reduce((sum, count) => sum + count, 0)),
    replies: larger(({ replies }) => replies),
    verdicts,
    dropReasons: Object.fromEntries(
      [...reasons].toSorted().map((reason) => [reason, larger(({ dropReasons }) => dropReasons?.[reason] ?? 0)]),
    ),
    ...(deniedAt.length === 0 ? {} : { deniedAt }),
    ...summarizeLayer7(sides.flatMap((side) => side?.layer7 ?? [])),
    ...(first === 0 ? {} : { firstSeen: instant(first), lastSeen: instant(last) }),
  };
}

/** Of the sides that have a direction, in their order. */
const WAYS: readonly Way[] = ["egress", "ingress"];

const deniedOn = (side: SideCounts | undefined): boolean =>
  (side?.verdicts[DROPPED] ?? 0) > 0 || (side?.verdicts[ERROR] ?? 0) > 0;

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
