import { GroupKind, Outcome, type PageEdge } from "./data.ts";
import { type Drawn, type PlannedLine, type Shaping, type ViewPlan, gather } from "./gather.ts";
import type { PageModel } from "./model.ts";
import { type OutsideShape, type Side, drawOutside, everybody } from "./outside.ts";
import { count } from "./text.ts";

/**
 * Largest drawing that is still read with joy and laid out in about a second. Measured with a random graph: 40 shapes and 220
 * lines take 0.4 s and 4,800 pixels.
 */
const MOST_SHAPES = 100;
const MOST_LINES = 180;
/** Between namespaces nearly every pair may talk, and a picture of that shows nothing. */
const MOST_LINES_BETWEEN = 120;
/** Namespaces that get a drawing of their own in a large map: those with most connections. */
const MOST_DRAWINGS = 60;

export interface PlannedViews {
  readonly views: readonly ViewPlan[];
  /** Why namespaces are drawn and not all workloads. */
  readonly collapsed?: string;
}

/** Drawings without the infrastructure and with it; one kind alone where the map has no other. */
export function planViews(model: PageModel): PlannedViews {
  if (model.infrastructure === undefined)
    return planKind(model, { infrastructure: true, first: 0, most: MOST_DRAWINGS });
  const most = MOST_DRAWINGS / 2;
  const without = planKind(model, { infrastructure: false, first: 0, most });
  const all = planKind(model, { infrastructure: true, first: without.views.length, most });
  const collapsed = without.collapsed ?? all.collapsed;
  return { views: [...without.views, ...all.views], ...(collapsed === undefined ? {} : { collapsed }) };
}

interface Kind {
  readonly infrastructure: boolean;
  /** Number of its first view. */
  readonly first: number;
  /** Namespaces that get a drawing of their own. */
  readonly most: number;
}

/** Every workload in one drawing, and namespaces alone; a map too large for that gets a drawing for each namespace. */
function planKind(model: PageModel, kind: Kind): PlannedViews {
  const whole = workloadsView(model, kind);
  const spaces = model.groups.flatMap((group, at) => (group.kind === GroupKind.Namespace ? at : []));
  if (whole.shapes.length <= MOST_SHAPES && whole.lines.length <= MOST_LINES) {
    return {
      views: spaces.length > 1 ? [whole, trimmed(namespacesView(model, kind, undefined), MOST_LINES_BETWEEN)] : [whole],
    };
  }
  const drawn = busiest(model, spaces, kind);
  // The first view is the overview; each namespace's follows.
  const opens = new Map(drawn.map((group, at) => [group, kind.first + at + 1]));
  const views = [namespacesView(model, kind, opens), ...drawn.map((group) => namespaceView(model, group, kind, opens))];
  const size = `${count(whole.shapes.length, "shape", "shapes")} and ${count(whole.lines.length, "line", "lines")}`;
  const rest = drawn.length < spaces.length ? ` The ${String(drawn.length)} busiest have a drawing of their own.` : "";
  return {
    views: views.map((view, at) => trimmed(view, at === 0 ? MOST_LINES_BETWEEN : MOST_LINES)),
    collapsed: `Drawn by namespace, because all workloads at once would be ${size}. Open a namespace to see its workloads, or use the table, which has everything.${rest}`,
  };
}

/** In the order of the groups. */
function busiest({ nodes, edges }: PageModel, spaces: readonly number[], { most }: Kind): number[] {
  const ends = new Map<number, number>();
  for (const { from, to } of edges) {
    for (const group of new Set([nodes[from]?.group ?? -1, nodes[to]?.group ?? -1])) {
      ends.set(group, (ends.get(group) ?? 0) + 1);
    }
  }
  const sorted = spaces.toSorted((a, b) => (ends.get(b) ?? 0) - (ends.get(a) ?? 0) || a - b);
  return sorted.slice(0, most).toSorted((a, b) => a - b);
}

const rank = ({ outcome, weight }: PlannedLine): number => (outcome === Outcome.Allowed ? 0 : 100) + weight;

/** Keeps what was denied and what is busiest, in the order in which the lines stood. */
function trimmed(view: ViewPlan, most: number): ViewPlan {
  const { lines } = view;
  if (lines.length <= most) return view;
  const kept = new Set(lines.toSorted((a, b) => rank(b) - rank(a)).slice(0, most));
  return { ...view, lines: lines.filter((line) => kept.has(line)), leftOut: lines.length - most };
}

const shownIn = ({ infrastructure }: Kind, edge: PageEdge): boolean => infrastructure || edge.infrastructure !== true;

function workloadsView(model: PageModel, kind: Kind): ViewPlan {
  const keep = (edge: PageEdge): boolean => shownIn(kind, edge);
  const outside = drawOutside(model, model.edges.filter(keep));
  const shape: Shaping = (node, side) =>
    isOutside(model, node) ? outsideShape(model, node, side, outside(node, side)) : nodeShape(model, node);
  return { title: "Workloads", framed: true, infrastructure: kind.infrastructure, ...gather(model, { shape, keep }) };
}

function namespacesView(model: PageModel, kind: Kind, opens: ReadonlyMap<number, number> | undefined): ViewPlan {
  const shape: Shaping = (node, side) => {
    if (isOutside(model, node)) return outsideShape(model, node, side, everybody(side));
    return groupOf(model, node)?.kind === GroupKind.Reserved ? nodeShape(model, node) : groupShape(model, node, opens);
  };
  const keep = (edge: PageEdge): boolean => shownIn(kind, edge);
  return { title: "Namespaces", framed: false, infrastructure: kind.infrastructure, ...gather(model, { shape, keep }) };
}

/** Workloads of one namespace, and whom they talk to by namespace. */
function namespaceView(model: PageModel, group: number, kind: Kind, opens: ReadonlyMap<number, number>): ViewPlan {
  const inside = (node: number): boolean => model.nodes[node]?.group === group;
  const keep = (edge: PageEdge): boolean => shownIn(kind, edge) && (inside(edge.from) || inside(edge.to));
  const own = model.nodes.filter((node) => node.group === group).length;
  const others = new Map([...opens].filter(([at]) => at !== group));
  const outside = drawOutside(model, model.edges.filter(keep));
  // A namespace with more workloads than can be drawn stays one shape.
  const shape: Shaping = (node, side) => {
    if (isOutside(model, node)) return outsideShape(model, node, side, outside(node, side));
    const single = inside(node) ? own <= MOST_SHAPES : groupOf(model, node)?.kind === GroupKind.Reserved;
    return single ? nodeShape(model, node) : groupShape(model, node, others);
  };
  const title = model.groups[group]?.label ?? "";
  return { title, framed: true, infrastructure: kind.infrastructure, ...gather(model, { shape, keep }) };
}

const groupOf = ({ nodes, groups }: PageModel, node: number) => groups[nodes[node]?.group ?? 0];
const isOutside = (model: PageModel, node: number): boolean => groupOf(model, node)?.kind === GroupKind.World;

const nodeShape = ({ nodes }: PageModel, node: number): Drawn => {
  const { name = "", what = "", group = 0 } = nodes[node] ?? {};
  return { key: `n${String(node)}`, name, what: () => what, group, single: true };
};

function groupShape({ nodes, groups }: PageModel, node: number, opens: ReadonlyMap<number, number> | undefined): Drawn {
  const group = nodes[node]?.group ?? 0;
  const view = opens?.get(group);
  return {
    key: `g${String(group)}`,
    name: groups[group]?.label ?? "",
    what: (size) => count(size, "workload", "workloads"),
    group,
    single: false,
    ...(view === undefined ? {} : { opens: view }),
  };
}

const outsideShape = ({ nodes }: PageModel, node: number, side: Side, shape: OutsideShape): Drawn => ({
  ...shape,
  group: nodes[node]?.group ?? 0,
  single: false,
  column: side === "from" ? "first" : "last",
});
