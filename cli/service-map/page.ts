import { stringify } from "yaml";
import { nodesOf, remedyOf } from "../../core/network-policies/seen/index.ts";
import type { MapDifference } from "../../service-map/flows/compare.ts";
import { serviceOf } from "../../service-map/flows/graph.ts";
import { type MapEdge, type ServiceMap, isDenied } from "../../service-map/flows/types.ts";
import { Change } from "../../service-map/html/data.ts";
import { renderHtml } from "../../service-map/html/index.ts";

/** Denied edges that get a rule in the page: the busiest. The others are in --policies --verdict denied. */
const MOST_REMEDIES = 300;

interface PageParts {
  /** The map before it was narrowed: rules select pods by what tells them from all others. */
  readonly whole: ServiceMap;
  /** What is different from an earlier recording. */
  readonly difference?: MapDifference | undefined;
  /** Version of the map, for a page that is served. */
  readonly live?: string;
}

/** The page with what only this command knows: rules for what was denied, and what changed. */
export function drawPage(map: ServiceMap, { whole, difference, live }: PageParts): Promise<string> {
  const nodes = nodesOf(whole);
  const remedies = new Map<MapEdge, string>();
  const denied = map.edges.filter(isDenied).toSorted((a, b) => b.flows - a.flows);
  for (const edge of denied.slice(0, MOST_REMEDIES)) {
    const remedy = remedyOf(edge, nodes);
    remedies.set(
      edge,
      "why" in remedy ? remedy.why : remedy.policies.map(({ policy }) => stringify(policy)).join("---\n"),
    );
  }
  return renderHtml(map, {
    remedies,
    ...(live === undefined ? {} : { live }),
    ...(difference === undefined ? {} : { changes: changesOf(difference), gone: difference.gone.map(edgeText) }),
  });
}

const changesOf = (difference: MapDifference): Map<MapEdge, Change> =>
  new Map([
    ...difference.noLongerDenied.map((edge) => [edge, Change.NowAllowed] as const),
    ...difference.new.map((edge) => [edge, Change.New] as const),
    ...difference.newlyDenied.map((edge) => [edge, Change.NewlyDenied] as const),
  ]);

const edgeText = (edge: MapEdge): string => `${edge.source} to ${edge.destination}, ${serviceOf(edge)}`;
