import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Asking, type Held, planAddresses } from "../../../../core/fleet/addresses.ts";
import { contains, overlappingPairs } from "../../../../core/net/cidr.ts";
import type { FleetAddresses } from "../../../../core/settings/index.ts";
import { runs } from "../../../support/runs.ts";

const asking = (name: string, parts: Partial<Asking> = {}): Asking => ({
  name,
  region: "eu-central-1",
  needs: ["vpc"],
  own: {},
  ...parts,
});
const BLOCKS: FleetAddresses = { vpcBlocks: ["10.64.0.0/16"], vpcPrefix: 20, growth: 1 };
const vpcs = (clusters: readonly Asking[], before: Readonly<Record<string, Held>> = {}, addresses = BLOCKS) =>
  planAddresses(addresses, clusters, before);

describe("addresses of a fleet", () => {
  it("are blocks that may double in place, at the lowest free addresses", () => {
    const { pools, allocations, findings } = vpcs([asking("a"), asking("b")]);
    expect(findings).toEqual([]);
    expect(allocations).toEqual({ a: { vpc: "10.64.0.0/20" }, b: { vpc: "10.64.32.0/20" } });
    expect(pools[0]).toMatchObject({
      total: 65_536,
      allocated: 8192,
      growth: 8192,
      free: 49_152,
      fits: 6,
      fitsInOnePiece: 6,
    });
  });

  it("keep what settings name, are not written down for it, and go round it and what is reserved", () => {
    const own = asking("own", { needs: [], own: { vpc: "10.64.0.0/20" } });
    const { allocations } = vpcs([own, asking("a")], {}, { ...BLOCKS, reserved: ["10.64.32.0/20"] });
    expect(allocations).toEqual({ a: { vpc: "10.64.64.0/20" } });
  });

  it("lie together by Region where they come together", () => {
    const us = { region: "us-east-1" };
    const { pools } = vpcs([asking("us-1", us), asking("eu-1"), asking("us-2", us), asking("eu-2")]);
    expect(pools[0]?.slots.map(({ cluster }) => cluster)).toEqual(["eu-1", "eu-2", "us-1", "us-2"]);
  });

  it("say what is free again, and give it to the next", () => {
    const before = { a: { vpc: "10.64.0.0/20" }, gone: { vpc: "10.64.32.0/20" }, b: { vpc: "10.64.64.0/20" } };
    const { released, allocations } = vpcs([asking("a"), asking("b"), asking("c")], before);
    expect(released.map(({ cluster, cidr }) => [cluster, cidr])).toEqual([["gone", "10.64.32.0/20"]]);
    expect(allocations["c"]).toEqual({ vpc: "10.64.32.0/20" });
  });

  it("tell what fragmentation costs", () => {
    const before = { a: { vpc: "10.64.0.0/20" }, b: { vpc: "10.64.48.0/20" } };
    const { pools } = vpcs([asking("a"), asking("b")], before, {
      ...BLOCKS,
      vpcBlocks: ["10.64.0.0/18"],
      growth: 0,
      vpcPrefix: 19,
    });
    expect(pools[0]).toMatchObject({ freeBlocks: ["10.64.16.0/20", "10.64.32.0/20"], fits: 0, fitsInOnePiece: 1 });
  });

  it("give less growth before they give nothing, and say for whom there is no room", () => {
    const names = ["a", "b", "c", "d", "e"].map((name) => asking(name));
    const { allocations, findings } = vpcs(names, {}, { ...BLOCKS, vpcBlocks: ["10.64.0.0/18"] });
    expect(Object.keys(allocations)).toHaveLength(2);
    expect(findings.map(({ clusters, found }) => [clusters, found])).toEqual(
      ["c", "d", "e"].map((name) => [[name], `no free /20 in 10.64.0.0/18 for ${name}`]),
    );
  });

  it("never move and never overlap, whoever comes and goes", () => {
    const names = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.array(names, { minLength: 2, maxLength: 6 }), fc.integer({ min: 0, max: 2 }), (steps, growth) => {
        let before: Readonly<Record<string, Held>> = {};
        const addresses: FleetAddresses = {
          vpcBlocks: ["10.0.0.0/16", "10.8.0.0/15"],
          podBlocks: ["100.64.0.0/12"],
          growth,
        };
        for (const step of steps) {
          const clusters = step.map((at) => asking(`c${String(at)}`, { needs: ["vpc", "pods"] }));
          const { allocations, pools, findings } = planAddresses(addresses, clusters, before);
          for (const [name, held] of Object.entries(before))
            if (Object.hasOwn(allocations, name)) expect(allocations[name]).toEqual(held);
          for (const { slots, blocks, free, allocated, growth: kept, total } of pools) {
            expect(overlappingPairs(slots.map(({ slot }) => ({ cidr: slot })))).toEqual([]);
            expect(
              slots.every(({ cidr, slot }) => contains(slot, cidr) && blocks.some((one) => contains(one, slot))),
            ).toBe(true);
            expect(free + allocated + kept).toBe(total);
          }
          expect(findings).toEqual([]);
          before = allocations;
        }
      }),
      { numRuns: runs(20) },
    );
  });
});
