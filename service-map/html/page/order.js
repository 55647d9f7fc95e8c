import { data, pathOf } from "./dom.js";
import { sorting } from "./wanted.js";

/** Worst first. */
const RANK = { denied: 0, partly: 1, audited: 2, allowed: 3 };

/** @typedef {import("../data.ts").PageEdge} Edge */
/** @type {Record<string, (a: Edge, b: Edge) => number>} */
const ORDERS = {
  from: (a, b) => pathOf(a.from).localeCompare(pathOf(b.from), "en"),
  to: (a, b) => pathOf(a.to).localeCompare(pathOf(b.to), "en"),
  port: (a, b) => a.port.localeCompare(b.port, "en", { numeric: true }),
  verdict: (a, b) => RANK[a.outcome] - RANK[b.outcome],
  events: (a, b) => b.flows - a.flows,
};

/** Denied ones first among equals, then the busiest. @param {readonly number[]} edges @returns {number[]} */
export function sortedEdges(edges) {
  const sign = sorting.down ? -1 : 1;
  const order = ORDERS[sorting.by] ?? ORDERS["verdict"];
  return edges.toSorted((x, y) => {
    const [a, b] = [/** @type {Edge} */ (data.edges[x]), /** @type {Edge} */ (data.edges[y])];
    return sign * (order?.(a, b) ?? 0) || RANK[a.outcome] - RANK[b.outcome] || b.flows - a.flows || x - y;
  });
}
