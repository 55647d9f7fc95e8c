import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { createAutoscaler } from "../../components/cilium-eni-cluster/autoscaler.ts";
import { createNodes } from "../../components/cilium-eni-cluster/nodes.ts";
import { createSourceDestCheckWatcher } from "../../components/internal/source-dest-check.ts";
import { planAutoscaler } from "../../core/nodes/autoscaler.ts";
import { planNodes } from "../../core/nodes/plan.ts";
import { planSourceDestCheck } from "../../core/nodes/source-dest-check.ts";
import { readUserData } from "../../core/nodes/user-data.ts";
import type { Settings } from "../../core/settings/index.ts";
import { type Registration, Box, Mark, ancestors, keyOf, registrations, the } from "../support/registrations.ts";
import { NODE_CONTEXT, nodeSettings } from "../support/nodes.ts";

/** Builds the parts of some settings and gives what was registered, in order. */
const build = (settings: Settings): Promise<readonly Registration[]> =>
  registrations(() => {
    register(settings);
  });

function register(settings: Settings): void {
  const parent = new Box();
  const scope = { name: "test", parent, tags: { owner: "tests" } };
  const provider = new kubernetes.Provider("provider", { kubeconfig: "{}" });
  const controlPlane = {
    name: pulumi.output("test"),
    endpoint: pulumi.output("https://api.example.com"),
    certificateAuthority: pulumi.output("Y2E="),
    clusterSecurityGroupId: pulumi.output("sg-cluster"),
    oidcProviderArn: pulumi.output("arn:aws:iam::111122223333:oidc-provider/oidc.example.com/id/A"),
    provider,
    ready: [new Mark("cluster")],
  };
  const plans = planNodes(settings, NODE_CONTEXT) ?? [];
  const release = new Mark("release");
  const watcher = planSourceDestCheck(settings);
  if (watcher !== undefined) createSourceDestCheckWatcher(scope, watcher, { controlPlane, dependsOn: [release] });
  const nodes = createNodes(scope, plans, {
    network: {
      vpcId: "vpc-1",
      nodeSubnetIds: { "eu-central-1a": "subnet-a", "eu-central-1b": "subnet-b" },
      ready: [new Mark("routes")],
    },
    controlPlane,
    serviceCidr: "172.20.0.0/16",
    identity: { nodeRoleArn: pulumi.output("arn:role"), nodeReady: [new Mark("node-policies")] },
    cni: [release, new Mark("node-config")],
    securityGroupRules: [new Mark("rules")],
  });
  const autoscaler = planAutoscaler(settings, plans);
  if (autoscaler !== undefined) createAutoscaler(scope, autoscaler, { controlPlane, nodes });
}

const GROUP = "aws:eks/nodeGroup:NodeGroup";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

/** Names of what a registration waits for, those in its inputs too. */
const waitsFor = ({ dependsOn }: Registration): string[] => Array.from(dependsOn, (key) => key.split("::")[1] ?? "");

describe("node groups", () => {
  test("come after everything that a node's first minute depends on, and leave their size alone", async () => {
    const group = the(await build(nodeSettings()), GROUP, "test-nodes-general");
    expect(waitsFor(group)).toEqual(
      expect.arrayContaining(["release", "node-config", "node-policies", "rules", "routes"]),
    );
    expect(group.ignoreChanges).toEqual(["scalingConfig.desiredSize"]);
    expect(group.inputs).toMatchObject({
      nodeGroupNamePrefix: "general-",
      subnetIds: ["subnet-a", "subnet-b"],
      scalingConfig: { minSize: 2, desiredSize: 2, maxSize: 4 },
      updateConfig: { maxUnavailable: 1, updateStrategy: "DEFAULT" },
      nodeRepairConfig: { enabled: true, maxParallelNodesRepairedCount: 1 },
      capacityType: "ON_DEMAND",
      instanceTypes: ["m6i.large"],
    });
    for (const absent of ["amiType", "version", "releaseVersion", "taints", "remoteAccess", "diskSize"]) {
      expect(group.inputs[absent]).toBeUndefined();
    }
  });

  test("have a template with the release's image, whole user data and no interfaces", async () => {
    const { inputs } = the(await build(nodeSettings()), TEMPLATE, "test-nodes-general");
    expect(inputs).toMatchObject({
      imageId: expect.stringMatching(/^ami-/) as unknown,
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeType: "gp3", volumeSize: 50 } }],
    });
    expect(readUserData(String(inputs["userData"]))).toMatchObject({
      kind: "nodeadm",
      clusterName: "test",
      endpoint: "https://api.example.com",
      maxPods: 110,
    });
    const specifications = inputs["tagSpecifications"] as { resourceType: string; tags: Record<string, string> }[];
    expect(specifications.map(({ resourceType }) => resourceType)).toEqual(["instance", "volume", "network-interface"]);
    expect(specifications[2]?.tags).toMatchObject({ owner: "tests", "kubernetes.io/cluster/test": "owned" });
    for (const absent of [
      "networkInterfaces",
      "vpcSecurityGroupIds",
      "keyName",
      "iamInstanceProfile",
      "instanceType",
    ]) {
      expect(inputs[absent]).toBeUndefined();
    }
  });

  test("run in the zones that are asked for", async () => {
    const seen = await build(nodeSettings({ group: { zones: ["eu-central-1b"] } }));
    expect(the(seen, GROUP, "test-nodes-general").inputs["subnetIds"]).toEqual(["subnet-b"]);
  });

  test("keep the cluster's group beside the one for SSH, which has no cluster tag", async () => {
    const access = { kind: "ssh", keyName: "me", sourceCidrs: ["203.0.113.0/24"] } as const;
    const seen = await build(nodeSettings({ group: { access } }));
    const { inputs } = the(seen, TEMPLATE, "test-nodes-general");
    expect(inputs).toMatchObject({ keyName: "me", vpcSecurityGroupIds: ["sg-cluster", expect.stringMatching(/^sg-/)] });
    const group = the(seen, "aws:ec2/securityGroup:SecurityGroup", "test-nodes-general-ssh");
    expect(Object.keys(group.inputs["tags"] as object).filter((key) => key.startsWith("kubernetes.io/"))).toEqual([]);
    expect(
      the(seen, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "test-nodes-general-ssh-203-0-113-0-24")
        .inputs,
    ).toMatchObject({
      cidrIpv4: "203.0.113.0/24",
      fromPort: 22,
      toPort: 22,
    });
  });
});

describe("the source/destination check's watcher", () => {
  const dsr = nodeSettings({ cilium: { loadBalancer: { mode: "dsr", sourceDestCheckWatcher: true } } });

  test("stands before the nodes and is not waited for", async () => {
    const seen = await build(dsr);
    const deployment = the(seen, "kubernetes:apps/v1:Deployment", "test-source-dest-check");
    expect(deployment.inputs).toMatchObject({ metadata: { annotations: { "pulumi.com/skipAwait": "true" } } });
    expect(waitsFor(deployment)).toEqual(expect.arrayContaining(["release", "test-source-dest-check"]));
    const group = the(seen, GROUP, "test-nodes-general");
    expect(ancestors(seen, deployment)).not.toContain(keyOf(group));
    expect(ancestors(seen, group)).not.toContain(keyOf(deployment));
  });

  test("gets its role by its service account", async () => {
    const account = the(await build(dsr), "kubernetes:core/v1:ServiceAccount", "test-source-dest-check");
    expect(account.inputs).toHaveProperty(["metadata", "annotations", "eks.amazonaws.com/role-arn"]);
  });

  test("gets it by an association where Pod Identity is chosen", async () => {
    const seen = await build({ ...dsr, cilium: { ...dsr.cilium, operatorIdentity: "pod-identity" } });
    const association = the(seen, "aws:eks/podIdentityAssociation:PodIdentityAssociation", "test-source-dest-check");
    expect(association.inputs).toMatchObject({ namespace: "kube-system", serviceAccount: "source-dest-check" });
    expect(the(seen, "kubernetes:core/v1:ServiceAccount", "test-source-dest-check").dependsOn).toContain(
      keyOf(association),
    );
  });

  test("is not there otherwise", async () => {
    expect((await build(nodeSettings())).map(({ name }) => name)).not.toContain("test-source-dest-check");
  });
});

describe("the cluster-autoscaler", () => {
  test("comes after the nodes", async () => {
    const seen = await build(nodeSettings({ cluster: { autoscaler: "cluster-autoscaler" } }));
    const release = the(seen, "kubernetes:helm.sh/v3:Release", "test-autoscaler");
    expect(the(seen, "aws:autoscaling/tag:Tag", "test-nodes-general-label-cilium-eks-node-group").inputs).toMatchObject(
      {
        autoscalingGroupName: expect.stringMatching(/^eks-/) as unknown,
        tag: { key: "k8s.io/cluster-autoscaler/node-template/label/cilium-eks/node-group", value: "general" },
      },
    );
    expect(waitsFor(release)).toEqual(expect.arrayContaining(["test-nodes-general", "test-autoscaler"]));
    expect(release.inputs).toMatchObject({
      chart: "cluster-autoscaler",
      version: "9.59.0",
      values: {
        extraArgs: { "startup-taint": "node.cilium.io/agent-not-ready" },
        rbac: { serviceAccount: { name: "cluster-autoscaler" } },
      },
    });
  });

  test("is not there unless it is asked for", async () => {
    expect((await build(nodeSettings())).map(({ name }) => name)).not.toContain("test-autoscaler");
  });
});
