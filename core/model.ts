import type { Settings } from "./settings/index.ts";
import type {
  AccountModel,
  ActivationModel,
  AddonModel,
  ControlPlaneModel,
  IamRoleModel,
  QuotaModel,
} from "./model/account.ts";
import type { KubernetesObject } from "./model/json.ts";
import type { NetworkModel, SecurityGroupModel } from "./model/network.ts";
import type { CapacityModel, NodeGroupModel } from "./model/nodes.ts";
import type {
  CiliumModel,
  DeploymentModel,
  GatewayApiModel,
  GatewayModel,
  HelmReleaseModel,
  HybridModel,
  ObservabilityModel,
} from "./model/workloads.ts";

export type * from "./model/account.ts";
export type * from "./model/json.ts";
export * from "./model/network.ts";
export type * from "./model/nodes.ts";
export type * from "./model/workloads.ts";

/**
 * What the rules see: one cluster as plain data. Three lenses fill it (settings, resources, live), each with the share it
 * knows, so every part is optional. A value that is not known yet is `UNKNOWN` (core/rules/unknown.ts); the types below
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
  readonly identity?: readonly IamRoleModel[];
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
}
