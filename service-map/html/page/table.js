import { choose, openEdge } from "./details.js";
import { badge, button, byId, data, html, pathOf } from "./dom.js";
import { sortedEdges } from "./order.js";
import { listedEdges, sorting } from "./wanted.js";

/** Rows that are put into the table at once. */
const ROWS = 300;
let rowsShown = ROWS;

/** The same connections as rows: for screen readers, for copying, and for maps too large to be drawn. */
export function fillTable() {
  if (byId("list").hidden) return;
  const edges = sortedEdges(listedEdges());
  const rows = edges.slice(0, rowsShown).map((at) => {
    const edge = /** @type {import("../data.ts").PageEdge} */ (data.edges[at]);
    const open = button(pathOf(edge.from), () => {
      choose(open);
      openEdge(at);
    });
    const verdict = html("span", {}, badge(edge.outcome));
    if (edge.change !== undefined) verdict.append(" ", html("span", { class: "badge change" }, edge.change));
    const cells = [open, pathOf(edge.to), edge.port, verdict, edge.flows.toLocaleString("en-US")];
    return html("tr", {}, ...cells.map((content) => html("td", {}, content)));
  });
  byId("rows").replaceChildren(...rows);
  byId("more").hidden = edges.length <= rowsShown;
}

/** Heads of columns sort by them, and the other way round when pressed again. @param {() => void} changed */
export function setUpSorting(changed) {
  const heads = [...document.querySelectorAll("th[data-by]")];
  const say = () => {
    for (const head of heads) {
      const isIt = head.getAttribute("data-by") === sorting.by;
      head.setAttribute("aria-sort", !isIt ? "none" : sorting.down ? "descending" : "ascending");
    }
  };
  for (const head of heads) {
    head.querySelector("button")?.addEventListener("click", () => {
      const by = head.getAttribute("data-by") ?? "verdict";
      Object.assign(sorting, { by, down: sorting.by === by && !sorting.down });
      say();
      fillTable();
      changed();
    });
  }
  say();
}

export function showMoreRows() {
  rowsShown += ROWS;
  fillTable();
}
