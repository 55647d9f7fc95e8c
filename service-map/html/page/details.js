import { badge, button, byId, data, html, nameOf, pathOf } from "./dom.js";
import { drawing } from "./drawing.js";
import { hold, letGo } from "./focus.js";
import { sortedEdges } from "./order.js";
import { edgeWanted } from "./wanted.js";

/** @typedef {import("../data.ts").PageEdge} PageEdge */

/** What opens another drawing; set by the page. */
/** @type {{ openView: (view: number) => void, shown: (node: number | undefined) => void }} */
export const ways = { openView: () => {}, shown: () => {} };

/** Element that was pressed last: focus goes back to it. @type {{ focus(): void, classList: DOMTokenList } | undefined} */
let chosen;

/** @param {{ focus(): void, classList: DOMTokenList } | undefined} element */
export function choose(element) {
  chosen?.classList.remove("chosen");
  chosen = element;
  chosen?.classList.add("chosen");
}

/** @param {string} heading @param {(Node | string)[]} content */
function openDetails(heading, ...content) {
  const panel = byId("details");
  const title = html("h2", { tabindex: -1 }, heading);
  const close = button("✕", closeDetails, { class: "close", "aria-label": "Close the details" });
  panel.replaceChildren(close, title, ...content);
  panel.hidden = false;
  panel.scrollTop = 0;
  title.focus({ preventScroll: true });
}

export function closeDetails() {
  byId("details").hidden = true;
  const last = chosen;
  letGo();
  ways.shown(undefined);
  choose(undefined);
  last?.focus();
}

/** @param {number} at */
export function chooseShape(at) {
  const shape = drawing.view.shapes[at];
  if (shape === undefined) return;
  choose(drawing.shapes[at]);
  const [node] = shape.nodes;
  if (shape.nodes.length === 1 && shape.opens === undefined && node !== undefined) return openNode(node);
  openGroup(shape);
  hold({ shape: at });
}

/** @param {number} at */
export function chooseLine(at) {
  const line = drawing.view.lines[at];
  if (line === undefined) return;
  choose(drawing.lines[at]);
  const [edge] = line.edges;
  if (line.edges.length === 1 && edge !== undefined) openEdge(edge);
  else openLine(line);
  hold({ line: at });
}

/** @param {import("../data.ts").PageLine} line */
function openLine(line) {
  const [from, to] = [drawing.view.shapes[line.from], drawing.view.shapes[line.to]];
  openDetails(
    `${from?.name ?? ""} → ${to?.name ?? ""}`,
    html("p", { class: "what" }, badge(line.outcome)),
    ...edgeList("Connections", line.edges, "both"),
  );
}

/** @param {number} at */
export function openNode(at) {
  const node = data.nodes[at];
  if (node === undefined) return;
  const calls = data.edges.flatMap(({ from }, edge) => (from === at ? edge : []));
  const called = data.edges.flatMap(({ to }, edge) => (to === at ? edge : []));
  openDetails(
    node.name,
    html("p", { class: "what" }, `${node.what}, ${data.groups[node.group]?.label ?? ""}`),
    html("dl", {}, fact("Identifier", node.id)),
    ...edgeList("Calls", calls, "to"),
    ...edgeList("Called by", called, "from"),
  );
  const shape = drawing.view.shapes.findIndex(({ nodes }) => nodes.includes(at));
  if (shape !== -1) hold({ shape });
  ways.shown(at);
}

/** @param {import("../data.ts").PageShape} shape */
function openGroup(shape) {
  const { opens } = shape;
  const inside = new Set(shape.nodes);
  const edges = data.edges.flatMap(({ from, to }, edge) => (inside.has(from) !== inside.has(to) ? edge : []));
  const members = shape.nodes.map((node) =>
    html(
      "li",
      {},
      button(nameOf(node), () => openNode(node)),
    ),
  );
  openDetails(
    shape.name,
    html("p", { class: "what" }, shape.what),
    ...(opens === undefined ? [] : [button("Show its workloads", () => ways.openView(opens))]),
    ...edgeList("Connections with others", edges, "both"),
    html("h3", {}, "Inside"),
    html("ul", {}, ...members),
  );
}

/** @param {number} at */
export function openEdge(at) {
  const edge = data.edges[at];
  if (edge === undefined) return;
  openDetails(
    `${nameOf(edge.from)} → ${nameOf(edge.to)}`,
    html("p", { class: "what" }, `${edge.port} `, badge(edge.outcome)),
    html("div", { class: "ends" }, endButton("From", edge.from), endButton("To", edge.to)),
    html("dl", {}, ...edge.facts.map(([term, value]) => fact(term, value))),
    ...remedy(edge),
    html("p", { class: "what" }, "Events are what the datapath reports, neither packets nor requests."),
  );
}

/** @param {PageEdge} edge @returns {Node[]} */
function remedy({ remedy: text }) {
  if (text === undefined) return [];
  if (!text.startsWith("apiVersion")) return [html("p", {}, `No policy would allow it: ${text}.`)];
  return [
    html("h3", {}, "The smallest rule that allows it"),
    html("pre", { tabindex: 0 }, text),
    button("Copy", () => void navigator.clipboard?.writeText(text)),
  ];
}

/** @param {string} word @param {number} node */
const endButton = (word, node) => button(`${word} ${pathOf(node)}`, () => openNode(node));

/** @param {string} term @param {string} value */
function fact(term, value) {
  return html("div", {}, html("dt", {}, term), html("dd", {}, value));
}

const MOST_LISTED = 200;

/** @param {string} heading @param {readonly number[]} edges @param {"from" | "to" | "both"} side @returns {Node[]} */
function edgeList(heading, edges, side) {
  const listed = sortedEdges(edges.filter(edgeWanted));
  if (listed.length === 0) return [];
  const items = listed.slice(0, MOST_LISTED).map((at) => {
    const edge = /** @type {PageEdge} */ (data.edges[at]);
    const [from, to] = [nameOf(edge.from), nameOf(edge.to)];
    const text = side === "both" ? `${from} → ${to}` : side === "to" ? to : from;
    const item = button("", () => openEdge(at));
    const right = html("span", { class: "side" }, edge.port);
    if (edge.outcome !== "allowed") right.prepend(badge(edge.outcome), " ");
    item.append(html("span", {}, text), right);
    return html("li", {}, item);
  });
  const rest = listed.length - items.length;
  const more = rest > 0 ? [html("p", { class: "what" }, `and ${rest} more: see the table`)] : [];
  return [html("h3", {}, `${heading} (${listed.length})`), html("ul", {}, ...items), ...more];
}
