import { describe, expect, it } from "vitest";
import { toText } from "../../../../cli/service-map/text.ts";
import type { MapEdge, MapNode, ServiceMap } from "../../../../service-map/flows/types.ts";

const PLAIN = { colour: false, width: 120 };
const node = (cluster: string, name: string, parts: Partial<MapNode> = {}): MapNode => ({
  id: `${cluster}/shop/${name}`,
  kind: "workload",
  name,
  cluster,
  namespace: "shop",
  ...parts,
});
const edge = (parts: Partial<MapEdge> = {}): MapEdge => ({
  source: "prod/shop/web",
  destination: "prod/shop/api",
  protocol: "TCP",
  port: 8080,
  flows: 1200,
  replies: 0,
  verdicts: { FORWARDED: 1200 },
  dropReasons: {},
  ...parts,
});
const MAP: ServiceMap = {
  nodes: [node("prod", "web"), node("prod", "api")],
  edges: [
    edge({
      http: { requests: 90, methods: { GET: 90 }, statuses: { "2xx": 80, "5xx": 10 }, meanLatencyMs: 2.5 },
    }),
    edge({ port: 9090, verdicts: { FORWARDED: 1, DROPPED: 7 }, dropReasons: { POLICY_DENIED: 7 } }),
  ],
  incomplete: [],
};

describe("the text", () => {
  it("shows denied edges first, with the reason, and layer 7", () => {
    const [head, , , denied, other] = toText(MAP, {}, PLAIN).split("\n");
    expect(head).toBe("Service map 2 nodes, 2 edges, 1 with denied flows");
    expect(denied).toMatch(/shop\/web\s+shop\/api\s+TCP 9090\s+1,200\s+7 POLICY_DENIED$/);
    expect(other).toMatch(/shop\/api\s+TCP 8080\s+1,200\s+HTTP GET 90 2xx 80 5xx 10, 2\.5 ms$/);
  });

  it("names clusters only where there are several", () => {
    const several = { ...MAP, nodes: [...MAP.nodes, node("dev", "web")] };
    expect(toText(MAP, {}, PLAIN)).not.toContain("prod/");
    expect(toText(several, {}, PLAIN)).toContain("prod/shop/web");
  });

  it("says what is missing, at the end", () => {
    const incomplete = [{ reason: "lines that are no JSON", count: 1200 }, { reason: "more than 3 addresses outside" }];
    expect(toText({ ...MAP, incomplete }, {}, PLAIN)).toMatch(
      /The map is incomplete\n {2}- lines that are no JSON \(1,200\)\n {2}- more than 3 addresses outside\n$/,
    );
    expect(toText(MAP, {}, PLAIN)).not.toContain("incomplete");
  });

  it("is cut where nobody would read on, and says so", () => {
    const edges = Array.from({ length: 250 }, (_, port) => edge({ port: port + 1 }));
    expect(toText({ ...MAP, edges }, {}, PLAIN)).toContain("… and 50 more");
  });

  it("has colour only where asked for", () => {
    expect(toText(MAP, {}, PLAIN)).not.toContain("\u001B");
    expect(toText(MAP, {}, { ...PLAIN, colour: true })).toContain("\u001B[31m");
  });

  it("says that there were no flows", () => {
    expect(toText({ nodes: [], edges: [], incomplete: [] }, { verdict: "denied" }, PLAIN)).toContain(
      "Nothing is denied",
    );
  });
});
