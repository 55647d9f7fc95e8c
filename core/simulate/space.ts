import { AWS_RESERVED } from "../capacity/budget.ts";
import { ADDRESSES_PER_PREFIX } from "../capacity/node.ts";
import { block } from "../net/cidr.ts";
import { type Random, below } from "./random.ts";

/** A subnet, as far as addresses go. */
export interface SubnetSpec {
  readonly name: string;
  readonly zone: string;
  readonly cidr: string;
  readonly reservations: readonly { readonly cidr: string; readonly type: string }[];
}

const PREFIX = 255;
const TRIES = 24;

/**
 * The addresses of one subnet, each its offset. Where EC2 puts a single address is not told anywhere: it is drawn among the free
 * ones. A prefix is an aligned block of 16 with nothing in it; with prefix reservations it comes from those, and single
 * addresses stay out of them (VPC user guide: subnet-cidr-reservation).
 */
export class Space {
  readonly spec: SubnetSpec;
  readonly size: number;
  readonly #taken: Uint8Array;
  /** Taken single addresses by block, or PREFIX. */
  readonly #inBlock: Uint8Array;
  readonly #reserved: Uint8Array;
  readonly #hasReservations: boolean;
  /** Blocks with nothing in them that a prefix may have, in no order, and where each stands. */
  readonly #empty: Int32Array;
  readonly #place: Int32Array;
  #emptyCount = 0;
  #singlesFree = 0;

  constructor(spec: SubnetSpec) {
    this.spec = spec;
    const { size, first } = block(spec.cidr);
    this.size = size;
    const blocks = size / ADDRESSES_PER_PREFIX;
    this.#taken = new Uint8Array(size);
    this.#inBlock = new Uint8Array(blocks);
    this.#reserved = new Uint8Array(blocks);
    this.#empty = new Int32Array(blocks);
    this.#place = new Int32Array(blocks).fill(-1);
    this.#hasReservations = spec.reservations.some(({ type }) => type === "prefix");
    for (const one of spec.reservations) {
      const reserved = block(one.cidr);
      const from = Math.floor((reserved.first - first) / ADDRESSES_PER_PREFIX);
      // Explicitly reserved addresses are nobody's here; reserved prefixes are Cilium's.
      const mark = one.type === "prefix" ? 1 : 2;
      for (let at = from; at < from + Math.ceil(reserved.size / ADDRESSES_PER_PREFIX); at++) this.#reserved[at] = mark;
    }
    // The first four are AWS's and the last one is (VPC user guide: subnet-sizing).
    for (const offset of [0, 1, 2, 3, size - 1]) this.#taken[offset] = 1;
    for (let at = 0; at < blocks; at++) {
      const aws = (at === 0 ? AWS_RESERVED - 1 : 0) + (at === blocks - 1 ? 1 : 0);
      this.#inBlock[at] = aws;
      if (aws === 0 && this.#forPrefixes(at)) this.#addEmpty(at);
      if (this.#reserved[at] === 0) this.#singlesFree += ADDRESSES_PER_PREFIX - aws;
    }
  }

  /** Single addresses that can be had, those in empty blocks too. */
  get singlesFree(): number {
    return this.#singlesFree;
  }

  /** Prefixes that can be had. */
  get prefixesFree(): number {
    return this.#emptyCount;
  }

  /** Addresses that are free, as EC2 counts them. */
  get free(): number {
    return this.#hasReservations ? this.#singlesFree + this.#emptyCount * ADDRESSES_PER_PREFIX : this.#singlesFree;
  }

  /** Free addresses that no prefix can have any more: they lie in blocks with something in them. */
  get stranded(): number {
    return this.#hasReservations ? 0 : this.#singlesFree - this.#emptyCount * ADDRESSES_PER_PREFIX;
  }

  /** A block for a prefix, or -1. */
  takePrefix(random: Random): number {
    if (this.#emptyCount === 0) return -1;
    const at = this.#empty[below(random, this.#emptyCount)]!;
    this.#dropEmpty(at);
    this.#inBlock[at] = PREFIX;
    if (this.#reserved[at] === 0) this.#singlesFree -= ADDRESSES_PER_PREFIX;
    return at;
  }

  givePrefix(at: number): void {
    this.#inBlock[at] = 0;
    if (this.#reserved[at] === 0) this.#singlesFree += ADDRESSES_PER_PREFIX;
    this.#addEmpty(at);
  }

  /** An address, or -1. */
  takeSingle(random: Random): number {
    if (this.#singlesFree === 0) return -1;
    let offset = below(random, this.size);
    // Drawn, so that every free one is as likely; where nearly all are taken, the next free one.
    for (let tries = 0; !this.#isFree(offset); tries++) {
      offset = tries < TRIES ? below(random, this.size) : offset + 1 === this.size ? 0 : offset + 1;
    }
    const at = offset >> 4;
    this.#taken[offset] = 1;
    if (this.#inBlock[at] === 0 && this.#place[at]! >= 0) this.#dropEmpty(at);
    this.#inBlock[at]! += 1;
    this.#singlesFree -= 1;
    return offset;
  }

  giveSingle(offset: number): void {
    const at = offset >> 4;
    this.#taken[offset] = 0;
    this.#inBlock[at]! -= 1;
    this.#singlesFree += 1;
    if (this.#inBlock[at] === 0 && this.#forPrefixes(at)) this.#addEmpty(at);
  }

  #isFree(offset: number): boolean {
    const at = offset >> 4;
    return this.#taken[offset] === 0 && this.#reserved[at] === 0 && this.#inBlock[at] !== PREFIX;
  }

  #forPrefixes(at: number): boolean {
    return this.#reserved[at] === (this.#hasReservations ? 1 : 0);
  }

  #addEmpty(at: number): void {
    this.#place[at] = this.#emptyCount;
    this.#empty[this.#emptyCount++] = at;
  }

  #dropEmpty(at: number): void {
    const place = this.#place[at]!;
    const last = this.#empty[--this.#emptyCount]!;
    this.#empty[place] = last;
    this.#place[last] = place;
    this.#place[at] = -1;
  }
}
