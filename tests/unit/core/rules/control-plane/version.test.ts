import { describe, expect, it } from "vitest";
import type { ControlPlaneModel } from "../../../../../core/model/index.ts";
import { upgradePolicyCost, versionPinned, versionSupported } from "../../../../../core/rules/control-plane/version.ts";
import { baseline, controlPlane, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";
import { check } from "../../../../support/rules.ts";

const model = (parts: Partial<ControlPlaneModel>) => ({ controlPlane: controlPlane(parts) });
const on = (asOf: string, kubernetesVersion: string, parts: Partial<ControlPlaneModel> = {}) => ({
  ...model({ kubernetesVersion, ...parts }),
  deployment: { asOf, waitsForRollout: true, autoscaler: "none" as const },
});
const PATH = "controlPlane.kubernetesVersion";

const { kubernetesVersion: _, ...unversioned } = controlPlane();

describeRules([
  {
    rule: versionPinned,
    fails: [["no version", { controlPlane: unversioned }, PATH]],
    passes: [["a version", model({})]],
    undecided: [["an unknown version", model({ kubernetesVersion: unknown })]],
  },
  {
    rule: versionSupported,
    fails: [
      ["a version that is not out", on("2026-11-20", "1.20"), PATH],
      ["a version before its release", on("2026-01-01", "1.35"), PATH],
      ["a version in extended support with STANDARD", on("2026-11-20", "1.32"), PATH],
      [
        "a version in extended support with EXTENDED",
        on("2026-11-20", "1.32", { upgradePolicy: "EXTENDED" }),
        PATH,
        "warning",
      ],
      ["a version without support", on("2026-11-20", "1.30"), PATH],
      ["a version whose standard support ends soon", on("2027-01-01", "1.35"), PATH, "warning"],
      ["a version that the calendar lacks", on("2026-11-20", "1.99"), PATH, "warning"],
    ],
    passes: [
      ["a version in standard support", on("2026-11-20", "1.35")],
      ["a plan without a date", { ...model({}), deployment: { waitsForRollout: true, autoscaler: "none" } }],
    ],
    undecided: [["an unknown version", on("2026-11-20", unknown)]],
  },
  {
    rule: upgradePolicyCost,
    fails: [["EXTENDED", model({ upgradePolicy: "EXTENDED" }), "controlPlane.upgradePolicy"]],
    passes: [["STANDARD", model({})]],
    undecided: [["an unknown policy", model({ upgradePolicy: unknown })]],
  },
]);

const severities = (day: string) => check(versionSupported, on(day, "1.34")).findings.map(({ severity }) => severity);
const said = (upgradePolicy: ControlPlaneModel["upgradePolicy"]) =>
  check(versionSupported, on("2026-11-20", "1.34", { upgradePolicy })).findings[0]?.found;

describe("the end of support", () => {
  it("is judged by the day that is passed in, not by the clock", () => {
    expect(severities("2026-06-01")).toEqual([]);
    expect(severities("2026-10-01")).toEqual(["warning"]);
    expect(severities("2027-01-01")).toEqual(["error"]);
  });

  it("says what EKS does then", () => {
    expect(said("STANDARD")).toContain("EKS upgrades the control plane by itself");
    expect(said("EXTENDED")).toContain("0.6 instead of 0.1 USD an hour");
  });

  it("does not hold an existing cluster to a policy that nobody knows", () => {
    const report = check(versionSupported, {
      ...baseline(),
      ...on("2026-11-20", "1.32", { existing: { strategy: "split" }, upgradePolicy: unknown }),
    });
    expect(report.findings.map(({ severity }) => severity)).toEqual(["warning"]);
    expect(report.undecided).toEqual([]);
  });
});
