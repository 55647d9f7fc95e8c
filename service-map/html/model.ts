import { infrastructureOf } from "../flows/infrastructure.ts";
import { isDenied, type MapEdge, type MapNode, type ServiceMap } from "../flows/types.ts";
import {
  type Change,
  GroupKind,
  Outcome,
  type PageData,
  type PageEdge,
  type PageGroup,
  type PageInfrastructure,
  type PageNode,
} from "./data.ts";
import { count, shown } from "./text.ts";

/** The map in the page's words, without drawings. */
export type PageModel = Omit<PageData, "views" | "collapsed">;

/** What is known of a map beside it. */
export interface PageOptions {
  readonly title?: string;
  /** Version of the map, where a server keeps the page up to date. */
  readonly live?: string;
  /** What is different from an earlier recording. */
  readonly changes?: ReadonlyMap<MapEdge, Change>;
  /** Connections of the earlier recording that are no more, for people. */
  readonly gone?: readonly string[];
  /** What would let a denied connection through. */
  readonly remedies?: ReadonlyMap<MapEdge, string>;
}

/** Colours in the page's palette. */
const HUES = 8;
const number = (value: number): string => value.toLocaleString("en-US");

/** Order of nodes and edges is by id, so that the same map gives the same page. */
export function pageModel(map: ServiceMap, options: PageOptions = {}): PageModel {
  const nodes = map.nodes.toSorted((a, b) => compare(a.id, b.id));
  const several = new Set(nodes.flatMap(({ cluster }) => cluster ?? [])).size > 1;
  const groups = groupsOf(nodes, several);
  const index = new Map(nodes.map(({ id }, at) => [id, at]));
  const edges = map.edges
    .flatMap((edge) => pageEdge(edge, { index, nodes, options }))
    .toSorted((a, b) => a.from - b.from || a.to - b.to || compare(a.port, b.port));
  return {
    title: shown(options.title ?? "Service map"),
    summary: summaryOf(nodes, edges, map),
    incomplete: map.incomplete.map(({ reason, count: times }) =>
      times === undefined ? shown(reason) : `${shown(reason)} (${times.toLocaleString("en-US")})`,
    ),
    groups: [...groups.values()].map(({ group }) => group),
    nodes: nodes.map((node) => pageNode(node, groups.get(groupKey(node))?.at ?? 0, several)),
    edges,
    gone: (options.gone ?? []).map(shown),
    ...(options.live === undefined ? {} : { live: options.live }),
    ...infrastructureIn(map, nodes, index),
  };
}

const groupKey = ({ kind, cluster = "", namespace = "" }: MapNode): string =>
  kind === "world" ? kind : `${kind} ${cluster} ${namespace}`;

/** Namespaces first, in the order of their names; the world last. */
function groupsOf(nodes: readonly MapNode[], several: boolean): Map<string, { group: PageGroup; at: number }> {
  const found = new Map(nodes.map((node) => [groupKey(node), node]));
  const rank = { workload: 0, reserved: 1, world: 2 } as const;
  const sorted = [...found].toSorted(([a, { kind }], [b, other]) => rank[kind] - rank[other.kind] || compare(a, b));
  return new Map(sorted.map(([key, node], at) => [key, { at, group: groupOf(node, several, at % HUES) }]));
}

function groupOf({ kind, cluster, namespace }: MapNode, several: boolean, hue: number): PageGroup {
  if (kind === "world") return { label: "outside", kind: GroupKind.World, hue };
  const prefix = several && cluster !== undefined ? `${shown(cluster)} / ` : "";
  return kind === "reserved"
    ? { label: `${prefix}reserved by Cilium`, kind: GroupKind.Reserved, hue }
    : { label: `${prefix}${shown(namespace ?? "no namespace")}`, kind: GroupKind.Namespace, hue };
}

function pageNode({ id, kind, name, cluster, workloadKind }: MapNode, group: number, several: boolean): PageNode {
  const what = { workload: shown(workloadKind ?? "pod"), reserved: "reserved identity", world: "outside the cluster" }[
    kind
  ];
  const path = several || cluster === undefined || !id.startsWith(`${cluster}/`) ? id : id.slice(cluster.length + 1);
  return { id: shown(id), path: shown(path), name: shown(name), group, what };
}

interface EdgeContext {
  readonly index: ReadonlyMap<string, number>;
  readonly nodes: readonly MapNode[];
  readonly options: PageOptions;
}

/** An edge whose ends are not in the map has nowhere to go. */
function pageEdge(edge: MapEdge, { index, nodes, options }: EdgeContext): PageEdge[] {
  const [from, to] = [index.get(edge.source), index.get(edge.destination)];
  const [source, destination] = [nodes[from ?? -1], nodes[to ?? -1]];
  if (from === undefined || to === undefined || source === undefined || destination === undefined) return [];
  const change = options.changes?.get(edge);
  const remedy = options.remedies?.get(edge);
  return [
    {
      from,
      to,
      port: edge.port === 0 ? shown(edge.protocol) : `${shown(edge.protocol)} ${String(edge.port)}`,
      outcome: outcomeOf(edge),
      flows: edge.flows,
      ...(infrastructureOf(edge, source, destination) === undefined ? {} : { infrastructure: true }),
      ...(change === undefined ? {} : { change }),
      ...(remedy === undefined ? {} : { remedy }),
      facts: detailsOf(edge),
    },
  ];
}

/** Share of the connections from which on the infrastructure hides the rest. */
const HIDDEN_FROM = 1 / 3;

function infrastructureIn(
  { edges }: ServiceMap,
  nodes: readonly MapNode[],
  index: ReadonlyMap<string, number>,
): { readonly infrastructure?: PageInfrastructure } {
  const counts = new Map<string, number>();
  for (const edge of edges) {
    const [source, destination] = [nodes[index.get(edge.source) ?? -1], nodes[index.get(edge.destination) ?? -1]];
    if (source === undefined || destination === undefined) continue;
    const kind = infrastructureOf(edge, source, destination);
    if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const all = [...counts.values()].reduce((sum, one) => sum + one, 0);
  if (all === 0 || all === edges.length) return {};
  const parts = [...counts].toSorted(([a, x], [b, y]) => y - x || compare(a, b));
  return {
    infrastructure: {
      says: `${number(all)} of ${count(edges.length, "connection", "connections")} are infrastructure: ${parts.map(([kind, times]) => `${number(times)} ${kind}`).join(", ")}`,
      hidden: all > edges.length * HIDDEN_FROM,
    },
  };
}

/**
 * A connection that is denied where it arrives was still forwarded where it left, so verdicts of both kinds say nothing about
 * success; answers do.
 */
function outcomeOf(edge: MapEdge): Outcome {
  if (isDenied(edge)) return edge.replies > 0 ? Outcome.Partly : Outcome.Denied;
  return (edge.verdicts.AUDIT ?? 0) > 0 ? Outcome.Audited : Outcome.Allowed;
}

const VERDICT_WORDS: Readonly<Record<string, string>> = {
  FORWARDED: "Forwarded",
  DROPPED: "Dropped",
  ERROR: "Errors",
  AUDIT: "Audited: a policy would deny it",
  REDIRECTED: "Sent to the proxy",
  TRACED: "Traced",
  TRANSLATED: "Translated",
  UNKNOWN: "Verdict unknown",
};

/** What the details list, in this order. */
function detailsOf({
  flows,
  replies,
  verdicts,
  dropReasons,
  http,
  dns,
  firstSeen,
  lastSeen,
}: MapEdge): [string, string][] {
  const facts: [string, string][] = [["Events", number(flows)]];
  if (replies > 0) facts.push(["Events of answers", number(replies)]);
  for (const [verdict, times] of entries(verdicts))
    facts.push([VERDICT_WORDS[verdict] ?? shown(verdict), number(times)]);
  for (const [reason, times] of entries(dropReasons)) facts.push([`Drop reason ${shown(reason)}`, number(times)]);
  if (http !== undefined) {
    facts.push(["HTTP requests", listed(http.requests, http.methods)]);
    if (Object.keys(http.statuses).length > 0) facts.push(["HTTP answers", listed(undefined, http.statuses)]);
    if (http.meanLatencyMs !== undefined) facts.push(["Mean HTTP latency", `${http.meanLatencyMs.toFixed(1)} ms`]);
  }
  if (dns !== undefined) facts.push(["DNS queries", number(dns.queries)]);
  if (dns !== undefined && Object.keys(dns.codes).length > 0) facts.push(["DNS answers", listed(undefined, dns.codes)]);
  if (firstSeen !== undefined) facts.push(["First seen", instant(firstSeen)]);
  if (lastSeen !== undefined) facts.push(["Last seen", instant(lastSeen)]);
  return facts;
}

/** "120 (GET 100, POST 20)". */
function listed(total: number | undefined, parts: Readonly<Record<string, number>>): string {
  const each = entries(parts).map(([name, times]) => `${shown(name)} ${number(times)}`);
  if (total === undefined) return each.join(", ");
  return each.length === 0 ? number(total) : `${number(total)} (${each.join(", ")})`;
}

/** Most frequent first. */
function entries(counts: Readonly<Partial<Record<string, number>>>): [string, number][] {
  return Object.entries(counts)
    .map(([name, times]): [string, number] => [name, times ?? 0])
    .filter(([, times]) => times > 0)
    .toSorted(([a, x], [b, y]) => y - x || compare(a, b));
}

function summaryOf(nodes: readonly MapNode[], edges: readonly PageEdge[], map: ServiceMap): string {
  const workloads = nodes.filter(({ kind }) => kind === "workload").length;
  const denied = edges.filter(({ outcome }) => outcome === Outcome.Denied || outcome === Outcome.Partly).length;
  const parts = [count(workloads, "workload", "workloads"), count(edges.length, "connection", "connections")];
  if (denied > 0) parts.push(`${number(denied)} denied`);
  const times = map.edges
    .flatMap(({ firstSeen, lastSeen }) => [firstSeen ?? [], lastSeen ?? []].flat())
    .toSorted(compare);
  const [first, last] = [times[0], times.at(-1)];
  if (first !== undefined && last !== undefined) parts.push(span(first, last));
  return parts.join(", ");
}

/** "2026-11-20 10:00:00 to 10:05:12 UTC": the day once where it is one. */
function span(first: string, last: string): string {
  const sameDay = first.slice(0, 10) === last.slice(0, 10);
  return `${instant(first).replace(" UTC", "")} to ${sameDay ? instant(last).slice(11) : instant(last)}`;
}

const instant = (time: string): string => shown(time).replace("T", " ").replace(/Z$/, " UTC");

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
