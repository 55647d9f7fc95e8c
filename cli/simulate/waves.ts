import type { Simulated } from "../../core/plan/simulation.ts";
import type { Wave } from "../../core/simulate/scenario.ts";
import type { SimulateFlags } from "./index.ts";

const DAY = 86_400;
const HOUR = 3600;
/** Nodes a second of an autoscaler that nobody told otherwise. */
const RATE = 1;

/** The load that the flags ask for: first the groups start, then what is asked. */
export function wavesOf({ pools }: Simulated, flags: SimulateFlags): readonly Wave[] {
  const start = pools.map(({ scaling }, pool): Wave => ({
    kind: "grow",
    at: 0,
    pool,
    nodes: scaling.desired,
    rate: RATE,
  }));
  return [...start, ...bursts(pools, flags), ...swings(pools, flags), ...rolls(pools, flags), ...losses(flags)].filter(
    (wave) => wave.at <= flags.lasts && (!("nodes" in wave) || wave.nodes > 0),
  );
}

type Pools = Simulated["pools"];

/** Without a burst the groups grow to their maximum. A burst is shared out by how far each group may still grow. */
function bursts(pools: Pools, { burst }: SimulateFlags): Wave[] {
  const room = pools.map(({ scaling }) => scaling.max - scaling.desired);
  if (burst.length === 0) return room.map((nodes, pool): Wave => ({ kind: "grow", at: HOUR, pool, nodes, rate: RATE }));
  const total = room.reduce((sum, each) => sum + each, 0);
  return burst.flatMap(({ nodes, at, rate }) =>
    shared(
      nodes,
      room.map((each) => (total === 0 ? 1 : each)),
    ).map((part, pool): Wave => ({ kind: "grow", at, pool, nodes: part, rate })),
  );
}

/** Whole parts in these proportions. */
export function shared(amount: number, weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let before = 0;
  let given = 0;
  return weights.map((weight) => {
    before += weight;
    const until = total === 0 ? 0 : Math.round((amount * before) / total);
    const part = until - given;
    given = until;
    return part;
  });
}

/** Nodes go at 20:00 and come again at 08:00, counted from the start as midnight. */
function swings(pools: Pools, { dailySwing, lasts }: SimulateFlags): Wave[] {
  if (dailySwing === 0) return [];
  const days = Array.from({ length: Math.ceil(lasts / DAY) }, (_, day) => day * DAY);
  return days.flatMap((day) =>
    pools.flatMap(({ scaling }, pool): Wave[] => {
      const nodes = Math.floor(scaling.max * dailySwing);
      return [
        { kind: "shrink", at: day + 20 * HOUR, pool, nodes },
        { kind: "grow", at: day + 32 * HOUR, pool, nodes, rate: RATE },
      ];
    }),
  );
}

const rolls = (pools: Pools, { roll, rollAtOnce }: SimulateFlags): Wave[] =>
  roll.flatMap((at) => pools.map((_, pool): Wave => ({ kind: "roll", at, pool, atOnce: rollAtOnce })));

const losses = ({ loseZone }: SimulateFlags): Wave[] =>
  loseZone.map(({ zone, at }): Wave => ({ kind: "lose-zone", at, zone, rate: RATE }));
