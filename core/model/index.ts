import type { Settings } from "../settings/index.ts";
import type {
  AccountModel,
  ActivationModel,
  AddonModel,
  ControlPlaneModel,
  IamRoleModel,
  OidcProviderModel,
  PodIdentityAssociationModel,
  QuotaModel,
} from "./account.ts";
import type { FleetModel } from "./fleet.ts";
import type { KubernetesObject } from "./json.ts";
import type { LiveModel, PlannedModel } from "./live.ts";
import type { NetworkModel, SecurityGroupModel } from "./network.ts";
import type { CapacityModel, NodeGroupModel } from "./nodes.ts";
import type {
  CiliumModel,
  DeploymentModel,
  GatewayApiModel,
  GatewayModel,
  HelmReleaseModel,
  HybridModel,
  InferenceModel,
  KarpenterModel,
  ObservabilityModel,
} from "./workloads.ts";
import type { RunningModel } from "./running.ts";
import type { MigrationModel } from "./migration.ts";
import type { UpgradeModel } from "./upgrade.ts";

export type * from "./account.ts";
export type * from "./fleet.ts";
export type * from "./json.ts";
export type * from "./live.ts";
export type * from "./migration.ts";
export * from "./network.ts";
export type * from "./nodes.ts";
export type * from "./running.ts";
export type * from "./upgrade.ts";
export type * from "./workloads.ts";

/**
 * What the rules see: one cluster as plain data. Three lenses fill it (settings, resources, live), each with the share it
 * knows, so every part is optional. A value that is not known yet is `UNKNOWN` (core/model/unknown.ts); the types below
 * speak of known values because rules read the model through a guard.
 */
export interface ClusterModel {
  /** What the stack says, word for word; only the settings lens has it. */
  readonly settings?: Settings;
  readonly account?: AccountModel;
  readonly controlPlane?: ControlPlaneModel;
  readonly network?: NetworkModel;
  readonly nodeGroups?: readonly NodeGroupModel[];
  readonly cilium?: CiliumModel;
  /** A program with a cluster in which no Cilium was found; undefined where there is one, or no cluster to put it on. */
  readonly withoutCilium?: true;
  readonly identity?: readonly IamRoleModel[];
  /** Pod Identity associations and OIDC providers that the program makes; the resources lens fills them. */
  readonly associations?: readonly PodIdentityAssociationModel[];
  readonly oidcProviders?: readonly OidcProviderModel[];
  readonly securityGroups?: readonly SecurityGroupModel[];
  readonly addons?: readonly AddonModel[];
  readonly releases?: readonly HelmReleaseModel[];
  readonly gatewayApi?: GatewayApiModel;
  readonly quotas?: readonly QuotaModel[];
  /** Systems Manager activations, by which hybrid nodes register; the resources lens fills it. */
  readonly activations?: readonly ActivationModel[];
  /** Kubernetes objects the program creates, as they are sent to the API server. */
  readonly objects?: readonly KubernetesObject[];
  /** Switches that only the settings lens knows: how the program is deployed and destroyed. */
  readonly deployment?: DeploymentModel;
  readonly capacity?: CapacityModel;
  readonly gateway?: GatewayModel;
  readonly observability?: ObservabilityModel;
  readonly hybrid?: HybridModel;
  readonly karpenter?: KarpenterModel;
  readonly inference?: InferenceModel;
  /** The cluster as it runs; only a plan that is given the last state has it. */
  readonly running?: RunningModel;
  /** Names of running clusters that the program no longer asks for; only a plan that is given the last state has them. */
  readonly removedClusters?: readonly string[];
  /** What is observed of a cluster that runs; only the live lens has it. */
  readonly live?: LiveModel;
  /** All clusters of a fleet file; a model with it holds nothing else. */
  readonly fleet?: FleetModel;
  /** What the stack plans, beside what runs; only where both were read. */
  readonly planned?: PlannedModel;
  /** From which versions to which it goes; only `upgrade` has it. */
  readonly upgrade?: UpgradeModel;
  /** What depends on the CNI that it has now; only `migrate` has it. */
  readonly migration?: MigrationModel;
}
