import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planControlPlane } from "../../../../core/control-plane/plan.ts";
import { valueAt } from "../../../../core/helm/values.ts";
import { operatorOptions, type OperatorOptions } from "../../../../core/identity/operator-options.ts";
import { renderDocument } from "../../../../core/iam/documents.ts";
import { eniGcTags, eniTags } from "../../../../core/settings/tags.ts";
import { covers, isReadAction } from "../../../../core/iam/managed-policies.ts";
import { identityModel } from "../../../../core/identity/model.ts";
import { operatorActions } from "../../../../core/identity/operator-actions.ts";
import { operatorPolicy } from "../../../../core/identity/operator-policy.ts";
import { planIdentity } from "../../../../core/identity/plan.ts";
import { irsaTrust, issuerOfProvider, podIdentityTrust } from "../../../../core/iam/trust.ts";
import { VOLUME_GRANT_OPERATIONS, autoScalingRoleArn } from "../../../../core/identity/volume-grant.ts";
import identityRules from "../../../../core/rules/identity/index.ts";
import type { Settings } from "../../../../core/settings/index.ts";
import { addon, cilium, eniValues, network, settings } from "../../../support/model.ts";
import { check } from "../../../support/rules.ts";

const ENI = { version: "1.19.6", values: eniValues() };
const OVERLAY = { version: "1.19.6", values: { ipam: { mode: "cluster-pool" } } };
const plan = (parts: Partial<Settings> = {}, chart: Parameters<typeof planIdentity>[1] = ENI) =>
  planIdentity(settings(parts), chart);
const OPTIONS: OperatorOptions = {
  assignsIpv6: false,
  releaseExcessIps: false,
  instanceTagsFilter: false,
  detectsGcTags: false,
};
const group = { instanceTypes: ["m6i.large"], scaling: { min: 1, max: 1 } };

describe("planIdentity", () => {
  it("gives the operator a role in ENI mode only", () => {
    expect(plan().operator).toBeDefined();
    expect(plan({}, OVERLAY).operator).toBeUndefined();
  });

  it("uses IRSA unless Pod Identity is chosen, for all roles", () => {
    expect(plan().mechanism).toBe("irsa");
    expect(plan({ cilium: { operatorIdentity: "pod-identity" } }).mechanism).toBe("pod-identity");
  });

  it("gives nodes what they need to join and pull images, and never the CNI policy", () => {
    expect(plan().node.managedPolicies).toEqual([
      "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
    ]);
    const everything = plan({
      cilium: { ipam: { mode: "aws-cni" } },
      nodeGroups: { a: { ...group, access: { kind: "ssm" } } },
    });
    expect(everything.node.managedPolicies.join()).toContain("AmazonSSMManagedInstanceCore");
    expect(everything.node.managedPolicies.join()).not.toContain("AmazonEKS_CNI_Policy");
  });

  it("gives aws-node the CNI policy where Cilium is chained to it", () => {
    expect(plan({ cilium: { ipam: { mode: "aws-cni" } } }).vpcCni).toEqual({
      serviceAccount: { namespace: "kube-system", name: "aws-node" },
      managedPolicies: ["arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"],
    });
    expect(plan().vpcCni).toBeUndefined();
  });

  it("gives the EBS driver a role with the driver", () => {
    expect(plan().ebsCsi).toBeUndefined();
    const cluster = { name: "test", addons: { ebsCsi: { enabled: true } } };
    expect(plan({ cluster, region: "us-gov-west-1" }).ebsCsi?.managedPolicies).toEqual([
      "arn:aws-us-gov:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy",
    ]);
  });

  it("collects the customers' keys of volumes by group, sorted", () => {
    const { volumeKeys } = plan({
      nodeGroups: {
        b: { ...group, disk: { kmsKeyArn: "key-b" } },
        a: { ...group, disk: { kmsKeyArn: "key-a" } },
        c: group,
      },
    });
    expect(volumeKeys).toEqual([
      { nodeGroup: "a", keyArn: "key-a" },
      { nodeGroup: "b", keyArn: "key-b" },
    ]);
    expect(VOLUME_GRANT_OPERATIONS).toContain("CreateGrant");
    expect(autoScalingRoleArn("aws-cn", "111122223333")).toBe(
      "arn:aws-cn:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
    );
  });

  it("trusts the EC2 of its partition", () => {
    expect(plan({ region: "cn-north-1" }).node.trust.Statement[0]?.Principal).toEqual({
      Service: "ec2.amazonaws.com.cn",
    });
  });
});

const policy = (options: Partial<OperatorOptions> = {}, usesNodeInterface = false) =>
  operatorPolicy(
    {
      partition: "aws",
      region: "eu-central-1",
      clusterName: "test",
      options: { ...OPTIONS, ...options },
      usesNodeInterface,
    },
    "vpc-0123456789abcdef0",
  );
const actionsOf = (options: Partial<OperatorOptions> = {}) =>
  new Set(policy(options).Statement.flatMap(({ Action }) => Action));
const by = (sid: string) => policy().Statement.find(({ Sid }) => Sid === sid);
const own = (uses: boolean) => policy({}, uses).Statement.find(({ Sid }) => Sid === "UseTheNodesOwnInterfaces");

describe("the operator's policy", () => {
  it("holds exactly the rights that the options need", () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean(), (a, b, c, assignsIpv6) => {
        const options = { assignsIpv6, releaseExcessIps: a, instanceTagsFilter: b, detectsGcTags: c };
        expect([...actionsOf(options)].toSorted()).toEqual(operatorActions(options));
      }),
    );
  });

  it("changes nothing without a condition, and reads without one", () => {
    const open = policy({ releaseExcessIps: true }, true).Statement.filter(({ Condition }) => Condition === undefined);
    expect(open.map(({ Sid, Resource }) => [Sid, Resource])).toEqual([["Read", ["*"]]]);
    expect(open[0]?.Action.every(isReadAction)).toBe(true);
  });

  it("creates ENIs with the cluster's tags, in the cluster's VPC, and tags them only then", () => {
    expect(by("CreateOwnInterfaces")?.Condition).toEqual({
      StringEquals: {
        "aws:RequestTag/io.cilium/cilium-managed": "true",
        "aws:RequestTag/io.cilium/cluster-name": "test",
      },
    });
    expect(by("CreateInTheVpc")?.Condition).toEqual({
      ArnLike: { "ec2:Vpc": "arn:aws:ec2:eu-central-1:*:vpc/vpc-0123456789abcdef0" },
    });
    expect(by("TagOnCreation")?.Condition).toEqual({ StringEquals: { "ec2:CreateAction": "CreateNetworkInterface" } });
  });

  it("changes the node's own ENI only where pods use it, and never deletes it", () => {
    expect(own(false)).toBeUndefined();
    expect(own(true)?.Action).toEqual(["ec2:AssignPrivateIpAddresses"]);
    expect(own(true)?.Condition).toEqual({ StringEquals: { "aws:ResourceTag/kubernetes.io/cluster/test": "owned" } });
  });

  it("conditions on tags that Cilium always writes", () => {
    const tagged = settings({ cilium: { eni: { tags: { team: "net" }, gc: { intervalSeconds: 0 } } } });
    expect(eniTags(tagged)).toEqual({
      team: "net",
      "io.cilium/cilium-managed": "true",
      "io.cilium/cluster-name": "test",
    });
    expect(eniGcTags(settings({ cilium: { eni: { gc: { tags: { mine: "1" } } } } }))).toEqual({ mine: "1" });
  });

  it("fits into an inline policy of a role (10,240 characters without white space)", () => {
    const long = operatorPolicy(
      {
        partition: "aws-us-gov",
        region: "us-gov-west-1",
        clusterName: "a".repeat(32),
        options: { assignsIpv6: true, releaseExcessIps: true, instanceTagsFilter: true, detectsGcTags: true },
        usesNodeInterface: true,
      },
      "vpc-0123456789abcdef0",
    );
    expect(renderDocument(long).length).toBeLessThan(10_240);
  });
});

describe("trust", () => {
  const provider = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/ABC";

  it("fixes subject and audience of the cluster's issuer", () => {
    expect(issuerOfProvider(provider)).toBe("oidc.eks.eu-central-1.amazonaws.com/id/ABC");
    expect(irsaTrust(provider, { namespace: "kube-system", name: "cilium-operator" }).Statement[0]?.Condition).toEqual({
      StringEquals: {
        "oidc.eks.eu-central-1.amazonaws.com/id/ABC:sub": "system:serviceaccount:kube-system:cilium-operator",
        "oidc.eks.eu-central-1.amazonaws.com/id/ABC:aud": "sts.amazonaws.com",
      },
    });
  });

  it("lets Pod Identity tag its sessions", () => {
    expect(podIdentityTrust().Statement[0]?.Action).toEqual(["sts:AssumeRole", "sts:TagSession"]);
  });
});

describe("the chart's values", () => {
  it("decide the rights, overrides included", () => {
    expect(operatorOptions(ENI)).toEqual(OPTIONS);
    expect(
      operatorOptions({
        version: "1.20.2",
        values: {
          ipv6: { enabled: true },
          eni: { enabled: true, awsReleaseExcessIPs: true, instanceTagsFilter: ["a=b"] },
        },
      }),
    ).toEqual({ assignsIpv6: true, releaseExcessIps: true, instanceTagsFilter: true, detectsGcTags: true });
  });

  it("are read at a path, or not at all", () => {
    expect(valueAt({ a: { b: [1] } }, "a.b")).toEqual([1]);
    for (const path of ["a.b.c", "a.x", "x", "a.b.0"]) expect(valueAt({ a: { b: [1] } }, path)).toBeUndefined();
    expect(valueAt(null, "a")).toBeUndefined();
  });
});

describe("action patterns", () => {
  it.each([
    ["ec2:Describe*", "ec2:DescribeVpcs", true],
    ["*", "ec2:DescribeVpcs", true],
    ["EC2:describevpcs", "ec2:DescribeVpcs", true],
    ["ec2:Describe?pcs", "ec2:DescribeVpcs", true],
    ["ec2:Describe", "ec2:DescribeVpcs", false],
    ["ec2.Describe*", "ec2:DescribeVpcs", false],
  ])("%s covers %s: %s", (pattern, action, expected) => {
    expect(covers(pattern, action)).toBe(expected);
  });
});

describe("what is planned", () => {
  it.each(["irsa", "pod-identity"] as const)("satisfies every rule on rights, with %s", (operatorIdentity) => {
    const chosen = settings({ cilium: { operatorIdentity } });
    const values = operatorIdentity === "irsa" ? eniValues() : eniValues({ eni: { enabled: true } });
    const identity = identityModel(planIdentity(chosen, { version: "1.19.6", values }), planControlPlane(chosen).role);
    const model = {
      settings: chosen,
      identity,
      cilium: cilium({ values }),
      addons: [addon({ name: "eks-pod-identity-agent" })],
      network: network(),
      objects: [],
      releases: [],
    };
    // Associations and providers are what the resources of a program tell; the settings' model has none.
    const asked = identityRules.filter(({ needs }) => needs.every((part) => part in model));
    expect(asked.length).toBeGreaterThan(identityRules.length / 2);
    for (const rule of asked) expect([rule.id, check(rule, model)]).toEqual([rule.id, { findings: [], undecided: [] }]);
  });
});
