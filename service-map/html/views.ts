import { GroupKind, Outcome, type PageEdge, type PageLine, type PageShape } from "./data.ts";
import type { PageModel } from "./model.ts";
import { count } from "./text.ts";

/** A drawing before it has positions. */
export interface ViewPlan {
  readonly title: string;
  /** Draw boxes round namespaces. */
  readonly framed: boolean;
  readonly shapes: readonly PlannedShape[];
  readonly lines: readonly PlannedLine[];
  /** Lines that were too many for a drawing. */
  readonly leftOut: number;
}

export type PlannedShape = Pick<PageShape, "name" | "what" | "group" | "nodes" | "opens">;
export type PlannedLine = Pick<PageLine, "from" | "to" | "outcome" | "edges" | "weight"> & { readonly text: string };

/**
 * Largest drawing that is still read with joy and laid out in about a second. Measured with a random graph: 40 shapes and 220
 * lines take 0.4 s and 4,800 pixels.
 */
const MOST_SHAPES = 100;
const MOST_LINES = 180;
/** Between namespaces nearly every pair may talk, and a picture of that shows nothing. */
const MOST_LINES_BETWEEN = 120;
/** Names outside that are drawn one by one; beyond, they share a shape. */
const MOST_OUTSIDE = 15;
/** Namespaces that get a drawing of their own in a large map: those with most connections. */
const MOST_DRAWINGS = 60;

/** Every workload in one drawing, and namespaces alone; a map too large for that gets a drawing for each namespace. */
export function planViews(model: PageModel): { readonly views: readonly ViewPlan[]; readonly collapsed?: string } {
  const whole = workloadsView(model);
  const spaces = model.groups.flatMap(({ kind }, at) => (kind === GroupKind.Namespace ? at : []));
  if (whole.shapes.length <= MOST_SHAPES && whole.lines.length <= MOST_LINES) {
    return {
      views: spaces.length > 1 ? [whole, trimmed(namespacesView(model, undefined), MOST_LINES_BETWEEN)] : [whole],
    };
  }
  const drawn = busiest(model, spaces);
  // The first view is the overview; each namespace's follows.
  const opens = new Map(drawn.map((group, at) => [group, at + 1]));
  const views = [namespacesView(model, opens), ...drawn.map((group) => namespaceView(model, group, opens))];
  const size = `${count(whole.shapes.length, "shape", "shapes")} and ${count(whole.lines.length, "line", "lines")}`;
  const rest = drawn.length < spaces.length ? ` The ${String(drawn.length)} busiest have a drawing of their own.` : "";
  return {
    views: views.map((view, at) => trimmed(view, at === 0 ? MOST_LINES_BETWEEN : MOST_LINES)),
    collapsed: `Drawn by namespace, because all workloads at once would be ${size}. Open a namespace to see its workloads, or use the table, which has everything.${rest}`,
  };
}

/** In the order of the groups. */
function busiest({ nodes, edges }: PageModel, spaces: readonly number[]): number[] {
  const ends = new Map<number, number>();
  for (const { from, to } of edges) {
    for (const group of new Set([nodes[from]?.group ?? -1, nodes[to]?.group ?? -1])) {
      ends.set(group, (ends.get(group) ?? 0) + 1);
    }
  }
  const sorted = spaces.toSorted((a, b) => (ends.get(b) ?? 0) - (ends.get(a) ?? 0) || a - b);
  return sorted.slice(0, MOST_DRAWINGS).toSorted((a, b) => a - b);
}

const rank = ({ outcome, weight }: PlannedLine): number => (outcome === Outcome.Allowed ? 0 : 100) + weight;

/** Keeps what was denied and what is busiest, in the order in which the lines stood. */
function trimmed(view: ViewPlan, most: number): ViewPlan {
  const { lines } = view;
  if (lines.length <= most) return view;
  const kept = new Set(lines.toSorted((a, b) => rank(b) - rank(a)).slice(0, most));
  return { ...view, lines: lines.filter((line) => kept.has(line)), leftOut: lines.length - most };
}

function workloadsView(model: PageModel): ViewPlan {
  const outside = model.nodes.filter(({ group }) => model.groups[group]?.kind === GroupKind.World).length;
  const together = outside > MOST_OUTSIDE;
  const key = (node: number): string => {
    const group = model.nodes[node]?.group ?? 0;
    return together && model.groups[group]?.kind === GroupKind.World ? groupShape(group) : nodeShape(node);
  };
  return { title: "Workloads", framed: true, ...gather(model, key) };
}

function namespacesView(model: PageModel, opens: ReadonlyMap<number, number> | undefined): ViewPlan {
  const key = (node: number): string => {
    const group = model.nodes[node]?.group ?? 0;
    return model.groups[group]?.kind === GroupKind.Reserved ? nodeShape(node) : groupShape(group);
  };
  return { title: "Namespaces", framed: false, ...gather(model, key, { opens }) };
}

/** Workloads of one namespace, and whom they talk to by namespace. */
function namespaceView(model: PageModel, group: number, opens: ReadonlyMap<number, number>): ViewPlan {
  const inside = (node: number): boolean => model.nodes[node]?.group === group;
  const own = model.nodes.flatMap((_, node) => (inside(node) ? node : []));
  const title = model.groups[group]?.label ?? "";
  // A namespace with more workloads than can be drawn stays one shape.
  const key = (node: number): string => {
    const of = model.nodes[node]?.group ?? 0;
    const single = of === group ? own.length <= MOST_SHAPES : model.groups[of]?.kind === GroupKind.Reserved;
    return single ? nodeShape(node) : groupShape(of);
  };
  const keep = ({ from, to }: PageEdge): boolean => inside(from) || inside(to);
  return { title, framed: true, ...gather(model, key, { opens, keep, without: group }) };
}

const nodeShape = (node: number): string => `n${String(node)}`;
const groupShape = (group: number): string => `g${String(group)}`;

interface GatherOptions {
  /** Views that groups open. */
  readonly opens?: ReadonlyMap<number, number> | undefined;
  readonly keep?: (edge: PageEdge) => boolean;
  /** Group whose view this is. */
  readonly without?: number;
}

/** Puts nodes into shapes by key, and edges between the same shapes into lines, denied ones apart. */
function gather(model: PageModel, key: (node: number) => string, options: GatherOptions = {}) {
  const { keep = () => true, opens, without } = options;
  const members = new Map<string, number[]>();
  const lines = new Map<string, { outcome: Outcome; from: string; to: string; edges: number[] }>();
  const member = (node: number): string => {
    const at = key(node);
    const nodes = members.get(at) ?? [];
    if (!nodes.includes(node)) nodes.push(node);
    members.set(at, nodes);
    return at;
  };
  const kept = model.edges.flatMap((edge, at) => (keep(edge) ? [{ edge, at }] : []));
  if (keep === options.keep) for (const { edge } of kept) [edge.from, edge.to].forEach(member);
  else model.nodes.forEach((_, node) => member(node));
  for (const { edge, at } of kept) {
    const [from, to] = [key(edge.from), key(edge.to)];
    const id = `${from} ${to} ${edge.outcome}`;
    const line = lines.get(id) ?? { outcome: edge.outcome, from, to, edges: [] };
    line.edges.push(at);
    lines.set(id, line);
  }
  const keys = [...members.keys()];
  const shapes = [...members].map(([at, nodes]) => shapeOf(model, at, nodes, opens, without));
  const index = new Map(keys.map((at, position) => [at, position]));
  // A line from a collapsed namespace to itself tells nothing that its own drawing does not.
  const drawn = [...lines.values()].filter(({ from, to }) => from !== to || from.startsWith("n"));
  return { shapes, lines: drawn.map((line) => lineOf(model, line, index)), leftOut: 0 };
}

function shapeOf(
  model: PageModel,
  key: string,
  nodes: readonly number[],
  opens: ReadonlyMap<number, number> | undefined,
  without: number | undefined,
): PlannedShape {
  const at = Number(key.slice(1));
  if (key.startsWith("n")) {
    const node = model.nodes[at];
    return { name: node?.name ?? "", what: node?.what ?? "", group: node?.group ?? 0, nodes };
  }
  const group = model.groups[at];
  const what =
    group?.kind === GroupKind.World
      ? count(nodes.length, "name", "names")
      : count(nodes.length, "workload", "workloads");
  const view = at === without ? undefined : opens?.get(at);
  return { name: group?.label ?? "", what, group: at, nodes, ...(view === undefined ? {} : { opens: view }) };
}

/** Ports that stand on a line; the others are in its details. */
const MOST_PORTS = 2;

function lineOf(
  model: PageModel,
  line: { readonly outcome: Outcome; readonly from: string; readonly to: string; readonly edges: readonly number[] },
  index: ReadonlyMap<string, number>,
): PlannedLine {
  const edges = line.edges.flatMap((at) => model.edges[at] ?? []);
  const ports = [...new Set(edges.toSorted((a, b) => b.flows - a.flows).map(({ port }) => port))];
  const rest = ports.length - MOST_PORTS;
  // Nearly everything is TCP: a bare number is a TCP port, as the legend says.
  const brief = ports.slice(0, MOST_PORTS).map((port) => port.replace(/^TCP (?=\d)/, ""));
  const label = `${brief.join(", ")}${rest > 0 ? ` +${String(rest)}` : ""}`;
  const flows = edges.reduce((sum, edge) => sum + edge.flows, 0);
  return {
    outcome: line.outcome,
    from: index.get(line.from) ?? 0,
    to: index.get(line.to) ?? 0,
    edges: line.edges,
    text: `${MARKS[line.outcome]}${label}`,
    weight: Math.min(3.2, 1.3 + Math.log10(Math.max(1, flows)) * 0.35),
  };
}

/** Signs beside colour and dashes, for whoever sees neither; the legend and the details have the words. */
export const MARKS: Readonly<Record<Outcome, string>> = {
  [Outcome.Allowed]: "",
  [Outcome.Audited]: "? ",
  [Outcome.Partly]: "◐ ",
  [Outcome.Denied]: "✕ ",
};
