import { cases } from "../../../../support/rule-cases.ts";
import { LLAMA_8B, ON_PREMISES, QWEN3_32B, askedOne, gpuGroup, stackWithGpus } from "../../../../support/inference.ts";
import { unknown } from "../../../../support/model.ts";

const PATH = "inference.models.llama";
const on = (...types: readonly string[]) => ({ stack: stackWithGpus({ nodeGroups: { gpu: gpuGroup(types, 8) } }) });

export default cases({
  "inference-model-memory": {
    fails: [
      [
        "weights that are larger than the GPU",
        askedOne({ model: QWEN3_32B }),
        { path: `${PATH}.servers.tensorParallel`, found: "61.1 GiB of weights", example: true },
      ],
      [
        "weights that leave less than a request",
        askedOne({ servers: { maxModelLength: 131_072 } }, on("g6.xlarge")),
        { found: "and a request of 131072" },
      ],
      [
        "prompts on fewer GPUs than the model needs",
        askedOne({ model: QWEN3_32B, servers: { tensorParallel: 4, prefill: { replicas: 1, tensorParallel: 1 } } }),
        { path: `${PATH}.servers.prefill.tensorParallel`, found: "prefill pods" },
      ],
      [
        "a GPU by its memory",
        askedOne({ nodes: { kind: "hybrid", pool: "gpu", gpuMemoryGiB: 8, gpusPerNode: 1 } }, { strategy: "overlay" }),
        { found: "15.0 GiB of weights" },
      ],
    ],
    passes: [
      ["a model on one GPU", askedOne({})],
      ["a model over four", askedOne({ model: QWEN3_32B, servers: { tensorParallel: 4 } })],
      ["fewer bits", askedOne({ model: { ...QWEN3_32B, bitsPerParameter: 8 }, servers: { maxModelLength: 8192 } })],
      ["nodes whose GPUs nobody knows", askedOne({ model: QWEN3_32B }, on("m6i.large"))],
      [
        "exactly one request",
        askedOne({ model: { ...LLAMA_8B, kvBytesPerToken: 2 ** 20 }, servers: { maxModelLength: 22_810 } }),
      ],
    ],
    unknown: [["an unknown model", askedOne({ model: unknown })]],
  },
  "inference-concurrency-memory": {
    fails: [
      [
        "more requests than fit",
        askedOne({ servers: { maxModelLength: 32_768, concurrency: 8 } }),
        { path: `${PATH}.servers.concurrency`, found: "room for 5.6 requests" },
      ],
      [
        "room for exactly one of two",
        askedOne({
          model: { ...LLAMA_8B, kvBytesPerToken: 2 ** 20 },
          servers: { maxModelLength: 22_810, concurrency: 2 },
        }),
        { found: "room for 1.0 requests" },
      ],
    ],
    passes: [
      ["as many as fit", askedOne({ servers: { maxModelLength: 32_768, concurrency: 5 } })],
      ["more with half the bytes", askedOne({ servers: { concurrency: 8, kvCacheDtype: "fp8" } })],
      ["a model that does not fit at all", askedOne({ model: QWEN3_32B, servers: { concurrency: 8 } })],
      [
        "exactly as many",
        askedOne({
          model: { ...LLAMA_8B, kvBytesPerToken: 2 ** 20 },
          servers: { maxModelLength: 11_405, concurrency: 2 },
        }),
      ],
      ["nodes whose GPUs nobody knows", askedOne({ servers: { concurrency: 800 } }, on("m6i.large"))],
    ],
    unknown: [["unknown servers", askedOne({ model: { ...LLAMA_8B, layers: unknown } })]],
  },
  "inference-context-length": {
    fails: [
      [
        "more than the model has",
        askedOne({ servers: { maxModelLength: 200_000 } }),
        { path: `${PATH}.servers.maxModelLength`, found: "200000 tokens" },
      ],
    ],
    passes: [
      ["less", askedOne({})],
      ["all of it", askedOne({ servers: { maxModelLength: 131_072 } })],
    ],
    unknown: [["an unknown model", askedOne({ model: unknown })]],
  },
  "inference-tensor-parallel": {
    fails: [
      [
        "more GPUs than a node has",
        askedOne({ servers: { tensorParallel: 8 } }),
        { path: `${PATH}.servers.tensorParallel`, found: "8 GPUs a pod on nodes with 4" },
      ],
      ["three GPUs for eight heads", askedOne({ servers: { tensorParallel: 3 } }), { found: "3 GPUs for 8" }],
      [
        "on premises",
        askedOne({ nodes: ON_PREMISES, servers: { tensorParallel: 4 } }, { strategy: "overlay" }),
        { found: "nodes with 2" },
      ],
      [
        "of types with different numbers, the fewest",
        askedOne({ servers: { tensorParallel: 4 } }, on("g6e.12xlarge", "g6e.xlarge")),
        { found: "nodes with 1" },
      ],
    ],
    passes: [
      ["one", askedOne({})],
      ["a divisor", askedOne({ servers: { tensorParallel: 4 } })],
      ["a multiple", askedOne({ model: { ...LLAMA_8B, kvHeads: 2 }, servers: { tensorParallel: 4 } })],
      ["nodes whose GPUs nobody knows", askedOne({ servers: { tensorParallel: 8 } }, on("m6i.large"))],
    ],
    unknown: [["unknown heads", askedOne({ model: { ...LLAMA_8B, kvHeads: unknown } })]],
  },
  "inference-number-format": {
    fails: [
      [
        "bfloat16 on a T4",
        askedOne({ servers: { dtype: "bfloat16" } }, on("g4dn.xlarge")),
        { path: `${PATH}.servers.dtype`, found: "bfloat16 on t4, of compute capability 7.5" },
      ],
    ],
    passes: [
      ["float16 on a T4", askedOne({ servers: { dtype: "float16" } }, on("g4dn.xlarge"))],
      ["what vLLM takes by itself", askedOne({}, on("g4dn.xlarge"))],
      ["bfloat16 on an L40S", askedOne({ servers: { dtype: "bfloat16" } })],
      ["bfloat16 on an A100", askedOne({ servers: { dtype: "bfloat16" } }, on("p4d.24xlarge"))],
      ["nodes whose GPUs nobody knows", askedOne({ servers: { dtype: "bfloat16" } }, on("m6i.large"))],
      [
        "a GPU by its memory",
        askedOne(
          { nodes: { kind: "hybrid", pool: "gpu", gpuMemoryGiB: 48, gpusPerNode: 1 }, servers: { dtype: "bfloat16" } },
          { strategy: "overlay" },
        ),
      ],
    ],
    unknown: [["unknown servers", askedOne({ servers: { dtype: unknown } })]],
  },
});
