import { describe, expect, it } from "vitest";
import { gpusOf, needsNvidiaImage } from "../../../../core/facts/gpus.ts";
import { instanceTypes } from "../../../../core/facts/instances.ts";
import { planMemory } from "../../../../core/inference/memory.ts";
import { type InferenceContext, planInference } from "../../../../core/inference/plan.ts";
import { planDevicePlugin } from "../../../../core/inference/device-plugin.ts";
import { pickerConfig } from "../../../../core/inference/router.ts";
import { startupTries } from "../../../../core/inference/servers.ts";
import type { KubernetesObject } from "../../../../core/model/index.ts";
import { planNodes } from "../../../../core/nodes/plan.ts";
import type { InferenceRouteSettings, InferenceSettings, ModelCache } from "../../../../core/settings/index.ts";
import { inferenceRoutesOf } from "../../../../core/settings/inferences.ts";
import { LLAMA_8B, ON_PREMISES, QWEN3_32B, gpuGroup, llama, stackWithGpus } from "../../../support/inference.ts";

const context: InferenceContext = {
  clusterName: "test",
  region: "eu-central-1",
  registry: undefined,
  gateway: { name: "edge", namespace: "gateway-edge" },
  tuple: { bundle: "v1.6.1", channel: "standard", ciliumVersion: "1.20.2" },
  machines: { gpu: { instanceTypes: ["g6e.12xlarge"], image: "AL2023" } },
  nodeGroups: { gpu: [{ key: "dedicated", value: "llm", effect: "NoSchedule" }] },
  monitorLabels: undefined,
};
const plan = (parts: Partial<InferenceRouteSettings> = {}, more: Partial<InferenceContext> = {}) => {
  const settings = llama(parts);
  return planInference(
    { name: "llama", settings, devicePlugin: "install", agentgateway: "install", pluginNodes: [settings.nodes] },
    { ...context, ...more },
  );
};

interface PodSpec {
  readonly nodeSelector: Record<string, string>;
  readonly tolerations: readonly object[];
  readonly initContainers?: readonly { readonly name: string; readonly args: readonly string[] }[];
  readonly containers: readonly [
    {
      readonly args: readonly string[];
      readonly image: string;
      readonly resources: object;
      readonly env: readonly { readonly name: string }[];
    },
  ];
  readonly volumes: readonly object[];
}
const podOf = (object: KubernetesObject | undefined): PodSpec => {
  if (object === undefined) throw new Error("no such object");
  return (object["spec"] as { template: { spec: PodSpec } }).template.spec;
};

describe("memory of a GPU, as docs/inference.md works it out", () => {
  it("is 61.1 GiB of weights over four GPUs, and 64 KiB a token on each", () => {
    const memory = planMemory(QWEN3_32B, { maxModelLength: 32_768 }, { gpu: { memoryMiB: 45_776 }, tensorParallel: 4 });
    expect(memory.shareGiB).toBeCloseTo(40.2, 1);
    expect(memory.weightsGiB).toBeCloseTo(15.3, 1);
    expect(memory.bytesPerToken).toBe(2 * 64 * 2 * 128 * 2);
    expect(memory.cacheGiB).toBeCloseTo(22, 1);
    expect(memory.requests).toBeCloseTo(11, 0);
  });

  it("is 128 KiB a token of Llama 3.1 8B on one GPU, half with FP8", () => {
    const one = { gpu: { memoryMiB: 45_776 }, tensorParallel: 1 };
    expect(planMemory(LLAMA_8B, {}, one).bytesPerToken).toBe(131_072);
    expect(planMemory(LLAMA_8B, { kvCacheDtype: "fp8" }, one).bytesPerToken).toBe(65_536);
  });

  it("keeps a head a GPU where there are more GPUs than heads", () => {
    const wide = planMemory({ ...LLAMA_8B, kvHeads: 2 }, {}, { gpu: { memoryMiB: 45_776 }, tensorParallel: 8 });
    expect(wide.bytesPerToken).toBe(2 * 32 * 1 * 128 * 2);
  });
});

describe("GPUs of instance types", () => {
  it("are told of types that have whole ones, whose nodes get NVIDIA's image", () => {
    expect(gpusOf("p5.48xlarge")).toMatchObject({ count: 8, gpu: { name: "h100", memoryMiB: 81_920 } });
    expect(gpusOf("g6f.xlarge")).toBeUndefined();
    expect(gpusOf("g4ad.xlarge")).toBeUndefined();
    expect(instanceTypes().filter((type) => gpusOf(type) !== undefined && !needsNvidiaImage(type))).toEqual([]);
    expect(["g6f.xlarge", "gr6f.4xlarge", "p6-b200.48xlarge"].map(needsNvidiaImage)).toEqual([true, true, true]);
    expect(["m6i.large", "g4ad.xlarge", "trn1.2xlarge", "inf2.xlarge"].map(needsNvidiaImage)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it("give a node group the image with the driver, and no other group", () => {
    const { nodeGroups } = stackWithGpus();
    const images = planNodes(
      stackWithGpus({ nodeGroups: { ...nodeGroups, rocket: { ...gpuGroup(), ami: { family: "Bottlerocket" } } } }),
      { maxPods: {}, firstInterfaceIndex: 0, prefixDelegation: false },
    ).map(({ name, image }) => `${name} ${image.parameter}`);
    expect(images).toEqual([
      expect.stringContaining("general /aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/standard/"),
      expect.stringMatching(
        /^gpu .*\/amazon-linux-2023\/x86_64\/nvidia\/amazon-eks-node-al2023-x86_64-nvidia-1\.35-v\d+\/image_id$/,
      ),
      expect.stringContaining("rocket /aws/service/bottlerocket/aws-k8s-1.35-nvidia/x86_64/"),
    ]);
  });
});

describe("model servers", () => {
  it("run on nodes of their group, with GPUs, and get every argument", () => {
    const pod = podOf(
      plan({
        model: { ...LLAMA_8B, servedName: "llama", revision: "abc" },
        servers: {
          tensorParallel: 2,
          maxSequences: 64,
          lora: { adapters: { b: "acme/b", a: "acme/a" }, maxRank: 32 },
          extraArgs: ["--enable-auto-tool-choice"],
        },
      }).objects.servers[0],
    );
    expect(pod.nodeSelector).toEqual({ "cilium-eks/node-group": "gpu" });
    expect(pod.tolerations).toEqual([
      { key: "nvidia.com/gpu", operator: "Exists" },
      { key: "dedicated", operator: "Equal", value: "llm", effect: "NoSchedule" },
    ]);
    expect(pod.containers[0].resources).toMatchObject({ limits: { "nvidia.com/gpu": "2" } });
    expect(pod.containers[0].args).toEqual([
      "meta-llama/Llama-3.1-8B-Instruct",
      "--served-model-name=llama",
      "--revision=abc",
      "--port=8000",
      "--tensor-parallel-size=2",
      "--max-model-len=32768",
      "--gpu-memory-utilization=0.9",
      "--dtype=auto",
      "--kv-cache-dtype=auto",
      "--max-num-seqs=64",
      "--enable-lora",
      "--max-loras=1",
      "--max-lora-rank=32",
      "--lora-modules",
      "a=acme/a",
      "b=acme/b",
      "--enable-auto-tool-choice",
    ]);
  });

  it("may take as long to start as the download and the load, by the speed of the link", () => {
    // 14.96 GiB are 128.5 Gbit: 257 s at 500 Mbit/s, and ten minutes.
    expect(startupTries({ model: LLAMA_8B, servers: {} })).toBe(Math.ceil((257 + 600) / 10));
    expect(startupTries({ model: LLAMA_8B, servers: { downloadMbitPerSecond: 100 } })).toBe(
      Math.ceil((1285 + 600) / 10),
    );
  });

  const caches: readonly [ModelCache, string, string | undefined][] = [
    [{ kind: "pod" }, '"emptyDir":{}', "huggingface.co"],
    [{ kind: "hostPath", path: "/var/lib/models" }, '"path":"/var/lib/models"', "huggingface.co"],
    [{ kind: "volume", sizeGiB: 50 }, '"claimName":"llama-models"', "huggingface.co"],
    [{ kind: "s3", uri: "s3://models/llama" }, '"emptyDir":{}', "s3.eu-central-1.amazonaws.com"],
    [
      { kind: "image", reference: "registry.example.com/llama:1" },
      '"reference":"registry.example.com/llama:1"',
      undefined,
    ],
  ];
  it.each(caches)("keep files in %o, and get to where they are and nowhere else", (cache, volume, name) => {
    const { objects } = plan({ cache });
    const pod = podOf(objects.servers[0]);
    expect(JSON.stringify(pod.volumes)).toContain(volume);
    const [, servers] = objects.policies;
    const egress = JSON.stringify((servers?.["spec"] as { egress: unknown } | undefined)?.egress);
    if (name === undefined) expect(egress).toBe("[{}]");
    else expect(egress).toContain(name);
    const downloads = name === "huggingface.co";
    expect(pod.containers[0].args[0]).toBe(downloads ? "meta-llama/Llama-3.1-8B-Instruct" : "/models");
    expect(pod.containers[0].env.some((one) => one.name === "HF_HUB_OFFLINE")).toBe(!downloads);
    expect(objects.before.map(({ kind }) => kind)).toEqual(cache.kind === "volume" ? ["PersistentVolumeClaim"] : []);
  });

  it("are two kinds where prompts are worked on apart: the sidecar is in front of those that answer", () => {
    const { objects, router } = plan({ servers: { prefill: { replicas: 2, tensorParallel: 2, fromTokens: 256 } } });
    const [decode, prefill] = objects.servers;
    expect([decode?.metadata.name, prefill?.metadata.name]).toEqual(["llama-decode", "llama-prefill"]);
    expect(podOf(decode).initContainers?.[0]?.args).toContain("--model-server-port=8200");
    expect(podOf(decode).containers[0].args).toContain("--port=8200");
    expect(podOf(prefill).initContainers).toBeUndefined();
    expect(podOf(prefill).containers[0].args).toContain("--tensor-parallel-size=2");
    const values = JSON.stringify(router.values);
    for (const text of ["disagg-profile-handler", "prefill-filter", "decode-filter"]) expect(values).toContain(text);
    expect(values).toMatch(/nonCachedTokens[^0-9]*256/);
  });
});

describe("router and device plugin", () => {
  it("stand on the side of the model servers", () => {
    const affinity = (nodes: InferenceRouteSettings["nodes"]) => JSON.stringify(plan({ nodes }).router.values);
    expect(affinity(ON_PREMISES)).toContain('"operator":"In","values":["hybrid"]');
    expect(affinity({ kind: "ec2", nodeGroup: "gpu" })).toContain('"operator":"NotIn","values":["hybrid"]');
  });

  it("weigh scorers as they are told, and leave out those that weigh nothing", () => {
    const config = JSON.parse(pickerConfig({ weights: { queue: 0, prefixCache: 5 } }, {})) as {
      schedulingProfiles: unknown;
    };
    expect(config.schedulingProfiles).toEqual([
      {
        name: "default",
        plugins: [
          { pluginRef: "kv-cache-utilization-scorer", weight: 2 },
          { pluginRef: "prefix-cache-scorer", weight: 5 },
        ],
      },
    ]);
  });

  it("have nothing to do where Bottlerocket brings the plugin, and look for the label of hybrid pools", () => {
    const bottlerocket = {
      ...context,
      machines: { gpu: { instanceTypes: ["g6e.xlarge"], image: "Bottlerocket" as const } },
    };
    expect(planDevicePlugin([{ kind: "ec2", nodeGroup: "gpu" }], bottlerocket)).toBeUndefined();
    expect(JSON.stringify(planDevicePlugin([ON_PREMISES], bottlerocket)?.values)).toContain("nvidia.com/gpu.present");
  });

  it("name what mirrors must hold", () => {
    const { notes } = plan({}, { registry: { mirrors: { "docker.io": "registry.example.com/docker" } } });
    expect(notes).toEqual([
      "For the models the mirrors must hold: registry.example.com/docker/vllm/vllm-openai:v0.26.0, registry.example.com/docker/envoyproxy/envoy:distroless-v1.33.2.",
      "No mirror stands for the registry of: ghcr.io/llm-d/llm-d-router-endpoint-picker:v0.10.0, nvcr.io/nvidia/k8s-device-plugin:v0.20.0.",
    ]);
  });
});

describe("metrics", () => {
  it("are scraped where an operator is, from a namespace that policies name", () => {
    const seen = plan(
      { option: { kind: "agentgateway" }, prometheusNamespace: "observability" },
      { monitorLabels: { release: "kps" } },
    );
    expect(seen.objects.monitors.map(({ metadata }) => metadata)).toEqual(
      ["servers", "router", "gateway"].map((what) => ({
        name: `llama-${what}`,
        namespace: "inference-llama",
        labels: { release: "kps" },
      })),
    );
    expect(JSON.stringify(seen.objects.monitors)).toContain('"portNumber":9090');
    for (const { spec } of seen.objects.policies) expect(JSON.stringify(spec)).toContain("observability");
    expect(JSON.stringify(seen.router.values)).toContain('"auth":{"enabled":false}');
    const unseen = plan({});
    expect(unseen.objects.monitors).toEqual([]);
    expect(JSON.stringify(unseen.router.values)).not.toContain("monitoring");
  });
});

describe("agentgateway", () => {
  const kindsAndNames = (objects: readonly KubernetesObject[]) =>
    objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  const specOf = (object: KubernetesObject | undefined) => JSON.stringify(object?.["spec"]);

  it("stands behind the Cilium Gateway as a plain backend, and asks the router by InferencePool", () => {
    const { objects, router, controller } = plan({
      option: { kind: "agentgateway" },
      route: { hostnames: ["a.example.com"] },
    });
    expect(router.chart).toMatch(/llm-d-router-gateway$/);
    expect(router.values).toMatchObject({ router: { inferencePool: { create: true, failureMode: "FailClose" } } });
    expect(JSON.stringify(router.values)).not.toContain("envoy");
    expect(controller?.releases.map(({ name }) => name)).toEqual(["agentgateway-crds", "agentgateway"]);
    expect(controller?.releases[1]?.values).toMatchObject({ inferenceExtension: { enabled: true } });
    expect(kindsAndNames(objects.gateway)).toEqual(["AgentgatewayParameters llama-gateway", "Gateway llama-gateway"]);
    expect(specOf(objects.gateway[0])).toContain('"type":"ClusterIP"');
    expect(kindsAndNames(objects.routes)).toEqual(["HTTPRoute llama", "HTTPRoute llama-gateway"]);
    const [outer, inner] = objects.routes;
    expect(specOf(outer)).toContain('"backendRefs":[{"name":"llama-gateway","port":8080}]');
    expect(specOf(outer)).toContain('"name":"edge","namespace":"gateway-edge"');
    expect(specOf(inner)).toContain(
      '"backendRefs":[{"group":"inference.networking.k8s.io","kind":"InferencePool","name":"llama"}]',
    );
    expect(specOf(inner)).not.toContain("a.example.com");
  });

  it("has a load balancer of its own where it is told to, and then nothing to do with the Cilium Gateway", () => {
    const { objects } = plan({
      option: {
        kind: "agentgateway",
        loadBalancer: { certificateSecret: "llm", sourceRanges: ["203.0.113.0/24"], idleTimeoutSeconds: 900 },
      },
      route: { hostnames: ["a.example.com"] },
    });
    const [parameters, gateway] = objects.gateway;
    expect(specOf(parameters)).toContain('"loadBalancerClass":"service.k8s.aws/nlb"');
    expect(specOf(parameters)).toContain('"loadBalancerSourceRanges":["203.0.113.0/24"]');
    expect(specOf(gateway)).toContain('"certificateRefs":[{"name":"llm"}]');
    expect(specOf(gateway)).toContain('listener-attributes.TCP-443":"tcp.idle_timeout.seconds=900"');
    expect(specOf(gateway)).toContain('scheme":"internal"');
    expect(kindsAndNames(objects.routes)).toEqual(["HTTPRoute llama"]);
    expect(specOf(objects.routes[0])).toContain('"kind":"Gateway","name":"llama-gateway"');
    // Whoever clients are, the headers that steer are not theirs.
    expect(specOf(objects.routes[0])).toContain("x-gateway-destination-endpoint");
  });

  it("is let to router and model servers, and nobody but the way in is let to it", () => {
    const policies = (loadBalancer?: object) =>
      plan({ option: { kind: "agentgateway", ...(loadBalancer === undefined ? {} : { loadBalancer }) } }).objects
        .policies;
    const [gateway, router, servers] = policies();
    expect(JSON.stringify(gateway?.["spec"])).toContain('"fromEntities":["ingress"]');
    expect(JSON.stringify(gateway?.["spec"])).toContain("agentgateway-system");
    expect(JSON.stringify(router?.["spec"])).toContain('"port":"9002"');
    expect(JSON.stringify(router?.["spec"])).not.toContain('"fromEntities":["ingress"]');
    expect(JSON.stringify(servers?.["spec"])).toContain("llama-gateway");
    expect(JSON.stringify(policies({})[0]?.["spec"])).toContain('"fromEntities":["world","host","remote-node"]');
  });

  it("is brought once, or not at all", () => {
    const two = {
      b: llama({ option: { kind: "agentgateway" } }),
      a: llama(),
      c: llama({ option: { kind: "agentgateway" } }),
    };
    const brought = (settings: InferenceSettings) =>
      inferenceRoutesOf(settings)
        .filter(({ agentgateway }) => agentgateway === "install")
        .map(({ name }) => name);
    expect(brought({ models: two })).toEqual(["b"]);
    expect(brought({ models: two, agentgateway: "present" })).toEqual([]);
  });
});
