import type { Box } from "./data.ts";

/** A line that wants a label, its way already fixed. */
export interface Labelled {
  readonly points: readonly number[];
  readonly width: number;
  readonly height: number;
  /** Labels of higher rank choose their places first. */
  readonly rank: number;
}

/** What a place costs for each thing that the label would cover, in units of a pixel away from the line's middle. */
const OVER_LABEL = 5000;
const OVER_SHAPE = 3000;
const OVER_LINE = 120;
/** A label across an upright stretch hides what is beside it. */
const UPRIGHT = 150;

interface Segment {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/**
 * Puts each label on its own line where it covers least. The layout library would give labels columns of their own, which makes
 * a drawing half as wide again.
 */
export function placeLabels(lines: readonly Labelled[], shapes: readonly Box[]): Box[] {
  const ways = lines.map(({ points }) => segmentsOf(points));
  const placed: (Box | undefined)[] = lines.map(() => undefined);
  const order = lines.map((_, at) => at).toSorted((a, b) => (lines[b]?.rank ?? 0) - (lines[a]?.rank ?? 0) || a - b);
  for (const at of order) {
    const line = lines[at];
    if (line === undefined) continue;
    const others = ways.flatMap((way, i) => (i === at ? [] : way));
    let best: { box: Box; cost: number } | undefined;
    for (const { box, cost } of candidates(ways[at] ?? [], line)) {
      if (best !== undefined && cost >= best.cost) continue;
      const total = cost + covered(box, placed, shapes, others);
      if (best === undefined || total < best.cost) best = { box, cost: total };
    }
    placed[at] = best?.box;
  }
  return placed.map((box, at) => box ?? { x: 0, y: 0, width: lines[at]?.width ?? 0, height: lines[at]?.height ?? 0 });
}

function segmentsOf(points: readonly number[]): Segment[] {
  const segments: Segment[] = [];
  for (let at = 0; at + 3 < points.length; at += 2) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = points.slice(at, at + 4);
    segments.push({ x1, y1, x2, y2 });
  }
  return segments;
}

/** Fractions of a stretch where a label may stand, its middle first. */
const PLACES = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9];

/** Places on the line with what they cost by themselves. */
function candidates(way: readonly Segment[], { width, height }: Labelled): { box: Box; cost: number }[] {
  const length = (segment: Segment): number => Math.abs(segment.x2 - segment.x1) + Math.abs(segment.y2 - segment.y1);
  const whole = way.reduce((sum, segment) => sum + length(segment), 0);
  let before = 0;
  return way.flatMap((segment) => {
    const upright = segment.x1 === segment.x2;
    const room = length(segment) - (upright ? height : width);
    const start = before;
    before += length(segment);
    return PLACES.map((place) => {
      const [x, y] = [segment.x1 + (segment.x2 - segment.x1) * place, segment.y1 + (segment.y2 - segment.y1) * place];
      const away = Math.abs(start + length(segment) * place - whole / 2);
      // A stretch shorter than its label is the last resort; the label then covers a bend or an end.
      const short = room < 8 ? 400 - room * 4 : 0;
      const box = { x: x - width / 2, y: y - height / 2, width, height };
      return { box, cost: Math.min(away, 400) * 0.5 + short + (upright ? UPRIGHT : 0) };
    });
  });
}

function covered(
  box: Box,
  labels: readonly (Box | undefined)[],
  shapes: readonly Box[],
  others: readonly Segment[],
): number {
  let cost = 0;
  for (const label of labels) if (label !== undefined && overlap(box, label, 3)) cost += OVER_LABEL;
  for (const shape of shapes) if (overlap(box, shape, 4)) cost += OVER_SHAPE;
  for (const segment of others) if (crosses(box, segment)) cost += OVER_LINE;
  return cost;
}

const overlap = (a: Box, b: Box, gap: number): boolean =>
  a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap && b.y < a.y + a.height + gap;

const crosses = (box: Box, { x1, y1, x2, y2 }: Segment): boolean =>
  Math.min(x1, x2) < box.x + box.width &&
  Math.max(x1, x2) > box.x &&
  Math.min(y1, y2) < box.y + box.height &&
  Math.max(y1, y2) > box.y;
