import ElkModule from "elkjs/lib/elk.bundled.js";
import type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api.js";
import { type Box, GroupKind, Outcome, type PageFrame, type PageLine, type PageShape, type PageView } from "./data.ts";
import { placeLabels } from "./labels.ts";
import type { PageModel } from "./model.ts";
import { shortened, textWidth } from "./text.ts";
import type { PlannedLine, PlannedShape, ViewPlan } from "./gather.ts";

/** Sizes that the page's style sheet has too. */
const NAME_SIZE = 13.5;
const WHAT_SIZE = 11.5;
const LABEL_SIZE = 11;
const NAME_LENGTH = 34;
const SHAPE_HEIGHT = 48;
const LABEL_HEIGHT = 17;

/** A label of usual length stands between two layers. */
const SPACING = {
  "elk.spacing.nodeNode": "36",
  "elk.spacing.nodeSelfLoop": "20",
  "elk.spacing.edgeNode": "20",
  "elk.spacing.edgeEdge": "16",
  "elk.layered.spacing.nodeNodeBetweenLayers": "64",
  "elk.layered.spacing.edgeNodeBetweenLayers": "16",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "10",
} as const;
/** Left to right in layers, callers before callees, lines at right angles. */
const OPTIONS = {
  ...SPACING,
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.json.edgeCoords": "ROOT",
  "elk.json.shapeCoords": "ROOT",
  "elk.padding": "[top=24,left=24,bottom=24,right=24]",
  "elk.spacing.componentComponent": "40",
  "elk.randomSeed": "1",
} as const;
const COLUMN = "elk.layered.layering.layerConstraint";
const COLUMNS = { first: { [COLUMN]: "FIRST" }, last: { [COLUMN]: "LAST" } } as const;
// Frames do not take the spacing of what they stand in.
const FRAME_OPTIONS = { ...SPACING, "elk.padding": "[top=40,left=16,bottom=16,right=16]" } as const;

/** Gives a drawing its positions. */
export async function layOut(plan: ViewPlan, model: PageModel): Promise<PageView> {
  const engine = new Elk();
  const root: ElkNode = {
    id: "root",
    layoutOptions: { ...OPTIONS, "elk.layered.nodePlacement.strategy": placement(plan) },
    children: childrenOf(plan, model),
    edges: plan.lines.map(elkEdge),
  };
  const placed = await engine.layout(root);
  const frames: PageFrame[] = [];
  const shapes: Box[] = [];
  for (const child of placed.children ?? []) {
    if (child.id.startsWith("f")) frames.push({ group: Number(child.id.slice(1)), ...box(child) });
    for (const shape of child.id.startsWith("f") ? (child.children ?? []) : [child]) {
      shapes[Number(shape.id.slice(1))] = box(shape);
    }
  }
  return {
    title: plan.title,
    infrastructure: plan.infrastructure,
    width: round(placed.width ?? 0),
    height: round(placed.height ?? 0),
    frames,
    shapes: plan.shapes.map(({ column: _column, ...shape }, at): PageShape => ({
      ...shape,
      name: shortName(shape),
      ...(shapes[at] ?? NOWHERE),
    })),
    lines: pageLines(plan.lines, placed.edges ?? [], shapes),
    leftOut: plan.leftOut,
  };
}

/** The tidier way takes seconds beyond a hundred lines. */
const placement = ({ lines }: ViewPlan): string => (lines.length <= 100 ? "NETWORK_SIMPLEX" : "BRANDES_KOEPF");

/** The library's types describe its CommonJS form, whose default export Node hands over as it is. */
const Elk = ElkModule as unknown as typeof ElkModule.default;
const NOWHERE: Box = { x: 0, y: 0, width: 0, height: 0 };

/** Shapes stand in the frame of their namespace, if the view has frames. */
function childrenOf({ framed, shapes }: ViewPlan, { groups }: PageModel): ElkNode[] {
  const frames = new Map<number, ElkNode[]>();
  const loose: ElkNode[] = [];
  shapes.forEach((shape, at) => {
    const node = {
      id: `s${String(at)}`,
      width: widthOf(shape),
      height: SHAPE_HEIGHT,
      ...(shape.column === undefined ? {} : { layoutOptions: COLUMNS[shape.column] }),
    };
    const inFrame = framed && groups[shape.group]?.kind === GroupKind.Namespace && !isCollapsed(shape, at, shapes);
    if (!inFrame) loose.push(node);
    else frames.set(shape.group, [...(frames.get(shape.group) ?? []), node]);
  });
  const boxes = [...frames].map(([group, children]) => ({
    id: `f${String(group)}`,
    layoutOptions: FRAME_OPTIONS,
    labels: [{ text: groups[group]?.label ?? "", width: textWidth(groups[group]?.label ?? "", NAME_SIZE), height: 18 }],
    children,
  }));
  return [...boxes, ...loose];
}

/** A namespace drawn as one shape needs no frame of its own. */
const isCollapsed = (shape: PlannedShape, at: number, shapes: readonly PlannedShape[]): boolean =>
  shape.opens !== undefined ||
  (shape.nodes.length > 1 && !shapes.some((other, i) => i !== at && other.group === shape.group));

const shortName = ({ name }: PlannedShape): string => shortened(name, NAME_LENGTH);

const widthOf = (shape: PlannedShape): number =>
  Math.max(96, textWidth(shortName(shape), NAME_SIZE) + 34, textWidth(shape.what, WHAT_SIZE) + 34);

function elkEdge(line: PlannedLine, at: number): ElkExtendedEdge {
  return {
    id: `e${String(at)}`,
    sources: [`s${String(line.from)}`],
    targets: [`s${String(line.to)}`],
  };
}

function pageLines(
  lines: readonly PlannedLine[],
  edges: readonly ElkExtendedEdge[],
  shapes: readonly Box[],
): PageLine[] {
  const routed = lines.map((line, at) => ({
    points: pointsOf(edges[at]),
    width: textWidth(line.text, LABEL_SIZE) + 12,
    height: LABEL_HEIGHT,
    rank: line.outcome === Outcome.Allowed ? 0 : 1,
  }));
  const labels = placeLabels(routed, shapes);
  return lines.map(({ text, ...line }, at) => ({
    ...line,
    points: routed[at]?.points ?? [],
    label: { text, ...box(labels[at] ?? NOWHERE) },
    weight: round(line.weight),
  }));
}

const pointsOf = (edge: ElkExtendedEdge | undefined): number[] =>
  (edge?.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) =>
    [startPoint, ...bendPoints, endPoint].flatMap(({ x, y }) => [round(x), round(y)]),
  );

/** A tenth of a pixel is enough, and makes the page smaller. */
const round = (value: number): number => Math.round(value * 10) / 10;

const box = ({ x = 0, y = 0, width = 0, height = 0 }: Partial<Box>): Box => ({
  x: round(x),
  y: round(y),
  width: round(width),
  height: round(height),
});
