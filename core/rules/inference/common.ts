import { planMemory, type MemoryPlan } from "../../inference/memory.ts";
import { kindsOf } from "../../inference/servers.ts";
import type { PlaceGpusModel } from "../../model/index.ts";
import type { InferenceRouteSettings } from "../../settings/index.ts";
import { type Subject, subjectOf } from "../subject.ts";

/** A model that is asked for, and the GPUs of its nodes. */
export interface AskedModel {
  readonly name: string;
  readonly settings: InferenceRouteSettings;
  /** Undefined where nobody knows them. */
  readonly gpus: PlaceGpusModel | undefined;
}

/** Models that are asked for, by a stack or by a component's arguments. */
export const models: Subject<AskedModel, "inference"> = subjectOf({
  needs: ["inference"],
  of: ({ inference }) => Object.keys(inference.settings.models),
  read: (name, { inference }) => {
    const settings = inference.settings.models[name];
    return settings === undefined ? undefined : { name, settings, gpus: inference.gpus[name] };
  },
  place: (name) => ({ subject: `model "${name}"`, path: `inference.models.${name}` }),
});

/** Pods of one kind, with where their settings stand. */
export interface AskedPods {
  readonly at: string;
  readonly what: string;
  readonly replicas: number;
  readonly tensorParallel: number;
  readonly memory: MemoryPlan | undefined;
}

/** The kinds of pods of a model, and what their GPUs hold. */
export const podsOf = ({ settings: { model, servers = {} }, gpus }: AskedModel): AskedPods[] =>
  kindsOf(servers).map(({ role, replicas, tensorParallel }) => ({
    at: role === "prefill" ? "servers.prefill.tensorParallel" : "servers.tensorParallel",
    what: role === undefined ? "pods" : `${role} pods`,
    replicas,
    tensorParallel,
    memory: gpus === undefined ? undefined : planMemory(model, servers, { gpu: gpus, tensorParallel }),
  }));

export const MEMORY_SOURCE =
  "docs/inference.md, sizes by hand; vLLM docs: configuration/conserving_memory; core/facts/gpus.ts";
export const gib = (value: number): string => `${value.toFixed(1)} GiB`;
