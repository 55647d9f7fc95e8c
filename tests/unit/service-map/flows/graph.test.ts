import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { serviceOf, toDot, toMermaid } from "../../../../service-map/flows/graph.ts";
import type { MapEdge, MapNode, ServiceMap } from "../../../../service-map/flows/types.ts";

const edge = (source: string, destination: string, parts: Partial<MapEdge> = {}): MapEdge => ({
  source,
  destination,
  protocol: "TCP",
  port: 8080,
  flows: 1,
  replies: 0,
  verdicts: { FORWARDED: 1 },
  dropReasons: {},
  ...parts,
});
const NODES: MapNode[] = [
  { id: "prod/shop/web", kind: "workload", name: "web", cluster: "prod", namespace: "shop" },
  { id: "prod/shop/api", kind: "workload", name: "api", cluster: "prod", namespace: "shop" },
  { id: "world/example.com", kind: "world", name: "example.com" },
];
const MAP: ServiceMap = {
  nodes: NODES,
  edges: [
    edge("prod/shop/web", "prod/shop/api", { verdicts: { FORWARDED: 2, DROPPED: 3 } }),
    edge("prod/shop/api", "world/example.com", { protocol: "ICMPv4", port: 0 }),
  ],
  incomplete: [{ reason: "lines that are no JSON", count: 2 }, { reason: "more than 3 addresses outside" }],
};

describe("a drawing", () => {
  it("in Mermaid has a box a namespace, denied edges apart, and says what is missing", () => {
    expect(toMermaid(MAP)).toBe(`flowchart LR
  %% incomplete: lines that are no JSON (2)
  %% incomplete: more than 3 addresses outside
  subgraph g0["prod/shop"]
    n0["web"]
    n1["api"]
  end
  n2["example.com"]
  n0 -.->|"TCP 8080 ✗ 3"| n1
  n1 -->|"ICMPv4"| n2
`);
  });

  it("in Mermaid says when a page would refuse so many edges", () => {
    const many = Array.from({ length: 501 }, (_, port) => edge("prod/shop/web", "prod/shop/api", { port }));
    expect(toMermaid({ ...MAP, edges: many })).toContain("%% 501 edges: Mermaid draws 500");
    expect(toMermaid(MAP)).not.toContain("maxEdges");
  });

  it("in DOT has a cluster a namespace", () => {
    expect(toDot(MAP)).toBe(`digraph services {
  rankdir=LR;
  node [shape=box];
  // incomplete: lines that are no JSON (2)
  // incomplete: more than 3 addresses outside
  subgraph cluster_0 {
    label="prod/shop";
    "prod/shop/web" [label="web"];
    "prod/shop/api" [label="api"];
  }
  "world/example.com" [label="example.com"];
  "prod/shop/web" -> "prod/shop/api" [label="TCP 8080 ✗ 3", style=dashed, color=red];
  "prod/shop/api" -> "world/example.com" [label="ICMPv4"];
}
`);
  });

  it("takes no markup from names, whatever they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const hostile = { ...MAP, nodes: NODES.map((node) => ({ ...node, name })), incomplete: [{ reason: name }] };
        for (const draw of [toMermaid, toDot]) {
          const lines = draw(hostile).split("\n");
          expect(lines).toHaveLength(draw({ ...MAP, incomplete: [{ reason: "" }] }).split("\n").length);
          for (const line of lines) expect(line.replaceAll(/[^"\\<]/g, "")).toMatch(/^(?:"")*$/);
        }
      }),
    );
  });

  it("names a service by protocol and port", () => {
    expect(serviceOf({ protocol: "UDP", port: 53 })).toBe("UDP 53");
    expect(serviceOf({ protocol: "ICMPv6", port: 0 })).toBe("ICMPv6");
  });
});
