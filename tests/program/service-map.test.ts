import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { flows } from "../../bench/flows/generate.ts";
import type { ServiceMap } from "../../service-map/flows/types.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(path.join(tmpdir(), "service-map-"));
const file = (name: string): string => path.join(folder, name);
const lines = [...flows(3000)];
beforeAll(() => {
  writeFileSync(file("all.json"), `${lines.join("\n")}\n`);
  writeFileSync(file("all.json.gz"), gzipSync(lines.join("\n")));
  writeFileSync(file("first.json"), lines.slice(0, 1000).join("\n"));
  writeFileSync(file("rest.json"), lines.slice(1000).join("\n"));
  writeFileSync(file("broken.json"), `${lines[0] ?? ""}\n{"flow":{"verd\nnothing\n`);
  writeFileSync(file("other.json"), JSON.stringify([{ a: 1 }, { b: { c: 2 } }], null, 2));
  writeFileSync(file("empty.json"), "[]\n");
  writeFileSync(
    file("text.txt"),
    "Nov 20 10:00:00.123: shop/web:51544 (ID:1) -> shop/api:8080 (ID:2) to-endpoint FORWARDED\n",
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}
function run(
  args: readonly string[],
  feed?: (stdin: NodeJS.WritableStream, kill: () => void) => void,
): Promise<Result> {
  return new Promise((done) => {
    const child = spawn(process.execPath, ["bin/cilium-eks.cjs", "service-map", ...args], { cwd: root });
    const out = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk: Buffer) => (out.stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (out.stderr += chunk.toString()));
    child.on("close", (status) => {
      done({ status, ...out });
    });
    if (feed === undefined) child.stdin.end();
    else feed(child.stdin, () => child.kill("SIGINT"));
  });
}
const map = async (...args: Parameters<typeof run>): Promise<ServiceMap> =>
  JSON.parse((await run(["--format", "json", ...args[0]], args[1])).stdout) as ServiceMap;

describe("service-map", () => {
  it("draws the same from a file, its parts, a packed file and standard input", async () => {
    const whole = await map([file("all.json")]);
    expect(whole.edges.length).toBeGreaterThan(500);
    expect(whole.incomplete).toEqual([]);
    expect(await map([file("rest.json"), file("first.json")])).toEqual(whole);
    expect(await map([file("all.json.gz")])).toEqual(whole);
    expect(await map(["-"], (stdin) => stdin.end(lines.join("\n")))).toEqual(whole);
  });

  it("counts broken lines and goes on", async () => {
    const { edges, incomplete } = await map([file("broken.json")]);
    expect(edges).toHaveLength(1);
    expect(incomplete).toEqual([{ reason: "lines that are no JSON", count: 2 }]);
    expect((await run([file("broken.json")])).stdout).toContain("The map is incomplete");
  });

  it("reads arrays and pretty-printed flows like lines, also packed and from a pipe", async () => {
    const some = lines.slice(0, 1000);
    const parsed = some.map((line) => JSON.parse(line) as unknown);
    writeFileSync(file("some.json"), some.join("\n"));
    const expected = await map([file("some.json")]);
    const forms = {
      "array.json": JSON.stringify(parsed),
      "list.json": `[\n${some.join(",\n")}\n]\n`,
      "pretty.json": parsed.map((one) => JSON.stringify(one, null, 2)).join("\n"),
      "pretty-array.json": JSON.stringify(parsed, null, 2),
    };
    for (const [name, text] of Object.entries(forms)) {
      writeFileSync(file(name), text);
      expect(await map([file(name)])).toEqual(expected);
    }
    writeFileSync(file("pretty.json.gz"), gzipSync(forms["pretty.json"]));
    expect(await map([file("pretty.json.gz")])).toEqual(expected);
    expect(await map(["-"], (stdin) => stdin.end(forms["pretty-array.json"]))).toEqual(expected);
  });

  it("unpacks what is packed, whatever its name, and keeps what came before a break", async () => {
    const packed = gzipSync(lines.join("\n"));
    writeFileSync(file("named.log"), packed);
    writeFileSync(file("cut.json.gz"), packed.subarray(0, packed.length / 2));
    const whole = await map([file("all.json")]);
    expect(await map([file("named.log")])).toEqual(whole);
    expect(await map(["-"], (stdin) => stdin.end(packed))).toEqual(whole);
    const { edges, incomplete } = await map([file("cut.json.gz")]);
    expect(edges.length).toBeGreaterThan(100);
    expect(incomplete.map(({ reason }) => reason)).toContain(
      `${file("cut.json.gz")} is packed and broken off or damaged; what follows is missing`,
    );
  });

  it("draws what came before ctrl-C, and says that it is not all", async () => {
    const stopped = await map(["-"], (stdin, kill) => {
      stdin.write(`${lines.slice(0, 100).join("\n")}\n`, () => setTimeout(kill, 1500));
    });
    expect(stopped.edges.length).toBeGreaterThan(50);
    expect(stopped.incomplete).toEqual([{ reason: "reading was stopped before the end", count: 1 }]);
  });

  it("is filtered, summed up and written as asked", async () => {
    const denied = await map([file("all.json"), "--verdict", "denied", "--namespace", "team-1"]);
    expect(denied.edges.length).toBeGreaterThan(0);
    expect(denied.edges.every(({ verdicts }) => (verdicts.DROPPED ?? 0) > 0)).toBe(true);
    expect((await run([file("all.json"), "--by", "verdict"])).stdout).toMatch(/FORWARDED\s+[\d,]+\s+[\d,]+/);
    const byNamespace = await run([file("all.json"), "--by", "namespace", "--format", "json"]);
    expect(JSON.parse(byNamespace.stdout)).toMatchObject({ by: "namespace", incomplete: [] });
    const target = file("map.mmd");
    await run([file("all.json"), "--format", "mermaid", "--out", target]);
    expect(readFileSync(target, "utf8")).toMatch(/^flowchart LR/);
    expect((await run([file("all.json"), "--format", "dot"])).stdout).toMatch(/^digraph services \{/);
    expect((await run([file("all.json"), "--format", "csv"])).stdout).toMatch(
      /^from,to,protocol,port[^]*\r\nprod\/team-0/,
    );
  });

  it("compares with an earlier recording", async () => {
    const args = [file("all.json"), "--against", file("first.json"), "--namespace", "team-3"];
    const { stdout } = await run(args);
    expect(stdout).toMatch(/Newly denied \(\d+\)\n.*from[^]*New \(\d+\)/);
    const { against, edges } = JSON.parse((await run([...args, "--format", "json"])).stdout) as ServiceMap & {
      against: Record<string, unknown[]>;
    };
    expect(against["new"]?.length).toBeLessThan(edges.length);
    expect(against["gone"]).toEqual([]);
    expect((await run([file("all.json"), "--against", file("all.json")])).stdout).toContain("Nothing is different");
    expect((await run([...args, "--format", "html"])).stdout).toContain('"change":"newly denied"');
  });

  it("serves a page that grows with the flows, on loopback and to its own address alone", async () => {
    const child = spawn(process.execPath, ["bin/cilium-eks.cjs", "service-map", "-", "--serve"], { cwd: root });
    try {
      const ended = new Promise((done) => child.on("close", done));
      const address = await new Promise<string>((done) => {
        child.stderr.on("data", (chunk: Buffer) => {
          const [found] = /http:\/\/127\.0\.0\.1:\d+\//.exec(chunk.toString()) ?? [];
          if (found !== undefined) done(found);
        });
      });
      const version = async () => (await fetch(`${address}version`)).text();
      child.stdin.write(`${lines.slice(0, 30).join("\n")}\n`);
      const page = async () => (await fetch(address)).text();
      await expect.poll(page, { timeout: 15_000, interval: 500 }).toContain("team-1");
      const before = await version();
      expect(await version()).toBe(before);
      const [line = ""] = lines;
      child.stdin.write(`${line.replaceAll("team-", "squad-")}\n`);
      await expect.poll(version, { timeout: 15_000, interval: 500 }).not.toBe(before);
      expect(await page()).toContain("squad-");
      const { port } = new URL(address);
      const foreign = await new Promise<number | undefined>((done) => {
        get({ port, host: "127.0.0.1", headers: { host: "map.example.com" } }, ({ statusCode }) => {
          done(statusCode);
        });
      });
      expect(foreign).toBe(403);
      child.kill("SIGINT");
      expect(await ended).toBe(0);
    } finally {
      child.kill("SIGKILL");
    }
  });

  it("proposes policies that the catalogue has nothing against, and rules for what was denied", async () => {
    const all = await run([file("all.json"), "--policies", "--namespace", "team-1"]);
    expect(all.stdout).toMatch(/^# Proposed from what was seen from 2026-11-20T10:00:00Z/);
    const objects = parseAllDocuments(all.stdout).map((document) => document.toJS() as Record<string, unknown>);
    expect(objects).toHaveLength(20);
    expect(objects[0]).toMatchObject({ kind: "CiliumNetworkPolicy", metadata: { namespace: "team-1" } });
    expect(all.stderr).toMatch(
      /^\d+ denied edges? (?:is|are) in no policy; --verdict denied proposes rules for \w+\.\n$/,
    );
    const denied = await run([file("all.json"), "--policies", "--verdict", "denied", "--format", "json"]);
    const rules = JSON.parse(denied.stdout) as { spec: unknown }[];
    expect(rules.length).toBeGreaterThan(10);
    expect(rules[0]?.spec).toMatchObject({ enableDefaultDeny: { ingress: false, egress: false } });
    expect(denied.status).toBe(0);
  });

  it.each<[string, readonly string[], RegExp]>([
    ["policies as a drawing", [file("all.json"), "--policies", "--format", "dot"], /--policies writes YAML/],
    [
      "a difference as a drawing",
      [file("all.json"), "--against", file("first.json"), "--format", "dot"],
      /--against writes/,
    ],
    ["a difference that is served", [file("all.json"), "--against", file("first.json"), "--serve"], /--serve shows/],
    ["nothing to read", [], /Nothing to read/],
    ["a file that is not there", [file("none.json")], /ENOENT/],
    ["a packed file that is not there", [file("none.json.gz")], /ENOENT/],
    ["a file that is not there, before it reads another", [file("all.json"), file("none.json")], /ENOENT/],
    ["a folder", [folder], /is a folder/],
    ["totals as a drawing", [file("all.json"), "--by", "verdict", "--format", "dot"], /--by gives totals/],
    ["files and a relay", [file("all.json"), "--relay", "localhost:1"], /not both/],
    ["a relay that nobody runs", ["--relay", "127.0.0.1:1", "--timeout", "1"], /127\.0\.0\.1:1/],
    ["pretty-printed JSON without a flow", [file("other.json")], /not one flow[^]*lines that hold no flow \(2\)/],
    ["an empty array", [file("empty.json")], /not one flow/],
    ["output of hubble that is no JSON", [file("text.txt")], /hubble observe -o json[^]*lines that are no JSON \(1\)/],
  ])("refuses %s with status 2", async (_, args, message) => {
    const { status, stderr, stdout } = await run(args);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
  });
});
