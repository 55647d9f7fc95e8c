import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeAll, afterAll, describe, expect, it } from "vitest";
import { connectKube } from "../../../../readers/kube/client.ts";
import { apiSource } from "../../../../readers/live/api.ts";
import { type Reading, readLive } from "../../../../readers/live/index.ts";
import { readDrops } from "../../../../readers/live/flows.ts";
import { readHistory } from "../../../../readers/live/prometheus.ts";
import { redacted } from "../../../../readers/live/redact.ts";
import { isBroken } from "../../../../readers/live/gaps.ts";
import { callCli } from "../../../support/run-cli.ts";

const folder = mkdtempSync(path.join(tmpdir(), "faults-"));
let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let port = 0;

/** An API server that has nothing, but for what a test says. */
const nothing = ({ url = "" }: IncomingMessage, response: ServerResponse): void => {
  if (url === "/version") return void response.end('{"major":"1","minor":"35+"}');
  if (/configmaps|secrets|customresourcedefinitions/.test(url)) return void response.writeHead(404).end("{}");
  response.end('{"kind":"List","metadata":{},"items":[]}');
};
const status = (response: ServerResponse, code: number, message: string, headers = {}): void =>
  void response.writeHead(code, headers).end(JSON.stringify({ kind: "Status", message, code }));

beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  port = (server.address() as { port: number }).port;
  writeFileSync(
    path.join(folder, "kubeconfig"),
    JSON.stringify({
      clusters: [
        { name: "c", cluster: { server: `http://127.0.0.1:${String(port)}`, "insecure-skip-tls-verify": true } },
      ],
      users: [{ name: "u", user: { token: "very-secret-token" } }],
      contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
      "current-context": "x",
    }),
  );
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});
afterEach(() => server.closeAllConnections());

async function read(timeoutSeconds = 2, deadlineMs = 20_000): Promise<Reading> {
  const kube = await connectKube(
    { kubeconfig: path.join(folder, "kubeconfig"), timeoutSeconds },
    AbortSignal.timeout(deadlineMs),
  );
  return readLive(apiSource(kube, { namespace: "kube-system" }), { command: "verify", namespace: "kube-system" });
}
const kinds = ({ gaps }: Reading): string[] => [...new Set(gaps.map(({ kind }) => kind))];

describe("an API server in trouble", () => {
  it("that has nothing is read to the end", async () => {
    answer = nothing;
    const { gaps, live } = await read();
    expect(gaps).toEqual([]);
    expect([live.server.version, live.config.found, live.nodes]).toEqual(["1.35", false, []]);
  });

  it("401 ends everything after one more try, because another call would end so too", async () => {
    let calls = 0;
    answer = (_, response) => {
      calls++;
      status(response, 401, "Unauthorized");
    };
    const reading = await read();
    expect(kinds(reading)).toEqual(["signed-out"]);
    expect(calls).toBeLessThan(10);
  });

  it("403 leaves out what it is for, with the right that is missing", async () => {
    answer = (request, response) =>
      request.url?.startsWith("/api/v1/pods") === true
        ? status(response, 403, 'pods is forbidden: User "x" cannot list')
        : nothing(request, response);
    const { gaps, live } = await read();
    expect(gaps).toMatchObject([{ part: "pods", kind: "denied", right: "list pods" }]);
    expect(live.nodes).toEqual([]);
  });

  it("429 is waited for as long as it says", async () => {
    let busy = 2;
    answer = (request, response) => {
      if (request.url?.startsWith("/api/v1/nodes") === true && busy-- > 0)
        return status(response, 429, "busy", { "retry-after": "0" });
      nothing(request, response);
    };
    expect((await read()).gaps).toEqual([]);
    answer = (request, response) =>
      request.url?.startsWith("/api/v1/nodes") === true
        ? status(response, 429, "busy", { "retry-after": "0" })
        : nothing(request, response);
    expect((await read()).gaps).toMatchObject([{ part: "nodes", kind: "busy" }]);
  });

  it("a list that never comes, or comes a byte at a time, ends at the deadline", async () => {
    answer = (request, response) => {
      if (request.url?.startsWith("/api/v1/nodes") === true) return;
      if (request.url?.startsWith("/api/v1/events") === true) {
        const drip = setInterval(() => response.write(" "), 50);
        response.on("close", () => clearInterval(drip));
        return;
      }
      nothing(request, response);
    };
    const reading = await read(0.5);
    expect(reading.gaps.map(({ part, kind }) => `${part}: ${kind}`).toSorted()).toEqual([
      "events: slow",
      "nodes: slow",
    ]);
    answer = () => {};
    expect(kinds(await read(30, 300))).toEqual(["slow"]);
  });

  it("that goes in the middle leaves what was read, and the rest is told", async () => {
    answer = (request, response) => {
      if (request.url?.includes("ciliumnodes") === true) response.destroy();
      else nothing(request, response);
    };
    const reading = await read();
    expect(reading.gaps[0]).toMatchObject({ part: "ciliumNodes", kind: "unreachable" });
    expect(reading.gaps.every(isBroken)).toBe(true);
    expect(reading.live.server.version).toBe("1.35");
  });

  it("pages go on where a continue token ran out, and zipped answers are read", async () => {
    const seen: string[] = [];
    answer = (request, response) => {
      const url = new URL(request.url ?? "", "http://x");
      if (url.pathname !== "/api/v1/nodes") return nothing(request, response);
      const next = url.searchParams.get("continue") ?? "";
      seen.push(next);
      if (next === "old")
        return void response
          .writeHead(410)
          .end(JSON.stringify({ kind: "Status", message: "expired", metadata: { continue: "new" } }));
      const page = {
        metadata: { continue: next === "" ? "old" : "" },
        items: [{ metadata: { name: next || "first" } }],
      };
      response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(JSON.stringify(page)));
    };
    const { live } = await read();
    expect([seen, live.nodes.map(({ name }) => name)]).toEqual([
      ["", "old", "new"],
      ["first", "new"],
    ]);
  });

  it("an answer that is no JSON, or of a shape that nobody knows, is a gap and no crash", async () => {
    answer = (request, response) => {
      if (request.url?.startsWith("/api/v1/nodes") === true) response.end("<html>proxy</html>");
      else if (request.url?.includes("daemonsets") === true) response.end('{"items":[null]}');
      else nothing(request, response);
    };
    expect(kinds(await read())).toEqual(["broken"]);
  });

  it("a clock that is an hour off is told", async () => {
    answer = (request, response) => {
      response.setHeader("date", new Date(Date.now() - 3_600_000).toUTCString());
      nothing(request, response);
    };
    const { live } = await read();
    expect(Math.round(live.server.clockSkewSeconds / 60)).toBe(60);
    expect(Date.now() / 1000 - live.at).toBeGreaterThan(3500);
  });

  it.each([
    ["refuses the credentials", 401],
    ["refuses a list", 403],
  ])("the command that it %s ends with 2, tells it, and prints neither stack nor token", async (_, code) => {
    answer = (request, response) =>
      request.url?.startsWith("/api/v1/nodes") === true || code === 401
        ? status(response, code, "no")
        : nothing(request, response);
    const ran = await callCli([
      "verify",
      "--kubeconfig",
      path.join(folder, "kubeconfig"),
      "--no-aws",
      "--timeout",
      "2",
    ]);
    expect(ran.stdout + ran.stderr).not.toMatch(/ {4}at |very-secret-token/);
    expect(ran.stdout).toContain("Not read");
    // Without its ConfigMap a cluster that answers is sick, which is certain.
    expect(ran.status).toBe(code === 401 ? 2 : 1);
  });
});

describe("what stands beside the cluster", () => {
  it("Prometheus is asked for a week, with a user that is not printed", async () => {
    let asked = "";
    answer = (request, response) => {
      asked = `${request.headers.authorization ?? ""} ${request.url ?? ""}`;
      response.end(
        JSON.stringify({
          status: "success",
          data: {
            resultType: "matrix",
            result: [
              {
                metric: { subnet_id: "s-1" },
                values: [
                  [0, "10"],
                  [3600, "NaN"],
                  [7200, "8"],
                ],
              },
            ],
          },
        }),
      );
    };
    const history = await readHistory({
      url: `http://u:p@127.0.0.1:${String(port)}/`,
      timeoutSeconds: 2,
      now: 700_000,
    });
    expect(history).toEqual({
      "s-1": [
        [0, 10],
        [7200, 8],
      ],
    });
    expect(asked).toMatch(/^Basic dTpw \/api\/v1\/query_range\?query=min\+by/);
    answer = (_, response) => void response.writeHead(403).end("no");
    await expect(
      readHistory({ url: `http://u:p@127.0.0.1:${String(port)}`, timeoutSeconds: 2, now: 1 }),
    ).rejects.toThrow(/does not take the credentials/);
    answer = () => {};
    await expect(readHistory({ url: `http://127.0.0.1:${String(port)}`, timeoutSeconds: 0.2, now: 1 })).rejects.toThrow(
      /no answer within/,
    );
  });

  it("flows are counted by who was denied what", async () => {
    const file = path.join(folder, "flows.json");
    const flow = (verdict: string) =>
      JSON.stringify({
        flow: {
          verdict,
          drop_reason_desc: "POLICY_DENIED",
          source: { namespace: "shop", workloads: [{ name: "web" }] },
          destination: { labels: ["reserved:world"] },
          l4: { TCP: { destination_port: 443 } },
        },
      });
    writeFileSync(file, [flow("DROPPED"), flow("FORWARDED"), "{broken DROPPED", flow("DROPPED")].join("\n"));
    expect(await readDrops(file)).toEqual([
      { from: "shop/web", to: "reserved:world", port: "TCP 443", reason: "POLICY_DENIED", count: 2 },
    ]);
  });

  it("nothing secret is written down", () => {
    const pod = {
      kind: "Pod",
      metadata: { annotations: { "kubectl.kubernetes.io/last-applied-configuration": "x" } },
      spec: {
        containers: [
          {
            env: [
              { name: "DB_PASSWORD", value: "hunter22" },
              { name: "MODE", value: "fast" },
            ],
          },
        ],
      },
    };
    const secret = {
      kind: "Secret",
      data: { "tls.crt": "public", "tls.key": "private", password: "p" },
      stringData: { a: "b" },
    };
    const text = JSON.stringify([redacted(pod), redacted({ kind: "List", items: [secret] })]);
    expect(text).toContain("fast");
    expect(text).toContain("public");
    expect(text).not.toMatch(/hunter22|private|last-applied|"p"|"b"/);
  });
});
