import { type Finding, Severity } from "../findings/finding.ts";
import {
  block,
  compareCidrs,
  contains,
  firstAddress,
  freeBlocks,
  blockAround,
  overlaps,
  size,
  subnetAt,
} from "../net/cidr.ts";
import type { FleetAddresses } from "../settings/index.ts";

/** Prefix lengths and growth where the fleet file says nothing: a /20 holds three zones of 1,300 nodes, a /18 16,000 pods. */
const DEFAULTS = { vpcPrefix: 20, podPrefix: 18, growth: 1 } as const;

export type PoolName = "vpc" | "pods";

/** What a cluster has of each pool. */
export type Held = Partial<Readonly<Record<PoolName, string>>>;

/** A cluster that asks for blocks. */
export interface Asking {
  readonly name: string;
  readonly region: string;
  /** Pools that it needs something of; one that names its own blocks, or is in a VPC that exists, needs nothing. */
  readonly needs: readonly PoolName[];
  /** Blocks that its settings name; they are taken as they are. */
  readonly own: Held;
}

export interface Slot {
  readonly cluster: string;
  readonly cidr: string;
  /** Block around it that is kept for its growth; the same where there is none. */
  readonly slot: string;
  /** Named by the settings, allocated before, or allocated now. */
  readonly from: "settings" | "before" | "new";
}

/** How full a pool is. */
export interface Pool {
  readonly name: PoolName;
  readonly blocks: readonly string[];
  readonly slots: readonly Slot[];
  /** Addresses. */
  readonly total: number;
  readonly allocated: number;
  /** Kept for growth. */
  readonly growth: number;
  readonly reserved: number;
  readonly free: number;
  /** Free blocks in order, as large as they go. */
  readonly freeBlocks: readonly string[];
  /** Clusters that still fit with their growth. */
  readonly fits: number;
  /** Clusters that would fit if what is free were in one piece; the difference is lost to fragmentation. */
  readonly fitsInOnePiece: number;
}

export interface AddressPlan {
  readonly pools: readonly Pool[];
  /** What every cluster has that names no blocks of its own, by cluster: what is written down. */
  readonly allocations: Readonly<Record<string, Held>>;
  /** Blocks of clusters that are in the fleet no more: free again. */
  readonly released: readonly Slot[];
  readonly findings: readonly Finding[];
}

interface PoolSpec {
  readonly name: PoolName;
  readonly blocks: readonly string[];
  readonly reserved: readonly string[];
  readonly prefix: number;
  readonly growth: number;
}

function specsOf({ vpcBlocks, podBlocks = [], reserved = [], ...sizes }: FleetAddresses): PoolSpec[] {
  const { vpcPrefix, podPrefix, growth } = { ...DEFAULTS, ...sizes };
  const within = (blocks: readonly string[]): string[] =>
    reserved.filter((cidr) => blocks.some((one) => overlaps(one, cidr)));
  return [
    { name: "vpc", blocks: vpcBlocks, reserved: within(vpcBlocks), prefix: vpcPrefix, growth },
    { name: "pods", blocks: podBlocks, reserved: within(podBlocks), prefix: podPrefix, growth },
  ];
}

/** Pools that a fleet has blocks for. */
export const poolsOf = (addresses: FleetAddresses): PoolName[] =>
  specsOf(addresses).flatMap(({ name, blocks }) => (blocks.length === 0 ? [] : [name]));

/**
 * Gives every cluster its blocks. What was allocated before stays where it is; who comes anew gets the smallest free block that
 * holds it with its growth, so that large free blocks stay whole.
 */
export function planAddresses(
  addresses: FleetAddresses,
  clusters: readonly Asking[],
  before: Readonly<Record<string, Held>>,
): AddressPlan {
  const planned = specsOf(addresses)
    .filter(({ blocks }) => blocks.length > 0)
    .map((spec) => planPool(spec, clusters, before));
  const names = new Set(clusters.map(({ name }) => name));
  return {
    pools: planned.map(({ pool }) => pool),
    allocations: Object.fromEntries(
      clusters.flatMap(({ name }) => {
        const held = planned.flatMap(({ pool }) =>
          pool.slots
            .filter(({ cluster, from }) => cluster === name && from !== "settings")
            .map(({ cidr }) => [pool.name, cidr] as const),
        );
        return held.length === 0 ? [] : [[name, Object.fromEntries(held)]];
      }),
    ),
    released: Object.entries(before).flatMap(([cluster, held]) =>
      names.has(cluster)
        ? []
        : Object.values(held).map((cidr): Slot => ({ cluster, cidr, slot: cidr, from: "before" })),
    ),
    findings: planned.flatMap(({ findings }) => findings),
  };
}

function planPool(
  spec: PoolSpec,
  clusters: readonly Asking[],
  before: Readonly<Record<string, Held>>,
): { readonly pool: Pool; readonly findings: readonly Finding[] } {
  const held = heldIn(spec, clusters, before);
  const kept = held.map((one): Slot => ({ ...one, slot: slotAround(one.cidr, held, spec) }));
  const taken = [...spec.reserved, ...kept.map(({ slot }) => slot)];
  const free = spec.blocks.flatMap((one) =>
    freeBlocks(
      one,
      taken.filter((cidr) => overlaps(one, cidr)),
    ),
  );
  const findings: Finding[] = [];
  const placed: Slot[] = [];
  const has = new Set(held.map(({ cluster }) => cluster));
  // Clusters of a Region lie together where they come together, so that one route leads to all of them.
  const asking = clusters
    .filter(({ name, needs }) => needs.includes(spec.name) && !has.has(name))
    .toSorted((a, b) => (a.region < b.region ? -1 : a.region > b.region ? 1 : 0));
  for (const { name } of asking) {
    const slot = takeFrom(free, spec);
    if (slot === undefined) findings.push(noRoom(spec, name));
    else placed.push({ cluster: name, cidr: subnetAt(slot, spec.prefix, 0), slot, from: "new" });
  }
  return { pool: reportOf(spec, [...kept, ...placed], free), findings };
}

/** Blocks that clusters have already, of what lies in the pool. */
function heldIn(
  { name: pool, blocks }: PoolSpec,
  clusters: readonly Asking[],
  before: Readonly<Record<string, Held>>,
): Omit<Slot, "slot">[] {
  return clusters.flatMap(({ name, needs, own }) => {
    const [cidr, from] =
      own[pool] === undefined ? ([before[name]?.[pool], "before"] as const) : ([own[pool], "settings"] as const);
    const counts = cidr !== undefined && (from === "settings" || needs.includes(pool));
    return counts && blocks.some((one) => overlaps(one, cidr)) ? [{ cluster: name, cidr, from }] : [];
  });
}

/** The block around one that is kept for its growth: as much as is asked for, or as nobody else has. */
function slotAround(cidr: string, held: readonly Omit<Slot, "slot">[], { blocks, reserved, growth }: PoolSpec): string {
  const others = [...reserved, ...held.flatMap((one) => (one.cidr === cidr ? [] : [one.cidr]))];
  const { prefix } = block(cidr);
  for (let room = growth; room > 0; room--) {
    const slot = blockAround(firstAddress(cidr), Math.max(0, prefix - room));
    if (blocks.some((one) => contains(one, slot)) && !others.some((other) => overlaps(slot, other))) return slot;
  }
  return cidr;
}

/** Takes the smallest free block that holds a cluster with its growth, the first of equal ones; a tight pool gives less growth. */
function takeFrom(free: string[], { prefix, growth }: PoolSpec): string | undefined {
  for (let room = growth; room >= 0; room--) {
    const wanted = prefix - room;
    const [best] = free
      .filter((one) => block(one).prefix <= wanted)
      .toSorted((a, b) => block(b).prefix - block(a).prefix || compareCidrs(a, b));
    if (best === undefined) continue;
    const slot = subnetAt(best, wanted, 0);
    free.splice(free.indexOf(best), 1, ...freeBlocks(best, [slot]));
    return slot;
  }
  return undefined;
}

const noRoom = ({ name, blocks, prefix }: PoolSpec, cluster: string): Finding => ({
  rule: "fleet-file",
  severity: Severity.Error,
  subject: `cluster "${cluster}"`,
  path: `fleet.addresses.${name === "vpc" ? "vpcBlocks" : "podBlocks"}`,
  clusters: [cluster],
  found: `no free /${String(prefix)} in ${blocks.join(", ")} for ${cluster}`,
  expected: "a free block for each cluster",
  fix: "Add a block, lower growth, or take a smaller block for each cluster.",
});

const sum = (cidrs: readonly string[]): number => cidrs.reduce((total, cidr) => total + size(cidr), 0);

function reportOf(spec: PoolSpec, slots: readonly Slot[], free: readonly string[]): Pool {
  const wanted = 2 ** (32 - spec.prefix + spec.growth);
  const freeAddresses = sum(free);
  const allocated = sum(slots.map(({ cidr }) => cidr));
  return {
    name: spec.name,
    blocks: spec.blocks,
    slots: slots.toSorted((a, b) => compareCidrs(a.cidr, b.cidr)),
    total: sum(spec.blocks),
    allocated,
    growth: sum(slots.map(({ slot }) => slot)) - allocated,
    reserved: sum(spec.reserved),
    free: freeAddresses,
    freeBlocks: free.toSorted(compareCidrs),
    fits: free.reduce((count, one) => count + Math.floor(size(one) / wanted), 0),
    fitsInOnePiece: Math.floor(freeAddresses / wanted),
  };
}
