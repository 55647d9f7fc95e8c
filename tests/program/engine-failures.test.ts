import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { programRun, runFixture } from "./engine-fixtures.ts";

const failing = (fault: string, rest: Parameters<typeof runFixture>[1] = {}) =>
  runFixture("failing", { config: { "failing:fault": fault }, ...rest });

const messages = ({ errors }: { errors: readonly { message: string }[] }): string =>
  errors.map(({ message }) => message).join("\n");

describe("a program that fails", () => {
  it("for a fault of its user says what the program says, without a stack", async () => {
    const result = await failing("run-error");
    expect(result).toMatchObject({ ok: false, exitCode: 32 });
    expect(messages(result)).toBe("Pulumi.dev.yaml, failing:size: 70000 is too large; the limit is 65535.");
  });

  it("in a component's constructor names the component", async () => {
    const result = await failing("resource-error");
    expect(result.errors).toEqual([
      {
        severity: "error",
        message: "this one cannot be built",
        urn: "urn:pulumi:dev::house::house:index:Broken::broken",
      },
    ]);
  });

  it.each([
    ["exception", "TypeError: a plain exception"],
    ["apply", "Error: an exception in apply"],
  ])("by an uncaught %s gives its message and the program's own frames", async (fault, message) => {
    const result = await failing(fault);
    expect(result.ok).toBe(false);
    expect(messages(result)).toContain(message);
    expect(messages(result)).toMatch(/at .*failing\/index\.ts:\d+:\d+/);
    expect(messages(result)).not.toMatch(/node_modules|node:internal|\u001B/);
  });

  it("by giving one name twice is told so", async () => {
    expect(messages(await failing("duplicate"))).toContain("Duplicate resource URN");
  });

  it("by a provider function without an offline answer is told which", async () => {
    expect(messages(await failing("invoke"))).toContain("The program calls aws:s3/getBucket:getBucket");
  });

  it("without a word of Pulumi's gives its exit code and what it printed", async () => {
    const result = await failing("exit");
    expect(result.exitCode).toBe(3);
    expect(messages(result)).toBe("The program index.ts ended with exit code 3. giving up");
  });

  it("to be found ends with an error", async () => {
    const result = await runFixture("failing", { main: "nowhere.ts" });
    expect(result.ok).toBe(false);
    expect(messages(result)).toContain("nowhere.ts");
  });
});

describe("a program that does not end", () => {
  it("is stopped, and its last registrations are named", async () => {
    const result = await failing("endless", { timeoutMs: 5000 });
    expect(result).toMatchObject({ ok: false, exitCode: null, stopped: "timeout" });
    expect(messages(result)).toMatch(/did not end within 5 s .* aws:s3\/bucket:Bucket "bucket"/);
  });

  it("is stopped also while it is busy", async () => {
    expect(await failing("busy", { timeoutMs: 2500 })).toMatchObject({ ok: false, stopped: "timeout" });
  });

  it("is stopped on request", async () => {
    const abort = new AbortController();
    const running = failing("endless", { signal: abort.signal });
    abort.abort();
    expect(await running).toMatchObject({ ok: false, stopped: "aborted" });
  });
});

describe("the process of a program", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "engine-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** A process that runs the endless program, as a command would. */
  async function commandWithProgram(name: string): Promise<{ command: ChildProcess; programPid: number }> {
    const pidFile = path.join(folder, name);
    const run = programRun("failing", { config: { "failing:fault": "endless" }, env: { PID_FILE: pidFile } });
    const engine = path.resolve(import.meta.dirname, "../../engine/index.ts");
    const code = `(await import(${JSON.stringify(engine)})).runProgram(${JSON.stringify(run)})`;
    const command = spawn(process.execPath, ["--input-type=module", "--eval", code], { stdio: "ignore" });
    while (!existsSync(pidFile) || readFileSync(pidFile, "utf8") === "") await sleep(20);
    return { command, programPid: Number(readFileSync(pidFile, "utf8")) };
  }

  /** Whether a process runs. One that ended but has no parent left to collect it still has its number. */
  const alive = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
    } catch {
      return false;
    }
    const status = `/proc/${pid}/status`;
    return !existsSync(status) || !/^State:\s+[ZX]/m.test(readFileSync(status, "utf8"));
  };

  it.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)("ends with the command that a %s ends", async (signal) => {
    const { command, programPid } = await commandWithProgram(signal);
    const ended = once(command, "exit");
    command.kill(signal);
    expect(await ended).toEqual([null, signal]);
    while (alive(programPid)) await sleep(20);
    expect(alive(programPid)).toBe(false);
  });
});
