import type {
  GatewayPartSettings,
  HybridSettings,
  HybridStrategy,
  InferenceSettings,
  KarpenterSettings,
  ObservabilitySettings,
} from "../settings/index.ts";
import type { JsonObject } from "./json.ts";

/** The Cilium chart's release. */
export interface CiliumModel {
  readonly version: string;
  /** What runs in the cluster now, where the user says so. */
  readonly installedVersion?: string;
  readonly releaseName: string;
  readonly namespace: string;
  readonly repository?: string;
  /** The whole values object that Helm gets. */
  readonly values: JsonObject;
  /** Most addresses of a node by group, where a CiliumNodeConfig sets it. */
  readonly groupMaxAllocate?: Readonly<Record<string, number>>;
  /** What the user added on top of what the planner made; empty in lenses that cannot tell. */
  readonly userValues: JsonObject;
  readonly skipAwait: boolean;
  /** Whether it waits for node groups; undefined where nobody can tell. */
  readonly afterNodes?: boolean;
  readonly atomic: boolean;
  /** `release` has Helm's life cycle, `template` renders on the client. */
  readonly delivery: "release" | "template";
}

export interface HelmReleaseModel {
  readonly name: string;
  readonly chart: string;
  readonly version?: string;
  readonly namespace?: string;
  readonly values: JsonObject;
  readonly skipAwait?: boolean;
}

export interface GatewayApiModel {
  /** Bundle that the program installs, `v1.4.1`; undefined when none. */
  readonly bundle?: string;
  readonly channel: "standard" | "experimental";
  /** Bundle that is in the cluster now, where the user says so. */
  readonly installedBundle?: string;
  readonly installedChannel?: "standard" | "experimental";
  /** Whether the bundle comes before Cilium's release, after it, or beside it without an order; undefined where nobody can tell. */
  readonly order?: "before" | "after" | "none";
}

export interface DeploymentModel {
  /** Date that version support is judged by, `2026-11-20`; undefined skips what depends on it. */
  readonly asOf?: string;
  /** Days after which the tables that everything is judged by are old. */
  readonly maxTableAgeDays?: number;
  readonly waitsForRollout: boolean;
  /** An aws provider is passed to the component, so the default credentials may be another account's. */
  readonly explicitAwsProvider?: boolean;
  readonly autoscaler: "none" | "cluster-autoscaler" | "karpenter";
  readonly proxy?: { readonly noProxy: readonly string[] };
  /** Mirrors by the registry that they stand for. */
  readonly registryMirrors?: Readonly<Record<string, string>>;
}

/** What is asked of a Gateway of ours; what it is made of stands in `objects`. */
export interface GatewayModel {
  readonly settings: GatewayPartSettings;
  /** Further Gateways of the stack, by name. */
  readonly others?: Readonly<Record<string, GatewayPartSettings>>;
  /** Names of those whose load balancer has no subnet to be in. */
  readonly withoutSubnets?: readonly string[];
}

/** What is asked of Hubble and of what stands beside it. */
export interface ObservabilityModel {
  readonly settings: ObservabilitySettings;
}

/** What is asked of nodes on premises. */
export interface HybridModel {
  readonly settings: HybridSettings;
}

/** What is asked of Karpenter; its pools stand in `nodeGroups` and `objects` too. */
export interface KarpenterModel {
  readonly settings: KarpenterSettings;
  readonly version: string;
}

/** What is asked of models; what they are made of stands in `objects` and `releases`. */
export interface InferenceModel {
  readonly settings: InferenceSettings;
  /** GPUs by model; a model whose nodes are not known has none. */
  readonly gpus: Readonly<Record<string, PlaceGpusModel>>;
  /** Gateways that routes hang on, by model. */
  readonly gateways: Readonly<Record<string, { readonly name: string; readonly namespace: string }>>;
  readonly strategy?: HybridStrategy;
}

/** GPUs of the nodes that a model runs on. */
export interface PlaceGpusModel {
  readonly name: string;
  readonly memoryMiB: number;
  /** Undefined for a GPU that has no name here. */
  readonly computeCapability: number | undefined;
  readonly perNode: number;
}
