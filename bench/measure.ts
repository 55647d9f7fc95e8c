import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** One run of a command as a whole process: what a person waits for. */
export interface Run {
  readonly seconds: number;
  /** Peak memory of the largest single process, MiB; undefined without GNU time. */
  readonly peakMiB?: number;
}

export interface Command {
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

// GNU time's %M is the largest resident set of the command and of every process it waited for.
const GNU_TIME = "/usr/bin/time";
const hasGnuTime = existsSync(GNU_TIME);

export function run({ name, argv: [program, ...args], cwd, env }: Command): Run {
  const [file, all] = hasGnuTime ? [GNU_TIME, ["-f", "peak %M", program, ...args]] : [program, args];
  const started = performance.now();
  const done = spawnSync(file, all, { cwd, env: { ...process.env, ...env }, encoding: "utf8", maxBuffer: 64 << 20 });
  const seconds = (performance.now() - started) / 1000;
  if (done.status !== 0) throw new Error(`${name} ended with status ${String(done.status)}:\n${done.stderr}`);
  const peak = /^peak (\d+)$/m.exec(done.stderr)?.[1];
  return { seconds, ...(peak === undefined ? {} : { peakMiB: Number(peak) / 1024 }) };
}

/** Runs the commands in turn, A B A B, so that a machine whose speed drifts treats them alike; the first round is not counted. */
export function inTurn(commands: readonly Command[], rounds: number): ReadonlyMap<string, readonly Run[]> {
  const runs = new Map(commands.map((command) => [command.name, [] as Run[]]));
  for (let round = 0; round <= rounds; round++) {
    for (const command of commands) {
      const measured = run(command);
      if (round > 0) runs.get(command.name)?.push(measured);
    }
  }
  return runs;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

export function report(runs: ReadonlyMap<string, readonly Run[]>): string {
  const rows = [...runs].map(([name, all]) => {
    const seconds = all.map((one) => one.seconds);
    const peaks = all.flatMap((one) => one.peakMiB ?? []);
    const memory = peaks.length === 0 ? "no GNU time" : `${median(peaks).toFixed(0)} MiB`;
    return `| ${name} | ${median(seconds).toFixed(2)} s | ${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)} s | ${memory} |`;
  });
  return ["| command | median | range | largest process |", "|---|---|---|---|", ...rows].join("\n");
}
