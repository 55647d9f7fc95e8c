import { describe, expect, it } from "vitest";
import { visibleRules } from "../../../lens/evaluate.ts";
import { EVERYWHERE, OF_PROGRAMS, OF_WHOLE_CLUSTERS } from "../../../readers/platform.ts";

const rules = new Map(visibleRules.map((rule) => [rule.id, rule]));

describe("where rules hold", () => {
  it.each([
    ["everywhere", EVERYWHERE],
    ["of programs", OF_PROGRAMS],
    ["of whole clusters", OF_WHOLE_CLUSTERS],
  ])("names rules that there are: %s", (_, ids) => {
    expect([...ids].filter((id) => !rules.has(id))).toEqual([]);
  });

  it("asks nobody on another platform of AWS", () => {
    const aws = [...EVERYWHERE].filter((id) => {
      const rule = rules.get(id);
      return /\b(?:EKS|ENIs?|VPCs?|NLB|EC2|AWS|IAM)\b/.test([rule?.title, rule?.fix].join(" "));
    });
    expect(aws).toEqual([]);
  });
});
