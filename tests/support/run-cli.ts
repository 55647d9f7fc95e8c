import { spawn, spawnSync } from "node:child_process";
import { text } from "node:stream/consumers";
import path from "node:path";

const program = path.resolve(import.meta.dirname, "../../bin/cilium-eks.cjs");

/** What a call of the command line leaves behind. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Calls the command line as a shell does. */
export function runCli(args: readonly string[], { cwd, env = {}, input }: RunOptions = {}): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    encoding: "utf8",
    env: environment(env),
    maxBuffer: 64 << 20,
    ...(cwd === undefined ? {} : { cwd }),
    ...(input === undefined ? {} : { input }),
  });
  return { status, stdout, stderr };
}

/** The same while this process goes on, as it must where it serves what the command asks. */
export async function callCli(args: readonly string[], { cwd, env = {}, input }: RunOptions = {}): Promise<Ran> {
  const child = spawn(process.execPath, [program, ...args], {
    env: environment(env),
    ...(cwd === undefined ? {} : { cwd }),
  });
  child.stdin.end(input ?? "");
  const ended = new Promise<number | null>((done, failed) => child.once("error", failed).once("close", done));
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { status, stdout, stderr };
}

const environment = (env: Readonly<Record<string, string>>) => ({
  ...process.env,
  NO_COLOR: "1",
  COLUMNS: "120",
  ...env,
});
