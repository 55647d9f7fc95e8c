import { cases } from "../../../../support/rule-cases.ts";
import type { AccessEntryModel, ControlPlaneModel, SecurityGroupModel } from "../../../../../core/model/index.ts";
import { controlPlane, securityGroup, unknown } from "../../../../support/model.ts";

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

const USER = "arn:aws:iam::111122223333:user/me";

export default cases({
  "security-endpoint-open": {
    fails: [
      [
        "the whole internet",
        open("203.0.113.0/24", "0.0.0.0/0"),
        { path: "controlPlane.endpoint.publicAccessCidrs.1" },
      ],
      ["half of it", open("0.0.0.0/1"), { example: true, path: "controlPlane.endpoint.publicAccessCidrs.0" }],
      ["the whole IPv6 internet", open("::/0"), { path: "controlPlane.endpoint.publicAccessCidrs.0" }],
    ],
    passes: [
      ["a /16", open("203.0.0.0/16")],

      ["known clients", open("203.0.113.0/24")],
      ["a private endpoint", model({})],
    ],
    unknown: [["an unknown CIDR", open(unknown)]],
  },
  "security-logs-complete": {
    fails: [["no audit log", model({ logTypes: ["api"] }), { path: "controlPlane.logs.types" }]],
    passes: [["all types", model({})]],
    unknown: [["unknown types", model({ logTypes: unknown })]],
  },
  "security-logs-retention": {
    fails: [["a week", model({ logRetentionDays: 7 }), { path: "controlPlane.logs.retentionDays" }]],
    passes: [
      ["a year", model({})],
      ["for ever", { controlPlane: forever }],
    ],
    unknown: [["an unknown number", model({ logRetentionDays: unknown })]],
  },
  "security-secrets-key": {
    fails: [["AWS's key", model({ customerKey: false }), { path: "controlPlane.createSecretsKey" }]],
    passes: [["a key of the account", model({})]],
    unknown: [["an unknown key", model({ customerKey: unknown })]],
  },
  "security-deletion-protection": {
    fails: [["no protection", model({ deletionProtection: false }), { path: "controlPlane.deletionProtection" }]],
    passes: [["protection", model({})]],
    unknown: [["an unknown switch", model({ deletionProtection: unknown })]],
  },
  "security-access-admin-principal": {
    fails: [
      ["the account's root", admin("arn:aws:iam::111122223333:root"), { path: `${ENTRY}.principalArn` }],
      ["a wildcard", admin("arn:aws:iam::111122223333:role/*"), { path: `${ENTRY}.principalArn` }],
    ],
    passes: [
      ["a role", admin("arn:aws:iam::111122223333:role/admin")],
      ["an IAM user, which is another rule's", admin(USER)],
      ["a wildcard that may look", admin("arn:aws:iam::111122223333:role/*", { policies: ["AmazonEKSViewPolicy"] })],
    ],
    unknown: [["an unknown principal", admin(unknown)]],
  },
  "security-access-admin-user": {
    fails: [
      ["an IAM user", admin(USER), { path: `${ENTRY}.principalArn` }],
      [
        "a user among the masters",
        admin(USER, { policies: [], groups: ["system:masters"] }),
        { path: `${ENTRY}.principalArn`, found: "system:masters" },
      ],
    ],
    passes: [
      ["a role", admin("arn:aws:iam::111122223333:role/admin")],
      ["a user who may look", admin(USER, { policies: ["AmazonEKSViewPolicy"] })],
      ["a user of a group of one's own", admin(USER, { policies: [], groups: ["viewers"] })],
    ],
    unknown: [["an unknown principal", admin(unknown)]],
  },
  "security-access-masters-group": {
    fails: [["system:masters", admin("arn", { groups: ["system:masters"] }), { path: `${ENTRY}.kubernetesGroups` }]],
    passes: [["a group of one's own", admin("arn", { groups: ["viewers"] })]],
    unknown: [["unknown groups", admin("arn", { groups: unknown })]],
  },
  "security-group-open": {
    fails: [
      ["SSH for everybody", group({ ingress: from("0.0.0.0/0", 22) }), { path: "securityGroups.cluster" }],
      [
        "a range with the kubelet's port in it",
        group({ ingress: [{ protocol: "tcp", from: 10_000, to: 11_000, sources: ["0.0.0.0/0"] }] }),
        { path: "securityGroups.cluster" },
      ],
      [
        "everything for everybody",
        group({ ingress: [{ protocol: "all", from: 0, to: 65_535, sources: ["::/0"] }] }),
        { path: "securityGroups.cluster" },
      ],
    ],
    passes: [
      ["the group itself", group({})],
      ["a load balancer", group({ attachedTo: ["load-balancer"], ingress: from("0.0.0.0/0", 22) })],
      ["a node port, which is another rule's", group({ ingress: from("0.0.0.0/0", 30_080) })],
      [
        "UDP, which none of them speaks",
        group({ ingress: [{ protocol: "udp", from: 22, to: 22, sources: ["0.0.0.0/0"] }] }),
      ],
    ],
    unknown: [["unknown rules", group({ ingress: unknown })]],
  },
  "security-group-ports-open": {
    fails: [
      ["a node port for everybody", group({ ingress: from("0.0.0.0/0", 30_080) }), { path: "securityGroups.cluster" }],
      ["everybody by IPv6", group({ ingress: from("::/0", 30_080) }), { found: "from ::/0" }],
    ],
    passes: [
      ["the group itself", group({})],
      ["a load balancer", group({ attachedTo: ["load-balancer"], ingress: from("0.0.0.0/0", 443) })],
      ["SSH, which is another rule's", group({ ingress: from("0.0.0.0/0", 22) })],
    ],
    unknown: [["unknown rules", group({ ingress: unknown })]],
  },
  "security-activation-expiry": {
    fails: [
      ["no end", { activations: [{ name: "factory" }] }, { path: "activations.factory.expirationDate" }],
      [
        "one of two without an end",
        { activations: [{ name: "a", expirationDate: "2026-12-01T00:00:00Z" }, { name: "b" }] },
        { path: "activations.b.expirationDate" },
      ],
    ],
    passes: [["an end", { activations: [{ name: "factory", expirationDate: "2026-12-01T00:00:00Z" }] }]],
    unknown: [["an unknown activation", { activations: [unknown] }]],
  },
});
