import { canvas, show } from "./camera.js";
import { data, OUTCOME_WORDS, pressable, svg } from "./dom.js";

/** @typedef {import("../data.ts").PageView} PageView */

/** Which drawing is shown, and its elements in the order of its lists. */
export const drawing = {
  /** @type {PageView} */
  view: /** @type {PageView} */ (data.views[0]),
  /** @type {SVGGElement[]} */
  shapes: [],
  /** @type {SVGGElement[]} */
  lines: [],
  /** @type {SVGGElement[]} */
  frames: [],
};

/** What a press on an element of the drawing does, by its place in the list. @typedef {(at: number) => void} Press */

/** @typedef {import("./focus.js").Focus} Hovered */

/** @param {number} at @param {{ shape: Press, line: Press, hover: (of: Hovered | undefined) => void }} press */
export function draw(at, press) {
  const view = data.views[at];
  if (view === undefined) return;
  drawing.view = view;
  drawing.frames = view.frames.map(drawFrame);
  drawing.lines = view.lines.map((line, place) => drawLine(line, () => press.line(place)));
  drawing.shapes = view.shapes.map((shape, place) => drawShape(shape, () => press.shape(place)));
  const scene = svg("g", { id: "scene" }, ...drawing.frames, ...drawing.lines, ...drawing.shapes);
  canvas.replaceChildren(scene);
  /** @param {SVGGElement} node @param {Hovered} of */
  const follow = (node, of) => {
    node.addEventListener("pointerenter", () => press.hover(of));
    node.addEventListener("pointerleave", () => press.hover(undefined));
  };
  drawing.shapes.forEach((node, shape) => follow(node, { shape }));
  drawing.lines.forEach((node, line) => follow(node, { line }));
}

/** Everything that the filters leave, as large as the window takes. */
export function showAll() {
  const { view, shapes, lines } = drawing;
  const seen = view.shapes.filter((_, at) => shapes[at]?.hasAttribute("hidden") === false);
  if (seen.length === 0 || seen.length === view.shapes.length) {
    show({ x: 0, y: 0, width: view.width, height: view.height });
    return;
  }
  const points = view.lines.flatMap((line, at) => (lines[at]?.hasAttribute("hidden") === false ? line.points : []));
  const xs = [...seen.flatMap(({ x, width }) => [x, x + width]), ...points.filter((_, at) => at % 2 === 0)];
  const ys = [...seen.flatMap(({ y, height }) => [y, y + height]), ...points.filter((_, at) => at % 2 === 1)];
  const [left, top] = [Math.min(...xs) - EDGE, Math.min(...ys) - EDGE];
  show({ x: left, y: top, width: Math.max(...xs) + EDGE - left, height: Math.max(...ys) + EDGE - top });
}

/** Room for the frame round what is seen. */
const EDGE = 44;

/** @param {import("../data.ts").PageFrame} frame */
function drawFrame({ x, y, width, height, group }) {
  const { label = "", hue = 0 } = data.groups[group] ?? {};
  return svg(
    "g",
    { class: "frame" },
    svg("rect", { x, y, width, height, rx: 12 }),
    svg("text", { class: `hue-${hue}`, x: x + 18, y: y + 26 }, label),
  );
}

/** @param {import("../data.ts").PageShape} shape @param {() => void} press */
function drawShape(shape, press) {
  const { x, y, width, height, name, what } = shape;
  const { kind = "namespace", hue = 0, label = "" } = data.groups[shape.group] ?? {};
  const rx = kind === "world" ? height / 2 : 8;
  const node = svg("g", { class: `shape ${kind}`, transform: `translate(${x} ${y})` });
  const several = shape.nodes.length > 1;
  if (several) node.append(svg("rect", { class: "body", x: 5, y: 5, width, height, rx }));
  node.append(svg("rect", { class: "body", width, height, rx }));
  if (kind === "namespace") {
    node.append(svg("rect", { class: `mark hue-${hue}`, x: 8, y: 11, width: 4, height: height - 22, rx: 2 }));
  }
  // The space keeps the two texts apart for whoever hears them.
  node.append(
    svg("text", { class: "name", x: 20, y: 21 }, name),
    " ",
    svg("text", { class: "what", x: 20, y: 37 }, what),
  );
  const where = several || kind === "world" ? "" : `, ${label}`;
  node.setAttribute("aria-label", `${name} ${what}${where}`);
  pressable(node, press);
  return node;
}

/** @param {import("../data.ts").PageLine} line @param {() => void} press */
function drawLine(line, press) {
  const { points, label, outcome } = line;
  const path = rounded(points);
  const changed = line.edges.some((at) => data.edges[at]?.change !== undefined);
  const node = svg("g", { class: `line ${outcome}${changed ? " changed" : ""}` });
  node.append(
    svg("path", { class: "stroke", d: path, "stroke-width": line.weight }),
    svg("path", { class: "head", d: arrow(points, line.weight) }),
    svg("path", { class: "reach", d: path }),
    svg("rect", { class: "plate", x: label.x, y: label.y, width: label.width, height: label.height, rx: 8 }),
    svg("text", { x: label.x + label.width / 2, y: label.y + 12.5, "text-anchor": "middle" }, label.text),
  );
  const [from, to] = [drawing.view.shapes[line.from]?.name ?? "", drawing.view.shapes[line.to]?.name ?? ""];
  node.setAttribute(
    "aria-label",
    `${from} to ${to}, ${label.text}, ${OUTCOME_WORDS[outcome]}${changed ? ", changed" : ""}`,
  );
  pressable(node, press);
  return node;
}

const ARROW = 9;

/** Path through points at right angles, with round corners; it ends where the arrow's head begins. @param {readonly number[]} points */
function rounded(points) {
  const corner = 9;
  let path = "";
  for (let at = 0; at < points.length; at += 2) {
    const [x, y] = [points[at] ?? 0, points[at + 1] ?? 0];
    const [nextX, nextY] = [points[at + 2], points[at + 3]];
    if (at === 0) path = `M${x} ${y}`;
    else if (nextX === undefined || nextY === undefined) {
      const [dx, dy] = unit(x - (points[at - 2] ?? 0), y - (points[at - 1] ?? 0));
      path += `L${x - dx * (ARROW - 2)} ${y - dy * (ARROW - 2)}`;
    } else {
      const [lastX, lastY] = [points[at - 2] ?? 0, points[at - 1] ?? 0];
      const room = Math.min(corner, Math.hypot(x - lastX, y - lastY) / 2, Math.hypot(nextX - x, nextY - y) / 2);
      const [ax, ay] = unit(x - lastX, y - lastY);
      const [bx, by] = unit(nextX - x, nextY - y);
      path += `L${x - ax * room} ${y - ay * room}Q${x} ${y} ${x + bx * room} ${y + by * room}`;
    }
  }
  return path;
}

/** Head at the end of a line. @param {readonly number[]} points @param {number} weight */
function arrow(points, weight) {
  const end = points.length;
  const [x, y] = [points[end - 2] ?? 0, points[end - 1] ?? 0];
  const [dx, dy] = unit(x - (points[end - 4] ?? 0), y - (points[end - 3] ?? 0));
  const half = 3.5 + weight / 2;
  const [backX, backY] = [x - dx * ARROW, y - dy * ARROW];
  return `M${x} ${y}L${backX - dy * half} ${backY + dx * half}L${backX + dy * half} ${backY - dx * half}Z`;
}

/** @param {number} x @param {number} y @returns {[number, number]} */
function unit(x, y) {
  const length = Math.hypot(x, y);
  return length === 0 ? [1, 0] : [x / length, y / length];
}
