import type { ReleasePlan } from "../helm/charts.ts";
import type { KubernetesObject } from "../model/index.ts";
import type { InferenceOptionKind, Ref } from "../settings/index.ts";
import type { GatewayControllerPlan } from "./agentgateway.ts";
import type { MemoryPlan } from "./memory.ts";
import type { GpuPlace } from "./places.ts";

/** One model with its router and the way to it, as plain data. */
export interface InferencePlan {
  readonly name: string;
  readonly namespace: string;
  readonly option: InferenceOptionKind;
  /** Undefined where it is there already, or where no node needs it. */
  readonly devicePlugin: ReleasePlan | undefined;
  /** Undefined where no second gateway is asked for, or its controller is there already. */
  readonly controller: GatewayControllerPlan | undefined;
  readonly router: ReleasePlan;
  readonly objects: InferenceObjects;
  /** Token of Hugging Face, for the Secret. */
  readonly token: Ref | undefined;
  /** Role of the pods' service account, by Pod Identity. */
  readonly roleArn: Ref | undefined;
  readonly place: GpuPlace;
  readonly servers: readonly ServerPlan[];
  /** Name that clients ask for. */
  readonly servedName: string;
  /** Paths that lead to it. */
  readonly paths: readonly string[];
  readonly clusterName: string;
  readonly notes: readonly string[];
}

/** Objects by the step they are made in. */
interface InferenceObjects {
  readonly namespace: KubernetesObject;
  /** Service account, claim of the cache, Secret without its content. */
  readonly before: readonly KubernetesObject[];
  readonly secret: KubernetesObject | undefined;
  readonly policies: readonly KubernetesObject[];
  readonly monitors: readonly KubernetesObject[];
  readonly servers: readonly KubernetesObject[];
  /** The model's own gateway, where it has one. */
  readonly gateway: readonly KubernetesObject[];
  readonly routes: readonly KubernetesObject[];
}

/** Pods of one kind, and what each of their GPUs holds. */
export interface ServerPlan {
  /** Undefined where one kind does everything. */
  readonly role: "prefill" | "decode" | undefined;
  readonly replicas: number;
  readonly tensorParallel: number;
  /** Undefined where the GPU is not known. */
  readonly memory: MemoryPlan | undefined;
}
