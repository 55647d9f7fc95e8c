import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Severity } from "../../../../core/findings/finding.ts";
import { evaluate } from "../../../../core/plan/index.ts";
import { type Recommendation, type Wanted, recommend } from "../../../../core/plan/recommend.ts";
import type { Settings } from "../../../../core/settings/index.ts";
import { runs } from "../../../support/runs.ts";

const LOAD: Wanted = {
  pods: 1000,
  podCpu: 0.25,
  podMemoryGiB: 0.5,
  zones: 3,
  survivesZone: true,
  region: "eu-central-1",
  within: 900,
};

function found(wanted: Partial<Wanted> = {}): Recommendation {
  const answer = recommend({ ...LOAD, ...wanted });
  if ("fix" in answer) throw new Error(answer.found);
  return answer;
}

/** Whether the plan of settings has no error and no subnet that is over. */
function works(settings: Settings): boolean {
  const { report, model } = evaluate(settings);
  return (
    report.findings.every(({ severity }) => severity !== Severity.Error) &&
    (model.capacity?.subnets ?? []).every(({ needed, available }) => needed <= available)
  );
}

const withBlock = (settings: Settings, cidr: string): Settings => ({
  ...settings,
  network: { ...settings.network, podSubnets: { ...settings.network.podSubnets, cidr } },
});

describe("the smallest cluster for a load", () => {
  it("works by the planner's own word, holds the pods, and would not in half the block", () => {
    const loads = fc.record({
      pods: fc.integer({ min: 1, max: 8000 }),
      podCpu: fc.constantFrom(0.05, 0.25, 1, 4),
      podMemoryGiB: fc.constantFrom(0.125, 0.5, 2, 16),
      zones: fc.integer({ min: 2, max: 4 }),
      survivesZone: fc.boolean(),
    });
    fc.assert(
      fc.property(loads, (load) => {
        const { settings, sizing, podCidr, share } = found(load);
        expect(works(settings)).toBe(true);
        expect(share).toBeLessThanOrEqual(1);
        const holding = load.survivesZone ? load.zones - 1 : load.zones;
        expect((sizing.nodes / load.zones) * holding * sizing.podsPerNode).toBeGreaterThanOrEqual(load.pods);
        const length = Number(podCidr.split("/")[1]);
        if (length < 24) expect(works(withBlock(settings, `100.64.0.0/${String(length + 1)}`))).toBe(false);
      }),
      { numRuns: runs(20) },
    );
  });

  it("asks for prefixes only where single addresses bind before CPU and memory", () => {
    expect(found({ podCpu: 2, podMemoryGiB: 4 }).sizing.prefixDelegation).toBe(false);
    const small = found({ podCpu: 0.03, podMemoryGiB: 0.06 });
    expect(small.sizing.prefixDelegation).toBe(true);
    expect(small.settings.network.podSubnets?.prefixReservationPercent).toBe(75);
  });

  it("sees which of CPU and memory binds, and takes a family for it", () => {
    expect(found({ podCpu: 1, podMemoryGiB: 8 }).sizing.instanceType).toMatch(/^r/);
    expect(found({ podCpu: 1, podMemoryGiB: 1.8 }).sizing.instanceType).toMatch(/^c/);
    expect(found({ architecture: "x86_64" }).sizing.instanceType).not.toMatch(/g\./);
  });

  it("raises the operator's limits only as far as they help", () => {
    expect(found().trials).toHaveLength(1);
    expect(found().settings.cilium?.operatorApi).toBeUndefined();
    const hasty = found({ pods: 8000, podCpu: 0.05, podMemoryGiB: 0.0625, within: 60 });
    expect(hasty.trials.length).toBeGreaterThan(1);
    expect(Math.min(...hasty.trials.map(({ seconds = Infinity }) => seconds))).toBe(hasty.operator?.seconds);
  });

  it("says why nothing can be recommended", () => {
    expect(recommend({ ...LOAD, pods: 100_000 })).toMatchObject({ found: expect.stringContaining("a /16") as string });
    expect(recommend({ ...LOAD, podMemoryGiB: 5000 })).toMatchObject({
      found: expect.stringContaining("no instance type") as string,
    });
  });
});
