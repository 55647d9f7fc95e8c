import { Outcome, type PageEdge, type PageLine, type PageShape } from "./data.ts";
import type { PageModel } from "./model.ts";
import type { Side } from "./outside.ts";

/** A drawing before it has positions. */
export interface ViewPlan {
  readonly title: string;
  readonly infrastructure: boolean;
  /** Draw boxes round namespaces. */
  readonly framed: boolean;
  readonly shapes: readonly PlannedShape[];
  readonly lines: readonly PlannedLine[];
  /** Lines that were too many for a drawing. */
  readonly leftOut: number;
}

export type PlannedShape = Pick<PageShape, "name" | "what" | "group" | "nodes" | "opens"> & {
  /** Callers from outside stand in the first column, callees outside in the last. */
  readonly column?: "first" | "last";
};
export type PlannedLine = Pick<PageLine, "from" | "to" | "outcome" | "edges" | "weight"> & { readonly text: string };

/** A shape before its nodes are known. */
export interface Drawn extends Pick<PlannedShape, "group" | "opens" | "column" | "name"> {
  readonly key: string;
  readonly what: (nodes: number) => string;
  /** One node alone, whose line to itself is drawn. */
  readonly single: boolean;
}
export type Shaping = (node: number, side: Side) => Drawn;

interface Gathering {
  readonly shape: Shaping;
  readonly keep: (edge: PageEdge) => boolean;
}

/** Puts nodes into shapes, and edges between the same shapes into lines, denied ones apart. */
export function gather(model: PageModel, { shape, keep }: Gathering): Pick<ViewPlan, "shapes" | "lines" | "leftOut"> {
  const shapes = new Map<string, { readonly drawn: Drawn; readonly nodes: Set<number>; readonly at: number }>();
  const member = (node: number, side: Side): number => {
    const drawn = shape(node, side);
    const known = shapes.get(drawn.key) ?? { drawn, nodes: new Set(), at: shapes.size };
    known.nodes.add(node);
    shapes.set(drawn.key, known);
    return known.at;
  };
  const lines = new Map<string, { outcome: Outcome; from: number; to: number; edges: number[] }>();
  // In the order of the nodes, so that the same map gives the same drawing.
  const kept = model.edges.flatMap((edge, at) => (keep(edge) ? [{ edge, at }] : []));
  const ends = kept.flatMap(({ edge: { from, to } }) => [
    { node: from, side: "from" as const },
    { node: to, side: "to" as const },
  ]);
  for (const { node, side } of ends.toSorted((a, b) => a.node - b.node)) member(node, side);
  for (const { edge, at } of kept) {
    const [from, to] = [member(edge.from, "from"), member(edge.to, "to")];
    const id = `${String(from)} ${String(to)} ${edge.outcome}`;
    const line = lines.get(id) ?? { outcome: edge.outcome, from, to, edges: [] };
    line.edges.push(at);
    lines.set(id, line);
  }
  const list = [...shapes.values()];
  // A line from a collapsed namespace to itself tells nothing that its own drawing does not.
  const drawn = [...lines.values()].filter(({ from, to }) => from !== to || list[from]?.drawn.single === true);
  const flows = (edges: readonly number[]): number => edges.reduce((sum, at) => sum + (model.edges[at]?.flows ?? 0), 0);
  const busiest = Math.max(1, ...drawn.map(({ edges }) => flows(edges)));
  return {
    shapes: list.map(({ drawn: { key: _key, single: _single, what, ...one }, nodes }) => ({
      ...one,
      what: what(nodes.size),
      nodes: [...nodes],
    })),
    lines: drawn.map((line) => lineOf(model, line, weightOf(flows(line.edges), busiest))),
    leftOut: 0,
  };
}

/** Widths of the quietest and the busiest line. */
const [THIN, THICK] = [1.2, 7] as const;

/** By the logarithm, since traffic of a cluster spans six orders of magnitude; the exponent keeps most lines thin beside the busiest. */
const weightOf = (flows: number, busiest: number): number =>
  Math.round((THIN + (THICK - THIN) * (Math.log1p(flows) / Math.log1p(busiest)) ** 1.6) * 10) / 10;

/** Ports that stand on a line; the others are in its details. */
const MOST_PORTS = 2;

function lineOf(
  model: PageModel,
  line: Pick<PlannedLine, "outcome" | "from" | "to" | "edges">,
  weight: number,
): PlannedLine {
  const edges = line.edges.flatMap((at) => model.edges[at] ?? []);
  const ports = [...new Set(edges.toSorted((a, b) => b.flows - a.flows).map(({ port }) => port))];
  const rest = ports.length - MOST_PORTS;
  // Nearly everything is TCP: a bare number is a TCP port, as the legend says.
  const brief = ports.slice(0, MOST_PORTS).map((port) => port.replace(/^TCP (?=\d)/, ""));
  const label = `${brief.join(", ")}${rest > 0 ? ` +${String(rest)}` : ""}`;
  return { ...line, text: `${MARKS[line.outcome]}${label}`, weight };
}

/** Signs beside colour and dashes, for whoever sees neither; the legend and the details have the words. */
export const MARKS: Readonly<Record<Outcome, string>> = {
  [Outcome.Allowed]: "",
  [Outcome.Audited]: "? ",
  [Outcome.Partly]: "◐ ",
  [Outcome.Denied]: "✕ ",
};
