import { describe, expect, it } from "vitest";
import { compareMaps } from "../../../../service-map/flows/compare.ts";
import { toCsv } from "../../../../service-map/flows/csv.ts";
import type { MapEdge, MapNode } from "../../../../service-map/flows/types.ts";
import { edge, outside, partlyDenied, workload } from "../../../support/service-map/maps.ts";

const [web, api, job] = [workload("shop", "web"), workload("shop", "api"), workload("shop", "job")];
const nodes: readonly MapNode[] = [web, api, job, ...[1, 2, 3].map((at) => outside(`203.0.113.${String(at)}`))];
const client = (at: number): MapEdge => edge(outside(`203.0.113.${String(at)}`), web, 443);
const map = (...edges: readonly MapEdge[]) => ({ nodes, edges, incomplete: [] });
const said = (edges: readonly MapEdge[]) =>
  edges.map(({ source, destination, port }) => `${source} ${destination} ${String(port)}`);

describe("two recordings", () => {
  it("differ in edges that are new, gone, newly denied or no longer", () => {
    const before = map(edge(web, api, 80), edge(job, api, 80), edge(web, api, 81, partlyDenied), client(1));
    const after = map(
      edge(web, api, 80, partlyDenied),
      edge(web, api, 81),
      edge(web, api, 82, partlyDenied),
      client(2),
      client(3),
    );
    const difference = compareMaps(before, after);
    expect(
      Object.fromEntries(Object.entries(difference).map(([what, edges]) => [what, said(edges as readonly MapEdge[])])),
    ).toEqual({
      new: ["prod/shop/web prod/shop/api 82"],
      newlyDenied: ["prod/shop/web prod/shop/api 80"],
      noLongerDenied: ["prod/shop/web prod/shop/api 81"],
      gone: ["prod/shop/job prod/shop/api 80"],
    });
  });

  it("of the same cluster are the same whatever address its clients had", () => {
    const { new: added, gone } = compareMaps(map(client(1)), map(client(2)));
    expect([added, gone]).toEqual([[], []]);
  });
});

describe("CSV", () => {
  it("has a row an edge, and no formulas or lines that names bring", () => {
    const bad = workload("shop", `=cmd|'/c calc'!A1,"x"\r\n`);
    const rows = toCsv({
      nodes: [bad, api],
      edges: [edge({ ...bad, id: bad.name }, api, 80, partlyDenied)],
      incomplete: [],
    });
    expect(rows).toBe(
      `from,to,protocol,port,events,answers,denied,reasons,first seen,last seen\r\n"'=cmd|'/c calc'!A1,""x""\r\n",prod/shop/api,TCP,80,100,100,4,POLICY_DENIED,,\r\n`,
    );
  });
});
