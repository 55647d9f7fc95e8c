import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PageData } from "../../../../service-map/html/data.ts";
import { renderHtml } from "../../../../service-map/html/index.ts";
import type { ServiceMap } from "../../../../service-map/flows/types.ts";
import { edge, largeMap, outside, partlyDenied, shop, workload } from "../../../support/service-map/maps.ts";

/** What the page carries, read back from it. */
function dataOf(html: string): PageData {
  const json = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)?.[1] ?? "";
  return JSON.parse(json) as PageData;
}

const drawn = async (map: ServiceMap): Promise<PageData> => dataOf(await renderHtml(map));

describe("the page", () => {
  test("is the same for the same map, in whatever order its parts come", async () => {
    const turned = { ...shop, nodes: shop.nodes.toReversed(), edges: shop.edges.toReversed() };
    expect(await renderHtml(turned)).toBe(await renderHtml(shop));
  });

  test("names no address to load anything from", async () => {
    const html = await renderHtml(shop);
    expect(html).not.toMatch(/\b(?:src|href)=|@import|url\(|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  });

  test("lets the browser run its own script and style sheet alone", async () => {
    const html = await renderHtml(shop);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
    const hash = (text: string | undefined): string =>
      `'sha256-${createHash("sha256")
        .update(text ?? "")
        .digest("base64")}'`;
    const script = /<script>(.*?)<\/script>/s.exec(html)?.[1];
    const style = /<style>(.*?)<\/style>/s.exec(html)?.[1];
    expect(policy).toContain(`default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}`);
  });

  test("says what is missing, with its count", async () => {
    const html = await renderHtml(shop);
    expect(html).toContain("This map is incomplete.");
    expect(html).toContain("<li>flows lost (1,234)</li>");
    expect(await renderHtml({ ...shop, incomplete: [] })).not.toContain("This map is incomplete.");
  });

  test("takes no markup from names, whatever they are", async () => {
    const markup = fc.constantFrom(
      "</script>",
      "<img src=x onerror=alert(1)>",
      "<!--",
      "&lt;",
      '"',
      "'",
      "\u2028",
      "\\",
    );
    const text = fc
      .array(fc.oneof(markup, fc.string({ unit: "binary" })), { maxLength: 4 })
      .map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(text, text, text, async (name, reason, title) => {
        const [a, b] = [
          { ...workload(name, name), id: `a${name}` },
          { ...outside(name), id: `b${name}` },
        ];
        const dropReasons = { [reason]: 1 };
        const map = {
          nodes: [a, b],
          edges: [edge(a, b, 1, { protocol: name, dropReasons })],
          incomplete: [{ reason }],
        };
        const html = await renderHtml(map, { title });
        // What is not the page's own script or style has no `<` but of tags that the page itself writes.
        const own = await renderHtml({ nodes: [], edges: [], incomplete: [{ reason: "x" }] }, { title: "x" });
        const tags = (text: string): string[] => text.match(/<[a-z!/][^\s>]*/gi) ?? [];
        expect(tags(html)).toEqual(tags(own));
        expect(dataOf(html).nodes).toHaveLength(2);
      }),
      { numRuns: 25 },
    );
  });
});

describe("what the page says of a map", () => {
  test("nodes are grouped by namespace, what Cilium reserves and the outside", async () => {
    const { groups } = await drawn(shop);
    expect(groups.map(({ label }) => label)).toEqual([
      "jobs",
      "kube-system",
      "payments",
      "shop",
      "reserved by Cilium",
      "outside",
    ]);
  });

  test("clusters are told apart once there are two", async () => {
    const [east, west] = [workload("shop", "web", "east"), workload("shop", "web", "west")];
    const { groups } = await drawn({ nodes: [east, west], edges: [edge(east, west, 80)], incomplete: [] });
    expect(groups.map(({ label }) => label)).toEqual(["east / shop", "west / shop"]);
  });

  test("a denied connection that was never answered is denied, forwarded where it left or not", async () => {
    const { edges, nodes } = await drawn(shop);
    const outcomes = edges.map(
      ({ from, to, outcome }) => `${nodes[from]?.name ?? ""}>${nodes[to]?.name ?? ""} ${outcome}`,
    );
    expect(outcomes.filter((line) => !line.endsWith(" allowed"))).toEqual([
      "report>ledger-db audited",
      "checkout>gateway partly",
      "web>ledger-db denied",
    ]);
  });

  test("facts are in words", async () => {
    const { edges } = await drawn(shop);
    const facts = Object.fromEntries(edges.flatMap(({ facts }) => facts));
    expect(facts).toMatchObject({
      "HTTP requests": "90 (GET 80, POST 10)",
      "HTTP answers": "2xx 85, 5xx 5",
      "Mean HTTP latency": "12.3 ms",
      "Drop reason POLICY_DENIED": "37",
      "First seen": "2026-11-20 10:00:00 UTC",
    });
  });

  test("signs that cannot be seen or that turn text round are written out", async () => {
    const { nodes } = await drawn({ nodes: [workload("shop", "web\u202Ecod.exe\u0000")], edges: [], incomplete: [] });
    expect(nodes[0]?.name).toBe("web\\u202ecod.exe\\u0000");
  });

  test("an edge whose end is not among the nodes is left out, not fatal", async () => {
    const { edges } = await drawn({ ...shop, nodes: shop.nodes.slice(0, 3) });
    expect(edges.length).toBeGreaterThan(0);
    expect(edges.length).toBeLessThan(shop.edges.length);
  });

  test("an empty map is a page too", async () => {
    const { views } = await drawn({ nodes: [], edges: [], incomplete: [] });
    expect(views[0]?.shapes).toEqual([]);
  });
});

describe("drawings", () => {
  const overlap = (a: Record<"x" | "y" | "width" | "height", number>, b: typeof a): boolean =>
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

  test("shapes lie apart, labels on no shape and no other label", async () => {
    const [view] = (await drawn(shop)).views;
    const shapes = view?.shapes ?? [];
    const labels = (view?.lines ?? []).map(({ label }) => label);
    const all = [...shapes, ...labels];
    const clashes = all.flatMap((one, at) => all.slice(at + 1).filter((other) => overlap(one, other)));
    expect(clashes).toEqual([]);
  });

  test("ports between the same workloads share a line, denied ones apart", async () => {
    const [a, b] = [workload("shop", "a"), workload("shop", "b")];
    const edges = [...[80, 443, 8080].map((port) => edge(a, b, port, { flows: port })), edge(a, b, 22, partlyDenied)];
    const [view] = (await drawn({ nodes: [a, b], edges, incomplete: [] })).views;
    expect(view?.lines.map(({ label, edges }) => [label.text, edges.length])).toEqual([
      ["◐ 22", 1],
      ["8080, 443 +1", 3],
    ]);
  });

  test("callers from outside stand at the left, callees outside at the right, and clients share a shape by block", async () => {
    const [ingress, web] = [workload("edge", "proxy"), workload("shop", "web")];
    const clients = Array.from({ length: 40 }, (_, at) => outside(`203.0.113.${String(at)}`));
    const both = outside("partner.example.com");
    const { views } = await drawn({
      nodes: [ingress, web, both, ...clients],
      edges: [
        ...clients.map((client) => edge(client, ingress, 443)),
        edge(both, ingress, 443),
        edge(ingress, web, 8080),
        edge(web, both, 443),
      ],
      incomplete: [],
    });
    const shapes = views[0]?.shapes.toSorted((a, b) => a.x - b.x).map(({ name, what }) => `${name}: ${what}`) ?? [];
    expect(new Set(shapes.slice(0, 2))).toEqual(
      new Set(["203.0.113.0/24: 40 addresses", "partner.example.com: calls from outside"]),
    );
    expect(shapes.slice(2)).toEqual([
      "proxy: Deployment",
      "web: Deployment",
      "partner.example.com: outside the cluster",
    ]);
  });

  test("lines are as wide as their traffic is, against the busiest", async () => {
    const [a, b, c] = [workload("shop", "a"), workload("shop", "b"), workload("shop", "c")];
    const edges = [edge(a, b, 80, { flows: 1_000_000 }), edge(b, c, 80, { flows: 1000 }), edge(a, c, 80, { flows: 1 })];
    const [view] = (await drawn({ nodes: [a, b, c], edges, incomplete: [] })).views;
    const widths = view?.lines.map(({ weight }) => weight).toSorted((x, y) => y - x) ?? [];
    expect(widths[0]).toBe(7);
    expect(Math.min(...widths)).toBeLessThan(1.6);
    expect((widths[0] ?? 0) - (widths[1] ?? 0)).toBeGreaterThan(2);
  });

  test("what every cluster does is drawn apart, and hidden at first where it is over a third", async () => {
    const { views, infrastructure } = await drawn(shop);
    expect(infrastructure).toEqual({ says: "4 of 14 connections are infrastructure: 4 DNS", hidden: false });
    const [without, , all] = views;
    expect([without?.infrastructure, all?.infrastructure]).toEqual([false, true]);
    expect(without?.shapes.map(({ name }) => name)).not.toContain("coredns");
    expect(all?.shapes.map(({ name }) => name)).toContain("coredns");
    const [web, dns] = [workload("shop", "web"), workload("kube-system", "coredns")];
    const [scraper, collector] = [workload("monitoring", "prometheus-server"), workload("obs", "otel-collector")];
    const busy = await drawn({
      nodes: [web, dns, scraper, collector],
      edges: [edge(web, dns, 53), edge(scraper, web, 9090), edge(web, collector, 4317), edge(web, web, 80)],
      incomplete: [],
    });
    expect(busy.infrastructure?.says).toBe("3 of 4 connections are infrastructure: 1 DNS, 1 metrics, 1 telemetry");
    expect(busy.infrastructure?.hidden).toBe(true);
    const only = await drawn({ nodes: [web, dns], edges: [edge(web, dns, 53)], incomplete: [] });
    expect([only.infrastructure, only.views[0]?.lines.length]).toEqual([undefined, 1]);
  });

  test("a large map is drawn by namespace, and each namespace by itself", async () => {
    const { views, collapsed, edges } = await drawn(largeMap(12, 15));
    expect(collapsed).toMatch(/^Drawn by namespace, because all workloads at once would be 191 shapes/);
    expect(views).toHaveLength(13);
    expect(views[0]?.shapes.map(({ name, what }) => `${name}: ${what}`)).toContain("team-003: 15 workloads");
    const opened = views[views[0]?.shapes.find(({ name }) => name === "team-003")?.opens ?? 0];
    expect(opened?.title).toBe("team-003");
    expect(opened?.shapes.filter(({ nodes }) => nodes.length === 1).length).toBeGreaterThanOrEqual(15);
    // Nothing is lost: the table reads the edges.
    expect(edges).toHaveLength(largeMap(12, 15).edges.length);
  });

  test("a namespace that is too large itself stays one shape", async () => {
    const { views } = await drawn(largeMap(2, 130));
    expect(views.every(({ shapes }) => shapes.length < 20)).toBe(true);
  });

  test("lines beyond what can be read are left out, denied ones last, and counted", async () => {
    const spaces = Array.from({ length: 26 }, (_, at) => workload(`space-${String(at)}`, "one"));
    const edges = spaces.flatMap((from) => spaces.flatMap((to) => (from === to ? [] : edge(from, to, 80))));
    const last = edge(spaces[0] ?? workload("", ""), spaces[1] ?? workload("", ""), 81, partlyDenied);
    const { views } = await drawn({ nodes: spaces, edges: [...edges, last], incomplete: [] });
    const [overview] = views;
    expect(overview?.leftOut).toBe(edges.length + 1 - (overview?.lines.length ?? 0));
    expect(overview?.lines.filter(({ outcome }) => outcome === "partly")).toHaveLength(1);
  });
});
