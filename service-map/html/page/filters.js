import { show } from "./camera.js";
import { byId, data, html, OUTCOME_WORDS } from "./dom.js";
import { drawing } from "./drawing.js";
import { fillTable } from "./table.js";
import { edgeFound, edgeWanted, groupWanted, listedEdges, nodeFound, wanted } from "./wanted.js";

let heard = () => {};

/** Hides and dims what the filters say, in the drawing and the table. */
export function applyFilters() {
  const { view, shapes, lines, frames } = drawing;
  const unfiltered = wanted.outcomes.size === 4;
  /** @type {Set<number>} */
  const touched = new Set();
  view.lines.forEach((line, at) => {
    const seen = line.edges.some(edgeWanted);
    lines[at]?.toggleAttribute("hidden", !seen);
    lines[at]?.classList.toggle("dim", wanted.search !== "" && !line.edges.some(edgeFound));
    if (seen) touched.add(line.from).add(line.to);
  });
  /** @type {Set<number>} */
  const framed = new Set();
  view.shapes.forEach((shape, at) => {
    const seen = touched.has(at) || (unfiltered && shape.nodes.some(groupWanted));
    const found = wanted.search !== "" && shape.nodes.some(nodeFound);
    shapes[at]?.toggleAttribute("hidden", !seen);
    shapes[at]?.classList.toggle("found", found);
    shapes[at]?.classList.toggle("dim", wanted.search !== "" && !found && !nextToFound(at));
    if (seen) framed.add(shape.group);
  });
  view.frames.forEach((frame, at) => frames[at]?.toggleAttribute("hidden", !framed.has(frame.group)));
  byId("nothing").hidden = framed.size > 0;
  fillTable();
  sayCounts();
  heard();
}

/** @param {number} at */
function nextToFound(at) {
  return drawing.view.lines.some((line) => (line.from === at || line.to === at) && line.edges.some(edgeFound));
}

function sayCounts() {
  const shown = listedEdges().length;
  const all = data.edges.length;
  byId("shown").textContent = shown === all ? "" : `, ${shown} of ${all} connections shown`;
}

/** The first match in the middle of the window. */
function goToFound() {
  const at = drawing.view.shapes.findIndex(
    (shape, i) => shape.nodes.some(nodeFound) && drawing.shapes[i]?.hasAttribute("hidden") === false,
  );
  const shape = drawing.view.shapes[at];
  if (shape === undefined) return;
  show({ x: shape.x - 200, y: shape.y - 150, width: shape.width + 400, height: shape.height + 300 });
  drawing.shapes[at]?.focus();
}

/** Check boxes follow what is wanted. */
export function showWanted() {
  const boxes = [...byId("groups").querySelectorAll("input")];
  boxes.forEach((box, at) => (box.checked = wanted.groups.has(at)));
  const outcomes = [...byId("outcomes").querySelectorAll("input")];
  Object.keys(OUTCOME_WORDS).forEach((outcome, at) => {
    const box = outcomes[at];
    if (box !== undefined) box.checked = wanted.outcomes.has(outcome);
  });
  const neighbours = /** @type {HTMLInputElement} */ (byId("neighbours"));
  neighbours.checked = wanted.neighbours;
  sayChoices();
}

/** @param {() => void} changed */
export function setUpFilters(changed) {
  heard = changed;
  const search = /** @type {HTMLInputElement} */ (byId("search"));
  search.addEventListener("input", () => {
    wanted.search = search.value.trim().toLowerCase();
    applyFilters();
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && wanted.search !== "") goToFound();
  });
  const groups = byId("groups");
  data.groups.forEach(({ label, hue }, at) => {
    groups.append(choice(label, wanted.groups, at, html("span", { class: `dot hue-${hue}` })));
  });
  const outcomes = byId("outcomes");
  for (const [outcome, text] of Object.entries(OUTCOME_WORDS)) outcomes.append(choice(text, wanted.outcomes, outcome));
  const neighbours = /** @type {HTMLInputElement} */ (byId("neighbours"));
  neighbours.addEventListener("change", () => {
    wanted.neighbours = neighbours.checked;
    applyFilters();
  });
  byId("all-groups").addEventListener("click", () => setGroups(true));
  byId("no-groups").addEventListener("click", () => setGroups(false));
  sayChoices();
}

/**
 * A check box that keeps a set.
 * @template T
 * @param {string} text
 * @param {Set<T>} set
 * @param {T} value
 * @param {Node[]} before
 */
function choice(text, set, value, ...before) {
  const box = html("input", { type: "checkbox" });
  box.checked = true;
  box.addEventListener("change", () => {
    if (box.checked) set.add(value);
    else set.delete(value);
    sayChoices();
    applyFilters();
  });
  return html("label", {}, box, ...before, html("span", {}, text));
}

/** @param {boolean} on */
function setGroups(on) {
  for (const box of byId("groups").querySelectorAll("input")) box.checked = on;
  data.groups.forEach((_, at) => (on ? wanted.groups.add(at) : wanted.groups.delete(at)));
  sayChoices();
  applyFilters();
}

function sayChoices() {
  byId("groups-chosen").textContent = howMany(wanted.groups.size, data.groups.length);
  byId("outcomes-chosen").textContent = howMany(wanted.outcomes.size, 4);
}

/** @param {number} size @param {number} all */
const howMany = (size, all) => (size === all ? "all" : `${size} of ${all}`);
