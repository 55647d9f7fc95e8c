import type { Node } from "./node.ts";
import { Queue } from "./queue.ts";
import { type Random, seeded } from "./random.ts";
import { Recorder } from "./recorder.ts";
import type { Scenario } from "./scenario.ts";
import { Space } from "./space.ts";

/** What may happen. An event is about a node, or about a wave. */
export const Event = {
  Wave: 0,
  Launch: 1,
  Tell: 2,
  Act: 3,
  Call: 4,
  Sync: 5,
  Churn: 6,
  Sample: 7,
  Spare: 8,
  Roll: 9,
  Syncing: 10,
} as const;

/** Everything that is there at a moment, and what is planned. */
export class World {
  readonly scenario: Scenario;
  readonly random: Random;
  readonly queue = new Queue();
  readonly nodes: Node[] = [];
  /** Nodes that run, by pool. */
  readonly live: readonly number[][];
  readonly nodeSpaces: readonly Space[];
  readonly podSpaces: readonly Space[];
  readonly recorder: Recorder;

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    this.random = seeded(scenario.seed);
    this.live = scenario.pools.map(() => []);
    this.nodeSpaces = scenario.nodeSubnets.map((spec) => new Space(spec));
    this.podSpaces =
      scenario.podSubnets.length === 0 ? this.nodeSpaces : scenario.podSubnets.map((spec) => new Space(spec));
    this.recorder = new Recorder(scenario.waves, [...new Set([...this.nodeSpaces, ...this.podSpaces])]);
  }

  node(id: number): Node {
    return this.nodes[id]!;
  }

  /** Where a node's next interface would lie: the subnet of its zone with the most free addresses. */
  podSpace({ zone, pool: { podSubnets } }: Node): Space | undefined {
    let best: Space | undefined;
    for (const space of this.podSpaces) {
      if (space.spec.zone !== zone || podSubnets?.includes(space.spec.name) === false) continue;
      if (best === undefined || space.free > best.free) best = space;
    }
    return best;
  }

  /** Interfaces of all nodes: of many nodes, by the first fifty of each pool. */
  get interfaces(): number {
    return this.live.reduce((sum, ids) => {
      const looked = ids.slice(0, 50);
      const count = looked.reduce((total, id) => total + this.node(id).interfaces, 0);
      return sum + (looked.length === 0 ? 0 : (count / looked.length) * ids.length);
    }, 0);
  }
}
