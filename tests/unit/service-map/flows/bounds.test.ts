import { describe, expect, it } from "vitest";
import { MapBuilder } from "../../../../service-map/flows/builder.ts";

type Line = Record<string, unknown>;
const flow = (parts: Line = {}): Line => ({
  flow: {
    verdict: "FORWARDED",
    l4: { TCP: { source_port: 51_544, destination_port: 8080 } },
    source: { namespace: "shop", pod_name: "web", cluster_name: "prod" },
    destination: { namespace: "shop", pod_name: "api", cluster_name: "prod" },
    is_reply: false,
    ...parts,
  },
});
const OUTSIDE = { identity: 2, labels: ["reserved:world"] };
function mapOf(builder: MapBuilder, lines: readonly Line[]) {
  for (const line of lines) builder.addLine(line);
  return builder.build();
}
const many = (count: number, line: (at: number) => Line): Line[] => Array.from({ length: count }, (_, at) => line(at));
const named = (at: number): Line => ({ namespace: "shop", pod_name: `w-${String(at)}x` });

describe("what has no end stays within bounds, and says so", () => {
  it("workloads", () => {
    const { nodes, incomplete } = mapOf(
      new MapBuilder({ nodes: 3 }),
      many(9, (at) => flow({ source: named(at) })),
    );
    expect(nodes.length).toBeLessThanOrEqual(4);
    expect(incomplete).toEqual([{ reason: "more than 3 workloads and names; the rest is drawn as one" }]);
  });

  it("edges", () => {
    const ports = many(9, (at) => flow({ l4: { TCP: { destination_port: at + 1 } } }));
    const { edges, incomplete } = mapOf(new MapBuilder({ edges: 4 }), ports);
    expect(edges).toHaveLength(4);
    expect(incomplete).toEqual([{ reason: "flows beyond 4 edges, left out", count: 5 }]);
  });

  it("addresses outside, but not names that were looked up", () => {
    const address = (at: number) => flow({ destination: OUTSIDE, IP: { destination: `203.0.113.${String(at)}` } });
    const name = (at: number) => flow({ destination: OUTSIDE, destination_names: [`host-${String(at)}.example.com`] });
    const { nodes, incomplete } = mapOf(new MapBuilder({ addresses: 2 }), [...many(9, address), ...many(9, name)]);
    expect(nodes.filter(({ kind }) => kind === "world")).toHaveLength(2 + 1 + 9);
    expect(incomplete).toEqual([{ reason: "more than 2 addresses outside; the rest is drawn as one" }]);
  });

  it("protocols", () => {
    const { edges } = mapOf(
      new MapBuilder(),
      many(99, (at) => flow({ l4: { [`P${String(at)}`]: {} } })),
    );
    expect(edges.length).toBeLessThan(40);
    expect(edges.reduce((sum, { flows }) => sum + flows, 0)).toBe(99);
  });

  it("ports, of which a scan has all", () => {
    const { edges, incomplete } = mapOf(
      new MapBuilder(),
      many(20_000, (at) => flow({ l4: { TCP: { destination_port: at + 1 } } })),
    );
    expect(edges).toHaveLength(16_384);
    expect(incomplete).toEqual([
      { reason: "flows to ports beyond 16384 different ones, left out", count: 20_000 - 16_384 },
    ]);
  });

  it("HTTP methods, which callers choose, whatever they are called", () => {
    const request = (method: string) => flow({ l7: { type: "REQUEST", http: { method } } });
    const { edges } = mapOf(new MapBuilder(), [
      ...["constructor", "__proto__", "toString"].map(request),
      ...many(999, (at) => request(`M${String(at)}`)),
    ]);
    const methods = edges[0]?.http?.methods ?? {};
    expect(Object.keys(methods).length).toBeLessThanOrEqual(65);
    expect(
      Object.entries(methods)
        .filter(([, count]) => count === 1)
        .map(([name]) => name),
    ).toEqual(expect.arrayContaining(["constructor", "__proto__", "toString"]));
    expect(Object.values(methods).reduce((sum, count) => sum + count, 0)).toBe(1002);
  });

  it("clusters, by names of nodes", () => {
    const ingress = { identity: 8, labels: ["reserved:ingress"] };
    const { nodes } = mapOf(
      new MapBuilder(),
      many(2000, (at) => flow({ destination: ingress, node_name: `c${String(at)}/n` })),
    );
    expect(nodes.filter(({ kind }) => kind === "reserved").length).toBeLessThanOrEqual(1024);
  });
});
