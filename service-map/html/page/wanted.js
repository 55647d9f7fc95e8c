import { data, OUTCOME_WORDS } from "./dom.js";

/** What is asked to be seen. A connection shows when its outcome and both of its ends are wanted, or one end with neighbours. */
export const wanted = {
  neighbours: false,
  /** DNS, metrics and the like. */
  infrastructure: data.infrastructure?.hidden !== true,
  groups: new Set(data.groups.keys()),
  /** @type {Set<string>} */
  outcomes: new Set(["allowed", "audited", "partly", "denied"]),
  search: "",
};

/** @param {number} at */
export function edgeWanted(at) {
  const edge = data.edges[at];
  if (edge === undefined || !wanted.outcomes.has(edge.outcome)) return false;
  if (edge.infrastructure === true && !wanted.infrastructure) return false;
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

/** How the table is sorted: by verdict the denied ones come first, and the busiest of each. */
export const sorting = { by: "verdict", down: false };

/** Names, ports, identifiers, verdicts and changes, in any case. @param {number} at */
export function edgeFound(at) {
  const edge = data.edges[at];
  if (edge === undefined) return false;
  const words = `${edge.port}\n${OUTCOME_WORDS[edge.outcome]}\n${edge.change ?? ""}`;
  return nodeFound(edge.from) || nodeFound(edge.to) || words.toLowerCase().includes(wanted.search);
}

/** Connections to list, by the filters and the search. */
export const listedEdges = () =>
  data.edges.flatMap((_, at) => (edgeWanted(at) && (wanted.search === "" || edgeFound(at)) ? at : []));
