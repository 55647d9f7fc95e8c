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
  canvas.addEventListener("pointerdown", ({ pointerId, clientX, clientY }) => {
    fingers.set(pointerId, [clientX, clientY]);
    if (fingers.size === 1) moved = false;
  });
  canvas.addEventListener("pointermove", drag);
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
    canvas.addEventListener(end, (event) => {
      fingers.delete(/** @type {PointerEvent} */ (event).pointerId);
      canvas.classList.toggle("held", false);
    });
  }
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "0") showAll();
    else if (!moveByKey(event)) return;
    event.preventDefault();
  });
}

/** Where each finger, or the mouse, is held down. @type {Map<number, [number, number]>} */
const fingers = new Map();
let moved = false;

/** One finger moves the drawing, two zoom it about their middle. @param {PointerEvent} event */
function drag({ pointerId, clientX, clientY }) {
  const last = fingers.get(pointerId);
  if (last === undefined) return;
  const [dx, dy] = [clientX - last[0], clientY - last[1]];
  // A click may tremble.
  if (!moved && Math.hypot(dx, dy) < 4) return;
  if (!moved) canvas.setPointerCapture(pointerId);
  moved = true;
  canvas.classList.add("held");
  fingers.set(pointerId, [clientX, clientY]);
  const other = [...fingers].find(([id]) => id !== pointerId)?.[1];
  if (other === undefined) {
    camera.x += dx;
    camera.y += dy;
    applyCamera();
    return;
  }
  const { left, top } = canvas.getBoundingClientRect();
  const [before, now] = [
    Math.hypot(last[0] - other[0], last[1] - other[1]),
    Math.hypot(clientX - other[0], clientY - other[1]),
  ];
  if (before > 0) zoomAt(now / before, (clientX + other[0]) / 2 - left, (clientY + other[1]) / 2 - top);
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
