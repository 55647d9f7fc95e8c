import { expect, it } from "vitest";
import { controlPlane } from "../../../../support/model.ts";
import { check, ruleById } from "../../../../support/rules.ts";

const RULES = ["control-plane-version-supported", "control-plane-version-standard-support"].map(ruleById);

const severities = (asOf: string): string[] =>
  RULES.flatMap((rule) => [
    ...check(rule, {
      controlPlane: controlPlane({ kubernetesVersion: "1.34" }),
      deployment: { asOf, waitsForRollout: true, autoscaler: "none" },
    }).findings,
  ]).map(({ severity }) => severity);

it("judges the end of support by the day that is passed in, not by the clock", () => {
  expect(severities("2026-06-01")).toEqual([]);
  expect(severities("2026-10-01")).toEqual(["warning"]);
  expect(severities("2027-01-01")).toEqual(["error"]);
});
