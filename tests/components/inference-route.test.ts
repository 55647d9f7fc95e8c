import { describe, expect, it } from "vitest";
import {
  CiliumEniCluster,
  InferenceRoute,
  type InferenceRouteArgs,
  createInference,
  featuresOf,
} from "../../components/index.ts";
import type { KubernetesObject } from "../../core/model/index.ts";
import type { Settings } from "../../core/settings/index.ts";
import { LLAMA_8B, llama, stackWithGpus } from "../support/inference.ts";
import { type Recorded, only, order, record } from "../support/recorder.ts";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const ROUTE = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute";
const POLICY = "kubernetes:cilium.io/v2:CiliumNetworkPolicy";
const NAMESPACE = "kubernetes:core/v1:Namespace";

const stack: Settings = stackWithGpus({
  cluster: {
    name: "test",
    kubernetesVersion: "1.35",
    endpoint: { publicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] },
  },
});
const gateway = { name: "edge", namespace: "gateway-edge" };

const build = (parts: Partial<InferenceRouteArgs> = {}): Promise<readonly Recorded[]> =>
  record(() => {
    const cluster = new CiliumEniCluster("test", { ...stack, features: featuresOf(stack) });
    new InferenceRoute("llama", { ...llama(parts), gateway, ...parts, cluster });
  });

const specOf = ({ inputs }: Recorded) => inputs["spec"] as Record<string, unknown>;

describe("InferenceRoute", () => {
  it("closes pods before they start, and opens the way when router and servers are there", async () => {
    const recorded = await build();
    const { precedes, outlives } = order(recorded);
    const way = [
      only(recorded, "aws:eks/nodeGroup:NodeGroup", "gpu"),
      only(recorded, NAMESPACE, "llama-namespace-inference-llama"),
      only(recorded, POLICY, "llama-servers"),
      only(recorded, DEPLOYMENT, "llama-deployment-llama"),
    ];
    for (const [at, then] of way.slice(1).entries()) expect(precedes(way[at] as Recorded, then), then.name).toBe(true);
    const route = only(recorded, ROUTE, "llama");
    expect(precedes(only(recorded, RELEASE, "llama-router"), route)).toBe(true);
    // Back again the route goes first, the namespace last.
    expect(outlives(only(recorded, RELEASE, "llama-router"), route)).toBe(true);
    expect(
      outlives(only(recorded, NAMESPACE, "llama-namespace-inference-llama"), only(recorded, RELEASE, "llama-router")),
    ).toBe(true);
  });

  it("installs router and device plugin as they were read, and waits for neither nodes nor standby replicas", async () => {
    const recorded = await build();
    expect(only(recorded, RELEASE, "llama-router").inputs).toMatchObject({
      chart: "oci://ghcr.io/llm-d/charts/llm-d-router-standalone",
      version: "v0.10.0",
      name: "llama",
      namespace: "inference-llama",
      skipAwait: true,
      values: {
        router: {
          inferencePool: { create: false },
          modelServers: { matchLabels: { "cilium-eks/model": "llama" } },
          proxy: { failOpen: false, mode: "sidecar", configMap: { name: "llama-envoy" } },
          epp: { image: { tag: "v0.10.0" }, replicas: 2 },
        },
      },
    });
    const plugin = only(recorded, RELEASE, "llama-device-plugin").inputs as { values: object };
    expect(plugin).toMatchObject({ chart: "nvidia-device-plugin", version: "0.20.0", namespace: "kube-system" });
    expect(JSON.stringify(plugin.values)).toContain('"cilium-eks/node-group","operator":"In","values":["gpu"]');
    const { metadata } = only(recorded, DEPLOYMENT, "llama-deployment-llama").inputs as unknown as KubernetesObject;
    expect(metadata).toMatchObject({ annotations: { "pulumi.com/skipAwait": "true" } });
  });

  it("leaves out what is there", async () => {
    const recorded = await build({ devicePlugin: "present", policies: false });
    expect(recorded.filter(({ type, name }) => type === RELEASE && name.includes("device-plugin"))).toEqual([]);
    expect(recorded.filter(({ type }) => type === POLICY)).toEqual([]);
  });

  it("takes the headers away that steer the router, and sends nothing twice", async () => {
    const recorded = await build({ route: { paths: ["/v1/models"], requestSeconds: 60 } });
    const [rule] = specOf(only(recorded, ROUTE, "llama"))["rules"] as [Record<string, unknown>];
    expect(rule["filters"]).toMatchObject([
      {
        type: "RequestHeaderModifier",
        requestHeaderModifier: {
          remove: expect.arrayContaining(["x-gateway-destination-endpoint", "x-prefiller-host-port"]) as unknown,
        },
      },
    ]);
    expect(rule).toMatchObject({
      matches: [{ path: { type: "PathPrefix", value: "/v1/models" } }],
      backendRefs: [{ name: "llama-epp", port: 8081 }],
      timeouts: { request: "60s" },
    });
    expect(rule).not.toHaveProperty("retry");
  });

  it("keeps the token of Hugging Face a secret, and gives it to the pods by name", async () => {
    const recorded = await build({ huggingFaceToken: "hf_abcdefgh" });
    const secret = only(recorded, "kubernetes:core/v1:Secret", "llama-hugging-face");
    expect(JSON.stringify(secret.inputs)).toContain('"stringData":"[secret]"');
    const others = recorded.filter((one) => one !== secret).map(({ inputs }) => JSON.stringify(inputs));
    expect(others.filter((text) => text.includes("hf_abcdefgh"))).toEqual([]);
    expect(JSON.stringify(only(recorded, DEPLOYMENT, "llama-deployment-llama").inputs)).toContain(
      '"key":"HF_TOKEN","name":"llama-hugging-face"',
    );
  });

  it("copies files of a bucket by a role of Pod Identity, and asks nobody else", async () => {
    const recorded = await build({
      cache: { kind: "s3", uri: "s3://models/llama", roleArn: "arn:aws:iam::123456789012:role/models" },
    });
    expect(
      only(recorded, "aws:eks/podIdentityAssociation:PodIdentityAssociation", "llama-models").inputs,
    ).toMatchObject({
      namespace: "inference-llama",
      serviceAccount: "llama",
      roleArn: "arn:aws:iam::123456789012:role/models",
    });
    const { egress } = specOf(only(recorded, POLICY, "llama-servers"));
    expect(JSON.stringify(egress)).not.toContain("huggingface");
    expect(JSON.stringify(egress)).toContain("s3.eu-central-1.amazonaws.com");
  });

  it("takes a CiliumGateway as it is, and refuses what cannot work before anything of it is registered", async () => {
    await expect(build({ model: { ...LLAMA_8B, parametersBillion: 405 } })).rejects.toThrow(/servers\.tensorParallel/);
    await expect(build({ option: { kind: "kgateway" } })).rejects.toThrow(/agentgateway/);
    const bare = stackWithGpus({ ...stack, gateway: { enabled: false } });
    await expect(
      record(() => {
        const cluster = new CiliumEniCluster("test", { ...bare, features: featuresOf(bare) });
        new InferenceRoute("llama", { ...llama(), gateway, cluster });
      }),
    ).rejects.toThrow(/without the Gateway API/);
  });

  it("makes every model of a stack, the device plugin once, for the nodes of all", async () => {
    const models = {
      llama: llama(),
      small: llama({ nodes: { kind: "ec2", nodeGroup: "gpu" }, servers: { replicas: 2 } }),
    };
    const recorded = await record(() => {
      const cluster = new CiliumEniCluster("test", { ...stack, features: featuresOf(stack) });
      expect(Object.keys(createInference({ ...stack, inference: { models } }, cluster))).toEqual(["llama", "small"]);
      expect(createInference(stack, cluster)).toEqual({});
    });
    const plugins = recorded.filter(
      ({ type, inputs }) => type === RELEASE && inputs["chart"] === "nvidia-device-plugin",
    );
    expect(plugins).toHaveLength(1);
    expect(only(recorded, ROUTE, "small").inputs["metadata"]).toMatchObject({ namespace: "inference-small" });
  });

  it("brings agentgateway's definitions and controller before a model's own gateway, and the way in last", async () => {
    const option = { kind: "agentgateway" as const };
    const newer: Settings = { ...stack, cilium: { version: "1.20.2" } };
    const recorded = await record(() => {
      const cluster = new CiliumEniCluster("test", { ...newer, features: featuresOf(newer) });
      createInference(
        { ...newer, inference: { models: { llama: llama({ option }), small: llama({ option }) } } },
        cluster,
      );
    });
    const { precedes } = order(recorded);
    const definition = only(recorded, "kubernetes:yaml/v2:ConfigFile", "llama-crd-inferencepool");
    const controller = only(recorded, RELEASE, "llama-agentgateway");
    const gateways = ["llama", "small"].map((model) =>
      only(recorded, "kubernetes:gateway.networking.k8s.io/v1:Gateway", `${model}-gateway-${model}-gateway`),
    );
    expect(precedes(definition, controller)).toBe(true);
    for (const gateway of gateways) expect(precedes(controller, gateway), gateway.name).toBe(true);
    expect(recorded.filter(({ type, inputs }) => type === RELEASE && inputs["name"] === "agentgateway")).toHaveLength(
      1,
    );
    // The second model's router needs InferencePool too, which the first one brings.
    expect(precedes(definition, only(recorded, RELEASE, "small-router"))).toBe(true);
  });
});
