import { Node } from "./node.ts";
import type { Operator } from "./operator.ts";
import { below } from "./random.ts";
import type { Wave } from "./scenario.ts";
import { Event, type World } from "./world.ts";

/** Pods of a Deployment that move together; a smaller number costs time and changes little. */
const CHURN_BATCH = 5;

/** Nodes and pods that come and go. */
export class Fleet {
  readonly #world: World;
  readonly #operator: Operator;
  /** Nodes that a roll has still to replace, and its newest ones. */
  readonly #rolls = new Map<number, { readonly left: number[]; batch: readonly number[] }>();
  #launched = 0;

  constructor(world: World, operator: Operator) {
    this.#world = world;
    this.#operator = operator;
  }

  wave(now: number, index: number): void {
    const wave = this.#world.scenario.waves[index]!;
    if (wave.kind === "grow") this.#launch(now, wave.pool, wave.nodes, wave.rate, index);
    else if (wave.kind === "shrink")
      for (let n = 0; n < wave.nodes; n++) this.#end(this.#world.live[wave.pool]?.[0], wave.pool);
    else if (wave.kind === "roll") this.#startRoll(now, index, wave);
    else this.#loseZone(now, index, wave);
  }

  #launch(now: number, pool: number, count: number, rate: number, wave: number, without?: string): readonly number[] {
    const spec = this.#world.scenario.pools[pool]!;
    const zones = spec.zones.filter((zone) => zone !== without);
    const ids: number[] = [];
    for (let n = 0; n < count && zones.length > 0; n++) {
      const id = this.#world.nodes.length;
      this.#world.nodes.push(
        new Node(spec, zones[this.#launched++ % zones.length]!, wave, this.#world.scenario.operator),
      );
      this.#world.recorder.expect(wave, spec.podsPerNode);
      this.#world.queue.push(now + n / rate, Event.Launch, id);
      ids.push(id);
    }
    return ids;
  }

  boot(now: number, id: number): void {
    const node = this.#world.node(id);
    if (node.gone) return;
    const space = this.#world.nodeSpaces.find(({ spec }) => spec.zone === node.zone);
    if (space === undefined || !node.boot(space, this.#world.random)) {
      this.#world.recorder.nodesRefused += 1;
      node.gone = true;
      return;
    }
    this.#world.live[this.#world.scenario.pools.indexOf(node.pool)]!.push(id);
    this.#world.recorder.nodes(1);
    node.wanted = this.#world.scenario.operator.ownAddresses;
    node.busy = true;
    this.#operator.begin(id, "look");
    this.#world.queue.push(
      now + this.#world.scenario.constants.bootSeconds * (0.75 + this.#world.random() / 2),
      Event.Call,
      id,
    );
  }

  #end(id: number | undefined, pool: number): void {
    if (id === undefined) return;
    const live = this.#world.live[pool]!;
    live.splice(live.indexOf(id), 1);
    const node = this.#world.node(id);
    this.#world.recorder.nodes(-1);
    if (node.ready) this.#world.recorder.pods(this.#world.scenario.operator.ownAddresses - node.wanted, -node.waiting);
    node.end();
  }

  #startRoll(now: number, index: number, wave: Extract<Wave, { kind: "roll" }>): void {
    this.#rolls.set(index, { left: [...(this.#world.live[wave.pool] ?? [])], batch: [] });
    this.#world.queue.push(now, Event.Roll, index);
  }

  /** The next batch: new nodes now, the old ones when those are up. A batch that finds no room ends the roll. */
  roll(now: number, index: number): void {
    const wave = this.#world.scenario.waves[index]!;
    const roll = this.#rolls.get(index);
    if (wave.kind !== "roll" || roll === undefined) return;
    const batch = roll.batch.filter((id) => !this.#world.node(id).gone);
    if (batch.some((id) => !this.#world.node(id).ready)) {
      this.#world.queue.push(now + this.#world.scenario.constants.agentSeconds, Event.Roll, index);
      return;
    }
    if (batch.length < roll.batch.length) return;
    for (const id of roll.left.splice(0, batch.length)) if (!this.#world.node(id).gone) this.#end(id, wave.pool);
    const next = Math.min(wave.atOnce, roll.left.length);
    if (next === 0) return;
    roll.batch = this.#launch(now, wave.pool, next, next, index);
    this.#world.queue.push(now + this.#world.scenario.constants.bootSeconds, Event.Roll, index);
  }

  #loseZone(now: number, index: number, { zone, rate }: Extract<Wave, { kind: "lose-zone" }>): void {
    for (const [pool, live] of this.#world.live.entries()) {
      const lost = live.filter((id) => this.#world.node(id).zone === zone);
      for (const id of lost) this.#end(id, pool);
      this.#launch(now, pool, lost.length, rate, index, zone);
    }
  }

  churn(now: number): void {
    const pool = below(this.#world.random, this.#world.live.length);
    const live = this.#world.live[pool]!;
    if (live.length > 1) this.#move(now, live);
    const perSecond = (this.#world.recorder.livePods * this.#world.scenario.churnPerDay) / 86_400;
    const pause = perSecond === 0 ? 60 : CHURN_BATCH / perSecond;
    this.#world.queue.push(now - Math.log(1 - this.#world.random()) * pause, Event.Churn, 0);
  }

  #move(now: number, live: readonly number[]): void {
    const from = live[below(this.#world.random, live.length)]!;
    const to = live[below(this.#world.random, live.length)]!;
    const [source, target] = [this.#world.nodes[from]!, this.#world.nodes[to]!];
    const own = this.#world.scenario.operator.ownAddresses;
    // A node takes no more pods than its limit; twice the average is as far as a scheduler lets it come.
    const room = 2 * target.pool.podsPerNode - (target.wanted - own);
    const count = Math.min(CHURN_BATCH, source.used - own, room, target.most - target.wanted);
    if (from === to || count <= 0 || !target.ready || source.waiting > 0) return;
    source.drop(count, this.#world.random);
    this.#world.recorder.pods(-count, 0);
    this.#operator.tell(now, from);
    this.#operator.addPods(now, to, count);
  }
}
