import { describe, expect, it } from "vitest";
import { catalogue } from "../../../../core/rules/index.ts";
import type { ModelPart } from "../../../../core/rules/rule.ts";
import { allCases } from "../../../support/rule-cases.ts";
import { unmet } from "../../../support/unmet.ts";

const cases = await allCases();

/** Parts that a stack writes, which are never unknown: a rule on these alone has no unknown case. */
const WRITTEN: ReadonlySet<ModelPart> = new Set(["settings", "account", "deployment", "observability"]);

describe("the catalogue", () => {
  it("has every id once", () => {
    const ids = catalogue.map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it("has every rule that there are cases of", () => {
    const ids = new Set(catalogue.map(({ id }) => id));
    expect([...cases.keys()].filter((id) => !ids.has(id))).toEqual([]);
  });

  it.each(catalogue)("$id meets its cases", (rule) => {
    const own = cases.get(rule.id) ?? { fails: [], passes: [] };
    expect(own.fails).not.toEqual([]);
    expect(own.passes).not.toEqual([]);
    if (!rule.needs.every((part) => WRITTEN.has(part))) expect(own.unknown).not.toBeUndefined();
    expect(unmet(rule, own)).toEqual([]);
  });
});
