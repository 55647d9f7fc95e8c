import { data } from "./dom.js";
import { drawing } from "./drawing.js";
import { sorting, wanted } from "./wanted.js";

/** What the page's address says beside the filters. @typedef {{ table: boolean, node: number | undefined }} Shown */

/** The filters in the address, so that a link shows what was seen. @param {Shown} shown */
export function writeAddress({ table, node }) {
  const said = new URLSearchParams();
  if (drawing.view.title !== data.views[0]?.title) said.set("drawing", drawing.view.title);
  if (data.infrastructure !== undefined) said.set("infrastructure", wanted.infrastructure ? "shown" : "hidden");
  if (table) said.set("form", "table");
  if (wanted.groups.size < data.groups.length)
    said.set("namespaces", [...wanted.groups].map((at) => data.groups[at]?.label ?? "").join(","));
  if (wanted.neighbours) said.set("neighbours", "shown");
  if (wanted.outcomes.size < 4) said.set("verdicts", [...wanted.outcomes].join(","));
  if (wanted.search !== "") said.set("search", wanted.search);
  if (sorting.by !== "verdict" || sorting.down) said.set("sort", `${sorting.by}${sorting.down ? "-down" : ""}`);
  const id = node === undefined ? undefined : data.nodes[node]?.id;
  if (id !== undefined) said.set("node", id);
  try {
    history.replaceState(null, "", `#${said.toString()}`);
  } catch {
    // A page that is embedded without an origin has no address of its own.
  }
}

/** @returns {{ table: boolean | undefined, node: number | undefined, drawing: string | undefined, search: string }} */
export function readAddress() {
  const said = new URLSearchParams(location.hash.slice(1));
  const [infrastructure, form] = [said.get("infrastructure"), said.get("form")];
  if (infrastructure !== null) wanted.infrastructure = infrastructure === "shown";
  const namespaces = said.get("namespaces")?.split(",");
  if (namespaces !== undefined)
    wanted.groups = new Set(data.groups.flatMap(({ label }, at) => (namespaces.includes(label) ? at : [])));
  wanted.neighbours = said.get("neighbours") === "shown";
  const verdicts = said.get("verdicts")?.split(",");
  if (verdicts !== undefined) wanted.outcomes = new Set(verdicts);
  const [by = "verdict", down] = (said.get("sort") ?? "verdict").split("-");
  Object.assign(sorting, { by, down: down !== undefined });
  const id = said.get("node");
  const node = id === null ? -1 : data.nodes.findIndex((one) => one.id === id);
  const search = said.get("search") ?? "";
  wanted.search = search.toLowerCase();
  return {
    table: form === null ? (location.hash.length > 1 ? false : undefined) : form === "table",
    node: node === -1 ? undefined : node,
    drawing: said.get("drawing") ?? undefined,
    search,
  };
}
