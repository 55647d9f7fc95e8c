import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { createAdoption } from "../../components/cilium-eni-cluster/adopt.ts";
import { createControlPlane } from "../../components/cilium-eni-cluster/control-plane.ts";
import { createSecurityGroupRules } from "../../components/cilium-eni-cluster/security-groups.ts";
import { type ControlPlaneContext, planControlPlane } from "../../core/control-plane/plan.ts";
import { planSecurityGroups } from "../../core/security-groups/plan.ts";
import type { ClusterSettings } from "../../core/settings/index.ts";
import type { Secret } from "../../engine/index.ts";
import { settings } from "../support/model.ts";
import { only, record } from "../support/recorder.ts";
import { Box, type Registration, allOf, ancestors, keyOf, registrations, the } from "../support/registrations.ts";

const CLUSTER = "eks:index:Cluster";
const LOGS = "aws:cloudwatch/logGroup:LogGroup";
const ROLE = "aws:iam/role:Role";
const PROVIDER = "pulumi:providers:kubernetes";
const ENTRY = "aws:eks/accessEntry:AccessEntry";

const build = (cluster: Partial<ClusterSettings> = {}, context: ControlPlaneContext = {}) =>
  registrations(() => {
    const plan = planControlPlane(settings({ cluster: { name: "prod", ...cluster } }), context);
    const scope = { name: "test", parent: new Box(), tags: { owner: "tests" } };
    const { provider, clusterSecurityGroupId } = createControlPlane(scope, plan, {
      vpcId: "vpc-1",
      controlPlaneSubnetIds: ["subnet-a", "subnet-b"],
      ready: [],
    });
    createSecurityGroupRules(scope, planSecurityGroups(settings(), { values: {} }), clusterSecurityGroupId);
    if (plan.existing !== undefined) createAdoption(scope, plan.existing, provider);
  });

const EXISTING = {
  strategy: "no-nodes",
  endpoint: "ABC.gr7.eu-central-1.eks.amazonaws.com",
  certificateAuthority: "QUJD",
  clusterSecurityGroupId: "sg-0123456789abcdef0",
} as const;

/** What the transform makes of the cluster inside `eks.Cluster`. */
async function inner(cluster: Registration): Promise<{ props: aws.eks.ClusterArgs; opts: pulumi.ResourceOptions }> {
  const [transform] = cluster.transforms;
  if (transform === undefined) throw new Error("no transform");
  const args = { custom: true, type: "aws:eks/cluster:Cluster", name: "x", props: { roleArn: "arn" }, opts: {} };
  const result = await transform(args);
  if (result === undefined) throw new Error("the transform changes nothing");
  return result as { props: aws.eks.ClusterArgs; opts: pulumi.ResourceOptions };
}

describe("createControlPlane", () => {
  test("asks eks.Cluster for a control plane and for nothing else", async () => {
    const { inputs } = the(await build(), CLUSTER, "test-control-plane");
    expect(inputs).toMatchObject({
      name: "prod",
      bootstrapSelfManagedAddons: false,
      useDefaultVpcCni: true,
      kubeProxyAddonOptions: { enabled: false },
      corednsAddonOptions: { enabled: false },
      skipDefaultNodeGroup: true,
      skipDefaultSecurityGroups: true,
      createOidcProvider: false,
      authenticationMode: "API",
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
      kubernetesServiceIpAddressRange: "172.20.0.0/16",
      upgradePolicy: { supportType: "STANDARD" },
      subnetIds: ["subnet-a", "subnet-b"],
    });
    for (const absent of ["publicAccessCidrs", "encryptionConfigKeyArn", "accessEntries", "vpcCniOptions"]) {
      expect(inputs).not.toHaveProperty(absent);
    }
  });

  test("makes the log group and the role's policies before the cluster, which they also outlive", async () => {
    const seen = await build();
    const cluster = the(seen, CLUSTER, "test-control-plane");
    const before = [
      keyOf(the(seen, LOGS, "test-control-plane")),
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment::test-control-plane-AmazonEKSClusterPolicy",
    ];
    expect([...cluster.dependsOn]).toEqual(expect.arrayContaining(before));
    expect(the(seen, LOGS, "test-control-plane").inputs).toMatchObject({
      name: "/aws/eks/prod/cluster",
      retentionInDays: 365,
    });
    // The component's own dependencies do not order a destroy; those of the cluster inside do.
    const { opts } = await inner(cluster);
    expect(await names(opts)).toEqual(before.map((key) => key.slice(key.indexOf("::") + 2)));
  });

  test("keeps no logs, and makes no group, where none are wanted", async () => {
    expect(allOf(await build({ logs: { types: [] } }), LOGS)).toEqual([]);
  });

  test("makes a key that encrypts secrets and logs", async () => {
    const seen = await build({ createSecretsKey: true });
    const key = the(seen, "aws:kms/key:Key", "test-secrets");
    expect(key.inputs).toMatchObject({ enableKeyRotation: true, deletionWindowInDays: 30 });
    expect(key.inputs["policy"]).toContain("arn:aws:iam::111122223333:root");
    expect(the(seen, LOGS, "test-control-plane").inputs["kmsKeyId"]).toMatch(/^arn:aws:kms:/);
    expect(the(seen, CLUSTER, "test-control-plane").inputs["encryptionConfigKeyArn"]).toMatch(/^arn:aws:kms:/);
    expect(the(seen, "aws:iam/rolePolicy:RolePolicy", "test-control-plane-secrets").inputs["policy"]).toContain(
      "kms:Decrypt",
    );
  });

  test("uses a given key for secrets only: its policy may not admit CloudWatch Logs", async () => {
    const seen = await build({ secretsKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/a" });
    expect(allOf(seen, "aws:kms/key:Key")).toEqual([]);
    expect(the(seen, LOGS, "test-control-plane").inputs).not.toHaveProperty("kmsKeyId");
    expect(the(seen, CLUSTER, "test-control-plane").inputs["encryptionConfigKeyArn"]).toBe(
      "arn:aws:kms:eu-central-1:111122223333:key/a",
    );
  });

  test("sends what eks.Cluster has no argument for through a transform", async () => {
    const remoteNetworks = { nodeCidrs: ["192.168.0.0/24"], podCidrs: ["192.168.1.0/24"] };
    const seen = await build({ zonalShift: true, controlPlaneTier: "tier-xl" }, { remoteNetworks });
    const { props } = await inner(the(seen, CLUSTER, "test-control-plane"));
    expect(props).toEqual({
      roleArn: "arn",
      zonalShiftConfig: { enabled: true },
      controlPlaneScalingConfig: { tier: "tier-xl" },
      remoteNetworkConfig: {
        remoteNodeNetworks: { cidrs: ["192.168.0.0/24"] },
        remotePodNetworks: { cidrs: ["192.168.1.0/24"] },
      },
    });
    expect((await inner(the(await build(), CLUSTER, "test-control-plane"))).props).toEqual({ roleArn: "arn" });
  });

  test("protects the cluster inside where EKS protects it, so that a destroy is refused before it begins", async () => {
    expect(
      (await inner(the(await build({ deletionProtection: true }), CLUSTER, "test-control-plane"))).opts,
    ).toMatchObject({
      protect: true,
    });
    expect((await inner(the(await build(), CLUSTER, "test-control-plane"))).opts.protect).toBeUndefined();
  });

  test("knows its kubeconfig while a new key and new subnets are unknown: neither replaces the provider", async () => {
    const plan = planControlPlane(settings({ cluster: { name: "prod", createSecretsKey: true } }), {});
    const endpoint = "https://abc.gr7.eu-central-1.eks.amazonaws.com";
    const recorded = await record(
      () =>
        void createControlPlane({ name: "test", parent: new Box(), tags: {} }, plan, {
          vpcId: "vpc-1",
          controlPlaneSubnetIds: ["subnet-a", pulumi.unknown as unknown as string],
          ready: [],
        }),
      {
        preview: true,
        // What an update's preview knows: the cluster, and nothing of `core`, because one value inside is unknown.
        outputs: ({ type }) =>
          type === CLUSTER
            ? {
                eksCluster: {
                  name: "prod",
                  endpoint,
                  certificateAuthority: { data: "QUJD" },
                  identities: [],
                  vpcConfig: {},
                },
              }
            : undefined,
      },
    );
    const cluster = only(recorded, CLUSTER);
    expect(JSON.stringify(cluster.inputs["encryptionConfigKeyArn"])).toBe('"[unknown]"');
    const { kubeconfig, clusterIdentifier } = only(recorded, PROVIDER).inputs;
    expect((kubeconfig as Secret).value).toContain(endpoint);
    expect(clusterIdentifier).toBe(endpoint);
  });

  test("leaves other resources inside alone", async () => {
    const [transform] = the(await build(), CLUSTER, "test-control-plane").transforms;
    const other = { custom: true, type: "aws:iam/role:Role", name: "x", props: {}, opts: {} };
    expect(await transform?.(other)).toBeUndefined();
  });

  test("makes the identity provider from the issuer, without thumbprints", async () => {
    const { inputs } = the(await build(), "aws:iam/openIdConnectProvider:OpenIdConnectProvider", "test-oidc");
    expect(inputs["url"]).toMatch(/^https:\/\/oidc\.eks\.eu-central-1\.amazonaws\.com\/id\//);
    expect(inputs["clientIdLists"]).toEqual(["sts.amazonaws.com"]);
    expect(inputs).not.toHaveProperty("thumbprintLists");
  });

  test("opens the cluster to whom the stack names, before anything is put into it", async () => {
    const seen = await build({
      access: {
        entries: {
          admins: { principalArn: "arn:aws:iam::111122223333:role/admin", policy: "AmazonEKSClusterAdminPolicy" },
          viewers: { principalArn: "arn:aws:iam::111122223333:role/view", kubernetesGroups: ["viewers"] },
        },
      },
    });
    expect(allOf(seen, ENTRY).map(({ name }) => name)).toEqual(["test-access-admins", "test-access-viewers"]);
    const [association] = allOf(seen, "aws:eks/accessPolicyAssociation:AccessPolicyAssociation");
    expect(association?.inputs).toMatchObject({
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      accessScope: { type: "cluster" },
    });
    expect(ancestors(seen, the(seen, PROVIDER, "test-kubernetes"))).toContain(`${ENTRY}::test-access-admins`);
  });

  test("keeps the kubeconfig secret, and gets the token with the deployer's identity", async () => {
    const seen = await build({
      access: { deployerProfile: "prod", deployerRoleArn: "arn:aws:iam::111122223333:role/deploy" },
    });
    const provider = the(seen, PROVIDER, "test-kubernetes");
    expect(provider.secrets).toContain("kubeconfig");
    expect(provider.inputs["enableServerSideApply"]).toBe("true");
    // Without it a second Gateway, or a stack after a destroy, stops at definitions that are there: AlreadyExists.
    expect(provider.inputs["upsertExistingObjects"]).toBe("true");
    expect(provider.inputs["kubeconfig"]).toContain("arn:aws:iam::111122223333:role/deploy");
    expect(the(seen, CLUSTER, "test-control-plane").inputs["providerCredentialOpts"]).toEqual({
      profileName: "prod",
      roleArn: "arn:aws:iam::111122223333:role/deploy",
    });
  });

  test("writes ingress rules to the group that EKS made, and makes none", async () => {
    const seen = await build();
    expect(allOf(seen, "aws:ec2/securityGroup:SecurityGroup")).toEqual([]);
    const rules = allOf(seen, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    expect(rules.length).toBeGreaterThan(3);
    for (const { inputs } of rules) {
      expect(inputs["securityGroupId"]).toMatch(/^sg-/);
      expect(inputs["referencedSecurityGroupId"]).toBe(inputs["securityGroupId"]);
    }
  });

  test("puts every child under the component, with its name as prefix and its tags", async () => {
    const seen = (await build({ createSecretsKey: true })).filter(({ type }) => type.startsWith("aws:"));
    for (const { name, parent } of seen)
      expect([name, parent]).toEqual([expect.stringMatching(/^test-/), "test:index:Box::test"]);
    expect(new Set(seen.map(keyOf)).size).toBe(seen.length);
    for (const { inputs } of allOf(seen, ROLE)) expect(inputs["tags"]).toMatchObject({ owner: "tests" });
  });
});

describe("a cluster that exists", () => {
  test("is taken as it is: no cluster, no role, no logs, no key", async () => {
    const seen = await build({ existing: EXISTING, createSecretsKey: true });
    for (const type of [
      CLUSTER,
      ROLE,
      LOGS,
      "aws:kms/key:Key",
      "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    ]) {
      expect(allOf(seen, type)).toEqual([]);
    }
    expect(the(seen, PROVIDER, "test-kubernetes").inputs["kubeconfig"]).toContain(
      "https://ABC.gr7.eu-central-1.eks.amazonaws.com",
    );
  });

  test("has aws-node and kube-proxy patched, with force, because EKS holds the fields", async () => {
    const seen = await build({ existing: EXISTING });
    const patches = allOf(seen, "kubernetes:apps/v1:DaemonSetPatch");
    expect(patches.map(({ name }) => name)).toEqual(["test-park-aws-node", "test-park-kube-proxy"]);
    expect(patches[0]?.inputs).toMatchObject({
      metadata: { name: "aws-node", namespace: "kube-system", annotations: { "pulumi.com/patchForce": "true" } },
      spec: { template: { spec: { nodeSelector: { "io.cilium/aws-node-enabled": "true" } } } },
    });
  });

  test("gets the access entries that the stack names", async () => {
    const seen = await build({
      existing: EXISTING,
      access: { entries: { ops: { principalArn: "arn:aws:iam::111122223333:role/ops" } } },
    });
    expect(the(seen, ENTRY, "test-access-ops").inputs["clusterName"]).toBe("prod");
  });
});

/** Names of what resource options wait for. */
async function names({ dependsOn }: pulumi.ResourceOptions): Promise<readonly string[]> {
  const resources = (await Promise.resolve(dependsOn)) as readonly pulumi.Resource[];
  return resources.map((resource) => (resource as unknown as { __name: string }).__name);
}
