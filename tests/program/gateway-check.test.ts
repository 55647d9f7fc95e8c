import { type SpawnSyncReturns, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttp } from "node:http";
import { createServer as createHttps } from "node:https";
import { type AddressInfo, type Server, createServer as createTcp } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Step } from "../../cli/shared/steps.ts";
import { createAuthority } from "../support/relay/certificates.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "gateway-check-"));
const authority = createAuthority("Test CA");
const caFile = path.join(folder, "ca.pem");
beforeAll(() => {
  writeFileSync(caFile, authority.certificate);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const open: Server[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => new Promise((done) => server.close(done))));
});
async function listen(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

interface Result extends Pick<SpawnSyncReturns<string>, "status" | "stdout" | "stderr"> {
  readonly steps: readonly Step[];
}

/** The servers run in this process, so the command must not block it. */
function check(...args: string[]): Promise<Result> {
  const env = { ...process.env };
  delete env["KUBECONFIG"];
  return new Promise((done) => {
    const child = spawn(process.execPath, ["bin/cilium-eks.cjs", "gateway", "check", "--format", "json", ...args], {
      cwd: root,
      env,
    });
    const out = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk: Buffer) => (out.stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (out.stderr += chunk.toString()));
    child.on("close", (status) => {
      const { steps } = out.stdout === "" ? { steps: [] } : (JSON.parse(out.stdout) as { steps: Step[] });
      done({ status, ...out, steps });
    });
  });
}
const step = ({ steps }: Result, name: string): Step | undefined => steps.find((one) => one.name === name);

describe("gateway check on servers", () => {
  it("asks by the URL's name whatever the address, and shows certificate and answer", async () => {
    const { certificate, key } = authority.issue(["shop.example.com"]);
    const seen: (string | undefined)[] = [];
    const port = await listen(
      createHttps({ cert: certificate, key }, (request, response) => {
        seen.push(request.headers.host, (request.socket as unknown as { servername?: string }).servername);
        response.end("hello");
      }),
    );
    const result = await check(
      "--url",
      `https://shop.example.com:${port}/`,
      "--address",
      "127.0.0.1",
      "--ca-file",
      caFile,
    );
    expect(step(result, "TLS")).toMatchObject({
      state: "ok",
      found: expect.stringContaining("shop.example.com") as unknown,
    });
    expect(step(result, "Answer")).toMatchObject({
      state: "ok",
      found: expect.stringContaining("status 200") as unknown,
    });
    expect(seen).toEqual([`shop.example.com:${port}`, "shop.example.com"]);
    expect(result.status).toBe(0);
  });

  it("tells a certificate for other names from one of an unknown authority", async () => {
    const { certificate, key } = authority.issue(["other.example.com"]);
    const port = await listen(createHttps({ cert: certificate, key }, (_, response) => response.end()));
    const url = ["--url", `https://shop.example.com:${port}/`, "--address", "127.0.0.1"];
    const wrongName = await check(...url, "--ca-file", caFile);
    expect(step(wrongName, "TLS")).toMatchObject({ state: "failed", fix: expect.stringContaining("SNI") as unknown });
    expect(step(await check(...url), "TLS")).toMatchObject({
      state: "failed",
      fix: expect.stringContaining("--ca-file") as unknown,
    });
    expect(wrongName.status).toBe(1);
  });

  it.each([
    [404, "warning", "no route matches"],
    [403, "warning", "network policy"],
    [503, "failed", "no healthy backend"],
  ] as const)("explains status %i", async (status, state, fix) => {
    const port = await listen(createHttp((_, response) => response.writeHead(status).end()));
    const result = await check("--url", `http://127.0.0.1:${port}/`);
    expect(step(result, "Answer")).toMatchObject({ state, fix: expect.stringContaining(fix) as unknown });
    expect(result.status).toBe(state === "failed" ? 1 : 0);
  });

  it("tells a closed port, a cut connection and silence apart", async () => {
    const closed = await listen(createTcp());
    await new Promise((done) => open.pop()?.close(done));
    expect(step(await check("--url", `http://127.0.0.1:${closed}/`), "Connection")?.found).toContain("ECONNREFUSED");
    const cut = await listen(createTcp((socket) => socket.resetAndDestroy()));
    expect(step(await check("--url", `http://127.0.0.1:${cut}/`), "Connection")?.found).toContain("ECONNRESET");
    const silent = await listen(
      createTcp((socket) => socket.on("data", () => setTimeout(() => socket.destroy(), 3000).unref())),
    );
    const result = await check("--url", `http://127.0.0.1:${silent}/`, "--timeout", "0.5");
    expect(step(result, "Connection")).toMatchObject({
      state: "failed",
      found: expect.stringContaining("no answer in 0.5 s") as unknown,
    });
  });

  it("says that a name has no address, and that the cluster was not asked", async () => {
    const result = await check("--url", "https://nothing.invalid/");
    expect(result.steps.map(({ name, state }) => [name, state])).toEqual([
      ["Cluster", "skipped"],
      ["DNS", "failed"],
    ]);
  });

  it("refuses a wrong call with status 2", async () => {
    expect((await check("--url", "shop.example.com")).status).toBe(2);
    expect((await check("--url", "http://a.example/", "--kubeconfig", path.join(folder, "none"))).status).toBe(2);
  });
});
