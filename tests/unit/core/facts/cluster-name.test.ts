import * as fc from "fast-check";
import { expect, it, test } from "vitest";
import { EKS_NAME, isCiliumName, nameForBoth } from "../../../../core/facts/cluster-name.ts";

test.each([
  ["my_cluster!", "my-cluster"],
  ["Prod", "prod"],
  ["a".repeat(40), "a".repeat(32)],
  ["---", undefined],
  ["Default", undefined],
])("near %s is %s", (name, near) => {
  expect(nameForBoth(name)).toBe(near);
});

it("proposes nothing that EKS or Cilium would refuse", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 120 }), (name) => {
      const near = nameForBoth(name);
      expect(near === undefined || (EKS_NAME.test(near) && isCiliumName(near))).toBe(true);
    }),
    { seed: 1 },
  );
});
