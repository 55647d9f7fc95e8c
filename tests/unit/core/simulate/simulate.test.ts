import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planBudget, unreservedPrefixes } from "../../../../core/capacity/budget.ts";
import { nodeCapacity, nodeDemand } from "../../../../core/capacity/node.ts";
import { findInstanceType } from "../../../../core/facts/instances.ts";
import { advise } from "../../../../core/simulate/advice.ts";
import { ASSUMPTIONS, constants } from "../../../../core/simulate/assumptions.ts";
import { Bucket } from "../../../../core/simulate/bucket.ts";
import { Queue } from "../../../../core/simulate/queue.ts";
import { seeded } from "../../../../core/simulate/random.ts";
import { simulate } from "../../../../core/simulate/run.ts";
import type { OperatorChoice, Scenario } from "../../../../core/simulate/scenario.ts";
import { sensitivity, slowestWave } from "../../../../core/simulate/sensitivity.ts";
import { Space, type SubnetSpec } from "../../../../core/simulate/space.ts";

const ZONES = ["a", "b", "c"];
const OPERATOR: OperatorChoice = {
  prefixDelegation: true,
  firstInterfaceIndex: 1,
  ownAddresses: 2,
  preAllocate: 8,
  minAllocate: 0,
  maxAboveWatermark: 0,
  releaseExcessIps: false,
  qps: 4,
  burst: 20,
};
const TYPE = findInstanceType("m6i.xlarge")!;
const subnets = (prefix: string, length: number, zones = ZONES): SubnetSpec[] =>
  zones.map((zone, index) => ({
    name: `${prefix}${zone}`,
    zone,
    cidr: `${prefix === "n" ? "10" : "100"}.${String(64 + index)}.0.0/${String(length)}`,
    reservations: [],
  }));

interface Wish {
  readonly nodes?: number;
  readonly pods?: number;
  readonly zones?: readonly string[];
  readonly podLength?: number;
  readonly operator?: Partial<OperatorChoice>;
}

const scenario = (
  { nodes = 9, pods = 20, zones = ZONES, podLength = 18, operator = {} }: Wish,
  rest: Partial<Scenario> = {},
): Scenario => ({
  seed: 7,
  lasts: 3600,
  operator: { ...OPERATOR, ...operator },
  pools: [{ name: "general", limits: TYPE, zones, podsPerNode: pods }],
  nodeSubnets: subnets("n", 18, [...zones]),
  podSubnets: subnets("p", podLength, [...zones]),
  waves: [{ kind: "grow", at: 0, pool: 0, nodes, rate: 10 }],
  churnPerDay: 0,
  constants: constants(),
  ...rest,
});

describe("the parts", () => {
  it("lets a bucket's last call through when arithmetic says so", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 500 }),
        (size, rate, calls) => {
          const bucket = new Bucket(size, rate);
          const last = Array.from({ length: calls }, () => bucket.reserve(0)).at(-1);
          expect(last).toBeCloseTo(Math.max(0, (calls - size) / rate), 6);
        },
      ),
    );
  });

  it("refuses what EC2's bucket has no token for, and refills it", () => {
    const bucket = new Bucket(2, 1);
    expect([bucket.take(0), bucket.take(0), bucket.take(0.5), bucket.take(1.5)]).toEqual([true, true, false, true]);
  });

  it("gives events in the order of their time, then of their planning", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 3000 }), (times) => {
        const queue = new Queue();
        for (const [index, time] of times.entries()) queue.push(time, 0, index);
        const out: [number, number][] = [];
        for (let next = queue.pop(); next !== undefined; next = queue.pop()) out.push([next.time, next.about]);
        const expected = times
          .map((time, index): [number, number] => [time, index])
          .toSorted(([a, i], [b, j]) => a - b || i - j);
        expect(out).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it("gives an empty subnet the prefixes that the planner counts on", () => {
    const space = new Space({ name: "p", zone: "a", cidr: "100.64.0.0/22", reservations: [] });
    expect(space.prefixesFree).toBe(unreservedPrefixes("100.64.0.0/22", 0));
    expect(space.free).toBe(1024 - 5);
  });

  it("keeps the books of a subnet whatever is taken and given back", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("prefix", "single", "back"), { maxLength: 300 }),
        fc.boolean(),
        (acts, reserved) => {
          const reservations = reserved ? [{ cidr: "100.64.0.128/25", type: "prefix" }] : [];
          const space = new Space({ name: "p", zone: "a", cidr: "100.64.0.0/24", reservations });
          const random = seeded(1);
          const start = { free: space.free, prefixes: space.prefixesFree };
          const held: { readonly prefix: boolean; readonly at: number }[] = [];
          const give = (one: (typeof held)[number]): void =>
            one.prefix ? space.givePrefix(one.at) : space.giveSingle(one.at);
          for (const act of acts) {
            const at = act === "prefix" ? space.takePrefix(random) : act === "single" ? space.takeSingle(random) : -1;
            if (at >= 0) held.push({ prefix: act === "prefix", at });
            else if (act === "back" && held.length > 0) give(held.pop()!);
            const addresses = held.reduce((sum, { prefix }) => sum + (prefix ? 16 : 1), 0);
            expect(space.free).toBe(start.free - addresses);
            expect(space.stranded).toBeGreaterThanOrEqual(0);
            // No single address lies in a prefix, and none is had twice.
            const taken = held.flatMap((one) =>
              one.prefix ? Array.from({ length: 16 }, (_, n) => one.at * 16 + n) : [one.at],
            );
            expect(new Set(taken).size).toBe(taken.length);
          }
          for (const one of held) give(one);
          expect({ free: space.free, prefixes: space.prefixesFree }).toEqual(start);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("a simulation", () => {
  it("gives the same answer for the same seed", () => {
    const wish = scenario({ nodes: 30 }, { churnPerDay: 2 });
    expect(simulate(wish)).toEqual(simulate(wish));
    expect(simulate({ ...wish, seed: 8 })).not.toEqual(simulate(wish));
  });

  it("brings one node up as fast as its calls take", () => {
    const { waves, calls } = simulate(scenario({ nodes: 1, pods: 6, zones: ["a"] }));
    const { bootSeconds, describeSeconds, createSeconds, attachSeconds, modifySeconds } = constants();
    // One interface with a prefix holds eight addresses and sixteen: nothing waits for a second one.
    const least = bootSeconds * 0.75 + describeSeconds * 2 + createSeconds + attachSeconds + modifySeconds;
    expect(waves[0]?.until["100%"]).toBeGreaterThan(least - 1e-9);
    expect(waves[0]?.until["100%"]).toBeLessThan(least + bootSeconds / 2 + 1e-9);
    expect(calls).toMatchObject({ CreateNetworkInterface: 1, AttachNetworkInterface: 1 });
  });

  it("waits for the operator's own limit as its bucket says", () => {
    const slow = constants({
      bootSeconds: 0,
      describeSeconds: 0,
      createSeconds: 0,
      attachSeconds: 0,
      modifySeconds: 0,
      assignSeconds: 0,
      syncSeconds: 1e6,
      bucketTokens: 1e6,
    });
    const result = simulate(
      scenario(
        { nodes: 100, pods: 6 },
        { constants: slow, waves: [{ kind: "grow", at: 0, pool: 0, nodes: 100, rate: 1e9 }] },
      ),
    );
    const calls = Object.values(result.calls).reduce((sum, each) => sum + each, 0);
    // A node is up once its last reading is through, the hundredth with the last call or a few before it.
    const last = (calls - OPERATOR.burst) / OPERATOR.qps;
    expect(result.waves[0]?.until["100%"]).toBeLessThanOrEqual(last + 1e-6);
    expect(result.waves[0]?.until["100%"]).toBeGreaterThan(last * 0.7);
    const burst = simulate(scenario({ nodes: 200, pods: 6 }));
    expect(
      advise(scenario({}), burst)
        .map(({ says }) => says)
        .join(),
    ).toContain("4 calls a second");
    const waves = [{ kind: "grow", at: 0, pool: 0, nodes: 400, rate: 1000 }] as const;
    const faster = scenario({ pods: 6, operator: { qps: 100, burst: 100 } }, { waves });
    expect(
      advise(faster, simulate(faster))
        .map(({ says }) => says)
        .join(),
    ).toContain("EC2 refused");
  });

  it.each([
    ["prefixes", true, 110],
    ["single addresses", false, 40],
  ])("takes no more from the subnets than the planner's budget has for it, with %s", (_, prefixDelegation, pods) => {
    const choice = { prefixDelegation, firstInterfaceIndex: 1, gateway: false };
    const wish = scenario({ nodes: 9, pods, operator: { prefixDelegation, preAllocate: 8 } });
    const result = simulate(wish);
    const budget = planBudget(
      {
        vpcCidrs: ["10.64.0.0/10", "100.64.0.0/10"],
        subnets: [
          ...wish.nodeSubnets.map((each) => ({ ...each, role: "node" as const })),
          ...wish.podSubnets.map((each) => ({ ...each, role: "pod" as const })),
        ].map((each) => ({ ...each, egress: "nat" as const, tags: {} })),
      } as never,
      [
        {
          name: "general",
          scaling: { min: 9, desired: 9, max: 9 },
          surge: 0,
          zones: ZONES,
          demand: nodeDemand(nodeCapacity(TYPE, choice), pods, choice),
        },
      ],
    );
    expect(result.waitingAtEnd).toBe(0);
    for (const { name, size, leastFree } of result.subnets.filter((each) => each.name.startsWith("p"))) {
      const rows = budget.filter((row) => row.subnet === name && row.scenario === "max");
      const needed = rows.reduce((sum, row) => sum + row.needed * (row.unit === "prefixes" ? 16 : 1), 0);
      expect(size - 5 - leastFree).toBeLessThanOrEqual(needed);
      expect(size - 5 - leastFree).toBeGreaterThan(needed * 0.8);
    }
  });

  it("says when prefixes run out although addresses are free, and that a reservation helps", () => {
    const crowded = scenario({ nodes: 24, pods: 60, zones: ["a"], podLength: 23 });
    const result = simulate(crowded);
    expect(result.subnets.find(({ name }) => name === "pa")?.noPrefix?.free).toBeGreaterThan(16);
    expect(
      advise(crowded, result)
        .map(({ todo }) => todo)
        .join(),
    ).toContain("Reserve blocks");
  });

  it("fails where pods stay without an address", () => {
    const full = scenario({ nodes: 30, pods: 60, zones: ["a"], podLength: 25 });
    const result = simulate(full);
    expect(result.waitingAtEnd).toBeGreaterThan(0);
    expect(result.waves[0]?.until["100%"]).toBeUndefined();
    expect(advise(full, result).some(({ fails }) => fails)).toBe(true);
    expect(slowestWave(result)).toBeUndefined();
  });

  it("fails where a node's own subnet is full", () => {
    const full = {
      ...scenario({ nodes: 30, zones: ["a"] }),
      nodeSubnets: [{ ...subnets("n", 28, ["a"])[0]!, cidr: "10.64.0.0/28" }],
    };
    expect(simulate(full).nodesRefused).toBe(30 - 11);
  });

  it("brings the nodes of a lost zone up in the others", () => {
    const result = simulate(
      scenario(
        { nodes: 9 },
        {
          waves: [
            { kind: "grow", at: 0, pool: 0, nodes: 9, rate: 10 },
            { kind: "lose-zone", at: 600, zone: "b", rate: 10 },
          ],
        },
      ),
    );
    expect(result.waves[1]).toMatchObject({ nodes: 3, podsReady: 60 });
    expect(result.samples.at(-1)).toMatchObject({ nodes: 9, pods: 180, waiting: 0 });
    const [, b] = result.subnets.filter(({ name }) => name.startsWith("p"));
    expect(result.samples.at(-1)?.free[result.subnets.indexOf(b!)]).toBe(b!.size - 5);
  });

  it("replaces every node by a roll, a few at a time", () => {
    const waves = [
      { kind: "grow", at: 0, pool: 0, nodes: 9, rate: 10 },
      { kind: "roll", at: 600, pool: 0, atOnce: 2 },
    ] as const;
    const result = simulate(scenario({ nodes: 9 }, { waves, lasts: 7200 }));
    expect(result.waves[1]).toMatchObject({ nodes: 9, podsReady: 180 });
    expect(result.mostNodes).toBe(11);
    expect(result.samples.at(-1)).toMatchObject({ nodes: 9, pods: 180 });
  });

  it("gives spare prefixes back only where it is told to", () => {
    const waves = [{ kind: "grow", at: 0, pool: 0, nodes: 3, rate: 10 }] as const;
    const freed = (releaseExcessIps: boolean): number =>
      simulate(
        scenario({ nodes: 3, pods: 60, operator: { releaseExcessIps } }, { waves, churnPerDay: 40, lasts: 86_400 }),
      ).calls["UnassignPrivateIpAddresses"] ?? 0;
    expect(freed(false)).toBe(0);
    expect(freed(true)).toBeGreaterThan(0);
  });

  it("keeps pods and addresses in the books through churn, swings and rolls", () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.nat(),
          nodes: fc.integer({ min: 2, max: 20 }),
          pods: fc.integer({ min: 1, max: 60 }),
          churnPerDay: fc.integer({ min: 0, max: 30 }),
          prefixDelegation: fc.boolean(),
          releaseExcessIps: fc.boolean(),
          firstInterfaceIndex: fc.constantFrom(0, 1),
        }),
        ({ seed, nodes, pods, churnPerDay, ...operator }) => {
          const waves = [
            { kind: "grow", at: 0, pool: 0, nodes, rate: 1 },
            { kind: "shrink", at: 2000, pool: 0, nodes: 1 },
            { kind: "roll", at: 3000, pool: 0, atOnce: 2 },
            { kind: "lose-zone", at: 9000, zone: "a", rate: 1 },
            { kind: "shrink", at: 20_000, pool: 0, nodes: 100 },
          ] as const;
          const room = operator.prefixDelegation ? pods : Math.min(pods, 35);
          const result = simulate(
            scenario({ nodes, pods: room, operator }, { seed, waves, churnPerDay, lasts: 21_000 }),
          );
          // All nodes are gone: every address is free again.
          expect(result.samples.at(-1)).toMatchObject({ nodes: 0, pods: 0, waiting: 0 });
          for (const [index, { size }] of result.subnets.entries())
            expect(result.samples.at(-1)?.free[index]).toBe(size - 5);
          expect(result.waitingAtEnd).toBe(0);
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe("assumptions", () => {
  it("each has a source or two bounds around it", () => {
    for (const one of Object.values(ASSUMPTIONS) as { source?: string; low?: number; high?: number; value: number }[]) {
      if (one.source === undefined) {
        expect(one.low).toBeLessThan(one.value);
        expect(one.high).toBeGreaterThan(one.value);
      } else expect(one.source).toContain("cilium");
    }
  });

  it("shows what each bound changes", () => {
    const rows = sensitivity(scenario({ nodes: 12 }));
    const boot = rows.find(({ name }) => name === "bootSeconds");
    expect(boot?.low.slowest).toBeLessThan(boot?.high.slowest ?? 0);
  });
});
