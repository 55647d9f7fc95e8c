import { choose, openEdge } from "./details.js";
import { badge, button, byId, data, html, idOf } from "./dom.js";
import { listedEdges } from "./wanted.js";

/** Rows that are put into the table at once. */
const ROWS = 300;
let rowsShown = ROWS;

/** The same connections as rows: for screen readers, for copying, and for maps too large to be drawn. */
export function fillTable() {
  if (byId("list").hidden) return;
  const edges = listedEdges();
  const rows = edges.slice(0, rowsShown).map((at) => {
    const edge = /** @type {import("../data.ts").PageEdge} */ (data.edges[at]);
    const open = button(idOf(edge.from), () => {
      choose(open);
      openEdge(at);
    });
    const to = idOf(edge.to);
    const cells = [open, to, edge.port, badge(edge.outcome), edge.flows.toLocaleString("en-US")];
    return html("tr", {}, ...cells.map((cell) => html("td", {}, cell)));
  });
  byId("rows").replaceChildren(...rows);
  byId("more").hidden = edges.length <= rowsShown;
}

export function showMoreRows() {
  rowsShown += ROWS;
  fillTable();
}
