import { Command } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { registerSimulate } from "../../../../cli/simulate/index.ts";
import { time } from "../../../../cli/simulate/text.ts";
import { shared } from "../../../../cli/simulate/waves.ts";

async function run(...args: string[]) {
  const written = { out: "", error: "" };
  const into =
    (stream: keyof typeof written) =>
    (text: unknown, ...rest: readonly unknown[]) => {
      written[stream] += String(text);
      for (const done of rest) if (typeof done === "function") (done as () => void)();
      return true;
    };
  vi.spyOn(process.stdout, "write").mockImplementation(into("out"));
  vi.spyOn(process.stderr, "write").mockImplementation(into("error"));
  const program = new Command().exitOverride().configureOutput({ writeErr: (text) => (written.error += text) });
  registerSimulate(program);
  for (const command of program.commands) command.exitOverride();
  await program.parseAsync(["simulate", ...args], { from: "user" }).catch(() => (process.exitCode = 2));
  const status = process.exitCode;
  process.exitCode = undefined;
  return { ...written, status };
}

interface Answer {
  readonly runs: readonly {
    readonly name: string;
    readonly operator: { readonly qps: number };
    readonly result: { readonly waves: readonly { readonly nodes: number }[] };
  }[];
  readonly sensitivity: readonly unknown[];
}
const answer = async (...args: string[]): Promise<Answer> =>
  JSON.parse((await run("--stack", "prod", "--format", "json", ...args)).out) as Answer;

afterEach(() => void vi.restoreAllMocks());

describe("simulate", () => {
  it("plays prod's start and its growth to the maximum, and every pod gets an address", async () => {
    const { out, status } = await run("--stack", "prod", "--churn", "0%", "--for", "2h");
    expect(status).toBe(0);
    expect(out).toContain("Every pod got an address");
    expect(out).toMatch(/1 h\s+nodes come/);
    expect(out).toContain("UNVERIFIED");
  });

  it("compares with what is asked, and gives the same answer again", async () => {
    const asked = ["--burst", "40@1h/5", "--with", "qps=20", "--with", "burst=100", "--for", "2h"];
    const first = await answer(...asked);
    expect(first.runs.map(({ operator }) => operator.qps)).toEqual([4, 20]);
    expect(first.runs[0]?.result.waves.reduce((sum, { nodes }) => sum + nodes, 0)).toBe(46);
    expect(await answer(...asked)).toEqual(first);
  });

  it("ends with 1 where pods stay without an address", async () => {
    const { out, status } = await run("--stack", "dev", "--burst", "800@1h/50", "--for", "2h", "--churn", "0%");
    expect(status).toBe(1);
    expect(out).toMatch(/no address at the end|could not start/);
  });

  it.each([
    [["--burst", "50"], "50@2h"],
    [["--with", "speed=9"], "prefixDelegation"],
    [["--with", "qps="], "number from 0"],
    [["--lose-zone", "eu-central-1z@1h"], "It has eu-central-1a"],
    [["--for", "soon"], "10m"],
    [["--churn", "0.2"], "20%"],
  ])("says what is wrong with %j", async (args, says) => {
    const { error, status } = await run("--stack", "prod", ...args);
    expect(status).toBe(2);
    expect(error).toContain(says);
  });

  it("will not play an overlay", async () => {
    const { error, status } = await run("--stack-file", "examples/overlay.yaml");
    expect(status).toBe(2);
    expect(error).toContain("no addresses from ENIs");
  });
});

describe("its words", () => {
  it.each([
    [0, "0 s"],
    [45.4, "45 s"],
    [200, "3 min 20 s"],
    [7500, "2 h 5 min"],
    [90_000, "1 d 1 h"],
  ])("tells %i seconds as %s", (seconds, text) => expect(time(seconds)).toBe(text));

  it("shares nodes out without losing any", () => {
    expect(shared(10, [1, 1, 1])).toEqual([3, 4, 3]);
    expect(shared(7, [0, 3])).toEqual([0, 7]);
  });
});
