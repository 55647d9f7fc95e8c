/**
 * `verify` against an API server with a large cluster in it: `node bench/verify.ts [nodes] [pods a node]`, 5000 and 50 unless
 * told. Needs what the cluster tier needs (KUBEBUILDER_ASSETS, CRD_DIR). The objects are put into etcd as they are: through the
 * API half a million of them would take most of an hour.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { ciliumNode, endpoint, healthy, node, pod } from "../tests/support/live-objects.ts";
import type { KubeObject } from "../tests/support/kube-client.ts";
import { type ControlPlane, startControlPlane } from "../tests/support/testcluster.ts";

const [nodes = 5000, perNode = 50] = process.argv.slice(2).map(Number);
const KEYS: Readonly<Record<string, string>> = {
  Node: "minions",
  Pod: "pods",
  CiliumNode: "cilium.io/ciliumnodes",
  CiliumEndpoint: "cilium.io/ciliumendpoints",
};
/** etcd takes so many operations at once (--max-txn-ops). */
const BATCH = 128;
const AT_ONCE = 8;

function* objects(): Generator<KubeObject> {
  for (let at = 1; at <= nodes; at++) {
    yield node(at);
    yield ciliumNode(at, at % 2 === 0 ? "1.19" : "1.20", { held: 64, used: 30 });
    for (let one = 0; one < perNode; one++) {
      const name = `app-${String(at)}-${String(one)}`;
      const address = `100.${String(64 + (at >> 8))}.${String(at & 255)}.${String(one)}`;
      yield pod(name, at, address);
      yield endpoint(name, address);
    }
  }
}

function keyOf({ kind, metadata: { namespace, name } }: KubeObject): string {
  const space = namespace === undefined ? "" : `/${namespace}`;
  return `/registry/${KEYS[kind] ?? ""}${space}/${name}`;
}

const encoded = (text: string): string => Buffer.from(text).toString("base64");

function stored(object: KubeObject): object {
  const metadata = {
    ...object.metadata,
    uid: crypto.randomUUID(),
    creationTimestamp: "2026-01-01T00:00:00Z",
    generation: 1,
  };
  return { requestPut: { key: encoded(keyOf(object)), value: encoded(JSON.stringify({ ...object, metadata })) } };
}

async function fill({ etcd }: ControlPlane): Promise<number> {
  const all = objects();
  let count = 0;
  const worker = async (): Promise<void> => {
    for (;;) {
      const batch: KubeObject[] = [];
      while (batch.length < BATCH) {
        const next = all.next();
        if (next.done === true) break;
        batch.push(next.value);
      }
      if (batch.length === 0) return;
      count += batch.length;
      const response = await fetch(`${etcd}/v3/kv/txn`, {
        method: "POST",
        body: JSON.stringify({ success: batch.map(stored) }),
      });
      if (!response.ok) throw new Error(await response.text());
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return count;
}

interface Run {
  readonly seconds: number;
  readonly status: number | null;
  readonly peakMiB: number;
  readonly cpuSeconds: number;
  readonly text: string;
}

/** `/usr/bin/time` is not everywhere: the process says at its end what it took. */
const REPORT =
  "data:text/javascript,process.on('exit',()=>{const{maxRSS,userCPUTime,systemCPUTime}=process.resourceUsage();process.stderr.write(`RESOURCES ${maxRSS} ${userCPUTime+systemCPUTime}\\n`)})";

function verify(kubeconfig: string): Promise<Run> {
  const begun = performance.now();
  const cli = path.resolve(import.meta.dirname, "../bin/cilium-eks.cjs");
  const args = [
    "--import",
    REPORT,
    cli,
    "verify",
    "--kubeconfig",
    kubeconfig,
    "--no-aws",
    "--deadline",
    "10m",
    "--timeout",
    "2m",
  ];
  const child = spawn(process.execPath, args, { env: { ...process.env, NO_COLOR: "1" } });
  let [text, said] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((done) =>
    child.once("close", (status) => {
      const [, rss = "0", cpu = "0"] = /RESOURCES (\d+) (\d+)/.exec(said) ?? [];
      const seconds = (performance.now() - begun) / 1000;
      done({ seconds, status, peakMiB: Number(rss) / 1024, cpuSeconds: Number(cpu) / 1e6, text: text + said });
    }),
  );
}

const plane = await startControlPlane({ crds: ["cilium-1.20.2", "gateway-api-v1.6.1"], controllers: false });
try {
  const begun = performance.now();
  const count = await fill(plane);
  await plane.put(
    healthy("1.20").filter(({ kind }) => !["Node", "CiliumNode", "Pod", "CiliumEndpoint"].includes(kind)),
  );
  console.log(`${String(count)} objects in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  for (const turn of ["first", "second"]) {
    const { seconds, status, peakMiB, cpuSeconds, text } = await verify(plane.kubeconfig);
    console.log(
      `${turn}: ${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of CPU, ${peakMiB.toFixed(0)} MiB, status ${String(status)}`,
    );
    if (turn === "second") console.log(text);
  }
} finally {
  await plane.stop();
}
