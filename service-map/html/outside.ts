import { GroupKind, type PageEdge } from "./data.ts";
import type { PageModel } from "./model.ts";
import { count } from "./text.ts";

/** Which end of a connection. */
export type Side = "from" | "to";

/** How somebody outside is drawn; those with the same key share a shape. */
export interface OutsideShape {
  readonly key: string;
  readonly name: string;
  /** By the number of nodes in it. */
  readonly what: (nodes: number) => string;
}

/** Addresses that are drawn one by one; beyond, those of a block share a shape. */
const MOST_ADDRESSES = 4;
/** Blocks that are drawn, /24 or else /16. */
const MOST_BLOCKS = 6;
/** Shapes on a side that are drawn; beyond, all share one. */
const MOST_SHAPES = 15;
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** Callers stand apart from callees: the way in begins at the left, the way out ends at the right. */
export function drawOutside(
  { nodes, groups }: Pick<PageModel, "nodes" | "groups">,
  edges: readonly PageEdge[],
): (node: number, side: Side) => OutsideShape {
  const shapes: Record<Side, ReadonlyMap<number, OutsideShape>> = { from: new Map(), to: new Map() };
  for (const side of ["from", "to"] as const) {
    const own = new Set(edges.map((edge) => edge[side]));
    const outside = [...own].filter((node) => groups[nodes[node]?.group ?? 0]?.kind === GroupKind.World);
    shapes[side] = drawSide(
      outside.map((node) => ({ node, name: nodes[node]?.name ?? "" })),
      side,
    );
  }
  return (node, side) => shapes[side].get(node) ?? alone(node, nodes[node]?.name ?? "", side);
}

interface Outside {
  readonly node: number;
  readonly name: string;
}

function drawSide(all: readonly Outside[], side: Side): Map<number, OutsideShape> {
  const prefix = blockSize(all.flatMap(({ name }) => (ADDRESS.test(name) ? name : [])));
  const shapes = all.map(({ node, name }): [number, OutsideShape] => [
    node,
    prefix === undefined || !ADDRESS.test(name) ? alone(node, name, side) : inBlock(name, prefix, side),
  ]);
  if (new Set(shapes.map(([, { key }]) => key)).size <= MOST_SHAPES) return new Map(shapes);
  return new Map(shapes.map(([node]) => [node, everybody(side)]));
}

/** Undefined where addresses are few enough to be drawn one by one; 0 where even blocks are too many. */
function blockSize(addresses: readonly string[]): number | undefined {
  if (addresses.length <= MOST_ADDRESSES) return undefined;
  return [24, 16].find((prefix) => new Set(addresses.map((each) => blockOf(each, prefix))).size <= MOST_BLOCKS) ?? 0;
}

const blockOf = (address: string, prefix: number): string => {
  const kept = address.split(".").slice(0, prefix / 8);
  return `${[...kept, ...Array<string>(4 - kept.length).fill("0")].join(".")}/${String(prefix)}`;
};

const alone = (node: number, name: string, side: Side): OutsideShape => ({
  key: `n${String(node)} ${side}`,
  name,
  what: () => (side === "from" ? "calls from outside" : "outside the cluster"),
});

const inBlock = (address: string, prefix: number, side: Side): OutsideShape => {
  const block = prefix === 0 ? "addresses" : blockOf(address, prefix);
  return {
    key: `b${block} ${side}`,
    name: block,
    what: (nodes) => count(nodes, "address", "addresses"),
  };
};

export const everybody = (side: Side): OutsideShape => ({
  key: `w ${side}`,
  name: "outside",
  what: (nodes) => (side === "from" ? count(nodes, "caller", "callers") : count(nodes, "callee", "callees")),
});
