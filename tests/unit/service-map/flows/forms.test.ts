import { describe, expect, it } from "vitest";
import { MapBuilder } from "../../../../service-map/flows/builder.ts";
import type { ServiceMap } from "../../../../service-map/flows/types.ts";

type Line = Record<string, unknown>;

function mapOf(...lines: (Line | string)[]): ServiceMap {
  const builder = new MapBuilder();
  for (const line of lines) {
    const bytes = Buffer.from(typeof line === "string" ? line : JSON.stringify(line));
    builder.addBytes(bytes, 0, bytes.length);
  }
  return builder.build();
}

const pod = (name: string): Line => ({
  identity: 41_022,
  cluster_name: "prod",
  namespace: "shop",
  pod_name: `${name}-6f4b7c9d5-bcdfg`,
  workloads: [{ name, kind: "Deployment" }],
});
const flow = (parts: Line = {}): Line => ({
  time: "2026-11-20T10:00:00Z",
  verdict: "FORWARDED",
  IP: { source: "10.0.1.25", destination: "10.0.2.40", ipVersion: "IPv4" },
  l4: { TCP: { source_port: 51_544, destination_port: 8080 } },
  source: pod("web"),
  destination: pod("api"),
  traffic_direction: "EGRESS",
  is_reply: false,
  node_name: "prod/ip-10-0-1-17",
  ...parts,
});
const line = (parts: Line = {}): Line => ({ flow: flow(parts), node_name: "prod/ip-10-0-1-17" });

/** As protojson writes it without `UseProtoNames`. */
const camel = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(camel);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      camel(item),
    ]),
  );
};
const drop = { verdict: "DROPPED", drop_reason_desc: "POLICY_DENIED", is_reply: undefined };
const request = { type: "REQUEST", http: { method: "GET", url: "/" } };
const response = { type: "RESPONSE", latency_ns: "2500000", http: { code: 503 } };

describe("the same flow in another form gives the same map", () => {
  const { drop_reason_desc: _reason, ...plain } = flow();
  it.each<[string, Line, Line]>([
    ["camelCase", line(), camel(line()) as Line],
    ["camelCase without envelope", flow(), camel(flow()) as Line],
    ["camelCase of a denial", line(drop), camel(line(drop)) as Line],
    [
      "camelCase of layer 7",
      line({ l7: response, is_reply: true }),
      camel(line({ l7: response, is_reply: true })) as Line,
    ],
    [
      "camelCase of a masked flow",
      { flow: { source: pod("web"), destination: pod("api") } },
      camel({ flow: { source: pod("web"), destination: pod("api") } }) as Line,
    ],
    ...[
      { aggregate: { egress_flow_count: 3, ingress_flow_count: 4 } },
      { l7: { ...response, latency_ns: "5000000" } },
    ].map((more): [string, Line, Line] => {
      const masked = { flow: { source: pod("web"), destination: pod("api"), ...more } };
      return [`camelCase of a masked flow with ${Object.keys(more).join("")}`, masked, camel(masked) as Line];
    }),
    ["numbers for enums", line(), line({ verdict: 1, traffic_direction: 2, Type: 1 })],
    [
      "numbers for enums of a denial",
      line({ ...drop, traffic_direction: "INGRESS" }),
      line({ verdict: 2, drop_reason_desc: 133, traffic_direction: 1, is_reply: undefined }),
    ],
    ["numbers for enums of layer 7", line({ l7: request }), line({ verdict: 1, l7: { ...request, type: 1 } })],
    [
      "camelCase and numbers",
      line(drop),
      camel(line({ ...drop, verdict: 2, drop_reason_desc: 133, traffic_direction: 2 })) as Line,
    ],
    ["no reason as 0", line(), line({ verdict: 1, drop_reason_desc: 0 })],
    [
      "Go's own encoder",
      line(),
      {
        ResponseTypes: {
          Flow: {
            ...plain,
            time: { seconds: 1_795_168_800, nanos: 5 },
            verdict: 1,
            traffic_direction: 2,
            is_reply: {},
            l4: { Protocol: { TCP: { source_port: 51_544, destination_port: 8080 } } },
          },
        },
        node_name: "prod/ip-10-0-1-17",
      },
    ],
    [
      "Go's own encoder, layer 7",
      line({ l7: request }),
      {
        flow: flow({
          l4: { Protocol: { TCP: { destination_port: 8080 } } },
          l7: { type: 1, Record: { Http: request.http } },
        }),
      },
    ],
  ])("%s", (_, usual, other) => {
    const { edges } = mapOf(usual);
    expect(edges).toHaveLength(1);
    expect(mapOf(other)).toEqual(mapOf(usual));
    expect(mapOf(other, other).edges[0]?.flows).toBe(mapOf(usual, usual).edges[0]?.flows);
  });

  it("an array in one line", () => {
    expect(mapOf(JSON.stringify([line(), line(drop)]))).toEqual(mapOf(line(), line(drop)));
  });

  it.each([
    ["camelCase", { nodeStatus: { stateChange: "NODE_ERROR", nodeNames: ["prod/a"] } }],
    ["numbers", { node_status: { state_change: 4, node_names: ["prod/a"] } }],
  ])("a node that failed, by %s", (_, status) => {
    expect(mapOf(line(), status).incomplete).toEqual([{ reason: "node prod/a could not be asked", count: 1 }]);
  });

  it("lost flows, by camelCase", () => {
    expect(mapOf({ lostEvents: { source: 1, numEventsLost: "7" } }).incomplete).toEqual([
      { reason: "flows lost by nodes that had no room for them", count: 7 },
    ]);
  });

  it.each([
    ["an array of something else", "[1, [2]]", 2],
    ["a line of something else", '{"a":{"b":1}}', 1],
  ])("counts %s as a gap", (_, text, count) => {
    expect(mapOf(text).incomplete).toEqual([{ reason: "lines that hold no flow", count }]);
  });
});

describe("flows that the exporter summed up", () => {
  const summed = (aggregate: Line, parts: Line = {}) => line({ traffic_direction: undefined, aggregate, ...parts });

  it.each<[string, Line[], number]>([
    ["both sides, of which the larger stands", [summed({ ingress_flow_count: 120, egress_flow_count: 118 })], 120],
    ["one side", [summed({ egress_flow_count: 7 })], 7],
    ["an unknown side, which is added", [summed({ egress_flow_count: 7, unknown_direction_flow_count: 3 })], 10],
    [
      "the sides in two windows",
      [summed({ ingress_flow_count: 2 }), summed({ ingress_flow_count: 3, egress_flow_count: 4 })],
      5,
    ],
    ["counts as text", [summed({ ingress_flow_count: "12" })], 12],
    ["camelCase", [camel(summed({ ingress_flow_count: 12, egress_flow_count: 3 })) as Line], 12],
    ["no count", [summed({})], 1],
    ["a single flow next to them", [summed({ egress_flow_count: 7 }), line()], 8],
  ])("count as %s", (_, lines, count) => {
    const { edges, incomplete } = mapOf(...lines);
    expect([edges.length, edges[0]?.flows, edges[0]?.verdicts]).toEqual([1, count, { FORWARDED: count }]);
    expect(incomplete).toEqual([]);
  });

  it("count answers, denials, reasons and layer 7 as often", () => {
    const [edge] = mapOf(
      summed({ egress_flow_count: 5 }, { is_reply: false, l7: request }),
      summed({ ingress_flow_count: 4, egress_flow_count: 3 }, drop),
    ).edges;
    expect(edge).toMatchObject({
      flows: 8,
      verdicts: { FORWARDED: 5, DROPPED: 4 },
      dropReasons: { POLICY_DENIED: 4 },
      http: { requests: 5, methods: { GET: 5 } },
    });
    const back = { source: pod("api"), destination: pod("web"), is_reply: true, l4: undefined };
    expect(mapOf(summed({ ingress_flow_count: 6 }, back)).edges[0]).toMatchObject({
      source: "prod/shop/web",
      flows: 0,
      replies: 6,
    });
  });

  it("of which nobody can tell answers from calls say so", () => {
    const masked = { source: pod("web"), destination: pod("api"), aggregate: { unknown_direction_flow_count: 3 } };
    expect(mapOf({ flow: masked })).toMatchObject({
      edges: [{ flows: 3 }],
      incomplete: [{ reason: expect.stringMatching(/fieldAggregate name is_reply/) as string, count: 1 }],
    });
  });
});

describe("a denied packet", () => {
  const told = line({ ...drop, event_type: { type: 5 } });
  const dropped = line({ ...drop, event_type: { type: 1, sub_type: 133 } });
  const other = line({ ...drop, drop_reason_desc: "CT_NO_MAP_FOUND", event_type: { type: 1, sub_type: 190 } });
  const bare = (type: number) => line({ ...drop, drop_reason_desc: undefined, event_type: { type } });
  const arriving = (of: Line): Line => ({ flow: { ...(of["flow"] as Line), traffic_direction: "INGRESS" } });

  it.each<[string, Line[], number, Line]>([
    ["verdict and drop", [told, dropped], 1, { POLICY_DENIED: 1 }],
    ["drop and verdict", [dropped, told], 1, { POLICY_DENIED: 1 }],
    ["verdict and drop of two packets", [told, told, dropped, dropped], 2, { POLICY_DENIED: 2 }],
    ["the verdict alone", [told], 1, { POLICY_DENIED: 1 }],
    ["the drop alone", [dropped, dropped], 2, { POLICY_DENIED: 2 }],
    ["more verdicts than drops", [told, told, dropped], 2, { POLICY_DENIED: 2 }],
    ["a drop of another reason", [told, dropped, other], 2, { POLICY_DENIED: 1, CT_NO_MAP_FOUND: 1 }],
    ["no reasons, as in masked exports", [bare(5), bare(1)], 1, {}],
    ["both as they arrive", [arriving(told), arriving(dropped)], 1, { POLICY_DENIED: 1 }],
    ["camelCase", [camel(told) as Line, camel(dropped) as Line], 1, { POLICY_DENIED: 1 }],
  ])("is one denial: %s", (_, lines, count, reasons) => {
    const [edge] = mapOf(...lines).edges;
    expect([edge?.flows, edge?.verdicts, edge?.dropReasons]).toEqual([count, { DROPPED: count }, reasons]);
    const [left, right] = [new MapBuilder(), new MapBuilder()];
    for (const [at, one] of lines.entries()) (at % 2 === 0 ? left : right).addLine(one);
    left.merge(right.snapshot());
    expect(left.build()).toEqual(mapOf(...lines));
  });

  it("is no pair with a verdict that let another one through", () => {
    const allowed = line({ event_type: { type: 5 } });
    expect(mapOf(allowed, dropped).edges[0]?.verdicts).toEqual({ FORWARDED: 1, DROPPED: 1 });
  });
});
