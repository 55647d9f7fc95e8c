import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { flows } from "../../../../bench/flows/generate.ts";
import { MapBuilder } from "../../../../service-map/flows/builder.ts";
import { looksLikeAnswer } from "../../../../service-map/flows/direction.ts";
import { readEdges } from "../../../../service-map/flows/edges.ts";
import { type Endpoint, nameEndpoint } from "../../../../service-map/flows/endpoint.ts";

// The map once more, by JSON.parse and plain objects: slow, and simple enough to be seen to be right.

interface Flow {
  readonly verdict?: string;
  readonly source?: Endpoint;
  readonly destination?: Endpoint;
  readonly source_names?: readonly string[];
  readonly destination_names?: readonly string[];
  readonly IP?: { readonly source?: string; readonly destination?: string };
  readonly l4?: Readonly<
    Record<string, { source_port?: number; destination_port?: number; flags?: Record<string, boolean> }>
  >;
  readonly l7?: { readonly type?: string };
  readonly is_reply?: boolean | null;
  readonly traffic_direction?: string;
  readonly node_name?: string;
}

function nodeOf(
  endpoint: Endpoint | undefined,
  name: string | undefined,
  address: string | undefined,
  cluster: string | undefined,
): string | undefined {
  if (endpoint === undefined && address === undefined) return undefined;
  const named = nameEndpoint(endpoint ?? {});
  if ("node" in named) return named.node.id;
  if ("reserved" in named) return `${cluster === undefined ? "" : `${cluster}/`}reserved:${named.reserved}`;
  const outside = name ?? address;
  return outside === undefined ? "world" : `world/${outside}`;
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const first = (names: unknown): string | undefined =>
  Array.isArray(names) && typeof names[0] === "string" ? names[0] : undefined;

/** Events by edge, direction and what they are: a verdict or an answer. */
function reference(lines: readonly string[]): { counts: Record<string, number>; broken: number } {
  const counts: Record<string, number> = {};
  let broken = 0;
  for (const line of lines) {
    let parsed: Flow & { flow?: Flow; node_name?: string };
    try {
      parsed = JSON.parse(line) as typeof parsed;
    } catch {
      broken++;
      continue;
    }
    const flow = isObject(parsed.flow) ? parsed.flow : parsed;
    const cluster = /^([^/]*)\//.exec(flow.node_name ?? parsed.node_name ?? "")?.[1];
    const from = nodeOf(flow.source, first(flow.source_names), flow.IP?.source, cluster);
    const to = nodeOf(flow.destination, first(flow.destination_names), flow.IP?.destination, cluster);
    if (from === undefined || to === undefined) continue;
    const [protocol = "unknown", ports] = Object.entries(flow.l4 ?? {}).findLast(([, value]) => isObject(value)) ?? [];
    const [sourcePort, destinationPort] = [ports?.source_port ?? 0, ports?.destination_port ?? 0];
    const unmarked = { sourcePort, destinationPort, ...(ports?.flags === undefined ? {} : { flags: ports.flags }) };
    const guess = isObject(flow.l7) ? flow.l7.type === "RESPONSE" : looksLikeAnswer(unmarked);
    const answer = typeof flow.is_reply === "boolean" ? flow.is_reply : guess;
    const edge = answer ? [to, from, protocol, sourcePort] : [from, to, protocol, destinationPort];
    const denied = flow.verdict === "DROPPED" || flow.verdict === "ERROR";
    const key = [
      ...edge,
      flow.traffic_direction ?? "",
      answer && !denied ? "answer" : (flow.verdict ?? "UNKNOWN"),
    ].join(" ");
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return { counts, broken };
}

const DIRECTIONS = ["", "EGRESS", "INGRESS"];
const VERDICTS = ["UNKNOWN", "FORWARDED", "DROPPED", "ERROR", "AUDIT", "REDIRECTED", "TRACED", "TRANSLATED"];

function scanned(lines: readonly string[]): { counts: Record<string, number>; broken: number } {
  const builder = new MapBuilder();
  const bytes = Buffer.from(lines.join("\n"));
  for (let start = 0; start <= bytes.length;) {
    const found = bytes.indexOf(10, start);
    const end = found === -1 ? bytes.length : found;
    builder.addBytes(bytes, start, end);
    start = end + 1;
  }
  const { nodes, edges, gaps } = builder.snapshot();
  const counts: Record<string, number> = {};
  for (const {
    key: [source, destination, protocol, port],
    counts: { sides },
  } of readEdges(edges)) {
    for (const [at, side] of sides.entries()) {
      if (side === undefined) continue;
      const edge = [nodes[source]?.id, nodes[destination]?.id, protocol, port, DIRECTIONS[at]].join(" ");
      for (const [verdict, count] of side.verdicts.entries())
        if (count > 0) counts[`${edge} ${VERDICTS[verdict] ?? ""}`] = count;
      if (side.replies > 0) counts[`${edge} answer`] = side.replies;
    }
  }
  return { counts, broken: gaps.find(({ reason }) => reason === "lines that are no JSON")?.count ?? 0 };
}

const text = fc.oneof(
  fc.constantFrom("web", "api", "web-6f4b7c9d5-bcdfg", "db-0"),
  fc.string({ maxLength: 6, minLength: 1 }),
);
const endpoint = fc.oneof(
  fc.record(
    {
      identity: fc.constantFrom(1, 2, 8, 41_022, 16_777_300),
      cluster_name: fc.constantFrom("prod", "dev"),
      namespace: text,
      labels: fc.array(
        fc.constantFrom("k8s:app=web", "reserved:ingress", "reserved:world", "k8s:io.kubernetes.pod.namespace=shop"),
      ),
      pod_name: text,
      workloads: fc.array(fc.record({ name: text, kind: fc.constantFrom("Deployment", "DaemonSet") }), {
        maxLength: 2,
      }),
    },
    { requiredKeys: [] },
  ),
  fc.constant({ identity: 2, labels: ["reserved:world"] }),
);
const ports = fc.record(
  {
    source_port: fc.constantFrom(53, 8080, 40_000, 51_544),
    destination_port: fc.constantFrom(53, 8080, 40_000, 51_544),
    flags: fc.record({ SYN: fc.boolean(), ACK: fc.boolean() }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);
const flow = fc.record(
  {
    time: fc.constantFrom("2026-11-20T10:00:00.5Z", "never"),
    uuid: fc.uuid(),
    verdict: fc.constantFrom("FORWARDED", "DROPPED", "ERROR", "AUDIT", "REDIRECTED", "TRACED", "TRANSLATED"),
    IP: fc.record({ source: fc.ipV4(), destination: fc.ipV4() }, { requiredKeys: [] }),
    l4: fc.oneof(
      ports.map((TCP) => ({ TCP })),
      ports.map((UDP) => ({ UDP })),
      fc.constant({ ICMPv4: { type: 8 } }),
    ),
    source: endpoint,
    destination: endpoint,
    source_names: fc.array(text, { maxLength: 2 }),
    destination_names: fc.array(text, { maxLength: 2 }),
    node_name: fc.constantFrom("prod/a", "prod/b", "dev/a", "bare"),
    traffic_direction: fc.constantFrom("EGRESS", "INGRESS"),
    is_reply: fc.constantFrom(true, false, null),
    l7: fc.record({
      type: fc.constantFrom("REQUEST", "RESPONSE"),
      http: fc.record({ method: text, code: fc.nat(599) }),
    }),
    extra: fc.jsonValue({ maxDepth: 2 }),
  },
  { requiredKeys: [] },
);
const line = fc
  .tuple(flow, fc.boolean(), fc.constantFrom("", " "), fc.constantFrom("prod/z", "dev/z"))
  .map(([one, bare, blanks, node]) =>
    JSON.stringify(bare ? one : { node_name: node, flow: one }, null, blanks).replaceAll("\n", ""),
  );
/** Lines as writers that were cut off, or two at once, leave them. */
const torn = fc
  .tuple(line, line, fc.nat(), fc.nat())
  .map(([a, b, x, y]) => a.slice(0, x % a.length) + b.slice(y % b.length));

describe("the scanner", () => {
  it("counts what JSON.parse finds, line by line, broken ones too", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 4, arbitrary: line }, torn), { maxLength: 20 }), (lines) => {
        expect(scanned(lines)).toEqual(reference(lines));
      }),
      { numRuns: 1000 },
    );
  });

  it("counts what JSON.parse finds in flows that repeat, as those of a cluster do", () => {
    const lines = [...flows(5000, 7)];
    expect(scanned(lines)).toEqual(reference(lines));
  });
});
