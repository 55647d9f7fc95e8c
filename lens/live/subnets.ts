import { AWS_RESERVED } from "../../core/capacity/budget.ts";
import { ADDRESSES_PER_PREFIX } from "../../core/capacity/node.ts";
import { type Block, addressAt, block, cidrFault } from "../../core/net/cidr.ts";

/** What lies in a subnet, by what EC2 says of its interfaces. */
export interface SubnetUse {
  /** Blocks of 16 that nothing lies in, reservations for others left out. */
  readonly freePrefixes: number;
  /** Prefix length of the largest free block; 33 where there is none. */
  readonly largestFree: number;
  /** That block; undefined where there is none. */
  readonly largestBlock?: string;
  /** Prefixes on interfaces. */
  readonly prefixes: number;
  /** Single addresses on interfaces. */
  readonly singles: number;
  /** Blocks of 16 that single addresses break. */
  readonly broken: number;
  /** Blocks of 16 that would be whole if the single addresses lay side by side, as they do behind a reservation for prefixes. */
  readonly winnable: number;
}

export interface SubnetTaken {
  readonly cidr: string;
  readonly addresses: readonly string[];
  readonly prefixes: readonly string[];
  /** Reservations; `explicit` ones are kept for somebody who names their addresses. */
  readonly reservations: readonly { readonly cidr: string; readonly type: string }[];
}

const FREE = 0;
const SINGLE = 1;
const OTHER = 2;

/** Marks every address of a subnet and counts what is left; a /16 takes a millisecond or two. */
export function useOf({ cidr, addresses, prefixes, reservations }: SubnetTaken): SubnetUse {
  const subnet = block(cidr);
  const marks = new Uint8Array(subnet.size);
  const mark = (text: string, kind: number): void => {
    if (cidrFault(text) !== undefined) return;
    const { first, last } = block(text);
    for (let at = Math.max(first, subnet.first); at <= Math.min(last, subnet.last); at++)
      marks[at - subnet.first] = kind;
  };
  for (const address of addresses) mark(`${address}/32`, SINGLE);
  for (const prefix of prefixes) mark(prefix, OTHER);
  for (const { cidr: kept, type } of reservations) if (type === "explicit") mark(kept, OTHER);
  // The first four and the last.
  for (let at = 0; at < AWS_RESERVED - 1; at++) marks[at] = OTHER;
  marks[subnet.size - 1] = OTHER;

  const blocks = Array.from({ length: Math.floor(subnet.size / ADDRESSES_PER_PREFIX) }, (_, index) =>
    marks.subarray(index * ADDRESSES_PER_PREFIX, (index + 1) * ADDRESSES_PER_PREFIX),
  );
  const broken = blocks.filter((one) => one.includes(SINGLE) && !one.includes(OTHER));
  const packed = Math.ceil(
    broken.reduce((sum, one) => sum + one.filter((kind) => kind === SINGLE).length, 0) / ADDRESSES_PER_PREFIX,
  );
  const largest = largestFree(marks, subnet);
  return {
    freePrefixes: blocks.filter((one) => one.every((kind) => kind === FREE)).length,
    largestFree: largest?.prefix ?? 33,
    ...(largest === undefined ? {} : { largestBlock: `${addressAt(cidr, largest.offset)}/${String(largest.prefix)}` }),
    prefixes: prefixes.length,
    singles: addresses.length,
    broken: broken.length,
    winnable: broken.length - packed,
  };
}

/** Joins free halves from single addresses up: a block is free where both of its halves are. */
function largestFree(
  marks: Uint8Array,
  { prefix, size }: Block,
): { readonly prefix: number; readonly offset: number } | undefined {
  let free = Array.from(marks, (kind) => kind === FREE);
  let found: { prefix: number; offset: number } | undefined;
  for (let length = 32; length >= prefix; length--) {
    const at = free.indexOf(true);
    if (at === -1) return found;
    found = { prefix: length, offset: (at * size) / free.length };
    free = Array.from(
      { length: free.length / 2 },
      (_, index) => free[2 * index] === true && free[2 * index + 1] === true,
    );
  }
  return found;
}
