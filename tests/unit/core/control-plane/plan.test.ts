import { describe, expect, it } from "vitest";
import { SPLIT_NODE_LABEL } from "../../../../core/facts/node-labels.ts";
import { LOG_RETENTION_DAYS } from "../../../../core/facts/log-retention.ts";
import { clusterKeyPolicy, secretsKeyPolicy } from "../../../../core/control-plane/documents.ts";
import { apiServerHost, renderKubeconfig } from "../../../../core/control-plane/kubeconfig.ts";
import { controlPlaneModel } from "../../../../core/control-plane/model.ts";
import { dnsSuffixOf, partitionOf } from "../../../../core/facts/partition.ts";
import { planControlPlane } from "../../../../core/control-plane/plan.ts";
import { isUnknown } from "../../../../core/model/unknown.ts";
import { type ClusterSettings, LogType } from "../../../../core/settings/index.ts";
import { settings } from "../../../support/model.ts";

const plan = (cluster: Partial<ClusterSettings> = {}, region = "eu-central-1") =>
  planControlPlane(settings({ region, cluster: { name: "test", ...cluster } }));
const EXISTING = {
  strategy: "split",
  endpoint: "https://ABC.gr7.eu-central-1.eks.amazonaws.com",
  certificateAuthority: "QUJD",
  clusterSecurityGroupId: "sg-0123456789abcdef0",
} as const;

describe("planControlPlane", () => {
  it("is private, logged, and without surcharge where nothing is said", () => {
    const planned = plan();
    expect(planned.endpoint).toEqual({ privateAccess: true, publicAccess: false, publicAccessCidrs: [] });
    expect(planned.logs).toEqual({
      types: Object.values(LogType),
      retentionDays: 365,
      groupName: "/aws/eks/test/cluster",
    });
    expect(planned.upgradePolicy).toBe("STANDARD");
    expect(planned.authenticationMode).toBe("API");
    expect(planned.secretsKey).toEqual({ kind: "aws-owned" });
    expect(planned.zonalShift).toBeUndefined();
    expect(LOG_RETENTION_DAYS).toContain(planned.logs.retentionDays);
  });

  it("takes a given key before one to make", () => {
    expect(plan({ createSecretsKey: true }).secretsKey).toEqual({
      kind: "created",
      rotation: true,
      deletionWindowDays: 30,
    });
    expect(plan({ createSecretsKey: true, secretsKeyArn: "arn" }).secretsKey).toEqual({ kind: "given", arn: "arn" });
  });

  it("names policies in the Region's partition", () => {
    expect(plan({}, "cn-north-1").role.managedPolicies).toEqual(["arn:aws-cn:iam::aws:policy/AmazonEKSClusterPolicy"]);
    const [entry] = plan(
      { access: { entries: { ops: { principalArn: "arn", policy: "AmazonEKSViewPolicy", namespaces: ["a"] } } } },
      "us-gov-west-1",
    ).accessEntries;
    expect(entry).toMatchObject({
      policyArn: "arn:aws-us-gov:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
      scope: { type: "namespace", namespaces: ["a"] },
    });
  });

  it("orders access entries by name, whatever the order in the stack file", () => {
    const entries = { b: { principalArn: "b" }, a: { principalArn: "a" } };
    expect(plan({ access: { entries } }).accessEntries.map(({ name }) => name)).toEqual(["a", "b"]);
  });

  it("sends remote networks only where somebody has them: empty lists would switch hybrid nodes off", () => {
    expect("remoteNetworks" in plan()).toBe(false);
    const remoteNetworks = { nodeCidrs: ["192.168.0.0/24"], podCidrs: [] };
    expect(planControlPlane(settings(), { remoteNetworks }).remoteNetworks).toEqual(remoteNetworks);
  });
});

describe("taking over a cluster", () => {
  it("parks aws-node and kube-proxy on a selector that no node has, where there are no nodes", () => {
    const patches = plan({ existing: { ...EXISTING, strategy: "no-nodes" } }).existing?.patches ?? [];
    expect(patches.map(({ name, podSpec }) => [name, podSpec])).toEqual([
      ["aws-node", { nodeSelector: { "io.cilium/aws-node-enabled": "true" } }],
      ["kube-proxy", { nodeSelector: { "io.cilium/kube-proxy-enabled": "true" } }],
    ]);
  });

  it("keeps both on the old nodes while the cluster is split: no running node loses them", () => {
    const patches = plan({ existing: EXISTING }).existing?.patches ?? [];
    expect(patches.map(({ name }) => name)).toEqual(["aws-node", "kube-proxy"]);
    for (const { podSpec } of patches) {
      expect(podSpec).not.toHaveProperty("nodeSelector");
      expect(JSON.stringify(podSpec)).toContain(
        JSON.stringify({ key: SPLIT_NODE_LABEL.key, operator: "NotIn", values: [SPLIT_NODE_LABEL.value] }),
      );
    }
  });

  it("leaves what only the cluster's owner knows unknown to the rules", () => {
    const model = controlPlaneModel(plan({ existing: EXISTING, kubernetesVersion: "1.35" }));
    expect(model.existing).toEqual({ strategy: "split" });
    expect(model.kubernetesVersion).toBe("1.35");
    for (const value of [model.privateAccess, model.logTypes, model.customerKey, model.bootstrapSelfManagedAddons]) {
      expect(isUnknown(value)).toBe(true);
    }
  });
});

describe("controlPlaneModel", () => {
  it("installs neither the VPC CNI nor kube-proxy nor CoreDNS", () => {
    const model = controlPlaneModel(plan());
    expect(model).toMatchObject({ bootstrapSelfManagedAddons: false, installsVpcCni: false, installsKubeProxy: false });
    expect(model.installsCoreDns).toBeUndefined();
  });

  it("shows who gets access, and leaves ARNs of resources unknown", () => {
    const pending = { apply: () => undefined };
    const model = controlPlaneModel(
      plan({
        access: {
          entries: {
            a: { principalArn: "arn:aws:iam::111122223333:role/a", policy: "AmazonEKSClusterAdminPolicy" },
            b: { principalArn: pending, kubernetesGroups: ["viewers"] },
          },
        },
      }),
    );
    expect(model.accessEntries[0]).toMatchObject({
      principal: "arn:aws:iam::111122223333:role/a",
      policies: ["AmazonEKSClusterAdminPolicy"],
    });
    expect(isUnknown(model.accessEntries[1]?.principal)).toBe(true);
  });
});

describe("partitions", () => {
  it.each([
    ["eu-central-1", "aws", "amazonaws.com"],
    ["cn-northwest-1", "aws-cn", "amazonaws.com.cn"],
    ["us-gov-east-1", "aws-us-gov", "amazonaws.com"],
  ])("%s lies in %s", (region, partition, suffix) => {
    expect(partitionOf(region)).toBe(partition);
    expect(dnsSuffixOf(partitionOf(region))).toBe(suffix);
  });
});

describe("the secrets key", () => {
  const policy = JSON.parse(
    secretsKeyPolicy({
      partition: "aws-cn",
      region: "cn-north-1",
      accountId: "111122223333",
      logGroupName: "/aws/eks/test/cluster",
    }),
  ) as { Statement: Record<string, unknown>[] };

  it("leaves the account in charge, so that nobody locks themselves out", () => {
    expect(policy.Statement[0]).toMatchObject({
      Principal: { AWS: "arn:aws-cn:iam::111122223333:root" },
      Action: ["kms:*"],
    });
  });

  it("lets CloudWatch Logs encrypt the one log group", () => {
    expect(policy.Statement[1]).toMatchObject({
      Principal: { Service: "logs.cn-north-1.amazonaws.com.cn" },
      Condition: {
        ArnEquals: {
          "kms:EncryptionContext:aws:logs:arn":
            "arn:aws-cn:logs:cn-north-1:111122223333:log-group:/aws/eks/test/cluster",
        },
      },
    });
  });

  it("is used by the cluster role for that key only", () => {
    expect(clusterKeyPolicy("arn:aws:kms:eu-central-1:111122223333:key/a").Statement[0]?.Resource).toEqual([
      "arn:aws:kms:eu-central-1:111122223333:key/a",
    ]);
  });
});

describe("the kubeconfig", () => {
  const input = {
    clusterName: "test",
    endpoint: "https://ABC.gr7.eu-central-1.eks.amazonaws.com",
    certificateAuthority: "QUJD",
    region: "eu-central-1",
  };
  interface Kubeconfig {
    clusters: { cluster: { server: string } }[];
    users: { user: { exec: { args: string[]; env?: unknown } } }[];
  }
  const read = (more: object = {}) => JSON.parse(renderKubeconfig({ ...input, ...more })) as Kubeconfig;

  it("gets its token from the AWS CLI in the cluster's Region", () => {
    expect(read().users[0]?.user.exec.args.join(" ")).toBe(
      "--region eu-central-1 eks get-token --cluster-name test --output json",
    );
    expect(read().users[0]?.user.exec.env).toBeUndefined();
  });

  it("uses the deployer's profile and role", () => {
    const exec = read({ profile: "prod", roleArn: "arn:aws:iam::111122223333:role/deploy" }).users[0]?.user.exec;
    expect(exec?.env).toEqual([{ name: "AWS_PROFILE", value: "prod" }]);
    expect(exec?.args.slice(-2)).toEqual(["--role-arn", "arn:aws:iam::111122223333:role/deploy"]);
  });

  it.each(["https://abc.example.com", "abc.example.com", "https://abc.example.com:443/", "HTTPS://abc.example.com/x"])(
    "reads the host of %s",
    (endpoint) => {
      expect(apiServerHost(endpoint)).toBe("abc.example.com");
      expect(read({ endpoint }).clusters[0]?.cluster.server).toBe("https://abc.example.com");
    },
  );
});
