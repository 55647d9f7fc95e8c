import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completePlan, errorsOf, judge } from "../../../../core/plan/index.ts";
import type { Settings } from "../../../../core/settings/index.ts";
import { runs } from "../../../support/runs.ts";
import { arbitraryArea, arbitraryCluster, AREAS } from "../../../support/arbitrary-clusters.ts";

const RUNS = runs(40);

/** Errors of the catalogue, and the parts that were not planned. */
function faultsOf(settings: Settings): readonly string[] {
  const result = completePlan(judge(settings, { asOf: "2026-11-20" }));
  return [
    ...errorsOf(result).map(({ rule, path }) => `${rule} ${path}`),
    ...(result.plan === undefined ? ["no plan"] : []),
  ];
}

describe("what a planner makes of settings that people write passes the catalogue", () => {
  it.each(Object.keys(AREAS) as (keyof typeof AREAS)[])("%s", (area) => {
    fc.assert(
      fc.property(arbitraryArea(area), (settings) => {
        expect(faultsOf(settings)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it("all areas together, in nine of ten stacks", () => {
    const refused = fc.sample(arbitraryCluster, { numRuns: RUNS }).filter((settings) => faultsOf(settings).length > 0);
    expect(refused.length).toBeLessThanOrEqual(RUNS / 10);
  });
});
