import { summarizeMap } from "../../service-map/flows/filter.ts";
import { serviceOf } from "../../service-map/flows/graph.ts";
import { type MapEdge, type MapNode, type ServiceMap, isDenied } from "../../service-map/flows/types.ts";
import { type Style, paint, table, wrap } from "../shared/style.ts";
import { thousands } from "../shared/numbers.ts";

/** Edges that a terminal shows; the rest is in the other formats. */
const MOST_ROWS = 200;

export interface TextChoice {
  readonly by?: "namespace" | "verdict" | undefined;
  /** What the map was narrowed to; says why nothing is left. */
  readonly verdict?: "denied" | "forwarded" | undefined;
}

/** The map as a table of edges, callers together, or as totals. */
export function toText(map: ServiceMap, { by, verdict }: TextChoice, style: Style): string {
  if (map.edges.length === 0) {
    const none = verdict === "forwarded" ? "Something is denied on every edge." : "Nothing is denied on any edge.";
    return `${[none, gaps(map, style)].filter((part) => part !== "").join("\n\n")}\n`;
  }
  const body = by === undefined ? edgeTable(map, style) : totals(map, by, style);
  return `${[heading(map, style), body, gaps(map, style)].filter((part) => part !== "").join("\n\n")}\n`;
}

export function heading({ nodes, edges }: ServiceMap, style: Style): string {
  const { bold, red } = paint(style);
  const denied = edges.filter(isDenied).length;
  const bad = denied === 0 ? "nothing denied" : red(`${thousands(denied)} with denied flows`);
  return `${bold("Service map")} ${thousands(nodes.length)} nodes, ${thousands(edges.length)} edges, ${bad}`;
}

export function edgeTable({ nodes, edges }: ServiceMap, style: Style): string {
  const { red, dim } = paint(style);
  const names = namesOf(nodes);
  const sorted = edges.toSorted(
    (a, b) => Number(isDenied(b)) - Number(isDenied(a)) || compare(a.source, b.source) || b.flows - a.flows,
  );
  const rows = sorted
    .slice(0, MOST_ROWS)
    .map((edge, at) => [
      sorted[at - 1]?.source === edge.source ? "" : (names.get(edge.source) ?? edge.source),
      names.get(edge.destination) ?? edge.destination,
      serviceOf(edge),
      thousands(edge.flows),
      isDenied(edge) ? red(deniedText(edge)) : "",
      layer7Text(edge),
    ]);
  const rest = edges.length - rows.length;
  const more = rest > 0 ? `\n${dim(`… and ${thousands(rest)} more: --format json, or --namespace to narrow`)}` : "";
  return `${table(["from", "to", "port", "flows", "denied", "layer 7"], rows, style)}${more}`;
}

/** Cluster names only where there are several. */
function namesOf(nodes: readonly MapNode[]): Map<string, string> {
  const several = new Set(nodes.flatMap(({ cluster }) => cluster ?? [])).size > 1;
  return new Map(
    nodes.map(({ id, kind, name, cluster, namespace }) => [
      id,
      [several ? cluster : undefined, namespace, kind === "reserved" ? `(${name})` : name]
        .filter((part) => part !== undefined)
        .join("/"),
    ]),
  );
}

function deniedText({ verdicts, dropReasons }: MapEdge): string {
  const reasons = Object.keys(dropReasons).join(", ");
  const count = thousands((verdicts.DROPPED ?? 0) + (verdicts.ERROR ?? 0));
  return reasons === "" ? count : `${count} ${reasons}`;
}

function layer7Text({ http, dns }: MapEdge): string {
  const parts: string[] = [];
  if (http !== undefined) {
    const counts = [...Object.entries(http.methods), ...Object.entries(http.statuses)];
    parts.push(`HTTP ${counts.map(([name, count]) => `${name} ${thousands(count)}`).join(" ")}`);
    if (http.meanLatencyMs !== undefined) parts.push(`${String(http.meanLatencyMs)} ms`);
  }
  if (dns !== undefined) parts.push(`DNS ${thousands(dns.queries)} queries`);
  return parts.join(", ");
}

const totals = (map: ServiceMap, by: "namespace" | "verdict", style: Style): string =>
  table(
    by === "namespace" ? ["namespace", "edges", "flows", "denied"] : ["verdict", "edges", "flows"],
    summarizeMap(map, by).map(({ group, edges, flows, denied }) => [
      group,
      thousands(edges),
      thousands(flows),
      ...(by === "namespace" ? [thousands(denied)] : []),
    ]),
    style,
  );

export function gaps({ incomplete }: ServiceMap, style: Style): string {
  if (incomplete.length === 0) return "";
  const { yellow, bold } = paint(style);
  const lines = incomplete.map(({ reason, count }) => {
    const times = count === undefined ? "" : ` (${thousands(count)})`;
    return `  - ${wrap(`${reason}${times}`, style, 4)}`;
  });
  return `${yellow(bold("The map is incomplete"))}\n${lines.join("\n")}`;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
