import { readStackFile } from "../../config/stack-file.ts";
import { parseSettings } from "../../config/parse.ts";
import { evaluate } from "../../core/plan/index.ts";
import { type Simulated, simulated } from "../../core/plan/simulation.ts";
import { advise } from "../../core/simulate/advice.ts";
import { constants } from "../../core/simulate/assumptions.ts";
import { simulate } from "../../core/simulate/run.ts";
import type { OperatorChoice, Scenario } from "../../core/simulate/scenario.ts";
import { sensitivity } from "../../core/simulate/sensitivity.ts";
import { CallError } from "../shared/errors.ts";
import type { Output } from "../shared/output.ts";
import { namedStack } from "../shared/stacks.ts";
import type { SimulateFlags } from "./index.ts";
import { type Played, toText } from "./text.ts";
import { wavesOf } from "./waves.ts";

/** Plays the stack, and once more with what is to be compared; 1 where pods or nodes end without an address. */
export async function runSimulate(flags: SimulateFlags, output: Output<"text" | "json">): Promise<number> {
  const stack = namedStack(flags, process.cwd());
  const start = startOf(stack.file, stack.shownAs);
  const zones = new Set(start.nodeSubnets.map(({ zone }) => zone));
  const unknown = flags.loseZone.find(({ zone }) => !zones.has(zone));
  if (unknown !== undefined)
    throw new CallError(`--lose-zone ${unknown.zone}: the stack has no node there. It has ${[...zones].join(", ")}.`);
  const scenario = scenarioOf(start, flags);
  output.progress.show(`Playing ${stack.name} …`);
  const planned = play("as planned", scenario);
  const other =
    flags.with.length === 0
      ? undefined
      : play(named(flags.with), { ...scenario, operator: changed(scenario.operator, flags.with) });
  const sensitive = flags.sensitivity === true ? sensitivity(scenario) : [];
  const runs = other === undefined ? [planned] : [planned, other];
  await output.write((format, style) =>
    format === "json"
      ? `${JSON.stringify({ stack: stack.name, seed: flags.seed, lasts: flags.lasts, runs, sensitivity: sensitive }, null, 2)}\n`
      : `${toText({ stack: stack.name, seed: flags.seed, runs, sensitive }, style)}\n`,
  );
  return planned.advice.some(({ fails }) => fails) ? 1 : 0;
}

function startOf(file: string, shownAs: string): Simulated {
  const parsed = parseSettings(readStackFile(file, shownAs).raw);
  if (!parsed.ok) throw new CallError(`${shownAs} cannot be played: it has faults. Run cilium-eks plan first.`);
  const start = simulated(evaluate(parsed.settings));
  if (start === undefined)
    throw new CallError(`${shownAs} cannot be played: its pods get no addresses from ENIs by Cilium's operator.`);
  if (start.pools.length === 0) throw new CallError(`${shownAs} cannot be played: it plans no node group.`);
  return start;
}

const scenarioOf = (start: Simulated, flags: SimulateFlags): Scenario => ({
  seed: flags.seed,
  lasts: flags.lasts,
  operator: start.operator,
  pools: start.pools.map((pool) => ({ ...pool, podsPerNode: flags.pods ?? pool.podsPerNode })),
  nodeSubnets: start.nodeSubnets,
  podSubnets: start.podSubnets,
  waves: wavesOf(start, flags),
  churnPerDay: flags.churn,
  constants: constants(),
});

const changed = (operator: OperatorChoice, changes: SimulateFlags["with"]): OperatorChoice => ({
  ...operator,
  ...Object.fromEntries(changes),
});

const named = (changes: SimulateFlags["with"]): string =>
  `with ${changes.map(([name, value]) => `${name}=${String(value)}`).join(", ")}`;

function play(name: string, scenario: Scenario): Played {
  const result = simulate(scenario);
  return { name, operator: scenario.operator, result, advice: advise(scenario, result) };
}
