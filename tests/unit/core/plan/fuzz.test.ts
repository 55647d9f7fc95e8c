import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSettings } from "../../../../config/parse.ts";
import { completePlan, errorsOf, evaluate } from "../../../../core/plan/index.ts";
import { arbitraryStack } from "../../../support/arbitrary-settings.ts";
import { runs } from "../../../support/runs.ts";

const RUNS = runs(1_000);

describe("any stack of the right shape", () => {
  it("gives either a whole plan or findings that say why there is none", { timeout: 300_000 }, () => {
    const outcomes = { planned: 0, refused: 0, unreadable: 0 };
    fc.assert(
      fc.property(arbitraryStack, fc.constantFrom("eu-central-1", "cn-north-1", "us-gov-west-1"), (values, region) => {
        const parsed = parseSettings({ region, values });
        if (!parsed.ok) {
          outcomes.unreadable++;
          return parsed.findings.length > 0;
        }
        const evaluation = evaluate(parsed.settings, { asOf: "2026-11-20" });
        const result = completePlan(evaluation);
        if (result.plan !== undefined && errorsOf(result).length === 0) outcomes.planned++;
        else {
          outcomes.refused++;
          // A plan that is not whole without a reason would be a gap in the catalogue.
          expect(result.findings.map(({ rule }) => rule)).not.toContain("plan-complete");
        }
        return true;
      }),
      { numRuns: RUNS, seed: 20_261_120 },
    );
    // Both ways are walked, or the property says little.
    expect(outcomes.refused).toBeGreaterThan(RUNS / 10);
    expect(outcomes.planned).toBeGreaterThan(RUNS / 100);
  });

  it("is judged the same twice", () => {
    fc.assert(
      fc.property(arbitraryStack, (values) => {
        const parsed = parseSettings({ region: "eu-central-1", values });
        if (!parsed.ok) return;
        const once = JSON.stringify(evaluate(parsed.settings).report);
        expect(JSON.stringify(evaluate(structuredClone(parsed.settings)).report)).toBe(once);
      }),
      { numRuns: runs(100), seed: 7 },
    );
  });
});
