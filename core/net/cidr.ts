import { containsCidr, excludeCidr, mergeCidr, overlapCidr, parseCidr } from "cidr-tools";

/**
 * Every piece of IPv4 address arithmetic of the project. Blocks travel as text (`10.0.0.0/16`), because that is what
 * settings, plans and AWS speak; {@link cidrFault} says what is wrong with a text, all other functions expect a valid block
 * and throw a RangeError where they are given something else.
 */

/** A valid IPv4 block, taken apart. Addresses are numbers from 0 to 2^32 - 1. */
export interface Block {
  /** `10.0.0.0/16`. */
  readonly cidr: string;
  readonly prefix: number;
  readonly first: number;
  readonly last: number;
  /** Number of addresses. */
  readonly size: number;
}

export const CidrFaultCode = {
  Empty: "empty",
  NoPrefix: "no-prefix",
  Ipv6: "ipv6",
  NotIpv4: "not-ipv4",
  PrefixRange: "prefix-range",
  HostBits: "host-bits",
} as const;
export type CidrFaultCode = (typeof CidrFaultCode)[keyof typeof CidrFaultCode];

/** Why a text is not a valid IPv4 block. */
export interface CidrFault {
  readonly code: CidrFaultCode;
  /** One clause without the text itself: `has bits set behind its /16 prefix`. */
  readonly reason: string;
  /** A valid block that was probably meant. */
  readonly suggestion?: string;
}

/** Prefix lengths that are allowed, both included. AWS takes /16 to /28 for a VPC CIDR and for a subnet. */
export interface PrefixRange {
  readonly min: number;
  readonly max: number;
}

/** Blocks of RFC 1918, which no network on the internet has. */
export const PRIVATE_BLOCKS: readonly string[] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

const ANY_PREFIX: PrefixRange = { min: 0, max: 32 };
const OCTET = /^(?:0|[1-9]\d{0,2})$/;

/** What is wrong with a block, or undefined. */
export function cidrFault(text: string, range: PrefixRange = ANY_PREFIX): CidrFault | undefined {
  if (text.trim() === "") return { code: CidrFaultCode.Empty, reason: "is empty" };
  if (text.includes(":")) return { code: CidrFaultCode.Ipv6, reason: "is IPv6; only IPv4 is supported" };
  const [address = "", prefixText, ...rest] = text.split("/");
  const addressReason = addressFault(address);
  if (addressReason !== undefined) return { code: CidrFaultCode.NotIpv4, reason: addressReason };
  if (prefixText === undefined) {
    return {
      code: CidrFaultCode.NoPrefix,
      reason: "is an address without a prefix length",
      suggestion: `${address}/32`,
    };
  }
  if (rest.length > 0 || !OCTET.test(prefixText) || Number(prefixText) > 32) {
    return {
      code: CidrFaultCode.PrefixRange,
      reason: `has the prefix length "${[prefixText, ...rest].join("/")}"; it is a number from 0 to 32`,
    };
  }
  const prefix = Number(prefixText);
  const network = `${toText(Number(parseCidr(text).start))}/${prefix}`;
  if (prefix < range.min || prefix > range.max) {
    return {
      code: CidrFaultCode.PrefixRange,
      reason: `is a /${prefix}; /${range.min} to /${range.max} is allowed here`,
    };
  }
  if (network !== text) {
    return { code: CidrFaultCode.HostBits, reason: `has bits set behind its /${prefix} prefix`, suggestion: network };
  }
  return undefined;
}

/** What is wrong with a dotted address, or undefined. Leading zeros are refused: some tools read them as octal. */
export function addressFault(text: string): string | undefined {
  const octets = text.split(".");
  if (octets.length !== 4) return "is not an IPv4 address of four numbers";
  const bad = octets.find((octet) => !OCTET.test(octet) || Number(octet) > 255);
  return bad === undefined ? undefined : `has "${bad}" where a number from 0 to 255 belongs`;
}

/** Takes a valid block apart. */
export function block(cidr: string): Block {
  const fault = cidrFault(cidr);
  if (fault !== undefined) throw new RangeError(`"${cidr}" ${fault.reason}`);
  const { start, end, prefix } = parseCidr(cidr);
  return { cidr, prefix: Number(prefix), first: Number(start), last: Number(end), size: Number(end - start) + 1 };
}

/** A block as part of a resource's name: `10-0-0-0-8`. What is named by it keeps its name while others come and go. */
export const blockName = (cidr: string): string => cidr.replaceAll(/[./]/g, "-");

/** Number of addresses in a block. */
export const size = (cidr: string): number => block(cidr).size;

/** Prefix length of a block. */
export const prefixLength = (cidr: string): number => block(cidr).prefix;

export const firstAddress = (cidr: string): string => toText(block(cidr).first);

export const lastAddress = (cidr: string): string => toText(block(cidr).last);

/** The address at an offset from the start of the block; -1 is the last one. */
export function addressAt(cidr: string, offset: number): string {
  const { first, last, size } = block(cidr);
  const address = offset < 0 ? last + 1 + offset : first + offset;
  if (!Number.isInteger(offset) || address < first || address > last) {
    throw new RangeError(`${cidr} has ${size} addresses; there is none at offset ${offset}`);
  }
  return toText(address);
}

/** Whether `inner` (a block or a single address) lies wholly in `outer`. */
export const contains = (outer: string, inner: string): boolean => containsCidr(outer, inner);

/** Whether two blocks share an address. */
export const overlaps = (a: string, b: string): boolean => overlapCidr(a, b);

/** Every pair of named blocks that share an address, in the order given. */
export function overlappingPairs<T extends { readonly cidr: string }>(blocks: readonly T[]): [T, T][] {
  return blocks.flatMap((a, at) =>
    blocks.slice(at + 1).flatMap((b): [T, T][] => (overlaps(a.cidr, b.cidr) ? [[a, b]] : [])),
  );
}

/** Orders blocks by their first address, larger blocks first where it is the same. */
export function compareCidrs(a: string, b: string): number {
  const [left, right] = [block(a), block(b)];
  return left.first - right.first || left.prefix - right.prefix;
}

/** The fewest blocks that hold the same addresses, in order. */
export const merge = (cidrs: readonly string[]): string[] => mergeCidr([...cidrs]).map(withPrefix);

/** How many aligned blocks of a prefix length fit; 0 where the block is smaller than one. */
export function subnetCount(cidr: string, prefix: number): number {
  const parent = block(cidr);
  return prefix < parent.prefix || prefix > 32 ? 0 : 2 ** (prefix - parent.prefix);
}

/** The aligned block of a prefix length at an index inside its parent. */
export function subnetAt(cidr: string, prefix: number, index: number): string {
  const parent = block(cidr);
  const count = subnetCount(cidr, prefix);
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new RangeError(`${cidr} holds ${count} blocks of /${prefix}; there is none at index ${index}`);
  }
  return `${toText(parent.first + index * 2 ** (32 - prefix))}/${prefix}`;
}

/** The aligned block of a prefix length that an address lies in. */
export function blockAround(address: string, prefix: number): string {
  const { first } = block(`${address}/32`);
  return `${toText(first - (first % 2 ** (32 - prefix)))}/${prefix}`;
}

/** Splits a block into aligned blocks of a prefix length, in order. */
export function subnets(cidr: string, prefix: number): string[] {
  return Array.from({ length: subnetCount(cidr, prefix) }, (_, index) => subnetAt(cidr, prefix, index));
}

/** The largest aligned blocks inside the parent that none of the taken blocks touches, in order of address. */
export function freeBlocks(parent: string, taken: readonly string[]): string[] {
  block(parent);
  return excludeCidr(parent, [...taken])
    .map(withPrefix)
    .toSorted(compareCidrs);
}

/** The first aligned block of a prefix length that is free, or undefined. */
export function nextFree(parent: string, prefix: number, taken: readonly string[]): string | undefined {
  const fit = freeBlocks(parent, taken).find((free) => block(free).prefix <= prefix);
  return fit === undefined ? undefined : subnetAt(fit, prefix, 0);
}

/** What to allocate: a prefix length under a name. */
export interface Wanted {
  readonly name: string;
  readonly prefix: number;
}

export interface Allocation {
  /** Name -> block, in the order they were asked for. */
  readonly blocks: Readonly<Record<string, string>>;
  /** Those that did not fit. */
  readonly unplaced: readonly Wanted[];
}

/**
 * Places blocks in a parent, the largest first and each at the lowest free address, so that nothing is lost to alignment.
 * The order among equal sizes is the order asked for; the same request gives the same blocks.
 */
export function allocate(parent: string, wanted: readonly Wanted[], taken: readonly string[] = []): Allocation {
  const placed = new Map<string, string>();
  const unplaced: Wanted[] = [];
  for (const want of wanted.toSorted((a, b) => a.prefix - b.prefix)) {
    const free = nextFree(parent, want.prefix, [...taken, ...placed.values()]);
    if (free === undefined) unplaced.push(want);
    else placed.set(want.name, free);
  }
  const blocks = Object.fromEntries(
    wanted.flatMap(({ name }) => (placed.has(name) ? [[name, placed.get(name) as string]] : [])),
  );
  return { blocks, unplaced: wanted.filter((want) => unplaced.includes(want)) };
}

/** The smallest prefix length (largest block) that still holds a number of addresses: 32 for 1, 24 for 200. */
export function prefixForAddresses(addresses: number): number {
  if (!Number.isInteger(addresses) || addresses < 1 || addresses > 2 ** 32) {
    throw new RangeError(`${addresses} is not a number of IPv4 addresses`);
  }
  return 32 - Math.ceil(Math.log2(addresses));
}

/** cidr-tools leaves the prefix off single addresses. */
const withPrefix = (network: string): string => (network.includes("/") ? network : `${network}/32`);

function toText(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
