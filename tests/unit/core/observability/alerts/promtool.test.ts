import { describe, expect, it } from "vitest";
import { alertGroups, type AlertOptions } from "../../../../../core/observability/alerts/index.ts";
import { alertCases } from "./cases/index.ts";
import { COMBINATIONS, VERSIONS } from "./combinations.ts";
import { checkRules, hasPromtool, testRules } from "./promtool.ts";

if (!hasPromtool) console.warn("No alert was tried by promtool: it is not on PATH (Debian's package prometheus).");

describe.skipIf(!hasPromtool).each(VERSIONS)("alerts for Cilium %s, by promtool", (ciliumVersion) => {
  describe.each(COMBINATIONS)("with %s", (_, given) => {
    const options: AlertOptions = { ciliumVersion, clusterName: "blue", ...given };
    const groups = alertGroups(options);

    it("are valid rules", () => {
      expect(checkRules(groups)).toMatchObject({ ok: true });
    });

    it("fire when they should, and only then", () => {
      expect(testRules(groups, alertCases(options), options)).toMatchObject({ ok: true });
    });
  });
});

describe.skipIf(!hasPromtool)("the proof by promtool", () => {
  it("fails for the label value of most guides", () => {
    const options: AlertOptions = { ciliumVersion: VERSIONS[0] ?? "", clusterName: "guide", features: {} };
    const groups = alertGroups(options).map((group) => ({
      ...group,
      rules: group.rules.map((rule) => ({
        ...rule,
        expr: rule.expr.replace('outcome=~"fail.*"', 'outcome="failure"'),
      })),
    }));
    const { ok, output } = testRules(groups, alertCases(options), options);
    expect(ok).toBe(false);
    expect(output).toContain("CiliumBpfMapOperationsFailing");
  });
});
