import type { AccessEntryModel, ControlPlaneModel, SecurityGroupModel } from "../../../../../core/model/index.ts";
import { activationExpiry } from "../../../../../core/rules/security/activations.ts";
import { adminPrincipal, groupOpen, mastersGroup } from "../../../../../core/rules/security/access.ts";
import {
  customerKey,
  deletionProtection,
  endpointOpen,
  logRetention,
  logTypes,
} from "../../../../../core/rules/security/control-plane.ts";
import { controlPlane, securityGroup, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const model = (parts: Partial<ControlPlaneModel>) => ({ controlPlane: controlPlane(parts) });
const open = (...publicAccessCidrs: string[]) => model({ publicAccess: true, publicAccessCidrs });
const admin = (principal: string, parts: Partial<AccessEntryModel> = {}) =>
  model({
    accessEntries: [
      { name: "admins", type: "STANDARD", policies: ["AmazonEKSClusterAdminPolicy"], principal, ...parts },
    ],
  });
const group = (parts: Partial<SecurityGroupModel>) => ({ securityGroups: [securityGroup(parts)] });
const from = (source: string, port: number) => [{ protocol: "tcp" as const, from: port, to: port, sources: [source] }];
const ENTRY = "controlPlane.access.entries.admins";
const { logRetentionDays: _, ...forever } = controlPlane();

describeRules([
  {
    rule: endpointOpen,
    fails: [
      ["the whole internet", open("203.0.113.0/24", "0.0.0.0/0"), "controlPlane.endpoint.publicAccessCidrs.1"],
      ["half of it", open("0.0.0.0/1"), "controlPlane.endpoint.publicAccessCidrs.0"],
      ["the whole IPv6 internet", open("::/0"), "controlPlane.endpoint.publicAccessCidrs.0"],
    ],
    passes: [
      ["known clients", open("203.0.113.0/24")],
      ["a private endpoint", model({})],
    ],
    undecided: [["an unknown CIDR", open(unknown)]],
  },
  {
    rule: logTypes,
    fails: [["no audit log", model({ logTypes: ["api"] }), "controlPlane.logs.types"]],
    passes: [["all types", model({})]],
    undecided: [["unknown types", model({ logTypes: unknown })]],
  },
  {
    rule: logRetention,
    fails: [["a week", model({ logRetentionDays: 7 }), "controlPlane.logs.retentionDays"]],
    passes: [
      ["a year", model({})],
      ["for ever", { controlPlane: forever }],
    ],
    undecided: [["an unknown number", model({ logRetentionDays: unknown })]],
  },
  {
    rule: customerKey,
    fails: [["AWS's key", model({ customerKey: false }), "controlPlane.createSecretsKey"]],
    passes: [["a key of the account", model({})]],
    undecided: [["an unknown key", model({ customerKey: unknown })]],
  },
  {
    rule: deletionProtection,
    fails: [["no protection", model({ deletionProtection: false }), "controlPlane.deletionProtection"]],
    passes: [["protection", model({})]],
    undecided: [["an unknown switch", model({ deletionProtection: unknown })]],
  },
  {
    rule: adminPrincipal,
    fails: [
      ["the account's root", admin("arn:aws:iam::111122223333:root"), `${ENTRY}.principalArn`],
      ["a wildcard", admin("arn:aws:iam::111122223333:role/*"), `${ENTRY}.principalArn`],
      ["an IAM user", admin("arn:aws:iam::111122223333:user/me"), `${ENTRY}.principalArn`, "warning"],
    ],
    passes: [
      ["a role", admin("arn:aws:iam::111122223333:role/admin")],
      ["a user who may look", admin("arn:aws:iam::111122223333:user/me", { policies: ["AmazonEKSViewPolicy"] })],
    ],
    undecided: [["an unknown principal", admin(unknown)]],
  },
  {
    rule: mastersGroup,
    fails: [["system:masters", admin("arn", { groups: ["system:masters"] }), `${ENTRY}.kubernetesGroups`]],
    passes: [["a group of one's own", admin("arn", { groups: ["viewers"] })]],
    undecided: [["unknown groups", admin("arn", { groups: unknown })]],
  },
  {
    rule: groupOpen,
    fails: [
      ["SSH for everybody", group({ ingress: from("0.0.0.0/0", 22) }), "securityGroups.cluster"],
      ["a node port for everybody", group({ ingress: from("0.0.0.0/0", 30_080) }), "securityGroups.cluster", "warning"],
      [
        "everything for everybody",
        group({ ingress: [{ protocol: "all", from: 0, to: 65_535, sources: ["::/0"] }] }),
        "securityGroups.cluster",
      ],
    ],
    passes: [
      ["the group itself", group({})],
      ["a load balancer", group({ attachedTo: ["load-balancer"], ingress: from("0.0.0.0/0", 443) })],
    ],
    undecided: [["unknown rules", group({ ingress: unknown })]],
  },
  {
    rule: activationExpiry,
    fails: [
      ["no end", { activations: [{ name: "factory" }] }, "activations.factory.expirationDate"],
      [
        "one of two without an end",
        { activations: [{ name: "a", expirationDate: "2026-12-01T00:00:00Z" }, { name: "b" }] },
        "activations.b.expirationDate",
      ],
    ],
    passes: [["an end", { activations: [{ name: "factory", expirationDate: "2026-12-01T00:00:00Z" }] }]],
    undecided: [["an unknown activation", { activations: [unknown] }]],
  },
]);
