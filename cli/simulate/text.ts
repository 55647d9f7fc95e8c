import type { Advice } from "../../core/simulate/advice.ts";
import type { SimulationResult } from "../../core/simulate/result.ts";
import type { OperatorChoice } from "../../core/simulate/scenario.ts";
import type { Sensitivity } from "../../core/simulate/sensitivity.ts";
import { type Style, paint, table, wrap } from "../shared/style.ts";
import { thousands } from "../shared/numbers.ts";

/** One play of a scenario. */
export interface Played {
  readonly name: string;
  readonly operator: OperatorChoice;
  readonly result: SimulationResult;
  readonly advice: readonly Advice[];
}

interface Told {
  readonly stack: string;
  readonly seed: number;
  readonly runs: readonly Played[];
  readonly sensitive: readonly Sensitivity[];
}

const ASSUMED =
  "How long EC2 takes, and what it refuses, are assumptions (UNVERIFIED): --sensitivity shows what they change, docs/simulate.md has them all.";

export function toText({ stack, seed, runs, sensitive }: Told, style: Style): string {
  const { bold, dim } = paint(style);
  return [
    ...runs.flatMap((run) => [bold(`${stack}, ${run.name}`), played(run, style), ""]),
    ...(sensitive.length === 0 ? [] : [bold("What the assumptions change"), sensitivityTable(sensitive, style), ""]),
    dim(wrap(`Seed ${String(seed)}: the same seed gives the same answer. ${ASSUMED}`, style, 0)),
  ].join("\n");
}

function played({ operator, result, advice }: Played, style: Style): string {
  const { green, red, yellow } = paint(style);
  const lines = advice.map(({ fails, says, todo }) =>
    wrap(`${fails ? red("✗") : yellow("!")} ${says} ${todo}`, style, 2),
  );
  return [
    ...(advice.some(({ fails }) => fails) ? [] : [green("✓ Every pod got an address.")]),
    ...lines,
    "",
    drawn(waveRows(result), style),
    "",
    drawn(subnetRows(result, operator), style),
    "",
    `EC2 calls: ${thousands(Object.values(result.calls).reduce((sum, each) => sum + each, 0))}, refused by EC2: ${thousands(result.throttled)}. Most nodes ${thousands(result.mostNodes)}, most pods ${thousands(result.mostPods)}, most without an address at once ${thousands(result.mostWaiting)}.`,
  ].join("\n");
}

const drawn = ({ head, rows }: Rows, style: Style): string => table(head, rows, style);

const WAVES: Readonly<Record<string, string>> = {
  grow: "nodes come",
  shrink: "nodes go",
  roll: "nodes replaced",
  "lose-zone": "zone lost",
};

/** Head and rows of a table. */
export interface Rows {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** How each wave came up. */
export function waveRows({ waves }: SimulationResult): Rows {
  const shown = waves.filter(({ kind, nodes }) => nodes > 0 || kind === "lose-zone");
  return {
    head: ["at", "what", "nodes", "pods", "half had an address after", "90 %", "99 %", "all"],
    rows: shown.map(({ at, kind, nodes, pods, until }) => [
      time(at),
      WAVES[kind] ?? kind,
      thousands(nodes),
      thousands(pods),
      ...(["50%", "90%", "99%", "100%"] as const).map((part) =>
        until[part] === undefined ? "never" : time(until[part]),
      ),
    ]),
  };
}

/** How full each subnet got. */
export function subnetRows({ subnets }: SimulationResult, { prefixDelegation }: OperatorChoice): Rows {
  const blocks = prefixDelegation ? ["fewest /28 left", "free but in broken blocks", "out of /28"] : [];
  return {
    head: ["subnet", "zone", "CIDR", "fewest free", ...blocks],
    rows: subnets.map(({ name, zone, cidr, leastFree, leastPrefixes, mostStranded, noPrefix }) => [
      name,
      zone,
      cidr,
      thousands(leastFree),
      ...(prefixDelegation
        ? [thousands(leastPrefixes), thousands(mostStranded), noPrefix === undefined ? "" : `at ${time(noPrefix.at)}`]
        : []),
    ]),
  };
}

const sensitivityTable = (rows: readonly Sensitivity[], style: Style): string =>
  table(
    ["assumption", "assumed", "99 % of the slowest wave after", "refused calls"],
    rows.map(({ says, value, unit, low, high }) => [
      says,
      `${String(low.value)} < ${String(value)} < ${String(high.value)} ${unit}`,
      `${low.slowest === undefined ? "never" : time(low.slowest)} to ${high.slowest === undefined ? "never" : time(high.slowest)}`,
      `${thousands(low.throttled)} to ${thousands(high.throttled)}`,
    ]),
    style,
  );

/** `45 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function time(seconds: number): string {
  const whole = Math.round(seconds);
  const units = [
    [86_400, "d"],
    [3600, "h"],
    [60, "min"],
    [1, "s"],
  ] as const;
  const at = units.findIndex(([size]) => whole >= size);
  const [first, second] = units.slice(at === -1 ? 3 : at);
  if (first === undefined) return "0 s";
  const [size, unit] = first;
  const rest = second === undefined ? 0 : Math.floor((whole % size) / second[0]);
  return `${String(Math.floor(whole / size))} ${unit}${rest === 0 || second === undefined ? "" : ` ${String(rest)} ${second[1]}`}`;
}
