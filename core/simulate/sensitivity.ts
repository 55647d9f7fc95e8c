import { type AssumptionName, unsourced } from "./assumptions.ts";
import type { SimulationResult } from "./result.ts";
import { simulate } from "./run.ts";
import type { Scenario } from "./scenario.ts";

/** What an assumption would change if it were at one of its bounds. */
export interface Sensitivity {
  readonly name: AssumptionName;
  readonly says: string;
  readonly value: number;
  readonly unit: string;
  readonly low: Bound;
  readonly high: Bound;
}

interface Bound {
  readonly value: number;
  /** Seconds until 99 % of the pods of the slowest wave had an address; undefined where they never had. */
  readonly slowest: number | undefined;
  readonly throttled: number;
  readonly waitingAtEnd: number;
}

/** Plays the scenario again at both bounds of everything that no source tells. */
export const sensitivity = (scenario: Scenario): readonly Sensitivity[] =>
  unsourced.map(([name, { says, value, unit, low, high }]) => {
    const at = (bound: number): Bound => {
      const result = simulate({ ...scenario, constants: { ...scenario.constants, [name]: bound } });
      return {
        value: bound,
        slowest: slowestWave(result),
        throttled: result.throttled,
        waitingAtEnd: result.waitingAtEnd,
      };
    };
    return { name, says, value, unit, low: at(low), high: at(high) };
  });

/** Seconds until 99 % of the pods of the slowest wave had an address; undefined where a wave never got there. */
export function slowestWave({ waves }: SimulationResult): number | undefined {
  const launched = waves.filter(({ pods }) => pods > 0).map(({ until }) => until["99%"]);
  return launched.includes(undefined) ? undefined : Math.max(0, ...launched.map((seconds) => seconds ?? 0));
}
