import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completePlan, errorsOf, evaluate } from "../../../../core/plan/index.ts";
import { parseSettings } from "../../../../config/parse.ts";
import { readStackFile } from "../../../../config/stack-file.ts";
import type { Settings } from "../../../../core/settings/index.ts";
import { runs } from "../../../support/runs.ts";
import {
  arbitraryArea,
  arbitraryCluster,
  arbitraryExisting,
  arbitraryHybrid,
  arbitraryMesh,
  AREAS,
} from "../../../support/arbitrary-clusters.ts";

const RUNS = runs(40);

function exampleOf(name: string): Settings {
  const parsed = parseSettings(readStackFile(`examples/${name}.yaml`, name).raw);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.findings));
  return parsed.settings;
}

/** Errors of the catalogue, and the parts that were not planned. */
function faultsOf(settings: Settings): readonly string[] {
  const result = completePlan(evaluate(settings, { asOf: "2026-11-20" }));
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

  it.each([
    ["a VPC that is there", arbitraryExisting],
    ["a mesh", arbitraryMesh],
    ["hybrid nodes", arbitraryHybrid(exampleOf("mixed"))],
  ])("%s", (_, stacks) => {
    fc.assert(
      fc.property(stacks, (settings) => {
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
