import { describe, expect, it } from "vitest";
import { catalogue } from "../../../../core/rules/index.ts";
import type { ModelPart } from "../../../../core/rules/rule.ts";
import { allCases } from "../../../support/rule-cases.ts";
import { unmet } from "../../../support/unmet.ts";

const cases = await allCases();

/**
 * Parts that only the settings lens has, and that it has from a stack file, which is plain text: a rule on these alone has no unknown
 * case. The few settings that may be an Output (`Ref`) are told by their type, and rules on them have a case for it.
 */
const WRITTEN: ReadonlySet<ModelPart> = new Set(["settings", "deployment", "observability", "fleet"]);

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
    const isWritten = rule.needs.length > 0 && rule.needs.every((part) => WRITTEN.has(part));
    if (!isWritten) expect(own.unknown).not.toBeUndefined();
    expect(unmet(rule, own)).toEqual([]);
  });
});
