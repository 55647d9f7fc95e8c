import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSettings } from "../../../../config/parse.ts";
import { ciliumModel } from "../../../../core/cilium/model.ts";
import { mergeValues, nest } from "../../../../core/helm/merge.ts";
import { planCilium } from "../../../../core/cilium/plan.ts";
import { planNetwork } from "../../../../core/network/plan.ts";
import { featuresOf } from "../../../../core/plan/features.ts";
import keys from "../../../../core/rules/helm-values/keys.ts";
import { setValues } from "../../../../core/rules/helm-values/walk.ts";
import { arbitraryStack } from "../../../support/arbitrary-settings.ts";
import { check } from "../../../support/rules.ts";

describe("planned values", () => {
  it("are keys, types and choices of the chart, of every version, for any settings", () => {
    const planned = { "1.19.6": 0, "1.20.2": 0 };
    fc.assert(
      fc.property(arbitraryStack, (values) => {
        const parsed = parseSettings({ region: "eu-central-1", values });
        if (!parsed.ok) return;
        const { helmValues: _, ...cilium } = parsed.settings.cilium ?? {};
        for (const version of ["1.19.6", "1.20.2"] as const) {
          const settings = { ...parsed.settings, cilium: { ...cilium, version } };
          const plan = planCilium(settings, {
            features: featuresOf(settings),
            podSubnetTags: planNetwork(settings)?.podSubnetTags,
          });
          if (plan === undefined) {
            expect(settings.cilium.ipam?.mode).toBe("vpc-cni");
            return;
          }
          const model = ciliumModel(plan);
          for (const rule of keys) expect(check(rule, model).findings, version).toEqual([]);
          planned[version] += model.cilium === undefined ? 0 : [...setValues(model.cilium)].length;
        }
      }),
      { numRuns: 1000, seed: 11 },
    );
    expect(Math.min(...Object.values(planned))).toBeGreaterThan(1000);
  });
});

describe("mergeValues", () => {
  it("merges objects, replaces everything else and sorts, as Helm does", () => {
    const merged = mergeValues({ b: { x: 1, list: [1, 2] }, a: 1 }, { b: { list: [3] }, c: null });
    expect(JSON.stringify(merged)).toBe('{"a":1,"b":{"list":[3],"x":1},"c":null}');
  });

  it("changes nothing when a layer is laid twice", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), (layer) => {
        const once = mergeValues(layer as never);
        expect(mergeValues(once, once)).toEqual(once);
      }),
    );
  });

  it("keeps dots that belong to a key", () => {
    expect(nest({ "nodeSelector.example\\.com/pool": "a" })).toEqual({ nodeSelector: { "example.com/pool": "a" } });
  });
});
