import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ChartRepository, serveCharts } from "../support/chart-repository.ts";
import { type FakeNodes, startFakeNodes } from "../support/fake-nodes.ts";
import { findHelm } from "../support/helm.ts";
import { createRealStack, findPulumi, type RealStack, type StackConfig, type Step } from "../support/real-engine.ts";
import { remaining } from "../support/standin-aws/log.ts";
import { type ControlPlane, findControlPlane, startControlPlane } from "../support/testcluster.ts";

const ROOT = join(import.meta.dirname, "../..");
const POLICIES = join(ROOT, "policies");
const [pulumi, tools, helm] = [findPulumi(), findControlPlane(), findHelm()];
const missing = [pulumi, tools, helm].flatMap((found) => ("missing" in found ? [found.missing] : []));
if (missing.length > 0) console.warn(`The engine tier did not run: ${missing.join("; ")}.`);

/** Each pair: everything of the first type exists before anything of the second, and outlives it. */
const ORDER: readonly (readonly [string, string])[] = [
  ["aws:ec2/subnet:Subnet", "aws:eks/cluster:Cluster"],
  ["aws:cloudwatch/logGroup:LogGroup", "aws:eks/cluster:Cluster"],
  ["aws:eks/cluster:Cluster", "kubernetes:helm.sh/v3:Release"],
  ["kubernetes:helm.sh/v3:Release", "aws:eks/nodeGroup:NodeGroup"],
  ["aws:ec2/launchTemplate:LaunchTemplate", "aws:eks/nodeGroup:NodeGroup"],
];

describe.skipIf(missing.length > 0)("the dev stack on the real engine", () => {
  let plane: ControlPlane;
  let stack: RealStack;
  let nodes: FakeNodes;
  let charts: ChartRepository | undefined;

  beforeAll(async () => {
    plane = await startControlPlane();
    charts = "missing" in helm ? undefined : await serveCharts(helm.charts);
    stack = await createRealStack({
      source: ROOT,
      stack: "dev",
      plane,
      config: (own) => closedNetwork(own, plane, charts),
    });
    nodes = startFakeNodes(plane, {
      wanted: () => remaining(stack.log()).some((resource) => resource.startsWith("aws:eks/nodeGroup:NodeGroup ")),
      onStart: async (pod) => {
        // The operator installs Cilium's CRDs.
        if (pod.metadata.name.startsWith("cilium-operator")) await plane.applyCrds(["cilium-1.19.6"]);
      },
    });
  });

  afterAll(async () => {
    await nodes?.stop();
    await charts?.close();
    await plane?.stop();
    await stack?.remove();
  });

  test("previews nothing but creates, and no policy objects", async () => {
    const outcome = await stack.preview({ policyPack: POLICIES });
    expect(operationsOf(outcome.steps)).toEqual(["create"]);
  });

  test("is created in the order that a cluster without its default CNI needs", async () => {
    const outcome = await stack.up({ policyPack: POLICIES });
    expect(operationsOf(outcome.steps)).toEqual(["create"]);
    for (const [first, second] of ORDER) expectBefore(outcome.steps, "create", first, second);
  });

  test("has Cilium on its API server, and neither aws-node nor kube-proxy", async () => {
    const daemonSets = (await plane.list("apps/v1", "DaemonSet", "kube-system")).map(({ metadata }) => metadata.name);
    expect(daemonSets).toContain("cilium");
    expect(daemonSets).not.toContain("aws-node");
    expect(daemonSets).not.toContain("kube-proxy");
    const config = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "cilium-config", namespace: "kube-system" },
    };
    expect((await plane.get(config))?.["data"]).toMatchObject({ ipam: "eni" });
  });

  test("has nothing left to change", async () => {
    const outcome = await stack.preview({ expectNoChanges: true });
    expect(operationsOf(outcome.steps)).toEqual(["same"]);
  });

  test("is destroyed in the reverse order, with nothing left", async () => {
    const outcome = await stack.destroy();
    for (const [first, second] of ORDER) expectBefore(outcome.steps, "delete", second, first);
    expect(await stack.resources()).toEqual([]);
    expect(remaining(stack.log())).toEqual([]);
    expect(await plane.list("apps/v1", "DaemonSet", "kube-system")).toEqual([]);
  });
});

/** The stack as in a network without the internet: charts and CRDs come from this machine, where they are at hand. */
function closedNetwork(own: StackConfig, { tools }: ControlPlane, charts: ChartRepository | undefined): StackConfig {
  const cluster = own["cilium-eks:cluster"] as Readonly<Record<string, unknown>>;
  const registry = { crds: tools.crdDir, ...(charts === undefined ? {} : { ciliumChart: charts.url }) };
  return { ...own, "cilium-eks:cluster": { ...cluster, registry } };
}

/** The kinds of operation; look-ups and the engine's own providers left out. */
const operationsOf = (steps: readonly Step[]): string[] =>
  [...new Set(steps.filter(({ type }) => !type.startsWith("pulumi:")).map(({ operation }) => operation))].filter(
    (operation) => operation !== "read",
  );

/** Every operation on the first type had ended before one on the second began. */
function expectBefore(steps: readonly Step[], operation: string, first: string, second: string): void {
  const at = (phase: Step["phase"], type: string) =>
    steps.flatMap((step, index) =>
      step.phase === phase && step.operation === operation && step.type === type ? [index] : [],
    );
  const [ends, starts] = [at("end", first), at("start", second)];
  expect(ends, `no ${operation} of ${first}`).not.toEqual([]);
  expect(starts, `no ${operation} of ${second}`).not.toEqual([]);
  expect(Math.max(...ends), `${operation} of ${first} before ${second}`).toBeLessThan(Math.min(...starts));
}
