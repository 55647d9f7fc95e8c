import { describe, expect, it } from "vitest";
import { filterMap, summarizeMap } from "../../../../service-map/flows/filter.ts";
import type { MapEdge, MapNode, ServiceMap } from "../../../../service-map/flows/types.ts";

const node = (cluster: string, namespace: string, name: string): MapNode => ({
  id: `${cluster}/${namespace}/${name}`,
  kind: "workload",
  name,
  cluster,
  namespace,
});
const edge = (source: string, destination: string, verdicts: MapEdge["verdicts"]): MapEdge => ({
  source,
  destination,
  protocol: "TCP",
  port: 8080,
  flows: Math.max(0, ...Object.values(verdicts)),
  replies: 0,
  verdicts,
  dropReasons: {},
});
const MAP: ServiceMap = {
  nodes: [
    node("prod", "shop", "web"),
    node("prod", "shop", "api"),
    node("prod", "pay", "card"),
    { id: "world/example.com", kind: "world", name: "example.com" },
  ],
  edges: [
    edge("prod/shop/web", "prod/shop/api", { FORWARDED: 10 }),
    edge("prod/shop/api", "prod/pay/card", { FORWARDED: 4, DROPPED: 3 }),
    edge("prod/pay/card", "world/example.com", { FORWARDED: 2 }),
  ],
  incomplete: [{ reason: "lines that are no JSON", count: 1 }],
};
const ends = ({ edges }: ServiceMap) => edges.map(({ source, destination }) => `${source} ${destination}`);

describe("a filter", () => {
  it("keeps edges with an end in a namespace, their nodes, and what is missing", () => {
    const pay = filterMap(MAP, { namespaces: ["pay"] });
    expect(ends(pay)).toEqual(["prod/shop/api prod/pay/card", "prod/pay/card world/example.com"]);
    expect(pay.nodes.map(({ name }) => name)).toEqual(["api", "card", "example.com"]);
    expect(pay.incomplete).toEqual(MAP.incomplete);
    expect(filterMap(MAP, { namespaces: ["none"] }).nodes).toEqual([]);
    expect(filterMap(MAP, {})).toEqual(MAP);
  });

  it("tells denied edges from the others, within the namespaces asked for", () => {
    expect(ends(filterMap(MAP, { verdict: "denied" }))).toEqual(["prod/shop/api prod/pay/card"]);
    expect(ends(filterMap(MAP, { verdict: "forwarded" }))).toHaveLength(2);
    expect(ends(filterMap(MAP, { verdict: "forwarded", namespaces: ["shop"] }))).toEqual([
      "prod/shop/web prod/shop/api",
    ]);
  });
});

describe("totals", () => {
  it("by namespace are those of the callees, the busiest first", () => {
    expect(summarizeMap(MAP, "namespace")).toEqual([
      { group: "shop", edges: 1, flows: 10, denied: 0 },
      { group: "pay", edges: 1, flows: 4, denied: 3 },
      { group: "world", edges: 1, flows: 2, denied: 0 },
    ]);
  });

  it("by namespace keep clusters apart", () => {
    const other = {
      ...MAP,
      nodes: [...MAP.nodes, node("dev", "shop", "api")],
      edges: [...MAP.edges, edge("prod/shop/web", "dev/shop/api", { FORWARDED: 1 })],
    };
    expect(summarizeMap(other, "namespace").map(({ group }) => group)).toEqual([
      "prod/shop",
      "prod/pay",
      "world",
      "dev/shop",
    ]);
  });

  it("by verdict count every edge that has one", () => {
    expect(summarizeMap(MAP, "verdict").map(({ group, edges, flows }) => [group, edges, flows])).toEqual([
      ["FORWARDED", 3, 16],
      ["DROPPED", 1, 3],
    ]);
  });
});
