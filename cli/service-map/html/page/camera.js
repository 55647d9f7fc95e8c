import { byId } from "./dom.js";

/** What part of the drawing is seen. `zoom` is CSS pixels for one of the drawing. */
export const camera = { x: 0, y: 0, zoom: 1 };
export const canvas = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (byId("map")));
const LEAST_ZOOM = 0.05;
const MOST_ZOOM = 4;

export function applyCamera() {
  const scene = canvas.querySelector("#scene");
  scene?.setAttribute("transform", `translate(${camera.x} ${camera.y}) scale(${camera.zoom})`);
}

/** Zooms about a point of the window. @param {number} factor @param {number} x @param {number} y */
function zoomAt(factor, x, y) {
  const zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, camera.zoom * factor));
  const real = zoom / camera.zoom;
  camera.x = x - (x - camera.x) * real;
  camera.y = y - (y - camera.y) * real;
  camera.zoom = zoom;
  applyCamera();
}

/** @param {number} factor */
export function zoomBy(factor) {
  const { width, height } = canvas.getBoundingClientRect();
  zoomAt(factor, width / 2, height / 2);
}

/** Shows a box of the drawing, in the middle, no larger than it is. @param {import("../data.ts").Box} box @param {number} [most] */
export function show(box, most = 1.25) {
  const { width, height } = canvas.getBoundingClientRect();
  const room = 24;
  // The legend and the buttons lie over the lower edge.
  const below = 56;
  const fits = Math.min((width - 2 * room) / box.width, (height - 2 * room - below) / box.height);
  camera.zoom = Math.min(most, Math.max(LEAST_ZOOM, fits));
  camera.x = width / 2 - (box.x + box.width / 2) * camera.zoom;
  camera.y = (height - below) / 2 - (box.y + box.height / 2) * camera.zoom;
  applyCamera();
}

/** @param {() => void} showAll what the key 0 does */
export function setUpCamera(showAll) {
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const { left, top } = canvas.getBoundingClientRect();
      zoomAt(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), event.clientX - left, event.clientY - top);
    },
    { passive: false },
  );
  /** @type {{ x: number, y: number, moved: boolean } | undefined} */
  let held;
  canvas.addEventListener("pointerdown", (event) => {
    held = { x: event.clientX, y: event.clientY, moved: false };
  });
  canvas.addEventListener("pointermove", (event) => {
    if (held === undefined) return;
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    // A click may tremble.
    if (!held.moved && Math.hypot(dx, dy) < 4) return;
    if (!held.moved) canvas.setPointerCapture(event.pointerId);
    held = { x: event.clientX, y: event.clientY, moved: true };
    canvas.classList.add("held");
    camera.x += dx;
    camera.y += dy;
    applyCamera();
  });
  const release = () => {
    held = undefined;
    canvas.classList.remove("held");
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "0") showAll();
    else if (!moveByKey(event)) return;
    event.preventDefault();
  });
}

/** @type {Record<string, [number, number]>} */
const STEPS = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };

/** @param {KeyboardEvent} event @returns {boolean} whether the key means something here */
function moveByKey({ key }) {
  const step = STEPS[key];
  if (step !== undefined) {
    camera.x += step[0];
    camera.y += step[1];
    applyCamera();
  } else if (key === "+" || key === "=") zoomBy(1.25);
  else if (key === "-") zoomBy(0.8);
  else return false;
  return true;
}
