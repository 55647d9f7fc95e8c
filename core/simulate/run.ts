import { Fleet } from "./fleet.ts";
import { Operator } from "./operator.ts";
import type { SimulationResult } from "./result.ts";
import type { Scenario } from "./scenario.ts";
import { Event, World } from "./world.ts";

/** Moments at which the state is noted, evenly over the time. */
const SAMPLES = 240;

/** Plays a scenario, event by event. The same scenario gives the same answer. */
export function simulate(scenario: Scenario): SimulationResult {
  const world = new World(scenario);
  const operator = new Operator(world);
  const fleet = new Fleet(world, operator);
  const { queue, recorder } = world;
  const { lasts, waves, constants, churnPerDay } = scenario;

  const handlers: Readonly<Record<number, (now: number, about: number) => void>> = {
    [Event.Wave]: (now, wave) => fleet.wave(now, wave),
    [Event.Launch]: (now, id) => fleet.boot(now, id),
    [Event.Roll]: (now, wave) => fleet.roll(now, wave),
    [Event.Churn]: (now) => fleet.churn(now),
    [Event.Tell]: (now, id) => operator.told(now, id),
    [Event.Act]: (now, id) => operator.act(now, id),
    [Event.Call]: (now, id) => operator.called(now, id),
    [Event.Sync]: (now) => operator.sync(now),
    [Event.Syncing]: (now, left) => operator.syncStep(now, left),
    [Event.Spare]: (now, id) => operator.spare(now, id),
    [Event.Sample]: (now) => recorder.sample(now),
  };

  for (const [index, wave] of waves.entries()) queue.push(wave.at, Event.Wave, index);
  queue.push(constants.syncSeconds, Event.Sync, 0);
  for (let n = 0; n <= SAMPLES; n++) queue.push((lasts * n) / SAMPLES, Event.Sample, n);
  if (churnPerDay > 0) queue.push(1, Event.Churn, 0);
  for (let next = queue.pop(); next !== undefined && next.time <= lasts; next = queue.pop()) {
    recorder.events += 1;
    handlers[next.kind]?.(next.time, next.about);
  }
  return recorder.result();
}
