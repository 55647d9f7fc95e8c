import { describe, expect, test } from "vitest";
import { agentBeforeCilium, createAddons } from "../../components/cilium-eni-cluster/addons.ts";
import { createControlPlane } from "../../components/cilium-eni-cluster/control-plane.ts";
import { createIdentity } from "../../components/cilium-eni-cluster/identity.ts";
import { planAddons } from "../../core/addons/plan.ts";
import { planControlPlane } from "../../core/control-plane/plan.ts";
import { planIdentity } from "../../core/identity/plan.ts";
import type { OperatorIdentity, Settings } from "../../core/settings/index.ts";
import { eniValues, settings } from "../support/model.ts";
import { Box, Mark, type Registration, allOf, ancestors, keyOf, registrations, the } from "../support/registrations.ts";

const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/rolePolicy:RolePolicy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const ASSOCIATION = "aws:eks/podIdentityAssociation:PodIdentityAssociation";
const ADDON = "aws:eks/addon:Addon";
const RELEASE = "test:index:Mark::release";

/** Control plane, rights, then a stand-in for the release that waits as the real one does, then add-ons. */
const build = (parts: Partial<Settings> = {}, mode = "eni") =>
  registrations(() => {
    const chosen = settings(parts);
    const values = mode === "eni" ? eniValues() : { ipam: { mode } };
    const scope = { name: "test", parent: new Box(), tags: { owner: "tests" } };
    const controlPlane = createControlPlane(scope, planControlPlane(chosen), {
      vpcId: "vpc-1",
      controlPlaneSubnetIds: ["subnet-a", "subnet-b"],
      ready: [],
    });
    const plan = planAddons(chosen);
    const agent = agentBeforeCilium(plan);
    const identity = createIdentity(scope, planIdentity(chosen, { version: "1.19.6", values }), {
      controlPlane,
      vpcId: "vpc-0123456789abcdef0",
      ...(agent === undefined ? {} : { agent }),
    });
    const release = new Mark("release", { dependsOn: [...identity.ready] });
    const deps = { controlPlane, identity };
    createAddons(scope, plan, "before-nodes", { ...deps, dependsOn: [release] });
    createAddons(scope, plan, "after-nodes", { ...deps, dependsOn: [new Mark("nodes", { dependsOn: [release] })] });
  });

const by = (operatorIdentity: OperatorIdentity): Partial<Settings> => ({ cilium: { operatorIdentity } });
const trust = (seen: readonly Registration[], name: string): string =>
  String(the(seen, ROLE, name).inputs["assumeRolePolicy"]);
const release = (seen: readonly Registration[]) => the(seen, "test:index:Mark", "release");

describe("createIdentity", () => {
  test("gives the operator a role by the cluster's issuer, with the policy of its VPC, before the release", async () => {
    const seen = await build();
    expect(JSON.parse(trust(seen, "test-operator"))).toMatchObject({
      Statement: [
        {
          Action: ["sts:AssumeRoleWithWebIdentity"],
          Condition: {
            StringEquals: expect.objectContaining({}) as object,
          },
        },
      ],
    });
    expect(trust(seen, "test-operator")).toContain("system:serviceaccount:kube-system:cilium-operator");
    expect(trust(seen, "test-operator")).toContain('"sts.amazonaws.com"');
    expect(the(seen, POLICY, "test-operator").inputs["policy"]).toContain("vpc/vpc-0123456789abcdef0");
    const before = ancestors(seen, release(seen));
    expect(before).toContain(keyOf(the(seen, POLICY, "test-operator")));
    expect(allOf(seen, ASSOCIATION)).toEqual([]);
  });

  test("with Pod Identity: rights, then the association, then the agent, then the release", async () => {
    const seen = await build(by("pod-identity"));
    const agent = the(seen, ADDON, "test-addon-eks-pod-identity-agent");
    const association = the(seen, ASSOCIATION, "test-operator");
    expect(trust(seen, "test-operator")).toContain("pods.eks.amazonaws.com");
    expect(association.inputs).toMatchObject({ namespace: "kube-system", serviceAccount: "cilium-operator" });
    expect(association.dependsOn).toContain(keyOf(the(seen, POLICY, "test-operator")));
    expect(agent.dependsOn).toContain(keyOf(association));
    expect(release(seen).dependsOn).toContain(keyOf(agent));
    expect(ancestors(seen, agent)).not.toContain(RELEASE);
  });

  test("a destroy goes the other way: the role and its policy outlive the release, whatever the mechanism", async () => {
    for (const mechanism of ["irsa", "pod-identity"] as const) {
      const seen = await build(by(mechanism));
      for (const [type, name] of [
        [ROLE, "test-operator"],
        [POLICY, "test-operator"],
        ["eks:index:Cluster", "test-control-plane"],
      ] as const) {
        expect([mechanism, [...ancestors(seen, release(seen))]]).toEqual([
          mechanism,
          expect.arrayContaining([`${type}::${name}`]),
        ]);
      }
    }
  });

  test("makes no role for an operator without AWS rights", async () => {
    const seen = await build({}, "cluster-pool");
    expect(allOf(seen, ROLE).map(({ name }) => name)).toEqual(["test-control-plane", "test-node"]);
  });

  test("never attaches the CNI policy to nodes", async () => {
    const seen = await build({ cilium: { ipam: { mode: "aws-cni" } } }, "aws-cni");
    const attached = allOf(seen, ATTACHMENT).map(({ name }) => name);
    expect(attached).toContain("test-node-AmazonEC2ContainerRegistryPullOnly");
    expect(attached).toContain("test-vpc-cni-AmazonEKS_CNI_Policy");
    expect(attached).not.toContain("test-node-AmazonEKS_CNI_Policy");
  });

  test("grants the Auto Scaling role each customer key of a volume", async () => {
    const seen = await build({
      nodeGroups: {
        a: {
          instanceTypes: ["m6i.large"],
          scaling: { min: 1, max: 1 },
          disk: { kmsKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/a" },
        },
      },
    });
    expect(the(seen, "aws:kms/grant:Grant", "test-volumes-a").inputs).toMatchObject({
      keyId: "arn:aws:kms:eu-central-1:111122223333:key/a",
      granteePrincipal:
        "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
    });
  });
});

describe("createAddons", () => {
  const ALL = { cluster: { name: "prod", addons: { ebsCsi: { enabled: true }, metricsServer: { enabled: true } } } };

  test("makes CoreDNS and the chosen add-ons after the nodes, never vpc-cni or kube-proxy", async () => {
    const seen = await build(ALL);
    expect(new Set(allOf(seen, ADDON).map(({ inputs }) => inputs["addonName"]))).toEqual(
      new Set(["coredns", "eks-pod-identity-agent", "aws-ebs-csi-driver", "metrics-server"]),
    );
    for (const addon of allOf(seen, ADDON)) {
      expect([...ancestors(seen, addon)]).toEqual(expect.arrayContaining(["test:index:Mark::nodes", RELEASE]));
      expect(addon.inputs).toMatchObject({ preserve: false, resolveConflictsOnCreate: "OVERWRITE" });
      expect(addon.inputs["addonVersion"]).toMatch(/^v.*-eksbuild\.\d+$/);
    }
  });

  test("gives the EBS driver its role, by either mechanism, and the cluster a default class", async () => {
    const irsa = await build(ALL);
    const driver = the(irsa, ADDON, "test-addon-aws-ebs-csi-driver");
    expect(driver.inputs["serviceAccountRoleArn"]).toMatch(/:role\/test-ebs-csi/);
    expect(driver.inputs).not.toHaveProperty("podIdentityAssociations");
    expect(ancestors(irsa, driver)).toContain(`${ATTACHMENT}::test-ebs-csi-AmazonEBSCSIDriverPolicy`);
    expect(the(irsa, "kubernetes:storage.k8s.io/v1:StorageClass", "test-storage-class-gp3").inputs).toMatchObject({
      provisioner: "ebs.csi.aws.com",
      metadata: { name: "gp3", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
    });
    const agent = await build({ ...ALL, ...by("pod-identity") });
    const withAgent = the(agent, ADDON, "test-addon-aws-ebs-csi-driver").inputs;
    expect(withAgent).not.toHaveProperty("serviceAccountRoleArn");
    expect(withAgent["podIdentityAssociations"]).toMatchObject([{ serviceAccount: "ebs-csi-controller-sa" }]);
  });

  test("makes the VPC CNI with its role before the nodes, where Cilium is chained to it", async () => {
    const seen = await build({ cilium: { ipam: { mode: "aws-cni" } } }, "aws-cni");
    const cni = the(seen, ADDON, "test-addon-vpc-cni");
    expect(cni.inputs["serviceAccountRoleArn"]).toMatch(/:role\/test-vpc-cni/);
    expect(ancestors(seen, cni)).not.toContain("test:index:Mark::nodes");
  });
});
