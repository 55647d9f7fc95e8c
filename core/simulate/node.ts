import { ADDRESSES_PER_PREFIX } from "../capacity/node.ts";
import { type Random, below } from "./random.ts";
import type { NodePool, OperatorChoice } from "./scenario.ts";
import type { Space } from "./space.ts";

/** What one interface of a node holds for pods: prefixes (16 addresses each) or single addresses. */
interface Interface {
  readonly space: Space;
  /** Offset of its own address in the subnet. */
  readonly own: number;
  /** Not for pods: it comes before the first index. */
  readonly excluded: boolean;
  readonly prefixes: number[];
  readonly singles: number[];
  /** Used addresses of each prefix. */
  readonly used: number[];
  singlesUsed: number;
}

/** What the operator asks EC2 for. */
export interface Ask {
  /** An interface that is there, or -1: a new one. */
  readonly at: number;
  readonly addresses: number;
}

interface Granted {
  readonly got: number;
  readonly noPrefix?: Space;
}

/** A node with its interfaces and addresses. */
export class Node {
  readonly zone: string;
  readonly pool: NodePool;
  /** The wave that launched it. */
  readonly wave: number;
  readonly #interfaces: Interface[] = [];
  readonly #choice: OperatorChoice;
  /** Pods that are on it, with or without an address; Cilium's own addresses count. */
  wanted = 0;
  used = 0;
  available = 0;
  delegated: boolean;
  gone = false;
  /** The operator is at work on it. */
  busy = false;
  ready = false;
  failures = 0;
  toldAt = -Infinity;
  /** Of the pods that it was launched for, those without an address yet. */
  awaited: number;
  spareSince = Infinity;

  constructor(pool: NodePool, zone: string, wave: number, choice: OperatorChoice) {
    this.pool = pool;
    this.zone = zone;
    this.wave = wave;
    this.#choice = choice;
    this.awaited = pool.podsPerNode;
    this.delegated = choice.prefixDelegation && pool.limits.prefixDelegation;
  }

  /** Pods without an address. */
  get waiting(): number {
    return this.wanted - this.used;
  }

  get interfaces(): number {
    return this.#interfaces.length;
  }

  /** Most that it could ever hold. */
  get most(): number {
    const { maxNetworkInterfaces } = this.pool.limits;
    const held = Math.max(0, maxNetworkInterfaces - this.#choice.firstInterfaceIndex) * this.#perInterface;
    return this.delegated ? held : Math.min(held, this.#choice.maxAllocate ?? held);
  }

  get #perInterface(): number {
    const slots = Math.max(0, this.pool.limits.ipv4PerInterface - 1);
    return this.delegated ? slots * ADDRESSES_PER_PREFIX : slots;
  }

  /** Addresses that the operator wants for it (calculateNeededIPs of cilium pkg/ipam/node.go). */
  get needed(): number {
    const { preAllocate, minAllocate } = this.#choice;
    const wished = Math.max(preAllocate - (this.available - this.used), minAllocate - this.available);
    return Math.max(0, Math.min(wished, this.most - this.available));
  }

  /** Addresses that it has too many (calculateExcessIPs there). */
  get excess(): number {
    const { preAllocate, minAllocate, maxAboveWatermark } = this.#choice;
    const kept = minAllocate + maxAboveWatermark;
    if (this.used <= kept) {
      if (this.available <= kept) return 0;
      if (this.used + preAllocate <= kept) return this.available - kept;
    }
    return Math.max(0, this.available - this.used - preAllocate - maxAboveWatermark);
  }

  /** Whether anything of what it has too many can be given back: single addresses, or a prefix that nobody uses. */
  get releasable(): boolean {
    const { excess } = this;
    return (
      excess > 0 &&
      this.#interfaces.some(
        ({ singles, singlesUsed, used }) =>
          singles.length > singlesUsed || (excess >= ADDRESSES_PER_PREFIX && used.includes(0)),
      )
    );
  }

  /** What to do about what is needed: fill an interface, add one, or nothing that could be done. */
  plan(podSpace: Space | undefined): Ask | undefined {
    const { needed } = this;
    if (needed === 0) return undefined;
    const most = needed + this.#choice.maxAboveWatermark + Math.max(0, this.waiting - needed);
    for (const [at, one] of this.#interfaces.entries()) {
      const room = one.excluded ? 0 : this.#perInterface - heldBy(one);
      const { free } = one.space;
      if (room > 0 && free > 0) return { at, addresses: Math.min(room, free, most) };
    }
    const room = this.interfaces < this.pool.limits.maxNetworkInterfaces && podSpace !== undefined;
    return room ? { at: -1, addresses: Math.min(most, this.pool.limits.ipv4PerInterface - 1) } : undefined;
  }

  /** Its own first interface. False where the subnet is full. */
  boot(space: Space, random: Random): boolean {
    return this.#add(space, random) !== undefined;
  }

  /** Carries an ask out; gives the addresses that came of it, and the subnet that had no prefix for it. */
  grant({ at, addresses }: Ask, podSpace: Space | undefined, random: Random): Granted {
    const one = at === -1 ? podSpace && this.#add(podSpace, random) : this.#interfaces[at];
    if (one === undefined) return { got: 0 };
    const before = this.available;
    let noPrefix = false;
    if (this.delegated) {
      const wanted = Math.ceil(addresses / ADDRESSES_PER_PREFIX);
      // EC2 gives all that is asked for or nothing.
      noPrefix = one.space.prefixesFree < wanted;
      if (!noPrefix) for (let n = 0; n < wanted; n++) this.#takePrefix(one, random);
    }
    if (!this.delegated || noPrefix) {
      const wanted = Math.min(addresses, this.pool.limits.ipv4PerInterface - 1 - one.prefixes.length);
      for (let n = 0; n < wanted && one.space.singlesFree > 0; n++) this.#takeSingle(one, random);
      // With an interface of nothing but single addresses the node gets no prefix any more (IsPrefixDelegated there).
      if (noPrefix && one.prefixes.length === 0 && one.singles.length > 0) this.delegated = false;
    }
    return { got: this.available - before, ...(noPrefix ? { noPrefix: one.space } : {}) };
  }

  /** Gives pods without an address those that are free. */
  serve(random: Random): number {
    const count = Math.min(this.waiting, this.available - this.used);
    for (let n = 0; n < count; n++) this.#use(random);
    return count;
  }

  /** Pods go; the ones without an address first. */
  drop(count: number, random: Random): void {
    const idle = Math.min(count, this.waiting);
    this.wanted -= count;
    for (let n = idle; n < count; n++) this.#unuse(random);
  }

  /** Gives unused prefixes and addresses of one interface back (PrepareIPRelease of cilium pkg/aws/eni/node.go). */
  release(): number {
    let { excess } = this;
    const before = this.available;
    for (const one of this.#interfaces) {
      for (let at = one.prefixes.length - 1; at >= 0 && excess >= ADDRESSES_PER_PREFIX; at--) {
        if (one.used[at] !== 0) continue;
        one.space.givePrefix(one.prefixes[at]!);
        one.prefixes.splice(at, 1);
        one.used.splice(at, 1);
        this.available -= ADDRESSES_PER_PREFIX;
        excess -= ADDRESSES_PER_PREFIX;
      }
      const spare = Math.min(excess, one.singles.length - one.singlesUsed);
      for (let n = 0; n < spare; n++) {
        one.space.giveSingle(one.singles.pop()!);
        this.available -= 1;
      }
      if (this.available < before) break;
    }
    return before - this.available;
  }

  /** The instance ends; its interfaces go with it. */
  end(): void {
    for (const one of this.#interfaces) {
      for (const at of one.prefixes) one.space.givePrefix(at);
      for (const offset of one.singles) one.space.giveSingle(offset);
      one.space.giveSingle(one.own);
    }
    this.#interfaces.length = 0;
    this.gone = true;
    this.wanted = 0;
    this.used = 0;
    this.available = 0;
  }

  #add(space: Space, random: Random): Interface | undefined {
    const own = space.takeSingle(random);
    if (own === -1) return undefined;
    const excluded = this.interfaces < this.#choice.firstInterfaceIndex;
    const one: Interface = { space, own, excluded, prefixes: [], singles: [], used: [], singlesUsed: 0 };
    this.#interfaces.push(one);
    return one;
  }

  #takePrefix(one: Interface, random: Random): void {
    one.prefixes.push(one.space.takePrefix(random));
    one.used.push(0);
    this.available += ADDRESSES_PER_PREFIX;
  }

  #takeSingle(one: Interface, random: Random): void {
    one.singles.push(one.space.takeSingle(random));
    this.available += 1;
  }

  /** Which free address a pod gets is the agent's: any of them is as likely. */
  #use(random: Random): void {
    this.#pick(below(random, this.available - this.used), (held, used) => held - used, 1);
    this.used += 1;
  }

  #unuse(random: Random): void {
    this.#pick(below(random, this.used), (_, used) => used, -1);
    this.used -= 1;
  }

  #pick(nth: number, countOf: (held: number, used: number) => number, by: number): void {
    let left = nth;
    for (const one of this.#interfaces) {
      for (const [at, used] of one.used.entries()) {
        left -= countOf(ADDRESSES_PER_PREFIX, used);
        if (left < 0) {
          one.used[at] = used + by;
          return;
        }
      }
      left -= countOf(one.singles.length, one.singlesUsed);
      if (left < 0) {
        one.singlesUsed += by;
        return;
      }
    }
  }
}

const heldBy = ({ prefixes, singles }: Interface): number => prefixes.length * ADDRESSES_PER_PREFIX + singles.length;
