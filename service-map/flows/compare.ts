import { type MapEdge, type MapNode, type ServiceMap, isDenied } from "./types.ts";

/** What is different between two recordings. Edges are those of the later one, but for `gone`. */
export interface MapDifference {
  readonly new: readonly MapEdge[];
  readonly newlyDenied: readonly MapEdge[];
  readonly noLongerDenied: readonly MapEdge[];
  /** Edges of the earlier recording that did not come again: jobs that did not run are among them. */
  readonly gone: readonly MapEdge[];
}

/** Compares by caller, callee, protocol and port. Which of its clients' addresses call a public service changes by the minute: those count as one. */
export function compareMaps(before: ServiceMap, after: ServiceMap): MapDifference {
  const [old, now] = [keyed(before), keyed(after)];
  const was = statesOf(old);
  const is = statesOf(now);
  return {
    new: now.filter(({ key }) => !was.has(key)).map(({ edge }) => edge),
    newlyDenied: now.filter(({ key, edge }) => was.get(key) === false && isDenied(edge)).map(({ edge }) => edge),
    noLongerDenied: now.filter(({ key }) => was.get(key) === true && is.get(key) === false).map(({ edge }) => edge),
    gone: old.filter(({ key }) => !is.has(key)).map(({ edge }) => edge),
  };
}

interface Keyed {
  readonly key: string;
  readonly edge: MapEdge;
}

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]*:[\da-f:.]+)$/i;
const isClient = (node: MapNode | undefined): boolean => node?.kind === "world" && ADDRESS.test(node.name);

function keyed({ nodes, edges }: ServiceMap): Keyed[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return edges.map((edge) => ({
    edge,
    key: JSON.stringify([
      isClient(byId.get(edge.source)) ? "addresses outside" : edge.source,
      edge.destination,
      edge.protocol,
      edge.port,
    ]),
  }));
}

/** Whether something was denied, by key. */
function statesOf(edges: readonly Keyed[]): Map<string, boolean> {
  const states = new Map<string, boolean>();
  for (const { key, edge } of edges) states.set(key, states.get(key) === true || isDenied(edge));
  return states;
}
