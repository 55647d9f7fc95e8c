import { type MapEdge, type ServiceMap, isDenied } from "./types.ts";

export interface MapFilter {
  /** Only edges with an end in one of these namespaces. */
  readonly namespaces?: readonly string[];
  /** Only edges that something was denied on, or on which everything went through. */
  readonly verdict?: "denied" | "forwarded";
}

/** The part of a map that is asked for; nodes without edges go, what is incomplete stays. */
export function filterMap(map: ServiceMap, { namespaces = [], verdict }: MapFilter): ServiceMap {
  const namespaceOf = new Map(map.nodes.map(({ id, namespace }) => [id, namespace]));
  const inside = (id: string): boolean => namespaces.includes(namespaceOf.get(id) ?? "");
  const edges = map.edges.filter(
    (edge) =>
      (namespaces.length === 0 || inside(edge.source) || inside(edge.destination)) &&
      (verdict === undefined || isDenied(edge) === (verdict === "denied")),
  );
  const used = new Set(edges.flatMap(({ source, destination }) => [source, destination]));
  return { ...map, nodes: map.nodes.filter(({ id }) => used.has(id)), edges };
}

export interface SummaryRow {
  readonly group: string;
  readonly edges: number;
  readonly flows: number;
  readonly denied: number;
}

/** Totals by the callee's namespace, with its cluster where there are several, or by verdict. */
export function summarizeMap({ nodes, edges }: ServiceMap, by: "namespace" | "verdict"): SummaryRow[] {
  const several = new Set(nodes.flatMap(({ cluster }) => cluster ?? [])).size > 1;
  const groupOf = new Map(
    nodes.map(({ id, cluster, namespace, kind }) => [
      id,
      `${several && cluster !== undefined ? `${cluster}/` : ""}${namespace ?? kind}`,
    ]),
  );
  const rows = new Map<string, SummaryRow>();
  for (const edge of edges) {
    const shares: [string, number][] =
      by === "namespace" ? [[groupOf.get(edge.destination) ?? "unknown", edge.flows]] : Object.entries(edge.verdicts);
    for (const [group, flows] of shares) add(rows, group, flows, by === "namespace" ? denied(edge) : 0);
  }
  return [...rows.values()].toSorted((a, b) => b.flows - a.flows || (a.group < b.group ? -1 : 1));
}

const denied = ({ verdicts }: MapEdge): number => (verdicts.DROPPED ?? 0) + (verdicts.ERROR ?? 0);

function add(rows: Map<string, SummaryRow>, group: string, flows: number, bad: number): void {
  const row = rows.get(group) ?? { group, edges: 0, flows: 0, denied: 0 };
  rows.set(group, { group, edges: row.edges + 1, flows: row.flows + flows, denied: row.denied + bad });
}
