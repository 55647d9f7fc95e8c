import { GPUS_SOURCE } from "../../facts/gpus.ts";
import { rulesOn } from "../rule.ts";
import { MEMORY_SOURCE, gib, models, podsOf } from "./common.ts";

/** First compute capability whose cores have bfloat16 (CUDA programming guide: compute capabilities, 8.x). */
const BFLOAT16_FROM = 8;

export default rulesOn(models, [
  {
    id: "inference-model-memory",
    severity: "error",
    title: "Weights and one request of full length fit on the GPUs of a pod",
    why: "vLLM loads the weights, and then refuses to start where the rest holds less than one request of --max-model-len.",
    symptom:
      "The pod ends with CUDA out of memory, or with: the model's max seq len is larger than the maximum number of tokens that can be stored in KV cache.",
    source: MEMORY_SOURCE,
    fix: "Raise servers.tensorParallel, lower servers.maxModelLength, take a model of fewer bits, or larger GPUs.",
    *check(one) {
      for (const { at, what, tensorParallel, memory } of podsOf(one)) {
        if (memory === undefined || memory.tokens >= memory.requestTokens) continue;
        const { shareGiB, weightsGiB, overheadGiB, tokens, requestTokens } = memory;
        yield {
          at,
          found:
            memory.cacheGiB < 0
              ? `${gib(weightsGiB)} of weights and ${gib(overheadGiB)} beside them for each of ${String(tensorParallel)} GPUs, of which vLLM takes ${gib(shareGiB)} (${what})`
              : `room for ${String(tokens)} tokens, and a request of ${String(requestTokens)} (${what})`,
          expected: `weights and ${String(requestTokens)} tokens of ${String(memory.bytesPerToken)} bytes within ${gib(shareGiB)} a GPU`,
        };
      }
    },
  },
  {
    id: "inference-concurrency-memory",
    severity: "error",
    title: "The KV cache holds as many requests of full length as are asked for",
    why: "What does not fit waits, or is thrown out and worked on again: latency grows long before the GPUs are busy.",
    symptom: "vllm:num_requests_waiting and vllm:num_preemptions_total grow while few requests run.",
    source: MEMORY_SOURCE,
    fix: "Raise servers.tensorParallel or replicas with fewer requests each, set kvCacheDtype to fp8, or lower maxModelLength.",
    *check(one) {
      for (const { what, memory } of podsOf(one)) {
        // Where not even one fits the other rule says so.
        if (memory === undefined || memory.tokens < memory.requestTokens || memory.requests >= memory.wanted) continue;
        yield {
          at: "servers.concurrency",
          found: `room for ${memory.requests.toFixed(1)} requests of ${String(memory.requestTokens)} tokens (${what})`,
          expected: `${String(memory.wanted)} at once`,
        };
      }
    },
  },
  {
    id: "inference-context-length",
    severity: "error",
    title: "Requests are no longer than the model's context",
    why: "vLLM refuses a --max-model-len above what the model was made for, because answers beyond it are noise.",
    symptom: "vLLM ends with: User-specified max_model_len is greater than the derived max_model_len.",
    source: "vLLM: vllm/config/model.py, _get_and_verify_max_len",
    fix: "Lower servers.maxModelLength to model.contextLength.",
    *check({ settings: { model, servers = {} } }) {
      const { maxModelLength = model.contextLength } = servers;
      if (maxModelLength <= model.contextLength) return;
      yield {
        at: "servers.maxModelLength",
        found: `${String(maxModelLength)} tokens`,
        expected: `${String(model.contextLength)} at most`,
      };
    },
  },
  {
    id: "inference-tensor-parallel",
    severity: "error",
    title: "A pod's GPUs are those of one node and share the heads evenly",
    why: "A pod runs on one node; and vLLM splits heads over GPUs, or copies one to several, never a part of one.",
    symptom: "The pod stays Pending for want of nvidia.com/gpu, or vLLM ends with an assertion on the number of heads.",
    source: "vLLM: vllm/model_executor/layers/linear.py, QKVParallelLinear; Kubernetes docs: schedule GPUs",
    fix: "Set servers.tensorParallel to a divisor, or a multiple, of model.kvHeads that a node has GPUs for.",
    *check(one) {
      const { kvHeads } = one.settings.model;
      for (const { at, what, tensorParallel } of podsOf(one)) {
        if (one.gpus !== undefined && tensorParallel > one.gpus.perNode) {
          yield {
            at,
            found: `${String(tensorParallel)} GPUs a pod on nodes with ${String(one.gpus.perNode)} (${what})`,
            expected: `${String(one.gpus.perNode)} at most`,
          };
          continue;
        }
        if (kvHeads % tensorParallel === 0 || tensorParallel % kvHeads === 0) continue;
        yield {
          at,
          found: `${String(tensorParallel)} GPUs for ${String(kvHeads)} key-value heads (${what})`,
          expected: "a divisor or a multiple of the heads",
        };
      }
    },
  },
  {
    id: "inference-number-format",
    severity: "error",
    title: "The GPUs have the number format",
    why: "GPUs before compute capability 8.0 have no bfloat16, which most models come in.",
    symptom: "vLLM ends with: Bfloat16 is only supported on GPUs with compute capability of at least 8.0.",
    source: `vLLM: vllm/platforms/cuda.py, check_if_supports_dtype; ${GPUS_SOURCE}`,
    fix: "Set servers.dtype to float16 or auto, or take newer GPUs.",
    *check({ settings: { servers = {} }, gpus }) {
      const capability = gpus?.computeCapability;
      // With auto vLLM takes float16 by itself.
      if (servers.dtype !== "bfloat16" || gpus === undefined || capability === undefined) return;
      if (capability >= BFLOAT16_FROM) return;
      yield {
        at: "servers.dtype",
        found: `bfloat16 on ${gpus.name}, of compute capability ${capability.toFixed(1)}`,
        expected: "float16 or auto",
      };
    },
  },
]);
