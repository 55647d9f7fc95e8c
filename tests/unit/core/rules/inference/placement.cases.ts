import type { HybridSettings } from "../../../../../core/settings/index.ts";
import { cases } from "../../../../support/rule-cases.ts";
import { ON_PREMISES, asked, askedOne, gpuGroup, llama, stackWithGpus } from "../../../../support/inference.ts";
import { controlPlane, unknown } from "../../../../support/model.ts";

const PATH = "inference.models.llama";
const premises = (
  pools: HybridSettings["pools"],
): { stack: ReturnType<typeof stackWithGpus>; strategy: "overlay" } => ({
  strategy: "overlay",
  stack: stackWithGpus({
    hybrid: {
      strategy: "overlay",
      nodeCidrs: ["192.168.0.0/24"],
      identity: { type: "ssm", expires: "2027-01-31T00:00:00Z" },
      pools,
    },
  }),
});
const rack = premises({ gpu: { maxNodes: 2, os: "ubuntu-24.04", gpu: true } });
const group = (types: readonly string[], max = 2) => ({
  stack: stackWithGpus({ nodeGroups: { gpu: gpuGroup(types, max) } }),
});
const { settings: _, ...alone } = askedOne({});

export default cases({
  "inference-gpu-nodes": {
    fails: [
      [
        "a group that is none",
        askedOne({ nodes: { kind: "ec2", nodeGroup: "gpus" } }),
        { path: `${PATH}.nodes.nodeGroup`, found: '"gpus", which is no node group' },
      ],
      ["types without GPUs", askedOne({}, group(["m6i.large"])), { found: '"gpu" with m6i.large', example: true }],
      ["one of them without", askedOne({}, group(["g6e.xlarge", "m6i.large"])), { found: "m6i.large" }],
      ["a part of a GPU", askedOne({}, group(["g6f.xlarge"])), { found: "g6f.xlarge" }],
      [
        "a pool that is none",
        askedOne({ nodes: { kind: "hybrid", pool: "x", gpu: "l40s", gpusPerNode: 2 } }, rack),
        { path: `${PATH}.nodes.pool`, found: '"x"' },
      ],
      [
        "a pool without GPUs",
        askedOne({ nodes: ON_PREMISES }, premises({ gpu: { maxNodes: 2, os: "ubuntu-24.04" } })),
        { found: "without gpu: true" },
      ],
      [
        "no GPU said",
        askedOne({ nodes: { kind: "hybrid", pool: "gpu", gpusPerNode: 1 } }, rack),
        { path: `${PATH}.nodes.gpu`, found: "neither" },
      ],
      [
        "facts of a cluster that lack the group",
        { ...alone, inference: { settings: { models: { llama: llama() } }, gpus: {}, gateways: {} } },
        { found: "nobody knows" },
      ],
    ],
    passes: [
      ["a group with GPUs", askedOne({})],
      ["a pool with GPUs", askedOne({ nodes: ON_PREMISES }, rack)],
      ["facts of a cluster", alone],
      [
        "a pool of a cluster of which only facts are known",
        { ...alone, inference: asked({ llama: llama({ nodes: ON_PREMISES }) }).inference! },
      ],
    ],
    unknown: [
      [
        "unknown nodes",
        askedOne(
          {},
          { inference: { settings: { models: { llama: llama({ nodes: unknown }) } }, gpus: {}, gateways: {} } },
        ),
      ],
    ],
  },
  "inference-gpu-capacity": {
    fails: [
      [
        "more pods than the group has GPUs",
        askedOne({ servers: { replicas: 9 } }),
        { path: `${PATH}.servers.replicas`, found: "3 nodes of 4 GPUs" },
      ],
      [
        "pods that leave GPUs of a node idle",
        askedOne({ model: { ...llama().model, kvHeads: 6 }, servers: { replicas: 3, tensorParallel: 3 } }),
        { found: "3 nodes" },
      ],
      [
        "prompts on GPUs beside",
        askedOne({ servers: { replicas: 8, prefill: { replicas: 1 } } }),
        { found: "3 nodes" },
      ],
      ["on premises", askedOne({ nodes: ON_PREMISES, servers: { replicas: 5 } }, rack), { found: "3 nodes of 2 GPUs" }],
    ],
    passes: [
      ["as many", askedOne({ servers: { replicas: 8 } })],
      [
        "both kinds in one node",
        askedOne({ servers: { replicas: 2, prefill: { replicas: 2 } } }, group(["g6e.12xlarge"], 1)),
      ],
      ["on premises", askedOne({ nodes: ON_PREMISES, servers: { replicas: 4 } }, rack)],
      [
        "more GPUs a pod than a node has, of which another rule tells",
        askedOne({ servers: { replicas: 1, tensorParallel: 8 } }),
      ],
      ["a group that is none", askedOne({ nodes: { kind: "ec2", nodeGroup: "x" }, servers: { replicas: 99 } })],
      ["nodes whose GPUs nobody knows", askedOne({ servers: { replicas: 99 } }, group(["m6i.large"]))],
    ],
    unknown: [["unknown replicas", askedOne({ servers: { replicas: unknown } })]],
  },
  "inference-several-nodes": {
    fails: [
      [
        "two nodes",
        askedOne({ servers: { nodesPerReplica: 2 } }),
        { path: `${PATH}.servers.nodesPerReplica`, found: "2 nodes a replica", example: true },
      ],
    ],
    passes: [
      ["one", askedOne({ servers: { nodesPerReplica: 1 } })],
      ["not said", askedOne({})],
    ],
    unknown: [["unknown nodes", askedOne({ servers: { nodesPerReplica: unknown } })]],
  },
  "inference-hybrid-way": {
    fails: [
      [
        "another cluster",
        askedOne({ nodes: ON_PREMISES }, { strategy: "clusterMesh" }),
        { path: `${PATH}.nodes.kind`, found: "another cluster" },
      ],
      ["no Cilium in AWS", askedOne({ nodes: ON_PREMISES }, { strategy: "mixed" }), { found: "no Cilium" }],
      [
        "AWS's gateway",
        askedOne({ nodes: ON_PREMISES }, { strategy: "hybridGateway" }),
        { found: "l7Proxy off", example: true },
      ],
      ["a cluster without hybrid nodes", askedOne({ nodes: ON_PREMISES }), { found: "made without them" }],
    ],
    passes: [
      ["an overlay", askedOne({ nodes: ON_PREMISES }, rack)],
      ["EC2", askedOne({}, { strategy: "mixed" })],
    ],
    unknown: [["an unknown strategy", askedOne({ nodes: ON_PREMISES }, { strategy: unknown })]],
  },
  "inference-cache-volume": {
    fails: [
      [
        "a volume of one node for two pods",
        askedOne({ servers: { replicas: 2 }, cache: { kind: "volume", sizeGiB: 100 } }),
        { path: `${PATH}.cache.accessMode`, found: "ReadWriteOnce for 2 pods" },
      ],
      [
        "prompts on a second pod",
        askedOne({ servers: { prefill: { replicas: 1 } }, cache: { kind: "volume", sizeGiB: 100 } }),
        { found: "2 pods" },
      ],
      [
        "EBS on premises",
        askedOne({ nodes: ON_PREMISES, cache: { kind: "volume", sizeGiB: 100 } }, rack),
        { path: `${PATH}.cache.storageClass`, found: "hybrid nodes" },
      ],
      [
        "an image with an old Kubernetes",
        askedOne(
          { cache: { kind: "image", reference: "r/m:1" } },
          { controlPlane: controlPlane({ kubernetesVersion: "1.34" }) },
        ),
        { path: `${PATH}.cache.kind`, found: "Kubernetes 1.34" },
      ],
    ],
    passes: [
      ["none", askedOne({})],
      ["one pod", askedOne({ cache: { kind: "volume", sizeGiB: 100 } })],
      [
        "a shared volume",
        askedOne({ servers: { replicas: 2 }, cache: { kind: "volume", sizeGiB: 100, accessMode: "ReadWriteMany" } }),
      ],
      [
        "a class on premises",
        askedOne({ nodes: ON_PREMISES, cache: { kind: "volume", sizeGiB: 100, storageClass: "local" } }, rack),
      ],
      ["an image", askedOne({ cache: { kind: "image", reference: "r/m:1" } }, { controlPlane: controlPlane() })],
      [
        "a folder of the node with an old Kubernetes",
        askedOne(
          { cache: { kind: "hostPath", path: "/m" } },
          { controlPlane: controlPlane({ kubernetesVersion: "1.34" }) },
        ),
      ],
    ],
    unknown: [["an unknown cache", askedOne({ cache: unknown })]],
  },
  "inference-name": {
    fails: [
      ["capitals", asked({ Llama: llama() }), { path: "inference.models.Llama", found: '"Llama"' }],
      ["a digit first", asked({ "3llama": llama() }), { found: "3llama" }],
      ["41 characters", asked({ ["a".repeat(41)]: llama() }), { found: "aaa" }],
      ["a dash at the end", asked({ "llama-": llama() }), { found: "llama-" }],
    ],
    passes: [
      ["a name", askedOne({})],
      ["40 characters", asked({ ["a".repeat(40)]: llama() })],
      ["one letter", asked({ a: llama() })],
    ],
    unknown: [["unknown models", { inference: { settings: { models: unknown }, gpus: {}, gateways: {} } }]],
  },
});
