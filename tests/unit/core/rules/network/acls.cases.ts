import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, NetworkAclEntryModel, NetworkModel } from "../../../../../core/model/index.ts";
import { network, settings, unknown } from "../../../../support/model.ts";

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

export default cases({
  "network-acl-inside": {
    fails: [
      ["a list without entries, which denies all", net([]), { path: "network.acls.strict.ingress" }],
      [
        "kubelet's port only",
        net(both({ protocol: "tcp", from: 10_250, to: 10_250 })),
        { path: "network.acls.strict.ingress" },
      ],
      [
        "replies that may not leave",
        net([entry({}), entry({ direction: "egress", protocol: "tcp" })]),
        { path: "network.acls.strict.egress" },
      ],
      [
        "a denied port before the entry that allows all",
        net([entry({ number: 50, action: "deny", protocol: "tcp", from: 22, to: 22 }), ...inside]),
        { path: "network.acls.strict.ingress" },
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
    unknown: [["unknown entries", net(unknown)]],
  },
  "network-acl-outside": {
    fails: [
      ["no way out", net(inside), { path: "network.acls.strict.egress" }],
      [
        "replies to Linux's own ports only",
        net([...inside, outside[0] ?? entry({}), entry({ protocol: "tcp", from: 32_768, to: 60_999 })]),
        { path: "network.acls.strict.ingress" },
      ],
      [
        "443 denied before it is allowed",
        net([
          ...inside,
          entry({ direction: "egress", number: 150, action: "deny", protocol: "tcp", from: 443, to: 443 }),
          ...outside,
        ]),
        { path: "network.acls.strict.egress", found: "to 0.0.0.0/0 not allowed" },
      ],
      [
        "replies to all ports but the first",
        net([...inside, outside[0] ?? entry({}), entry({ protocol: "tcp", from: 1025 })]),
        { path: "network.acls.strict.ingress", found: "tcp 1024 from" },
      ],
    ],
    passes: [
      ["443 out and replies in", net([...inside, ...outside])],
      ["subnets without a way out", net(inside, closed)],
      [
        "other ports before 443",
        net([
          ...inside,
          entry({ direction: "egress", number: 150, protocol: "tcp", from: 500, to: 600 }),
          entry({ direction: "egress", number: 160, protocol: "tcp", from: 80, to: 80 }),
          ...outside,
        ]),
      ],
      [
        "another port denied",
        net([
          ...inside,
          entry({ direction: "egress", number: 150, action: "deny", protocol: "tcp", from: 22, to: 22 }),
          ...outside,
        ]),
      ],
    ],
    unknown: [["an unknown range", net([entry({ direction: "egress" }), entry({ cidr: unknown })])]],
  },
  "network-acl-subnets": {
    fails: [["a block that no subnet has", stack(["10.0.99.0/24"]), { path: "network.vpc.acls.strict.subnets" }]],
    passes: [["a subnet's block", stack(["10.0.0.0/20"])]],
  },
});
