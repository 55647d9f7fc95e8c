import type { Evaluation } from "../../../core/plan/index.ts";
import { simulated } from "../../../core/plan/simulation.ts";
import { advise } from "../../../core/simulate/advice.ts";
import { constants } from "../../../core/simulate/assumptions.ts";
import { simulate } from "../../../core/simulate/run.ts";
import type { Scenario } from "../../../core/simulate/scenario.ts";
import type { SimulationResult } from "../../../core/simulate/result.ts";
import { thousands } from "../../shared/numbers.ts";
import { subnetRows, waveRows } from "../../simulate/text.ts";
import { escape } from "../../shared/markup.ts";
import { folded, section, table } from "./markup.ts";

const MINUTE = 60;
/** The start, then everything that may still come. */
const GROWS_AT = 10 * MINUTE;
const LASTS = 20 * MINUTE;
const RATE = 1;

/** Clusters whose growth is played. */
export type PlayedClusters = readonly { readonly name: string; readonly evaluation: Evaluation }[];

/** The start of a cluster and its growth to the maximum, played; empty where the operator gives no addresses from ENIs. */
export function growthPart(clusters: PlayedClusters): string {
  const played = clusters.flatMap(({ name, evaluation }) => {
    const scenario = scenarioOf(evaluation);
    return scenario === undefined ? [] : [drawn(name, scenario)];
  });
  return section(
    "Growth",
    played.join(""),
    "All nodes of the start come at once, ten minutes later those up to the maximum: when pods have addresses, and how full the subnets get.",
  );
}

function scenarioOf(evaluation: Evaluation): Scenario | undefined {
  const start = simulated(evaluation);
  if (start === undefined || start.pools.length === 0) return undefined;
  return {
    seed: 1,
    lasts: LASTS,
    operator: start.operator,
    pools: start.pools,
    nodeSubnets: start.nodeSubnets,
    podSubnets: start.podSubnets,
    waves: start.pools.flatMap(({ scaling: { desired, max } }, pool) =>
      [
        { kind: "grow" as const, at: 0, pool, nodes: desired, rate: RATE },
        { kind: "grow" as const, at: GROWS_AT, pool, nodes: max - desired, rate: RATE },
      ].filter(({ nodes }) => nodes > 0),
    ),
    churnPerDay: 0,
    constants: constants(),
  };
}

function drawn(name: string, scenario: Scenario): string {
  const result = simulate(scenario);
  const advice = advise(scenario, result);
  const waves = waveRows(result);
  const subnets = subnetRows(result, scenario.operator);
  const verdict = advice.some(({ fails }) => fails) ? "" : `<p class="verdict fine">Every pod got an address.</p>`;
  return `<h3>${escape(name)}</h3>${verdict}${advice
    .map(
      ({ fails, says, todo }) =>
        `<p class="verdict${fails ? " over" : ""}"><strong>${escape(says)}</strong> ${escape(todo)}</p>`,
    )
    .join("")}${chart(result)}${table(waves.head, waves.rows)}${folded("Subnets", table(subnets.head, subnets.rows))}
<p>How long EC2 takes, and what it refuses, are assumptions (UNVERIFIED). <code>cilium-eks simulate</code> plays other loads, lost zones and weeks of churn.</p>`;
}

const WIDTH = 900;
const HEIGHT = 160;
const TOP = 14;

/** Pods over time, those without an address on top. */
function chart({ samples, mostPods, mostWaiting }: SimulationResult): string {
  const most = Math.max(1, mostPods);
  const x = (at: number): string => ((at / LASTS) * WIDTH).toFixed(1);
  const y = (pods: number): string => (TOP + HEIGHT - (pods / most) * HEIGHT).toFixed(1);
  const line = (value: (one: (typeof samples)[number]) => number): string =>
    samples.map((one) => `${x(one.at)},${y(value(one))}`).join(" ");
  const area = (top: string): string => `${x(0)},${y(0)} ${top} ${x(samples.at(-1)?.at ?? 0)},${y(0)}`;
  const says = `Pods over twenty minutes: ${thousands(mostPods)} at the most, ${thousands(mostWaiting)} at once without an address.`;
  const marks = [0, 5, 10, 15].map(
    (minute) =>
      `<line x1="${x(minute * MINUTE)}" x2="${x(minute * MINUTE)}" y1="${String(TOP)}" y2="${String(TOP + HEIGHT)}"/><text x="${x(minute * MINUTE)}" y="10">${String(minute)} min</text>`,
  );
  return `<div class="wide" tabindex="0" role="group" aria-label="Pods over time"><svg class="timeline" role="img" aria-label="${escape(says)}" viewBox="0 0 ${String(WIDTH)} ${String(TOP + HEIGHT)}" width="${String(WIDTH)}" height="${String(TOP + HEIGHT)}">${marks.join("")}<polygon class="critical" points="${area(line(({ pods }) => pods))}"/><polygon class="bar" points="${area(line(({ pods, waiting }) => pods - waiting))}"/></svg></div>
<p>${escape(says)} The marked part had none yet.</p>`;
}
