import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NetworkAclEntryModel } from "../../../../../core/model/index.ts";
import { blockedPorts } from "../../../../../core/rules/network/acls.ts";

describe("ports that a network ACL blocks", () => {
  const port = fc.integer({ min: 0, max: 40 });
  const anyEntry = fc
    .record({ number: fc.integer({ min: 1, max: 20 }), action: fc.constantFrom("allow", "deny"), a: port, b: port })
    .map(({ number, action, a, b }): NetworkAclEntryModel => ({
      direction: "ingress",
      cidr: "0.0.0.0/0",
      number,
      action,
      protocol: "tcp",
      from: Math.min(a, b),
      to: Math.max(a, b),
    }));

  it("are those whose first entry that fits denies, and those that none fits", () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyEntry, { selector: ({ number }) => number }), (entries) => {
        const passage = { direction: "ingress", protocol: "tcp", from: 0, to: 40, cidr: "10.0.0.0/16" } as const;
        const blocked = blockedPorts({ name: "x", subnets: [], entries }, passage);
        for (let at = 0; at <= 40; at++) {
          const first = entries.toSorted((x, y) => x.number - y.number).find(({ from, to }) => from <= at && at <= to);
          expect(blocked.some(([from, to]) => from <= at && at <= to)).toBe(first?.action !== "allow");
        }
      }),
    );
  });
});
