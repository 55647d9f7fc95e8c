import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FakeNodes, startFakeNodes } from "../support/fake-nodes.ts";
import { chartOf, ChartRefusal, findHelm, renderChart } from "../support/helm.ts";
import type { KubeObject } from "../support/kube-client.ts";
import { readManifests } from "../support/manifests.ts";
import { type ControlPlane, findControlPlane, startControlPlane } from "../support/testcluster.ts";

const tools = findControlPlane();
const helm = findHelm();
if ("missing" in tools) console.warn(`The tests on a control plane did not run: ${tools.missing}.`);
if ("missing" in helm) console.warn(`The tests on the real chart did not run: ${helm.missing}.`);

const gateway = (name: string, port: number): KubeObject => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { name, namespace: "edge" },
  spec: { gatewayClassName: "cilium", listeners: [{ name: "http", protocol: "HTTP", port }] },
});

function workload(kind: "Deployment" | "DaemonSet"): KubeObject {
  const labels = { app: "web" };
  const template = { metadata: { labels }, spec: { containers: [{ name: "web", image: "web" }] } };
  const metadata = { name: kind.toLowerCase(), namespace: "rollout" };
  return { apiVersion: "apps/v1", kind, metadata, spec: { selector: { matchLabels: labels }, template } };
}

const namespace = (name: string): KubeObject => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });

describe.skipIf("missing" in tools)("the control plane of the tests", () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await startControlPlane({
      crds: ["gateway-api-v1.4.1", "cilium-1.19.6", "prometheus-operator-0.91.0", "cert-manager-1.19.1"],
    });
  });
  afterAll(() => plane?.stop());

  test("serves the CRDs of every bundle", async () => {
    const crds = (await plane.list("apiextensions.k8s.io/v1", "CustomResourceDefinition")).map(
      ({ metadata }) => metadata.name,
    );
    for (const name of [
      "gateways.gateway.networking.k8s.io",
      "ciliumnetworkpolicies.cilium.io",
      "servicemonitors.monitoring.coreos.com",
      "certificates.cert-manager.io",
    ]) {
      expect(crds).toContain(name);
    }
  });

  test("stores what is valid and refuses what the schema forbids, with the server's words", async () => {
    const faults = await plane.apply([gateway("good", 80), gateway("bad", 70_000), namespace("edge")]);
    expect(faults).toEqual([
      { object: "Gateway edge/bad", code: 422, reason: "Invalid", message: expect.stringContaining("port") as string },
    ]);
    expect(await plane.get(gateway("good", 80))).toBeDefined();
    expect(await plane.get(gateway("bad", 80))).toBeUndefined();
  });

  test("refuses a misspelt key, in a built-in kind and in a custom resource", async () => {
    const misspelt = gateway("misspelt", 80);
    const faults = await plane.apply(
      [
        { ...misspelt, spec: { ...(misspelt["spec"] as object), gatewayClasName: "cilium" } },
        { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "misspelt" }, dta: {} },
      ],
      { dryRun: true },
    );
    expect(faults.map(({ object }) => object)).toEqual(["Gateway edge/misspelt", "ConfigMap misspelt"]);
  });

  test("names a kind that nobody serves", async () => {
    const [fault] = await plane.apply([{ apiVersion: "example.com/v1", kind: "Thing", metadata: { name: "x" } }]);
    expect(fault).toMatchObject({ reason: "NoMatch", code: 404 });
  });

  test("takes the newer Gateway API bundle over the older one, and then refuses to go back", async () => {
    await plane.applyCrds(["gateway-api-v1.6.1"]);
    const crds = await plane.list("apiextensions.k8s.io/v1", "CustomResourceDefinition");
    const names = crds.map(({ metadata }) => metadata.name);
    expect(names).toContain("tlsroutes.gateway.networking.k8s.io");
    expect(names).toContain("listenersets.gateway.networking.k8s.io");
    const older = readManifests(join(plane.tools.crdDir, "gateway-api-v1.4.1"));
    // An admission policy is in force a moment after it was stored.
    await expect
      .poll(() => plane.apply(older, { dryRun: true }), { timeout: 30_000 })
      .toContainEqual(expect.objectContaining({ message: expect.stringContaining("safe-upgrades") as string }));
  });

  test("removes a namespace with what is in it", async ({ skip }) => {
    skip(!plane.controllers, "kube-controller-manager is not at hand");
    await plane.apply([
      namespace("short-lived"),
      { ...gateway("inside", 80), metadata: { name: "inside", namespace: "short-lived" } },
    ]);
    await plane.remove(namespace("short-lived"));
    await expect.poll(() => plane.get(namespace("short-lived")), { timeout: 30_000 }).toBeUndefined();
  });
});

describe.skipIf("missing" in tools)("the fake nodes of the tests", () => {
  let plane: ControlPlane;
  let nodes: FakeNodes;
  const started: string[] = [];
  beforeAll(async () => {
    plane = await startControlPlane();
    nodes = startFakeNodes(plane, {
      wanted: () => true,
      onStart: (pod) => Promise.resolve(void started.push(pod.metadata.name)),
    });
  });
  afterAll(async () => {
    await nodes?.stop();
    await plane?.stop();
  });

  test("let a rollout finish and a namespace go away", async ({ skip }) => {
    skip(!plane.controllers, "kube-controller-manager is not at hand");
    const [deployment, daemonSet] = [workload("Deployment"), workload("DaemonSet")];
    expect(await plane.apply([deployment, daemonSet, namespace("rollout")])).toEqual([]);
    const statusOf = async (object: KubeObject) => (await plane.get(object))?.["status"];
    await expect.poll(() => statusOf(deployment), { timeout: 30_000 }).toMatchObject({ availableReplicas: 1 });
    await expect.poll(() => statusOf(daemonSet), { timeout: 30_000 }).toMatchObject({ numberReady: 1 });
    expect(started).toHaveLength(2);
    await plane.remove(namespace("rollout"));
    await expect.poll(() => plane.get(namespace("rollout")), { timeout: 30_000 }).toBeUndefined();
  });
});

describe.skipIf("missing" in helm)("the real chart", () => {
  const chart = "missing" in helm ? undefined : chartOf(helm, "1.19.6");

  test.skipIf(chart === undefined)("renders the objects of the agent and the operator", async () => {
    const objects = await renderChart(chart ?? "", {
      eni: { enabled: true },
      ipam: { mode: "eni" },
      routingMode: "native",
    });
    const refs = objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(refs).toContain("DaemonSet/cilium");
    expect(refs).toContain("Deployment/cilium-operator");
    const config = objects.find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === "cilium-config");
    expect(config?.["data"]).toMatchObject({ ipam: "eni", "routing-mode": "native" });
  });

  test.skipIf(chart === undefined)("says why it refuses values", async () => {
    const refusal = renderChart(chart ?? "", { kubeProxyReplacement: "maybe", ipam: { mode: 7 } });
    await expect(refusal).rejects.toThrow(ChartRefusal);
  });
});
