import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../engine/index.ts";
import { createCilium } from "../../components/cilium-eni-cluster/cilium.ts";
import { createCrds } from "../../components/cilium-eni-cluster/crds.ts";
import { createReady } from "../../components/cilium-eni-cluster/ready.ts";
import { planCilium } from "../../core/cilium/plan.ts";
import { featuresOf } from "../../core/plan/features.ts";
import type { Settings } from "../../core/settings/index.ts";
import { settings } from "../support/model.ts";
import { type RecordOptions, type Recorded, only, order, record } from "../support/recorder.ts";

class Box extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Box", name, {}, opts);
  }
}

interface BuildOptions extends RecordOptions {
  readonly envoy?: boolean;
}

/** The three parts as the cluster wires them, with markers for what the others make. */
function build(stack: Settings, { envoy = true, ...options }: BuildOptions = {}): Promise<readonly Recorded[]> {
  const plan = planCilium(stack, { features: featuresOf(stack) });
  if (plan === undefined) throw new Error("no plan");
  return record(() => {
    const scope = { name: "test", parent: new Box("box"), tags: {} };
    const provider = new kubernetes.Provider("provider", { kubeconfig: "{}" });
    const rights = new kubernetes.core.v1.ConfigMap("rights", {}, { provider });
    const nodes = new kubernetes.core.v1.ConfigMap("nodes", {}, { provider });
    const role = new kubernetes.core.v1.ConfigMap("role", {}, { provider });
    const crds = createCrds(scope, plan.crds, { provider, dependsOn: [] });
    const { release } = createCilium(scope, plan, {
      provider,
      apiServerHost: role.id,
      operatorRoleArn: role.metadata.name,
      vpcId: "vpc-1",
      dependsOn: [rights, ...crds],
    });
    createReady(scope, { provider, release, dependsOn: [nodes], envoy });
  }, options);
}

const RELEASE = "kubernetes:helm.sh/v3:Release";
const whole = settings({
  gateway: { enabled: true },
  nodeGroups: {
    general: { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 4 }, pods: { subnetTags: { tier: "pods" } } },
  },
});

describe("the Cilium release", () => {
  it("has the name and place that Cilium's tools expect, waits for no pod and is never purged", async () => {
    const { inputs } = only(await build(settings()), RELEASE);
    expect(inputs).toMatchObject({
      name: "cilium",
      namespace: "kube-system",
      chart: "cilium",
      version: "1.19.6",
      repositoryOpts: { repo: "https://helm.cilium.io/" },
      skipAwait: true,
      atomic: false,
    });
  });

  it("shows every planned value in a preview, but those that only a deployment knows", async () => {
    const { inputs } = only(await build(settings(), { preview: true }), RELEASE);
    expect(inputs["values"]).toMatchObject({
      k8sServiceHost: UNKNOWN,
      eni: { enabled: true, iamRole: UNKNOWN },
      ipam: { mode: "eni" },
      kubeProxyReplacement: true,
    });
  });

  it("leaves a host that the stack gives as it is, and no role with Pod Identity", async () => {
    const stack = settings({
      cilium: { operatorIdentity: "pod-identity", helmValues: { k8sServiceHost: "api.example.com" } },
    });
    const { inputs } = only(await build(stack, { preview: true }), RELEASE);
    expect(inputs["values"]).toMatchObject({ k8sServiceHost: "api.example.com" });
    expect(inputs["values"]).not.toHaveProperty(["eni", "iamRole"]);
  });

  it("takes a chart from a registry without a repository", async () => {
    const registry = { ciliumChart: "oci://registry.example.com/charts/cilium" };
    const { inputs } = only(await build(settings({ cluster: { name: "test", registry } })), RELEASE);
    expect(inputs["chart"]).toBe(registry.ciliumChart);
    expect(inputs).not.toHaveProperty("repositoryOpts");
  });

  it("comes after rights and CRDs, and goes before them", async () => {
    const recorded = await build(whole);
    const { precedes, outlives } = order(recorded);
    const release = only(recorded, RELEASE);
    const crds = recorded.filter(({ type }) => type === "kubernetes:yaml/v2:ConfigFile");
    expect(crds.map(({ name }) => name).toSorted()).toEqual([
      "test-crds-cilium-node-config-ciliumnodeconfigs",
      "test-crds-gateway-api-standard-install",
    ]);
    for (const before of [...crds, only(recorded, "kubernetes:core/v1:ConfigMap", "rights")]) {
      expect(precedes(before, release), before.name).toBe(true);
      expect(outlives(before, release), before.name).toBe(true);
    }
    for (const crd of crds) expect(crd.options).toMatchObject({ retainOnDelete: true });
  });
});

describe("options of node groups", () => {
  it("are objects after their CRD that select the group's nodes", async () => {
    const recorded = await build(whole);
    const config = only(recorded, "kubernetes:cilium.io/v2:CiliumNodeConfig");
    expect(config.inputs).toMatchObject({
      metadata: { name: "general", namespace: "kube-system" },
      spec: {
        nodeSelector: { matchLabels: { "cilium-eks/node-group": "general" } },
        defaults: { "eni-subnet-tags": "tier=pods" },
      },
    });
    const crd = only(recorded, "kubernetes:yaml/v2:ConfigFile", "ciliumnodeconfigs");
    expect(order(recorded).precedes(crd, config)).toBe(true);
  });
});

describe("ready", () => {
  const patches = (recorded: readonly Recorded[]) => recorded.filter(({ type }) => type.endsWith("Patch"));

  it("waits for every workload after release and nodes, anew with each revision", async () => {
    const recorded = await build(settings());
    const { precedes } = order(recorded);
    const [first, ...others] = patches(recorded);
    expect([first, ...others].map((patch) => patch?.name)).toEqual([
      "test-ready-cilium",
      "test-ready-cilium-envoy",
      "test-ready-cilium-operator",
    ]);
    for (const patch of patches(recorded)) {
      expect(precedes(only(recorded, RELEASE), patch)).toBe(true);
      expect(precedes(only(recorded, "kubernetes:core/v1:ConfigMap", "nodes"), patch)).toBe(true);
      expect(patch.inputs).toHaveProperty(["metadata", "annotations", "cilium-eks/release-revision"]);
    }
  });

  it("asks for no Envoy where the agent runs it", async () => {
    const names = patches(await build(settings(), { envoy: false })).map(({ name }) => name);
    expect(names).toEqual(["test-ready-cilium", "test-ready-cilium-operator"]);
  });
});
