import { cases } from "../../../../support/rule-cases.ts";
import type { AccessEntryModel, ControlPlaneModel } from "../../../../../core/model/index.ts";
import type { AccessEntrySettings, AccessSettings } from "../../../../../core/settings/index.ts";
import { baseline, controlPlane, settings, unknown } from "../../../../support/model.ts";

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

export default cases({
  "control-plane-authentication-mode": {
    fails: [["CONFIG_MAP", model({ authenticationMode: "CONFIG_MAP" }), { path: "controlPlane.authenticationMode" }]],
    passes: [
      ["API", model({})],
      ["both, which take access entries and hybrid nodes", model({ authenticationMode: "API_AND_CONFIG_MAP" })],
    ],
    unknown: [["an unknown mode", model({ authenticationMode: unknown })]],
  },
  "control-plane-authentication-mode-both": {
    fails: [["both", model({ authenticationMode: "API_AND_CONFIG_MAP" }), { path: "controlPlane.authenticationMode" }]],
    passes: [
      ["API", model({})],
      ["CONFIG_MAP, which another rule refuses", model({ authenticationMode: "CONFIG_MAP" })],
    ],
    unknown: [["an unknown mode", model({ authenticationMode: unknown })]],
  },
  "control-plane-access-entry-type": {
    fails: [
      ["Windows nodes", entry({ type: "EC2_WINDOWS" }), { path: PATH }],
      ["Fargate", entry({ type: "FARGATE_LINUX" }), { path: PATH }],
      ["Auto Mode's type", entry({ type: "EC2" }), { path: PATH }],
      ["a type that does not exist", entry({ type: "LINUX" }), { path: PATH }],
    ],
    passes: [
      ["people", entry({})],
      ["hybrid nodes", entry({ type: "HYBRID_LINUX" })],
    ],
    unknown: [["an unknown type", entry({ type: unknown })]],
  },
  "control-plane-node-entry-policies": {
    fails: [
      ["nodes with a policy", entry({ type: "HYBRID_LINUX", policies: ["AmazonEKSViewPolicy"] }), { path: PATH }],
      ["nodes with groups", entry({ type: "EC2_LINUX", groups: ["viewers"] }), { path: PATH }],
    ],
    passes: [
      ["people with a policy", entry({ policies: ["AmazonEKSViewPolicy"] })],
      ["nodes without", entry({ type: "EC2_LINUX" })],
    ],
    unknown: [["unknown policies", entry({ type: "EC2_LINUX", policies: unknown })]],
  },
  "control-plane-access-entry-effect": {
    fails: [
      ["an entry that grants nothing", asked({}), { path: "cluster.access.entries.admins" }],
      [
        "namespaces without a policy",
        asked({ namespaces: ["a"], kubernetesGroups: ["g"] }),
        { path: "cluster.access.entries.admins" },
      ],
    ],
    passes: [
      ["a policy", asked({ policy: "AmazonEKSViewPolicy", namespaces: ["a"] })],
      ["groups", asked({ kubernetesGroups: ["viewers"] })],
      ["no entries", { settings: settings() }],
    ],
  },
  "control-plane-access-entry-principal": {
    fails: [["two entries of one principal", pair(ARN), { path: "controlPlane.access.entries.viewers" }]],
    passes: [
      ["two principals", pair(`${ARN}-2`)],
      ["entries of which nothing is said", model({ accessEntries: [STANDARD, { ...STANDARD, name: "viewers" }] })],
    ],
    unknown: [["an unknown principal", pair(unknown)]],
  },
  "control-plane-deployer-entry": {
    fails: [
      [
        "a role without an entry",
        deployed(false, { deployerRoleArn: ARN }),
        { path: "cluster.access.deployerRoleArn" },
      ],
      [
        "an entry for another role",
        deployed(false, {
          deployerRoleArn: ARN,
          entries: { admin: { principalArn: `${ARN}-2`, policy: "AmazonEKSClusterAdminPolicy" } },
        }),
        { path: "cluster.access.deployerRoleArn" },
      ],
    ],
    passes: [
      [
        "an entry for the role",
        deployed(false, {
          deployerRoleArn: ARN,
          entries: { deploy: { principalArn: ARN, policy: "AmazonEKSClusterAdminPolicy" } },
        }),
      ],
      ["no role", deployed(false)],
      ["a provider of its own", deployed(true, { deployerRoleArn: ARN })],
      [
        "a role that another stack gives",
        deployed(false, { deployerRoleArn: { stackReference: "network", output: "role" } as never }),
      ],
      [
        "a cluster that exists",
        baseline({
          settings: settings({
            cluster: {
              name: "test",
              access: { deployerRoleArn: ARN },
              existing: {
                strategy: "split",
                endpoint: "https://a",
                certificateAuthority: "QQ==",
                clusterSecurityGroupId: "sg-0123456789abcdef0",
              },
            },
          }),
          deployment: { waitsForRollout: true, autoscaler: "none" },
        }),
      ],
    ],
  },
  "control-plane-deployer-identity": {
    fails: [["an explicit provider without an identity", deployed(true), { path: "cluster.access" }]],
    passes: [
      ["an explicit provider with a profile", deployed(true, { deployerProfile: "prod" })],
      ["an explicit provider with a role", deployed(true, { deployerRoleArn: ARN })],
      ["the default provider", deployed(false)],
    ],
  },
});
