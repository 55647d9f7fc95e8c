import { gpusAt } from "../../core/inference/places.ts";
import type { ClusterModel, InferenceModel } from "../../core/model/index.ts";
import type {
  GpuNodes,
  HybridStrategy,
  InferenceRouteSettings,
  ModelSettings,
  NodeGroupSettings,
  Settings,
} from "../../core/settings/index.ts";
import { baseline, settings } from "./model.ts";

/** Qwen/Qwen3-32B: config.json and the model's card. */
export const QWEN3_32B: ModelSettings = {
  id: "Qwen/Qwen3-32B",
  parametersBillion: 32.8,
  layers: 64,
  kvHeads: 8,
  headSize: 128,
  contextLength: 40_960,
};

/** Llama 3.1 8B: config.json and the model's card. */
export const LLAMA_8B: ModelSettings = {
  id: "meta-llama/Llama-3.1-8B-Instruct",
  parametersBillion: 8.03,
  layers: 32,
  kvHeads: 8,
  headSize: 128,
  contextLength: 131_072,
};

export const gpuGroup = (instanceTypes: readonly string[] = ["g6e.12xlarge"], max = 2): NodeGroupSettings => ({
  instanceTypes,
  scaling: { min: 0, max },
});

const ON_EC2: GpuNodes = { kind: "ec2", nodeGroup: "gpu" };
export const ON_PREMISES: GpuNodes = { kind: "hybrid", pool: "gpu", gpu: "l40s", gpusPerNode: 2 };

/** A model that fits: Llama on one L40S. */
export const llama = (parts: Partial<InferenceRouteSettings> = {}): InferenceRouteSettings => ({
  model: LLAMA_8B,
  nodes: ON_EC2,
  ...parts,
  servers: { maxModelLength: 32_768, ...parts.servers },
});

/** A stack with a group of GPUs, and a Gateway that admits models of the name `llama`. */
export const stackWithGpus = (parts: Partial<Settings> = {}): Settings =>
  settings({
    nodeGroups: { general: { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 4 } }, gpu: gpuGroup() },
    gateway: {
      enabled: true,
      listeners: {
        https: { protocol: "HTTPS", certificate: { secret: "llm" }, allowedNamespaces: ["inference-llama"] },
      },
      exposure: { type: "internal" },
    },
    ...parts,
  });

/** What rules see of models of a stack. */
export function asked(
  models: Readonly<Record<string, InferenceRouteSettings>>,
  {
    stack = stackWithGpus(),
    strategy,
    ...more
  }: Partial<ClusterModel> & { stack?: Settings; strategy?: HybridStrategy } = {},
): ClusterModel {
  const machines = Object.fromEntries(
    Object.entries(stack.nodeGroups).map(([name, { instanceTypes }]) => [
      name,
      { instanceTypes, image: "AL2023" as const },
    ]),
  );
  const inference: InferenceModel = {
    settings: { models },
    gpus: Object.fromEntries(
      Object.entries(models).flatMap(([name, { nodes }]) => {
        const gpus = gpusAt(nodes, machines);
        return gpus === undefined ? [] : [[name, gpus]];
      }),
    ),
    gateways: Object.fromEntries(
      Object.entries(models).map(([name, { route }]) => [
        name,
        route?.gateway ?? { name: "edge", namespace: "gateway-edge" },
      ]),
    ),
    ...(strategy === undefined ? {} : { strategy }),
  };
  return baseline({
    settings: stack,
    inference,
    ...(stack.gateway === undefined ? {} : { gateway: { settings: stack.gateway } }),
    ...more,
  });
}

/** One model by the name `llama`. */
export const askedOne = (
  parts: Partial<InferenceRouteSettings>,
  more: Parameters<typeof asked>[1] = {},
): ClusterModel => asked({ llama: llama(parts) }, more);
