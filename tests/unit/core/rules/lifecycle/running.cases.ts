import type { ClusterModel, RunningModel } from "../../../../../core/model/index.ts";
import type { Settings } from "../../../../../core/settings/index.ts";
import { cases } from "../../../../support/rule-cases.ts";
import { settings, unknown } from "../../../../support/model.ts";

const OWN_KEY = "arn:aws:kms:eu-central-1:123456789012:key/11111111-1111-1111-1111-111111111111";
const GIVEN_KEY = "arn:aws:kms:eu-central-1:123456789012:key/22222222-2222-2222-2222-222222222222";

const RUNNING: RunningModel = {
  name: "test",
  region: "eu-central-1",
  serviceCidr: "172.20.0.0/16",
  ipFamily: "ipv4",
  vpcId: "vpc-1",
  vpcCidr: "10.0.0.0/16",
};
const IN_GIVEN_VPC: RunningModel = { name: "test", vpcId: "vpc-1" };

const beside = (running: Partial<RunningModel>, asked: Partial<Settings> = {}): ClusterModel => ({
  running: { ...RUNNING, ...running },
  settings: settings(asked),
});
const cluster = (part: Partial<Settings["cluster"]>): Partial<Settings> => ({ cluster: { name: "test", ...part } });
const vpc = (part: Settings["network"]["vpc"]): Partial<Settings> => ({ network: { vpc: part } });
const existing = cluster({
  name: "other",
  existing: {
    strategy: "no-nodes",
    endpoint: "https://abc.eks.amazonaws.com",
    certificateAuthority: "QUJD",
    clusterSecurityGroupId: "sg-1",
  },
});

export default cases({
  "lifecycle-cluster-destroyed": {
    fails: [
      [
        "a cluster that the program had",
        { removedClusters: ["green"] },
        { path: "removedClusters.green", found: "no longer has it" },
      ],
    ],
    passes: [["all clusters still there", { removedClusters: [] }]],
    unknown: [["clusters that are not known", { removedClusters: unknown }]],
  },
  "lifecycle-cluster-replaced": {
    fails: [
      [
        "another name",
        beside({}, cluster({ name: "other" })),
        { path: "cluster.name", found: "other, where the running cluster has test", example: true },
      ],
      ["another Region", beside({}, { region: "eu-west-1" }), { path: "region" }],
      [
        "another service CIDR",
        beside({}, cluster({ serviceCidr: "10.100.0.0/16" })),
        { path: "cluster.serviceCidr", found: "10.100.0.0/16, where the running cluster has 172.20.0.0/16" },
      ],
      [
        "the service CIDR left to its default",
        beside({ serviceCidr: "10.100.0.0/16" }),
        { path: "cluster.serviceCidr", found: "172.20.0.0/16" },
      ],
      ["an address family that is not planned", beside({ ipFamily: "ipv6" }), { path: "cluster", found: "ipv4" }],
      [
        "the key taken away that the stack made",
        beside({ secretsKey: { arn: OWN_KEY, madeHere: true } }),
        { path: "cluster.secretsKeyArn", found: "no key for secrets" },
      ],
      [
        "a given key taken away",
        beside({ secretsKey: { arn: GIVEN_KEY, madeHere: false } }, cluster({ createSecretsKey: false })),
        { path: "cluster.secretsKeyArn" },
      ],
      [
        "an existing cluster in its place",
        beside({}, existing),
        { path: "cluster.existing", found: "where the running" },
      ],
    ],
    passes: [
      ["nothing changed", beside({})],
      ["a state that says the name only", { running: { name: "test" }, settings: settings() }],
      ["the first key of a cluster", beside({}, cluster({ createSecretsKey: true }))],
      [
        "the same given key",
        beside({ secretsKey: { arn: GIVEN_KEY, madeHere: false } }, cluster({ secretsKeyArn: GIVEN_KEY })),
      ],
      [
        "the key that the stack made, still made by it",
        beside({ secretsKey: { arn: OWN_KEY, madeHere: true } }, cluster({ createSecretsKey: true })),
      ],
      ["what changes in place", beside({}, cluster({ kubernetesVersion: "1.35", deletionProtection: true }))],
    ],
    unknown: [["a service CIDR that is not known", beside({ serviceCidr: unknown })]],
  },
  "lifecycle-cluster-keeps": {
    fails: [
      [
        "another block for the VPC",
        beside({}, vpc({ cidr: "10.8.0.0/16" })),
        { path: "network.vpc.cidr", found: "10.8.0.0/16, where the running cluster has 10.0.0.0/16", example: true },
      ],
      [
        "an existing VPC in place of the stack's own",
        beside({}, vpc({ id: "vpc-2", cidrs: ["10.8.0.0/16"] })),
        { path: "network.vpc.id", found: "an existing VPC" },
      ],
      [
        "a new VPC in place of an existing one",
        { running: IN_GIVEN_VPC, settings: settings() },
        { path: "network.vpc.cidr", found: "a new VPC with 10.0.0.0/16" },
      ],
      [
        "another existing VPC",
        { running: IN_GIVEN_VPC, settings: settings(vpc({ id: "vpc-2", cidrs: ["10.8.0.0/16"] })) },
        { path: "network.vpc.id", found: "vpc-2" },
      ],
      [
        "one key for another",
        beside({ secretsKey: { arn: GIVEN_KEY, madeHere: false } }, cluster({ secretsKeyArn: OWN_KEY })),
        { path: "cluster.secretsKeyArn" },
      ],
      [
        "a given key for the stack's own",
        beside({ secretsKey: { arn: OWN_KEY, madeHere: true } }, cluster({ secretsKeyArn: GIVEN_KEY })),
        { path: "cluster.secretsKeyArn" },
      ],
      [
        "the stack's own key for a given one",
        beside({ secretsKey: { arn: GIVEN_KEY, madeHere: false } }, cluster({ createSecretsKey: true })),
        { path: "cluster.createSecretsKey" },
      ],
    ],
    passes: [
      ["nothing changed", beside({})],
      [
        "the same existing VPC",
        { running: IN_GIVEN_VPC, settings: settings(vpc({ id: "vpc-1", cidrs: ["10.8.0.0/16"] })) },
      ],
      ["a new VPC of which the state says nothing", { running: { name: "test" }, settings: settings() }],
      [
        "an existing VPC of which the state says nothing",
        { running: { name: "test" }, settings: settings(vpc({ id: "vpc-2", cidrs: ["10.8.0.0/16"] })) },
      ],
      [
        "a VPC by an Output",
        { running: IN_GIVEN_VPC, settings: settings(vpc({ id: Promise.resolve("vpc-2"), cidrs: ["10.8.0.0/16"] })) },
      ],
      [
        "the same key",
        beside({ secretsKey: { arn: GIVEN_KEY, madeHere: false } }, cluster({ secretsKeyArn: GIVEN_KEY })),
      ],
      [
        "a key by an Output",
        beside(
          { secretsKey: { arn: GIVEN_KEY, madeHere: false } },
          cluster({ secretsKeyArn: Promise.resolve(OWN_KEY) }),
        ),
      ],
      [
        "the key of the stack",
        beside({ secretsKey: { arn: OWN_KEY, madeHere: true } }, cluster({ createSecretsKey: true })),
      ],
      ["no key at all", beside({}, cluster({ secretsKeyArn: GIVEN_KEY }))],
      [
        "an existing cluster, of which the other rule speaks",
        beside({}, { ...existing, ...vpc({ cidr: "10.8.0.0/16" }) }),
      ],
      ["a key taken away, of which the other rule speaks", beside({ secretsKey: { arn: GIVEN_KEY, madeHere: false } })],
    ],
    unknown: [["a VPC that is not known", beside({ vpcCidr: unknown })]],
  },
});
