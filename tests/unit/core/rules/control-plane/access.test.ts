import type { AccessEntryModel, ControlPlaneModel } from "../../../../../core/model/index.ts";
import {
  accessEntryEffect,
  accessEntryPrincipal,
  accessEntryType,
  authenticationMode,
  deployerIdentity,
  nodeEntryPolicies,
} from "../../../../../core/rules/control-plane/access.ts";
import type { AccessEntrySettings, AccessSettings } from "../../../../../core/settings/index.ts";
import { baseline, controlPlane, settings, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const ARN = "arn:aws:iam::111122223333:role/admin";
const model = (parts: Partial<ControlPlaneModel>) => ({ controlPlane: controlPlane(parts) });
const entry = (parts: Partial<AccessEntryModel>) =>
  model({ accessEntries: [{ name: "admins", type: "STANDARD", policies: [], ...parts }] });
const access = (value: AccessSettings) => settings({ cluster: { name: "test", access: value } });
const asked = (parts: Partial<AccessEntrySettings>) => ({
  settings: access({ entries: { admins: { principalArn: ARN, ...parts } } }),
});
const deployed = (explicitAwsProvider: boolean, value: AccessSettings = {}) =>
  baseline({
    settings: access(value),
    deployment: { waitsForRollout: true, autoscaler: "none", explicitAwsProvider },
  });
const STANDARD: AccessEntryModel = { name: "admins", type: "STANDARD", policies: [] };
const pair = (principal: string) =>
  model({
    accessEntries: [
      { ...STANDARD, principal: ARN },
      { ...STANDARD, name: "viewers", principal },
    ],
  });
const PATH = "controlPlane.access.entries.admins";

describeRules([
  {
    rule: authenticationMode,
    fails: [
      ["CONFIG_MAP", model({ authenticationMode: "CONFIG_MAP" }), "controlPlane.authenticationMode"],
      ["both", model({ authenticationMode: "API_AND_CONFIG_MAP" }), "controlPlane.authenticationMode", "warning"],
    ],
    passes: [["API", model({})]],
    undecided: [["an unknown mode", model({ authenticationMode: unknown })]],
  },
  {
    rule: accessEntryType,
    fails: [
      ["Windows nodes", entry({ type: "EC2_WINDOWS" }), PATH],
      ["Fargate", entry({ type: "FARGATE_LINUX" }), PATH],
      ["Auto Mode's type", entry({ type: "EC2" }), PATH],
      ["a type that does not exist", entry({ type: "LINUX" }), PATH],
    ],
    passes: [
      ["people", entry({})],
      ["hybrid nodes", entry({ type: "HYBRID_LINUX" })],
    ],
    undecided: [["an unknown type", entry({ type: unknown })]],
  },
  {
    rule: nodeEntryPolicies,
    fails: [
      ["nodes with a policy", entry({ type: "HYBRID_LINUX", policies: ["AmazonEKSViewPolicy"] }), PATH],
      ["nodes with groups", entry({ type: "EC2_LINUX", groups: ["viewers"] }), PATH],
    ],
    passes: [
      ["people with a policy", entry({ policies: ["AmazonEKSViewPolicy"] })],
      ["nodes without", entry({ type: "EC2_LINUX" })],
    ],
    undecided: [["unknown policies", entry({ type: "EC2_LINUX", policies: unknown })]],
  },
  {
    rule: accessEntryEffect,
    fails: [
      ["an entry that grants nothing", asked({}), "cluster.access.entries.admins"],
      [
        "namespaces without a policy",
        asked({ namespaces: ["a"], kubernetesGroups: ["g"] }),
        "cluster.access.entries.admins",
      ],
    ],
    passes: [
      ["a policy", asked({ policy: "AmazonEKSViewPolicy", namespaces: ["a"] })],
      ["groups", asked({ kubernetesGroups: ["viewers"] })],
      ["no entries", { settings: settings() }],
    ],
  },
  {
    rule: accessEntryPrincipal,
    fails: [["two entries of one principal", pair(ARN), "controlPlane.access.entries.viewers"]],
    passes: [
      ["two principals", pair(`${ARN}-2`)],
      ["entries of which nothing is said", model({ accessEntries: [STANDARD, { ...STANDARD, name: "viewers" }] })],
    ],
    undecided: [["an unknown principal", pair(unknown)]],
  },
  {
    rule: deployerIdentity,
    fails: [["an explicit provider without an identity", deployed(true), "cluster.access"]],
    passes: [
      ["an explicit provider with a profile", deployed(true, { deployerProfile: "prod" })],
      ["an explicit provider with a role", deployed(true, { deployerRoleArn: ARN })],
      ["the default provider", deployed(false)],
    ],
  },
]);
