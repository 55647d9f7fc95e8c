import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import { createAutoscaler } from "../../components/cilium-eni-cluster/autoscaler.ts";
import { createNodes } from "../../components/cilium-eni-cluster/nodes.ts";
import { createSourceDestCheckWatcher } from "../../components/internal/source-dest-check.ts";
import { planAutoscaler } from "../../core/nodes/autoscaler.ts";
import { planNodes } from "../../core/nodes/plan.ts";
import { planSourceDestCheck } from "../../core/nodes/source-dest-check.ts";
import { readUserData } from "../../core/nodes/user-data.ts";
import type { Settings } from "../../core/settings/index.ts";
import { type Properties, exampleAccount } from "../support/aws-account.ts";
import { awsState } from "../support/aws-outputs.ts";
import { awsAnswer } from "../support/aws-invokes.ts";
import { NODE_CONTEXT, nodeSettings } from "../support/nodes.ts";

interface Seen {
  readonly type: string;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly dependsOn: readonly string[];
  readonly ignoreChanges: readonly string[];
}

class Box extends pulumi.ComponentResource {}

/** Stands for something that another part makes. */
class Marker extends pulumi.ComponentResource {
  readonly label: string;
  constructor(label: string) {
    super("test:index:Marker", label);
    this.label = label;
  }
}

const nameOf = (resource: unknown): string => (resource as { __name: string }).__name;

/** Builds the parts of some settings and gives what was registered, in order. */
async function build(settings: Settings): Promise<readonly Seen[]> {
  const seen: { args: pulumi.ResourceTransformationArgs; props: Promise<Record<string, unknown>> }[] = [];
  const parent = new Box(
    "test:index:Box",
    "box",
    {},
    {
      transformations: [
        (args) => {
          seen.push({ args, props: resolved(args.props) });
          return undefined;
        },
      ],
    },
  );
  const scope = { name: "test", parent, tags: { owner: "tests" } };
  const provider = new kubernetes.Provider("provider", { kubeconfig: "{}" });
  const controlPlane = {
    name: pulumi.output("test"),
    endpoint: pulumi.output("https://api.example.com"),
    certificateAuthority: pulumi.output("Y2E="),
    clusterSecurityGroupId: pulumi.output("sg-cluster"),
    oidcProviderArn: pulumi.output("arn:aws:iam::111122223333:oidc-provider/oidc.example.com/id/A"),
    provider,
    ready: [new Marker("cluster")],
  };
  const plans = planNodes(settings, NODE_CONTEXT) ?? [];
  const release = new Marker("release");
  const watcher = planSourceDestCheck(settings);
  if (watcher !== undefined) createSourceDestCheckWatcher(scope, watcher, { controlPlane, dependsOn: [release] });
  const nodes = createNodes(scope, plans, {
    network: {
      vpcId: "vpc-1",
      nodeSubnetIds: { "eu-central-1a": "subnet-a", "eu-central-1b": "subnet-b" },
      ready: [new Marker("routes")],
    },
    controlPlane,
    serviceCidr: "172.20.0.0/16",
    identity: { nodeRoleArn: pulumi.output("arn:role"), nodeReady: [new Marker("node-policies")] },
    cni: [release, new Marker("node-config")],
    securityGroupRules: [new Marker("rules")],
  });
  const autoscaler = planAutoscaler(settings, plans);
  if (autoscaler !== undefined) createAutoscaler(scope, autoscaler, { controlPlane, nodes });
  return Promise.all(
    seen.map(async ({ args: { type, name, opts }, props }) => ({
      type,
      name,
      props: await props,
      dependsOn: ((opts.dependsOn ?? []) as unknown[]).map(nameOf),
      ignoreChanges: (opts as pulumi.CustomResourceOptions).ignoreChanges ?? [],
    })),
  );
}

const resolved = (props: Record<string, unknown>): Promise<Record<string, unknown>> =>
  new Promise((resolve) => {
    pulumi.output(props).apply(resolve);
  });

const find = (seen: readonly Seen[], type: string, name: string): Seen => {
  const found = seen.find((entry) => entry.type === type && entry.name === name);
  if (found === undefined) throw new Error(`no ${type} "${name}" among ${seen.map((entry) => entry.name).join(", ")}`);
  return found;
};

const GROUP = "aws:eks/nodeGroup:NodeGroup";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

beforeAll(async () => {
  const account = exampleAccount();
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      const { id, computed } = awsState({ type, name, inputs: inputs as Properties }, account);
      return { id, state: { ...inputs, ...computed } };
    },
    call: ({ token, inputs }) => awsAnswer(token, inputs as Properties, account),
  });
});

describe("node groups", () => {
  test("come after everything that a node's first minute depends on, and leave their size alone", async () => {
    const group = find(await build(nodeSettings()), GROUP, "test-nodes-general");
    expect(group.dependsOn).toEqual(["release", "node-config", "node-policies", "rules", "routes"]);
    expect(group.ignoreChanges).toEqual(["scalingConfig.desiredSize"]);
    expect(group.props).toMatchObject({
      nodeGroupNamePrefix: "general-",
      subnetIds: ["subnet-a", "subnet-b"],
      scalingConfig: { minSize: 2, desiredSize: 2, maxSize: 4 },
      updateConfig: { maxUnavailable: 1, updateStrategy: "DEFAULT" },
      nodeRepairConfig: { enabled: true, maxParallelNodesRepairedCount: 1 },
      capacityType: "ON_DEMAND",
      instanceTypes: ["m6i.large"],
    });
    for (const absent of ["amiType", "version", "releaseVersion", "taints", "remoteAccess", "diskSize"]) {
      expect(group.props[absent]).toBeUndefined();
    }
  });

  test("have a template with the release's image, whole user data and no interfaces", async () => {
    const { props } = find(await build(nodeSettings()), TEMPLATE, "test-nodes-general");
    expect(props).toMatchObject({
      imageId: expect.stringMatching(/^ami-/) as unknown,
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeType: "gp3", volumeSize: 50 } }],
    });
    expect(readUserData(String(props["userData"]))).toMatchObject({
      kind: "nodeadm",
      clusterName: "test",
      endpoint: "https://api.example.com",
      maxPods: 110,
    });
    const specifications = props["tagSpecifications"] as { resourceType: string; tags: Record<string, string> }[];
    expect(specifications.map(({ resourceType }) => resourceType)).toEqual(["instance", "volume", "network-interface"]);
    expect(specifications[2]?.tags).toMatchObject({ owner: "tests", "kubernetes.io/cluster/test": "owned" });
    for (const absent of [
      "networkInterfaces",
      "vpcSecurityGroupIds",
      "keyName",
      "iamInstanceProfile",
      "instanceType",
    ]) {
      expect(props[absent]).toBeUndefined();
    }
  });

  test("run in the zones that are asked for", async () => {
    const seen = await build(nodeSettings({ group: { zones: ["eu-central-1b"] } }));
    expect(find(seen, GROUP, "test-nodes-general").props["subnetIds"]).toEqual(["subnet-b"]);
  });

  test("keep the cluster's group beside the one for SSH, which has no cluster tag", async () => {
    const access = { kind: "ssh", keyName: "me", sourceCidrs: ["203.0.113.0/24"] } as const;
    const seen = await build(nodeSettings({ group: { access } }));
    const { props } = find(seen, TEMPLATE, "test-nodes-general");
    expect(props).toMatchObject({ keyName: "me", vpcSecurityGroupIds: ["sg-cluster", expect.stringMatching(/^sg-/)] });
    const group = find(seen, "aws:ec2/securityGroup:SecurityGroup", "test-nodes-general-ssh");
    expect(Object.keys(group.props["tags"] as object).filter((key) => key.startsWith("kubernetes.io/"))).toEqual([]);
    expect(
      find(seen, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "test-nodes-general-ssh-203-0-113-0-24")
        .props,
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
    const deployment = find(seen, "kubernetes:apps/v1:Deployment", "test-source-dest-check");
    expect(deployment.props).toMatchObject({ metadata: { annotations: { "pulumi.com/skipAwait": "true" } } });
    expect(deployment.dependsOn).toEqual(expect.arrayContaining(["release", "test-source-dest-check"]));
    const order = seen.map(({ name }) => name);
    expect(order.indexOf("test-source-dest-check")).toBeLessThan(order.indexOf("test-nodes-general"));
  });

  test("gets its role by its service account", async () => {
    const account = find(await build(dsr), "kubernetes:core/v1:ServiceAccount", "test-source-dest-check");
    expect(account.props).toHaveProperty(["metadata", "annotations", "eks.amazonaws.com/role-arn"]);
  });

  test("gets it by an association where Pod Identity is chosen", async () => {
    const seen = await build({ ...dsr, cilium: { ...dsr.cilium, operatorIdentity: "pod-identity" } });
    const association = find(seen, "aws:eks/podIdentityAssociation:PodIdentityAssociation", "test-source-dest-check");
    expect(association.props).toMatchObject({ namespace: "kube-system", serviceAccount: "source-dest-check" });
    expect(find(seen, "kubernetes:core/v1:ServiceAccount", "test-source-dest-check").dependsOn).toContain(
      "test-source-dest-check",
    );
  });

  test("is not there otherwise", async () => {
    expect((await build(nodeSettings())).map(({ name }) => name)).not.toContain("test-source-dest-check");
  });
});

describe("the cluster-autoscaler", () => {
  test("comes after the nodes", async () => {
    const seen = await build(nodeSettings({ cluster: { autoscaler: "cluster-autoscaler" } }));
    const release = find(seen, "kubernetes:helm.sh/v3:Release", "test-autoscaler");
    expect(find(seen, "aws:autoscaling/tag:Tag", "test-nodes-general-label-cilium-eks-node-group").props).toMatchObject(
      {
        autoscalingGroupName: expect.stringMatching(/^eks-/) as unknown,
        tag: { key: "k8s.io/cluster-autoscaler/node-template/label/cilium-eks/node-group", value: "general" },
      },
    );
    expect(release.dependsOn).toEqual(expect.arrayContaining(["test-nodes-general", "test-autoscaler"]));
    expect(release.props).toMatchObject({
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
