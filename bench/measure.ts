import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** One run of a command as a whole process, with all that it starts. */
export interface Run {
  /** What a person waits for. */
  readonly seconds: number;
  /** Processor time of all processes, user and system: on a busy machine the steadier figure. Undefined without GNU time. */
  readonly cpuSeconds?: number;
  /** Peak memory of the largest single process, MiB; undefined without GNU time. */
  readonly peakMiB?: number;
}

export interface Command {
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

// GNU time's %M is the largest resident set of the command and of every process it waited for; %U and %S are their sums.
const GNU_TIME = "/usr/bin/time";
const hasGnuTime = existsSync(GNU_TIME);
const MEASURED = /^measured (?<user>[\d.]+) (?<system>[\d.]+) (?<peak>\d+)$/m;

export function run({ name, argv: [program, ...args], cwd, env }: Command): Run {
  const [file, all] = hasGnuTime ? [GNU_TIME, ["-f", "measured %U %S %M", program, ...args]] : [program, args];
  const started = performance.now();
  const done = spawnSync(file, all, { cwd, env: { ...process.env, ...env }, encoding: "utf8", maxBuffer: 64 << 20 });
  const seconds = (performance.now() - started) / 1000;
  if (done.status !== 0) throw new Error(`${name} ended with status ${String(done.status)}:\n${done.stderr}`);
  const measured = MEASURED.exec(done.stderr)?.groups;
  if (measured === undefined) return { seconds };
  const { user, system, peak } = measured;
  return { seconds, cpuSeconds: Number(user) + Number(system), peakMiB: Number(peak) / 1024 };
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

/** Medians of what GNU time measured; NaN without it. */
export const cpuOf = (runs: readonly Run[] = []): number => median(runs.flatMap((one) => one.cpuSeconds ?? []));
export const peakOf = (runs: readonly Run[] = []): number => median(runs.flatMap((one) => one.peakMiB ?? []));

const shown = (value: number, digits: number, unit: string): string =>
  Number.isNaN(value) ? "no GNU time" : `${value.toFixed(digits)} ${unit}`;

export function report(runs: ReadonlyMap<string, readonly Run[]>): string {
  const rows = [...runs].map(([name, all]) => {
    const seconds = all.map((one) => one.seconds);
    return `| ${name} | ${shown(cpuOf(all), 2, "s")} | ${median(seconds).toFixed(2)} s | ${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)} s | ${shown(peakOf(all), 0, "MiB")} |`;
  });
  return ["| command | processor time | time | range | largest process |", "|---|---|---|---|---|", ...rows].join("\n");
}
