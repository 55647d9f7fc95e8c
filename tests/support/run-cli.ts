import { spawnSync } from "node:child_process";
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
    env: { ...process.env, NO_COLOR: "1", COLUMNS: "120", ...env },
    maxBuffer: 64 << 20,
    ...(cwd === undefined ? {} : { cwd }),
    ...(input === undefined ? {} : { input }),
  });
  return { status, stdout, stderr };
}
