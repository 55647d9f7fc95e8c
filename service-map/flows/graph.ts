import { type MapEdge, type MapNode, type ServiceMap, isDenied } from "./types.ts";

/** `TCP 8080`, `ICMPv4`. */
export const serviceOf = ({ protocol, port }: Pick<MapEdge, "protocol" | "port">): string =>
  port === 0 ? protocol : `${protocol} ${String(port)}`;

/** Names of people reach here from labels and DNS: everything but plain text is taken out. */
const plain = (text: string): string => text.replaceAll(/["\\<>`\r\n]/g, "'");

const labelOf = (edge: MapEdge): string =>
  `${serviceOf(edge)}${isDenied(edge) ? ` ✗ ${String((edge.verdicts.DROPPED ?? 0) + (edge.verdicts.ERROR ?? 0))}` : ""}`;

function groupsOf(nodes: readonly MapNode[]): Map<string, MapNode[]> {
  const groups = new Map<string, MapNode[]>();
  for (const node of nodes) {
    const name = [node.cluster, node.namespace].filter((part) => part !== undefined).join("/");
    groups.set(name, [...(groups.get(name) ?? []), node]);
  }
  return groups;
}

const comments = ({ incomplete }: ServiceMap, mark: string): string[] =>
  incomplete.map(
    ({ reason, count }) => `${mark} incomplete: ${plain(reason)}${count === undefined ? "" : ` (${String(count)})`}`,
  );

/** What Mermaid draws unless the page around it allows more (maxEdges, https://mermaid.js.org/config/schema-docs/config.html). */
const MERMAID_EDGES = 500;

/** A Mermaid flowchart: a box a namespace, denied edges dashed. */
export function toMermaid(map: ServiceMap): string {
  const ids = new Map(map.nodes.map(({ id }, at) => [id, `n${String(at)}`]));
  const lines = ["flowchart LR", ...comments(map, "  %%")];
  const drawn = map.edges.length;
  if (drawn > MERMAID_EDGES)
    lines.push(
      `  %% ${String(drawn)} edges: Mermaid draws ${String(MERMAID_EDGES)} unless maxEdges is raised; or filter`,
    );
  let group = 0;
  for (const [name, nodes] of groupsOf(map.nodes)) {
    const own = nodes.map(({ id, name: label }) => `${ids.get(id) ?? ""}["${plain(label)}"]`);
    if (name === "") lines.push(...own.map((line) => `  ${line}`));
    else lines.push(`  subgraph g${String(group++)}["${plain(name)}"]`, ...own.map((line) => `    ${line}`), "  end");
  }
  for (const edge of map.edges) {
    const arrow = isDenied(edge) ? "-.->" : "-->";
    lines.push(
      `  ${ids.get(edge.source) ?? ""} ${arrow}|"${plain(labelOf(edge))}"| ${ids.get(edge.destination) ?? ""}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

const text = (value: string): string => `"${plain(value)}"`;

/** Graphviz: `dot -Tsvg`. */
export function toDot(map: ServiceMap): string {
  const lines = ["digraph services {", "  rankdir=LR;", "  node [shape=box];", ...comments(map, "  //")];
  let group = 0;
  for (const [name, nodes] of groupsOf(map.nodes)) {
    const own = nodes.map(({ id, name: label }) => `${text(id)} [label=${text(label)}];`);
    if (name === "") lines.push(...own.map((line) => `  ${line}`));
    else {
      lines.push(`  subgraph cluster_${String(group++)} {`, `    label=${text(name)};`);
      lines.push(...own.map((line) => `    ${line}`), "  }");
    }
  }
  for (const edge of map.edges) {
    const style = isDenied(edge) ? ", style=dashed, color=red" : "";
    lines.push(`  ${text(edge.source)} -> ${text(edge.destination)} [label=${text(labelOf(edge))}${style}];`);
  }
  return `${[...lines, "}"].join("\n")}\n`;
}
