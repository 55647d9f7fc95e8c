import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import type { ServiceMap } from "../../service-map/flows/types.ts";
import { createAuthority } from "../support/relay/certificates.ts";
import { startKubeApi } from "../support/relay/kube-api.ts";
import { flowBetween, type MockOptions, type MockRelay, type Scene, startRelay } from "../support/relay/server.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "service-map-relay-"));
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function relay(scenes: readonly ((scene: Scene) => void)[], options: MockOptions = {}): Promise<MockRelay> {
  const started = await startRelay(scenes, options);
  ends.push(() => started.stop());
  return started;
}

function file(name: string, content: Buffer | string): string {
  const at = path.join(folder, name);
  writeFileSync(at, content);
  return at;
}

interface Run {
  readonly done: Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }>;
  readonly interrupt: () => void;
}

/** The command as people start it; the test's own process serves the relay meanwhile. */
function start(args: readonly string[]): Run {
  const child = spawn(process.execPath, ["bin/cilium-eks.cjs", "service-map", ...args], { cwd: root });
  const out = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (out.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (out.stderr += chunk.toString()));
  const done = new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on("close", (status) => resolve({ status, ...out }));
  });
  return { done, interrupt: () => void child.kill("SIGINT") };
}

async function mapOf(args: readonly string[]): Promise<ServiceMap> {
  const { stdout, stderr } = await start([...args, "--format", "json"]).done;
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as ServiceMap;
}

const reasons = ({ incomplete }: ServiceMap): string[] => incomplete.map(({ reason }) => reason);
const pairs = ({ edges }: ServiceMap): string[] => edges.map(({ source, destination }) => `${source} > ${destination}`);

const twoFlows = ({ send, end }: Scene): void => {
  send(flowBetween("web", "api"));
  send(flowBetween("api", "db", { verdict: "DROPPED" }));
  end();
};

describe("service-map from a relay", () => {
  test("draws its flows, and says what the relay could not see", async () => {
    const mock = await relay([
      (scene) => {
        scene.send({ node_status: { state_change: "NODE_UNAVAILABLE", node_names: ["prod/ip-10-0-3-9"] } });
        scene.send({ lost_events: { source: "OBSERVER_EVENTS_QUEUE", num_events_lost: "12" } });
        twoFlows(scene);
      },
    ]);
    const map = await mapOf(["--relay", mock.address]);
    expect(pairs(map)).toEqual(["prod/shop/api > prod/shop/db", "prod/shop/web > prod/shop/api"]);
    expect(reasons(map).join("\n")).toMatch(/prod\/ip-10-0-3-9/);
    expect(map.incomplete).toContainEqual(expect.objectContaining({ count: 12 }));
  });

  test("merges the clusters of several relays", async () => {
    const answer = (cluster: string) => [
      ({ send, end }: Scene) => {
        send(flowBetween("web", "api", { cluster }));
        end();
      },
    ];
    const [east, west] = [await relay(answer("east")), await relay(answer("west"))];
    const map = await mapOf(["--relay", east.address, "--relay", west.address]);
    expect(pairs(map)).toEqual(["east/shop/web > east/shop/api", "west/shop/web > west/shop/api"]);
    expect(map.incomplete).toEqual([]);
  });

  test("speaks mutual TLS", async () => {
    const authority = createAuthority();
    const server = authority.issue(["*.hubble-relay.cilium.io"]);
    const client = authority.issue(["*.hubble-ui.cilium.io"]);
    const mock = await relay([twoFlows], { tls: { server, clientAuthority: authority } });
    const args = ["--relay", mock.address, "--tls-ca-cert-files", file("ca.crt", authority.certificate)];
    args.push("--tls-server-name", "instance.hubble-relay.cilium.io");
    args.push("--tls-client-cert-file", file("tls.crt", client.certificate));
    args.push("--tls-client-key-file", file("tls.key", client.key));
    expect((await mapOf(args)).edges).toHaveLength(2);
  });

  test("goes through the Kubernetes API with a kubeconfig", async () => {
    const mock = await relay([twoFlows]);
    const pods = [{ name: "hubble-relay-1", ready: true }];
    const api = await startKubeApi({ servicePort: 80, pods, podPort: () => mock.port });
    ends.push(() => api.close());
    const cluster = { server: api.server, "certificate-authority-data": api.certificateAuthority.toString("base64") };
    const config = {
      clusters: [{ name: "c", cluster }],
      users: [{ name: "u", user: { token: "t" } }],
      contexts: [{ name: "prod", context: { cluster: "c", user: "u" } }],
      "current-context": "prod",
    };
    const map = await mapOf(["--kube", "--kubeconfig", file("kubeconfig", JSON.stringify(config))]);
    expect(map.edges).toHaveLength(2);
  });

  test("draws the map so far on ctrl-C, and ends with status 0", async () => {
    let tell: (() => void) | undefined;
    const sent = new Promise<void>((resolve) => (tell = resolve));
    const mock = await relay([
      ({ send }) => {
        send(flowBetween("web", "api"));
        tell?.();
      },
    ]);
    const run = start(["--relay", mock.address, "--format", "json"]);
    await sent;
    // Long enough for a flow that is on its way.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    run.interrupt();
    const { status, stdout } = await run.done;
    const map = JSON.parse(stdout) as ServiceMap;
    expect(status).toBe(0);
    expect(pairs(map)).toEqual(["prod/shop/web > prod/shop/api"]);
    expect(reasons(map)).toEqual(["reading was stopped before the end"]);
  });

  test("ends at its duration with what came until then", async () => {
    const mock = await relay([({ send }) => send(flowBetween("web", "api"))]);
    const map = await mapOf(["--relay", mock.address, "--duration", "3s"]);
    expect(map.edges).toHaveLength(1);
    expect(reasons(map).join()).toMatch(/had not sent all flows after 3 seconds/);
  });

  test("writes a page", async () => {
    const mock = await relay([twoFlows]);
    const target = path.join(folder, "map.html");
    await start(["--relay", mock.address, "--format", "html", "--out", target]).done;
    expect(readFileSync(target, "utf8")).toMatch(/^<!doctype html>[^]*"prod\/shop\/web"/);
  });

  test("names what is wrong with the call", async () => {
    const wrong = await start(["--relay", "localhost:1", "--last", "5", "--since", "10m"]).done;
    expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringMatching(/--last.*cannot be used with.*--since/)]);
    const none = await start(["--relay", "http://localhost"]).done;
    expect([none.status, none.stderr]).toEqual([2, expect.stringMatching(/^http:\/\/localhost: is no address/)]);
  });
});
