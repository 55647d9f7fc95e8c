import { data } from "./dom.js";

/** What is asked to be seen. A connection shows when its outcome and both of its ends are wanted, or one end with neighbours. */
export const wanted = {
  neighbours: false,
  groups: new Set(data.groups.keys()),
  /** @type {Set<string>} */
  outcomes: new Set(["allowed", "audited", "partly", "denied"]),
  search: "",
};

/** @param {number} at */
export function edgeWanted(at) {
  const edge = data.edges[at];
  if (edge === undefined || !wanted.outcomes.has(edge.outcome)) return false;
  const [from, to] = [groupWanted(edge.from), groupWanted(edge.to)];
  return wanted.neighbours ? from || to : from && to;
}

/** @param {number} node */
export function groupWanted(node) {
  return wanted.groups.has(data.nodes[node]?.group ?? -1);
}

/** @param {number} node */
export function nodeFound(node) {
  const { name = "", id = "" } = data.nodes[node] ?? {};
  return `${name}\n${id}`.toLowerCase().includes(wanted.search);
}

/** Names, ports and identifiers, in any case. @param {number} at */
export function edgeFound(at) {
  const edge = data.edges[at];
  if (edge === undefined) return false;
  return nodeFound(edge.from) || nodeFound(edge.to) || edge.port.toLowerCase().includes(wanted.search);
}

/** Connections to list, by the filters and the search. */
export const listedEdges = () =>
  data.edges.flatMap((_, at) => (edgeWanted(at) && (wanted.search === "" || edgeFound(at)) ? at : []));
