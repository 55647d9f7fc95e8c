import { camera, canvas, applyCamera, show } from "./camera.js";
import { drawing } from "./drawing.js";

/** What stands out with whom it talks to: by its place in the drawing's lists. @typedef {{ shape: number } | { line: number }} Focus */

/** What was pressed; it stands out whenever the pointer is on nothing else. @type {Focus | undefined} */
let held;
/** Where the camera was before something was pressed, and where the press took it. @type {{ before: string, moved: string } | undefined} */
let went;

/** @param {Focus} of @returns {{ shapes: Set<number>, lines: Set<number> }} */
function nearTo(of) {
  const { view, lines } = drawing;
  const near = { shapes: new Set("shape" in of ? [of.shape] : []), lines: new Set() };
  view.lines.forEach(({ from, to }, at) => {
    if (lines[at]?.hasAttribute("hidden") !== false) return;
    if ("line" in of ? of.line !== at : from !== of.shape && to !== of.shape) return;
    near.lines.add(at);
    near.shapes.add(from).add(to);
  });
  return near;
}

/** @param {Focus | undefined} of */
function mark(of) {
  const near = of === undefined ? undefined : nearTo(of);
  canvas.querySelector("#scene")?.classList.toggle("focused", near !== undefined);
  drawing.shapes.forEach((shape, at) => shape.classList.toggle("near", near?.shapes.has(at) === true));
  drawing.lines.forEach((line, at) => line.classList.toggle("near", near?.lines.has(at) === true));
}

/** Under the pointer. @param {Focus | undefined} of */
export const hover = (of) => mark(of ?? held);

/** Pressed: it stays until it is let go, and the camera goes where all of it is seen. @param {Focus} of */
export function hold(of) {
  held = of;
  mark(of);
  const { x, y, zoom } = camera;
  const before = went?.before ?? JSON.stringify({ x, y, zoom });
  if (!isSeen(of)) show(boxRound(nearTo(of).shapes), Math.max(camera.zoom, 0.8));
  went = { before, moved: JSON.stringify(camera) };
}

/** The camera goes back, unless somebody moved it meanwhile. */
export function letGo() {
  held = undefined;
  mark(undefined);
  if (went !== undefined && went.moved === JSON.stringify(camera)) {
    Object.assign(camera, JSON.parse(went.before));
    applyCamera();
  }
  went = undefined;
}

/** @param {Iterable<number>} shapes @returns {import("../data.ts").Box} */
function boxRound(shapes) {
  const boxes = [...shapes].flatMap((at) => drawing.view.shapes[at] ?? []);
  const [left, top] = [Math.min(...boxes.map(({ x }) => x)), Math.min(...boxes.map(({ y }) => y))];
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  return { x: left - 40, y: top - 40, width: right - left + 80, height: bottom - top + 80 };
}

/** Whether all of it is in the window. @param {Focus} of */
function isSeen(of) {
  const { width, height } = canvas.getBoundingClientRect();
  const box = boxRound(nearTo(of).shapes);
  const [left, top] = [box.x * camera.zoom + camera.x, box.y * camera.zoom + camera.y];
  return left >= 0 && top >= 0 && left + box.width * camera.zoom <= width && top + box.height * camera.zoom <= height;
}
