import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectBefore, missing, operationsOf, POLICIES, startStack, type TestStack } from "./stacks.ts";

if (missing !== "") console.warn(`The engine tier did not run: ${missing}.`);

const CILIUM = "kubernetes:helm.sh/v3:Release#-cilium";
const CONTROLLER = "kubernetes:helm.sh/v3:Release#-load-balancer-controller";
const GATEWAY = "kubernetes:gateway.networking.k8s.io/v1:Gateway";
const NAMESPACE = "kubernetes:core/v1:Namespace#-gateway-edge";

/** Each pair: everything of the first type exists before anything of the second, and outlives it. */
const ORDER: readonly (readonly [string, string])[] = [
  ["aws:cloudwatch/logGroup:LogGroup", "aws:eks/cluster:Cluster"],
  ["aws:eks/cluster:Cluster", "aws:iam/openIdConnectProvider:OpenIdConnectProvider"],
  ["aws:iam/openIdConnectProvider:OpenIdConnectProvider", CILIUM],
  ["aws:eks/cluster:Cluster", CILIUM],
  ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", CILIUM],
  [CILIUM, "aws:eks/nodeGroup:NodeGroup"],
  ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "aws:eks/nodeGroup:NodeGroup"],
  ["aws:ec2/launchTemplate:LaunchTemplate", "aws:eks/nodeGroup:NodeGroup"],
  ["aws:eks/nodeGroup:NodeGroup", "kubernetes:apps/v1:DeploymentPatch"],
];

interface Case {
  readonly name: string;
  readonly order: readonly (readonly [string, string])[];
  readonly overrides?: Readonly<Record<string, unknown>>;
}

const CASES: readonly Case[] = [
  {
    name: "dev",
    order: [
      ["awsx:ec2:Vpc", "aws:eks/cluster:Cluster"],
      ["aws:ec2/route:Route", "aws:eks/nodeGroup:NodeGroup"],
    ],
  },
  {
    name: "prod",
    overrides: { deletionProtection: false },
    order: [
      ["aws:kms/key:Key", "aws:eks/cluster:Cluster"],
      ["aws:ec2/subnetCidrReservation:SubnetCidrReservation", "aws:eks/nodeGroup:NodeGroup"],
      ["kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition", CILIUM],
      [CILIUM, CONTROLLER],
      [CONTROLLER, NAMESPACE],
      ["aws:ec2/eip:Eip", NAMESPACE],
      [NAMESPACE, GATEWAY],
      [GATEWAY, "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute"],
    ],
  },
];

describe.skipIf(missing !== "").each(CASES)("the $name stack on the real engine", ({ name, order, overrides }) => {
  let it: TestStack;
  beforeAll(async () => {
    it = await startStack(name, overrides);
  });
  afterAll(() => it?.stop());

  test("previews nothing but creates, and no policy objects", async () => {
    const { steps } = await it.stack.preview({ policyPack: POLICIES });
    expect(operationsOf(steps)).toEqual(["create"]);
  });

  test("is created in the order that a cluster without its default CNI needs", async () => {
    const { steps, output } = await it.stack.up({ policyPack: POLICIES });
    expect(operationsOf(steps)).toEqual(["create"]);
    for (const [first, second] of [...ORDER, ...order]) expectBefore(steps, "create", first, second);
    // With every value known, every policy can say yes or no.
    expect(output).not.toContain("can't run policy");
  });

  test("has Cilium on its API server, and neither aws-node nor kube-proxy", async () => {
    const daemonSets = (await it.plane.list("apps/v1", "DaemonSet", "kube-system")).map(
      ({ metadata }) => metadata.name,
    );
    expect(daemonSets).toContain("cilium");
    expect(daemonSets).not.toContain("aws-node");
    expect(daemonSets).not.toContain("kube-proxy");
    const metadata = { name: "cilium-config", namespace: "kube-system" };
    const config = await it.plane.get({ apiVersion: "v1", kind: "ConfigMap", metadata });
    expect(config?.["data"]).toMatchObject({ ipam: "eni" });
  });

  test("has nothing left to change", async () => {
    const { steps } = await it.stack.preview({ expectNoChanges: true });
    expect(operationsOf(steps)).toEqual(["same"]);
  });

  test("is found in AWS as it was left, and has nothing left to change after that", async () => {
    const { steps } = await it.stack.refresh();
    const drifted = steps.filter(({ operation, type }) => operation === "update" && type.startsWith("aws:"));
    expect(drifted).toEqual([]);
    expect(operationsOf((await it.stack.preview({ expectNoChanges: true })).steps)).toEqual(["same"]);
  });

  test("is destroyed in the reverse order, with nothing left but the definitions of custom resources", async () => {
    const definitions = async () => (await it.plane.list("apiextensions.k8s.io/v1", "CustomResourceDefinition")).length;
    const before = await definitions();
    const { steps } = await it.stack.destroy();
    for (const [first, second] of [...ORDER, ...order]) expectBefore(steps, "delete", second, first);
    expect(await it.stack.resources()).toEqual([]);
    expect(it.left()).toEqual([]);
    expect(await it.plane.list("apps/v1", "DaemonSet", "kube-system")).toEqual([]);
    expect(await definitions()).toBe(before);
  });

  test("reached for no host off this machine", () => {
    expect(it.stack.refused).toEqual([]);
  });
});
