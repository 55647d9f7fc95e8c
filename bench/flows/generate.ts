/** Writes flows as `hubble observe -o json` does, the same ones for the same seed: node bench/flows/generate.ts COUNT FILE */
import { closeSync, openSync, writeSync } from "node:fs";

const CHUNK = 4 << 20;

/** Mulberry32: small, seeded, good enough to spread choices. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const LETTERS = "bcdfghjklmnpqrstvwxz2456789";

interface Pod {
  readonly at: number;
  readonly json: string;
  readonly address: string;
  readonly namespace: string;
}

/** 20 namespaces with 20 workloads of 5 pods each, as a cluster of some size has them. */
function pods(next: () => number): Pod[] {
  const hash = (length: number) => Array.from({ length }, () => LETTERS[Math.floor(next() * LETTERS.length)]).join("");
  return Array.from({ length: 400 }, (_, at) => {
    const namespace = `team-${String(Math.floor(at / 20))}`;
    const name = `service-${String(at % 20)}`;
    const set = hash(9);
    return Array.from({ length: 5 }, (__, pod) => ({
      at,
      namespace,
      address: `10.${String(Math.floor(at / 100))}.${String(at % 100)}.${String(pod + 10)}`,
      json: JSON.stringify({
        ID: at * 5 + pod + 100,
        identity: 40_000 + at,
        cluster_name: "prod",
        namespace,
        labels: [`k8s:app=${name}`, `k8s:io.kubernetes.pod.namespace=${namespace}`, "k8s:version=v1"],
        pod_name: `${name}-${set}-${hash(5)}`,
        workloads: [{ name, kind: "Deployment" }],
      }),
    }));
  }).flat();
}

const WORLD = '{"identity":2,"labels":["reserved:world"]}';
function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`nothing at ${String(index)}`);
  return found;
}
const pad = (value: number, length = 2): string => String(value).padStart(length, "0");

export function* flows(count: number, seed = 1): Generator<string> {
  const next = random(seed);
  const all = pods(next);
  const pick = (): Pod => at(all, Math.floor(next() * next() * all.length));
  for (let index = 0; index < count; index++) {
    const second = Math.floor((index / count) * 3600);
    const time = `2026-11-20T10:${pad(Math.floor(second / 60))}:${pad(second % 60)}.${pad(index % 1_000_000_000, 9)}Z`;
    const from = pick();
    // Each workload calls five others, each on a port of its own.
    const callee = (from.at * 7 + Math.floor(next() * 5) * 13 + 1) % 400;
    const to = at(all, callee * 5 + Math.floor(next() * 5));
    const outside = next() < 0.1;
    const reply = next() < 0.3;
    const dropped = next() < 0.02;
    const port = at([8080, 5432, 6379, 9090], callee % 4);
    const client = 32_768 + Math.floor(next() * 28_000);
    const source = outside ? WORLD : from.json;
    const [first, second_] = reply ? [to.json, source] : [source, to.json];
    const names = outside
      ? `,"${reply ? "destination" : "source"}_names":["host-${String(index % 50)}.example.com"]`
      : "";
    const node = `prod/ip-10-0-${String(index % 40)}-17`;
    const uuid = `${pad(index, 8)}-0000-4000-8000-${pad(index, 12)}`;
    const address = outside ? `203.0.113.${String(index % 250)}` : from.address;
    yield (
      `{"flow":{"time":"${time}","uuid":"${uuid}","verdict":"${dropped ? "DROPPED" : "FORWARDED"}",` +
      `${dropped ? '"drop_reason_desc":"POLICY_DENIED",' : ""}"IP":{"source":"${reply ? to.address : address}","destination":"${reply ? address : to.address}","ipVersion":"IPv4"},` +
      `"l4":{"TCP":{"source_port":${String(reply ? port : client)},"destination_port":${String(reply ? client : port)},"flags":{"ACK":true}}},` +
      `"source":${first},"destination":${second_},"Type":"L3_L4","node_name":"${node}"${names},"event_type":{"type":4,"sub_type":3},` +
      `"traffic_direction":"${index % 2 === 0 ? "EGRESS" : "INGRESS"}","trace_observation_point":"TO_STACK","is_reply":${String(reply)},"Summary":"TCP Flags: ACK"},"node_name":"${node}","time":"${time}"}`
    );
  }
}

/** Writes the flows to a file in large pieces. */
export function writeFlows(file: string, count: number, seed = 1): void {
  const target = openSync(file, "w");
  let piece: string[] = [];
  let size = 0;
  for (const line of flows(count, seed)) {
    piece.push(line, "\n");
    size += line.length + 1;
    if (size < CHUNK) continue;
    writeSync(target, piece.join(""));
    piece = [];
    size = 0;
  }
  writeSync(target, piece.join(""));
  closeSync(target);
}

if (import.meta.filename === process.argv[1]) {
  const [, , count = "1000", file = "flows.json"] = process.argv;
  writeFlows(file, Number(count));
}
