import type { MapDifference } from "../../service-map/flows/compare.ts";
import type { MapEdge, ServiceMap } from "../../service-map/flows/types.ts";
import { type Style, paint } from "../shared/style.ts";
import { edgeTable, gaps, heading } from "./text.ts";

/** What changed since an earlier recording, what is denied now first. */
export function differenceText(map: ServiceMap, difference: MapDifference, before: ServiceMap, style: Style): string {
  const section = (title: string, of: ServiceMap, edges: readonly MapEdge[]): string =>
    edges.length === 0
      ? ""
      : `${paint(style).bold(`${title} (${String(edges.length)})`)}\n${edgeTable({ ...of, edges }, style)}`;
  const sections = [
    section("Newly denied", map, difference.newlyDenied),
    section("New", map, difference.new),
    section("No longer denied", map, difference.noLongerDenied),
    section("Gone", before, difference.gone),
  ].filter((text) => text !== "");
  const body = sections.length === 0 ? ["Nothing is different from the earlier recording."] : sections;
  return `${[heading(map, style), ...body, gaps(map, style)].filter((text) => text !== "").join("\n\n")}\n`;
}
