import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ClusterModel, NetworkAclEntryModel, NetworkModel } from "../../../../../core/model/index.ts";
import * as acls from "../../../../../core/rules/network/acls.ts";
import { network, settings, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const entry = (parts: Partial<NetworkAclEntryModel>): NetworkAclEntryModel => ({
  direction: "ingress",
  number: 100,
  action: "allow",
  protocol: "all",
  from: 0,
  to: 65_535,
  cidr: "0.0.0.0/0",
  ...parts,
});
const both = (parts: Partial<NetworkAclEntryModel>): NetworkAclEntryModel[] => [
  entry({ ...parts, direction: "ingress" }),
  entry({ ...parts, direction: "egress" }),
];
const net = (entries: readonly NetworkAclEntryModel[], parts: Partial<NetworkModel> = {}): ClusterModel => ({
  network: network({ acls: [{ name: "strict", subnets: ["private-a"], entries }], ...parts }),
});
const inside = both({ cidr: "10.0.0.0/16" });
const outside = [
  entry({ direction: "egress", number: 200, protocol: "tcp", from: 443, to: 443 }),
  entry({ number: 200, protocol: "tcp", from: 1024 }),
];
const closed = { subnets: network().subnets.map((subnet) => ({ ...subnet, egress: "none" as const })) };
const stack = (subnets: readonly string[]): ClusterModel => ({
  settings: settings({
    network: {
      vpc: {
        id: "vpc-1",
        cidrs: ["10.0.0.0/16"],
        subnets: { private: [{ id: "subnet-1", zone: "eu-central-1a", cidr: "10.0.0.0/20" }] },
        acls: { strict: { subnets } },
      },
    },
  }),
});

describeRules([
  {
    rule: acls.aclInside,
    fails: [
      ["a list without entries, which denies all", net([]), "network.acls.strict.ingress"],
      ["kubelet's port only", net(both({ protocol: "tcp", from: 10_250, to: 10_250 })), "network.acls.strict.ingress"],
      [
        "replies that may not leave",
        net([entry({}), entry({ direction: "egress", protocol: "tcp" })]),
        "network.acls.strict.egress",
      ],
      [
        "a denied port before the entry that allows all",
        net([entry({ number: 50, action: "deny", protocol: "tcp", from: 22, to: 22 }), ...inside]),
        "network.acls.strict.ingress",
      ],
    ],
    passes: [
      ["all protocols inside the VPC", net(inside)],
      ["no list", { network: network() }],
      [
        "a denied port after the entry that allows all",
        net([entry({ number: 150, action: "deny", cidr: "10.0.0.0/8" }), ...inside]),
      ],
      [
        "a list on other subnets",
        { network: network({ acls: [{ name: "public", subnets: ["public-a"], entries: [] }] }) },
      ],
    ],
    undecided: [["unknown entries", net(unknown)]],
  },
  {
    rule: acls.aclOutside,
    fails: [
      ["no way out", net(inside), "network.acls.strict.egress"],
      [
        "replies to Linux's own ports only",
        net([...inside, outside[0] ?? entry({}), entry({ protocol: "tcp", from: 32_768, to: 60_999 })]),
        "network.acls.strict.ingress",
      ],
    ],
    passes: [
      ["443 out and replies in", net([...inside, ...outside])],
      ["subnets without a way out", net(inside, closed)],
    ],
    undecided: [["an unknown range", net([entry({ direction: "egress" }), entry({ cidr: unknown })])]],
  },
  {
    rule: acls.aclSubnets,
    fails: [["a block that no subnet has", stack(["10.0.99.0/24"]), "network.vpc.acls.strict.subnets"]],
    passes: [["a subnet's block", stack(["10.0.0.0/20"])]],
  },
]);

describe("ports that a network ACL blocks", () => {
  const port = fc.integer({ min: 0, max: 40 });
  const anyEntry = fc
    .record({ number: fc.integer({ min: 1, max: 20 }), action: fc.constantFrom("allow", "deny"), a: port, b: port })
    .map(({ number, action, a, b }) =>
      entry({ number, action, protocol: "tcp", from: Math.min(a, b), to: Math.max(a, b) }),
    );

  it("are those whose first entry that fits denies, and those that none fits", () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyEntry, { selector: ({ number }) => number }), (entries) => {
        const passage = { direction: "ingress", protocol: "tcp", from: 0, to: 40, cidr: "10.0.0.0/16" } as const;
        const blocked = acls.blockedPorts({ name: "x", subnets: [], entries }, passage);
        for (let at = 0; at <= 40; at++) {
          const first = entries.toSorted((x, y) => x.number - y.number).find(({ from, to }) => from <= at && at <= to);
          expect(blocked.some(([from, to]) => from <= at && at <= to)).toBe(first?.action !== "allow");
        }
      }),
    );
  });
});
