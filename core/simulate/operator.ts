import { Bucket } from "./bucket.ts";
import { Event, type World } from "./world.ts";

/** The calls that one action of the operator makes, in order; each waits for the operator's limit, changing ones for EC2's too. */
const STEPS = {
  look: ["DescribeNetworkInterfaces"],
  assign: ["AssignPrivateIpAddresses", "DescribeNetworkInterfaces"],
  create: [
    "CreateNetworkInterface",
    "AttachNetworkInterface",
    "ModifyNetworkInterfaceAttribute",
    "DescribeNetworkInterfaces",
  ],
  release: ["UnassignPrivateIpAddresses", "DescribeNetworkInterfaces"],
} as const;
type Action = keyof typeof STEPS;
type ApiCall = (typeof STEPS)[Action][number];

/** Tries of the AWS SDK before the operator hears of a throttled call (AWS SDK for Go v2: retry.DefaultMaxAttempts). */
const SDK_ATTEMPTS = 3;

interface Work {
  action: Action;
  step: number;
  attempts: number;
  at: number;
  addresses: number;
}

/** Cilium's operator with the agents that tell it what they use: one limit for all its calls, one thing at a time for a node. */
export class Operator {
  readonly #world: World;
  readonly #limiter: Bucket;
  readonly #ec2 = new Map<ApiCall, Bucket>();
  readonly #work = new Map<number, Work>();
  /** Nodes whose reading waits for the reading of everything. */
  #held: number[] = [];
  #syncing = false;

  constructor(world: World) {
    this.#world = world;
    this.#limiter = new Bucket(world.scenario.operator.burst, world.scenario.operator.qps);
  }

  #workOf(id: number): Work {
    const known = this.#work.get(id);
    if (known !== undefined) return known;
    const fresh: Work = { action: "look", step: 0, attempts: 0, at: -1, addresses: 0 };
    this.#work.set(id, fresh);
    return fresh;
  }

  begin(id: number, action: Action): Work {
    const work = this.#workOf(id);
    work.action = action;
    work.step = 0;
    work.attempts = 0;
    return work;
  }

  /** A call is made: it waits for the operator's limit, then EC2 may refuse it. */
  called(now: number, id: number): void {
    const node = this.#world.node(id);
    if (node.gone) return;
    const work = this.#workOf(id);
    const call: ApiCall | undefined = STEPS[work.action][work.step];
    if (call === undefined) {
      this.#done(now, id);
      return;
    }
    // Reading one instance waits for the reading of all of them (resyncLock of cilium pkg/aws/eni/instances.go).
    if (this.#syncing && call === "DescribeNetworkInterfaces") {
      this.#held.push(id);
      return;
    }
    const granted = this.#limiter.reserve(now);
    this.#world.recorder.called(call, granted - now);
    if (this.#refused(call, granted)) {
      this.#retry(granted, id, work);
      return;
    }
    work.step += 1;
    work.attempts = 0;
    this.#world.queue.push(granted + this.#seconds(call), Event.Call, id);
  }

  #refused(call: ApiCall, at: number): boolean {
    if (call === "DescribeNetworkInterfaces") return false;
    const { bucketTokens, bucketRate } = this.#world.scenario.constants;
    const bucket = this.#ec2.get(call) ?? new Bucket(bucketTokens, bucketRate);
    this.#ec2.set(call, bucket);
    return !bucket.take(at);
  }

  #retry(now: number, id: number, work: Work): void {
    this.#world.recorder.throttled += 1;
    work.attempts += 1;
    if (work.attempts < SDK_ATTEMPTS) {
      this.#world.queue.push(now + this.#world.random() * 2 ** work.attempts, Event.Call, id);
      return;
    }
    this.#fail(now, id);
  }

  /** The operator leaves a node alone for a while (pkg/backoff: 1 s doubled, times ln(1 + nodes)). */
  #fail(now: number, id: number): void {
    const node = this.#world.node(id);
    node.failures += 1;
    const { backoffSeconds } = this.#world.scenario.constants;
    const pause = Math.min(backoffSeconds, 2 ** node.failures);
    const jittered = this.#world.random() * (pause - 1) + 1;
    node.busy = true;
    this.begin(id, "look");
    this.#world.queue.push(
      now + Math.min(backoffSeconds, jittered * Math.log1p(this.#world.recorder.liveNodes)),
      Event.Call,
      id,
    );
  }

  #seconds(call: ApiCall): number {
    const { constants } = this.#world.scenario;
    const seconds: Readonly<Record<ApiCall, number>> = {
      DescribeNetworkInterfaces: constants.describeSeconds,
      AssignPrivateIpAddresses: constants.assignSeconds,
      UnassignPrivateIpAddresses: constants.assignSeconds,
      CreateNetworkInterface: constants.createSeconds,
      AttachNetworkInterface: constants.attachSeconds,
      ModifyNetworkInterfaceAttribute: constants.modifySeconds,
    };
    return seconds[call];
  }

  /** An action is through: its addresses are there. */
  #done(now: number, id: number): void {
    const node = this.#world.node(id);
    const work = this.#workOf(id);
    if (work.action === "assign" || work.action === "create") {
      const { noPrefix, got } = node.grant(work, this.#world.podSpace(node), this.#world.random);
      if (noPrefix !== undefined) this.#world.recorder.noPrefix(noPrefix, now);
      this.#serve(now, id);
      if (got === 0) {
        this.#fail(now, id);
        return;
      }
      node.failures = 0;
    } else if (work.action === "release") {
      node.release();
    }
    this.act(now, id);
  }

  /** Looks at a node and begins what it needs. */
  act(now: number, id: number): void {
    const node = this.#world.node(id);
    if (node.gone) return;
    node.busy = false;
    const ask = node.plan(this.#world.podSpace(node));
    if (ask === undefined) {
      if (this.#world.scenario.operator.releaseExcessIps && node.releasable) this.#markSpare(now, id);
      return;
    }
    // The operator finds no subnet then, and asks EC2 for nothing (findSuitableSubnet of cilium pkg/aws/eni/node.go).
    if (ask.at === -1 && (this.#world.podSpace(node)?.singlesFree ?? 0) === 0) {
      this.#fail(now, id);
      return;
    }
    node.busy = true;
    node.spareSince = Infinity;
    const work = this.begin(id, ask.at === -1 ? "create" : "assign");
    work.at = ask.at;
    work.addresses = ask.addresses;
    this.called(now, id);
  }

  /** Pods get what is there; the first addresses are Cilium's own, and make the node ready. */
  #serve(now: number, id: number): void {
    const node = this.#world.node(id);
    const served = node.serve(this.#world.random);
    if (node.ready) {
      this.#world.recorder.served(node, now, served);
    } else if (node.used >= this.#world.scenario.operator.ownAddresses) {
      node.ready = true;
      this.addPods(now, id, node.pool.podsPerNode);
    }
  }

  addPods(now: number, id: number, count: number): void {
    const node = this.#world.node(id);
    node.wanted += count;
    this.#world.recorder.pods(count, count);
    const served = node.serve(this.#world.random);
    this.#world.recorder.served(node, now, served);
    this.tell(now, id);
  }

  /** An agent says what it uses, at most so often. */
  tell(now: number, id: number): void {
    const node = this.#world.node(id);
    const { agentSeconds } = this.#world.scenario.constants;
    if (node.toldAt > now) return;
    node.toldAt = Math.max(now, node.toldAt + agentSeconds);
    this.#world.queue.push(node.toldAt, Event.Tell, id);
  }

  told(now: number, id: number): void {
    const node = this.#world.node(id);
    if (!node.gone && !node.busy) this.act(now, id);
  }

  /** All of EC2's state is read again; meanwhile the operator reads no single instance. */
  sync(now: number): void {
    const { syncCalls, interfacesPerPage } = this.#world.scenario.constants;
    const pages = Math.ceil(this.#world.interfaces / interfacesPerPage);
    this.#syncing = true;
    this.syncStep(now, syncCalls + pages);
  }

  syncStep(now: number, left: number): void {
    const { describeSeconds, syncSeconds } = this.#world.scenario.constants;
    if (left > 0) {
      const granted = this.#limiter.reserve(now);
      this.#world.recorder.called("Describe* of everything", granted - now);
      this.#world.queue.push(granted + describeSeconds, Event.Syncing, left - 1);
      return;
    }
    this.#syncing = false;
    for (const id of this.#held) this.#world.queue.push(now, Event.Call, id);
    this.#held = [];
    this.#world.queue.push(now + syncSeconds, Event.Sync, 0);
  }

  #markSpare(now: number, id: number): void {
    const node = this.#world.node(id);
    if (node.spareSince !== Infinity) return;
    node.spareSince = now;
    this.#world.queue.push(now + this.#world.scenario.constants.releaseSeconds, Event.Spare, id);
  }

  spare(now: number, id: number): void {
    const node = this.#world.node(id);
    if (node.gone || node.busy || node.spareSince === Infinity) return;
    node.spareSince = Infinity;
    if (!node.releasable) return;
    node.busy = true;
    this.begin(id, "release");
    this.called(now, id);
  }
}
