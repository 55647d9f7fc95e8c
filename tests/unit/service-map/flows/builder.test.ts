import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MapBuilder } from "../../../../service-map/flows/builder.ts";
import type { MapEdge, ServiceMap } from "../../../../service-map/flows/types.ts";

type Line = Record<string, unknown>;
const pod = (workload: string, parts: Line = {}): Line => ({
  ID: 311,
  identity: 41_022,
  cluster_name: "prod",
  namespace: "shop",
  labels: [`k8s:app=${workload}`],
  pod_name: `${workload}-6f4b7c9d5-bcdfg`,
  workloads: [{ name: workload, kind: "Deployment" }],
  ...parts,
});
const WORLD: Line = { identity: 2, labels: ["reserved:world"] };
const flow = (parts: Line = {}): Line => ({
  flow: {
    time: "2026-11-20T10:00:00.123456789Z",
    verdict: "FORWARDED",
    IP: { source: "10.0.1.25", destination: "10.0.2.40", ipVersion: "IPv4" },
    l4: { TCP: { source_port: 51_544, destination_port: 8080 } },
    source: pod("web"),
    destination: pod("api"),
    traffic_direction: "EGRESS",
    is_reply: false,
    ...parts,
  },
  node_name: "prod/ip-10-0-1-17",
});

function mapOf(...lines: (Line | string)[]): ServiceMap {
  const builder = new MapBuilder();
  for (const line of lines) {
    const bytes = Buffer.from(typeof line === "string" ? line : JSON.stringify(line));
    builder.addBytes(bytes, 0, bytes.length);
  }
  return builder.build();
}
const edgeOf = (...lines: (Line | string)[]): MapEdge => {
  const { edges } = mapOf(...lines);
  const [edge] = edges;
  if (edge === undefined || edges.length > 1) throw new Error(`${String(edges.length)} edges`);
  return edge;
};
const ends = ({ source, destination, port }: MapEdge) => [source, destination, port];

describe("a node", () => {
  it("has the labels that all of its pods have, in whatever order flows come, without those that Cilium adds", () => {
    const labelled = (...labels: string[]) => flow({ source: pod("web", { labels }) });
    const lines = [
      labelled("k8s:app=web", "k8s:version=v1", "k8s:io.kubernetes.pod.namespace=shop"),
      labelled(),
      labelled("k8s:app=web", "k8s:version=v2", "k8s:io.cilium.k8s.policy.cluster=prod", "reserved:x"),
    ];
    for (const order of [lines, lines.toReversed()]) {
      const { nodes } = mapOf(...order);
      expect(nodes.find(({ name }) => name === "web")?.labels).toEqual({ app: "web" });
    }
  });
});

describe("an edge", () => {
  it("tells where it was denied", () => {
    const denied = { verdict: "DROPPED", drop_reason_desc: "POLICY_DENIED" };
    expect(edgeOf(flow(), flow({ ...denied, traffic_direction: "INGRESS" })).deniedAt).toEqual(["ingress"]);
    expect(edgeOf(flow({ ...denied, traffic_direction: "TRAFFIC_DIRECTION_UNKNOWN" })).deniedAt).toBeUndefined();
  });

  it("is one caller, callee, protocol and port", () => {
    expect(edgeOf(flow())).toEqual({
      source: "prod/shop/web",
      destination: "prod/shop/api",
      protocol: "TCP",
      port: 8080,
      flows: 1,
      replies: 0,
      verdicts: { FORWARDED: 1 },
      dropReasons: {},
      firstSeen: "2026-11-20T10:00:00Z",
      lastSeen: "2026-11-20T10:00:00Z",
    });
    expect(mapOf(flow(), flow({ l4: { UDP: { source_port: 1, destination_port: 53 } } })).edges).toHaveLength(2);
  });

  it("takes answers back to the caller's side, and HTTP answers whose reply nobody marked", () => {
    const back = {
      source: pod("api"),
      destination: pod("web"),
      l4: { TCP: { source_port: 8080, destination_port: 51_544 } },
    };
    const answer = edgeOf(flow(), flow({ ...back, is_reply: true }));
    expect([ends(answer), answer.flows, answer.replies]).toEqual([["prod/shop/web", "prod/shop/api", 8080], 1, 1]);
    const { http } = edgeOf(
      flow({ Type: "L7", l7: { type: "REQUEST", http: { method: "GET", url: "/" } } }),
      flow({
        ...back,
        is_reply: undefined,
        l7: { type: "RESPONSE", latency_ns: "2500000", http: { code: 503, method: "GET" } },
      }),
    );
    expect(http).toEqual({ requests: 1, methods: { GET: 1 }, statuses: { "5xx": 1 }, meanLatencyMs: 2.5 });
  });

  it("counts a connection once although both ends report it", () => {
    const both = [flow(), flow(), flow({ traffic_direction: "INGRESS" })];
    expect(edgeOf(...both).flows).toBe(2);
    expect(edgeOf(...both, flow({ traffic_direction: undefined })).flows).toBe(3);
  });

  it("shows what was denied, and why, beside what went through", () => {
    const dropped = flow({ verdict: "DROPPED", drop_reason_desc: "POLICY_DENIED", traffic_direction: "INGRESS" });
    expect(edgeOf(flow(), dropped)).toMatchObject({
      verdicts: { FORWARDED: 1, DROPPED: 1 },
      dropReasons: { POLICY_DENIED: 1 },
    });
  });

  it("tells the DNS questions of a caller", () => {
    const dns = (type: string, parts: Line) => flow({ l7: { type, dns: { query: "api.example.com.", ...parts } } });
    expect(edgeOf(dns("REQUEST", {}), flow()).dns).toEqual({ queries: 1, codes: {} });
  });
});

describe("a node", () => {
  it.each<[string, Line, string]>([
    ["a workload", pod("web"), "prod/shop/web"],
    ["a pod without workload, without its hash", pod("web", { workloads: undefined }), "prod/shop/web"],
    ["a pod of a StatefulSet", pod("x", { workloads: [], pod_name: "db-0" }), "prod/shop/db"],
    ["the Gateway", { identity: 8, cluster_name: "prod", labels: ["reserved:ingress"] }, "prod/reserved:ingress"],
    [
      "the API server, which is outside as well",
      { cluster_name: "prod", labels: ["reserved:world", "reserved:kube-apiserver"] },
      "prod/reserved:kube-apiserver",
    ],
    ["a host by its identity", { identity: 1, cluster_name: "prod" }, "prod/reserved:host"],
    ["somebody outside, by address", WORLD, "world/10.0.2.40"],
  ])("is %s", (_, destination, id) => {
    expect(edgeOf(flow({ destination })).destination).toBe(id);
  });

  it("outside is known by its DNS name where one was looked up", () => {
    const named = flow({ destination: WORLD, destination_names: ["api.example.com", "cdn.example.com"] });
    expect(edgeOf(named).destination).toBe("world/api.example.com");
  });

  it("of another cluster is another node", () => {
    const other = flow({ source: pod("web", { cluster_name: "dev" }) });
    expect(mapOf(flow(), other).nodes.map(({ id }) => id)).toEqual(["dev/shop/web", "prod/shop/api", "prod/shop/web"]);
  });
});

describe("what is missing", () => {
  it("is said: lost flows, nodes that were not asked, broken lines, masked fields", () => {
    const { incomplete } = mapOf(
      flow(),
      { lost_events: { source: "HUBBLE_RING_BUFFER", num_events_lost: "17" } },
      { node_status: { state_change: "NODE_UNAVAILABLE", node_names: ["prod/a", "prod/b"] } },
      { node_status: { state_change: "NODE_CONNECTED", node_names: ["prod/c"] } },
      { agent_event: { type: "POLICY_UPDATED" } },
      '{"flow":{"verdict":"FORWARDED","source":{"namespace"',
      "not json",
      "",
      { flow: { verdict: "FORWARDED" } },
    );
    expect(incomplete).toEqual([
      { reason: "flows lost by nodes that had no room for them", count: 17 },
      { reason: "flows without source or destination, from a masked export", count: 1 },
      { reason: "lines that are no JSON", count: 2 },
      { reason: "node prod/a could not be asked", count: 1 },
      { reason: "node prod/b could not be asked", count: 1 },
    ]);
  });

  it("is said where memory is bounded", () => {
    const builder = new MapBuilder({ nodes: 3, edges: 4, addresses: 2 });
    for (let at = 0; at < 9; at++) {
      builder.addLine(
        flow({ source: pod(`w${String(at)}`), destination: WORLD, IP: { destination: `203.0.113.${String(at)}` } }),
      );
    }
    const { nodes, incomplete } = builder.build();
    expect(nodes.length).toBeLessThanOrEqual(4);
    expect(incomplete.map(({ reason }) => reason).join(" ")).toMatch(/more than 3 workloads/);
  });
});

/** JSON of a flow with its keys in any order, blanks anywhere, and fields that nobody knows. */
const anyText = fc.oneof(fc.constantFrom("web", "api", "db"), fc.string({ maxLength: 8 }));
const anyEndpoint = fc.oneof(
  fc.record(
    { namespace: anyText, pod_name: anyText, cluster_name: anyText, identity: fc.nat(), labels: fc.array(anyText) },
    { requiredKeys: [] },
  ),
  fc.constant(WORLD),
);
const anyFlow = fc.record(
  {
    time: fc.constantFrom("2026-11-20T10:00:00Z", "2026-11-20T23:59:59.5Z", "never"),
    verdict: fc.constantFrom("FORWARDED", "DROPPED", "ERROR", "AUDIT", "REDIRECTED", "TRACED", "TRANSLATED", "NEW"),
    drop_reason_desc: anyText,
    IP: fc.record(
      { source: anyText, destination: fc.constantFrom("203.0.113.1", "203.0.113.2") },
      { requiredKeys: [] },
    ),
    l4: fc.oneof(
      fc.record({
        TCP: fc.record({ source_port: fc.nat(65_535), destination_port: fc.nat(65_535) }, { requiredKeys: [] }),
      }),
      fc.constant({ ICMPv4: { type: 8 } }),
      fc.constant({}),
    ),
    source: anyEndpoint,
    destination: anyEndpoint,
    source_names: fc.array(anyText, { maxLength: 2 }),
    destination_names: fc.array(anyText, { maxLength: 2 }),
    traffic_direction: fc.constantFrom("EGRESS", "INGRESS", "TRAFFIC_DIRECTION_UNKNOWN"),
    is_reply: fc.oneof(fc.boolean(), fc.constant(null)),
    l7: fc.record({
      type: fc.constantFrom("REQUEST", "RESPONSE"),
      http: fc.record({ method: anyText, code: fc.nat(599) }),
    }),
    extra: fc.jsonValue({ maxDepth: 3 }),
  },
  { requiredKeys: ["source", "destination"] },
);
const spaced = (value: unknown, blanks: string): string =>
  JSON.stringify(value, null, blanks).replaceAll("\n", blanks === "" ? "" : " ");
const shuffled = (record: Line, seed: number): Line =>
  Object.fromEntries(
    Object.entries(record).toSorted(([a], [b]) => ((a.length * 31 + seed) % 7) - ((b.length * 31 + seed) % 7)),
  );

describe("any flow", () => {
  it("is read the same whatever the order of its keys, its blanks and its envelope", () => {
    fc.assert(
      fc.property(anyFlow, fc.nat(6), fc.constantFrom("", " ", "\t"), fc.boolean(), (one, seed, blanks, bare) => {
        const mixed = shuffled(one, seed);
        const text = spaced(bare ? mixed : { node_name: "n", flow: mixed, time: "x" }, blanks);
        expect(mapOf(text)).toEqual(mapOf(JSON.stringify({ flow: one })));
      }),
      { numRuns: 500 },
    );
  });

  it("is read as its escaped form is, which takes the way of JSON.parse", () => {
    const escape = (text: string): string => text.replace('"source":{', String.raw`"\u0073ource":{`);
    fc.assert(
      fc.property(anyFlow, (one) => {
        const text = JSON.stringify({ flow: one });
        expect(mapOf(escape(text))).toEqual(mapOf(text));
      }),
    );
  });

  it("cut short is a broken line, never another flow", () => {
    fc.assert(
      fc.property(anyFlow, fc.double({ min: 0, max: 0.999, noNaN: true }), (one, share) => {
        const text = JSON.stringify({ flow: one });
        const { edges, incomplete } = mapOf(text.slice(0, Math.max(1, Math.floor(text.length * share))));
        expect(edges).toEqual([]);
        expect(incomplete).toEqual([{ reason: "lines that are no JSON", count: 1 }]);
      }),
    );
  });

  it("adds up to the same map in any order, in one reader or in two", () => {
    fc.assert(
      fc.property(fc.array(anyFlow, { maxLength: 12 }), fc.nat(12), (many, cut) => {
        const lines = many.map((one) => ({ flow: one }));
        const whole = mapOf(...lines);
        expect(mapOf(...lines.toReversed())).toEqual(whole);
        const [first, second] = [new MapBuilder(), new MapBuilder()];
        for (const line of lines.slice(0, cut)) first.addLine(line);
        for (const line of lines.slice(cut)) second.addLine(line);
        first.merge(structuredClone(second.snapshot()));
        expect(first.build()).toEqual(whole);
      }),
    );
  });
});
