import type { DeferredValue } from "../contracts/deferred.ts";
import { statementsOf } from "../iam/documents.ts";
import type { ClusterFacts } from "../contracts/facts.ts";
import { type Partition, partitionOf } from "../facts/partition.ts";
import type { ReleasePlan } from "../helm/charts.ts";
import type { IamRoleModel } from "../model/index.ts";
import { isOverlay } from "../settings/ipam.ts";
import type { OperatorIdentity, RegistrySettings } from "../settings/index.ts";
import type { WorkloadIdentityPlan } from "./workload.ts";

/** A controller's Helm release, with its role where it needs AWS rights. */
export interface ControllerPlan {
  readonly kind: "install";
  readonly release: ReleasePlan;
  readonly identity?: WorkloadIdentityPlan;
  /** Values that are filled in while deploying: the annotations of the service account that has a role, and what else. */
  readonly deferred: readonly DeferredValue[];
}

/** What a controller's plan needs to know of the cluster. */
export interface ControllerContext {
  readonly clusterName: string;
  readonly region: string;
  readonly partition: Partition;
  /** How controllers get their AWS rights. */
  readonly mechanism: OperatorIdentity;
  readonly registry: RegistrySettings | undefined;
  /** Pods have addresses of an overlay: what the control plane calls must be on the host's network. */
  readonly overlay?: boolean;
  /** Nodes on premises are in the cluster: controllers stay on EC2. */
  readonly hybridNodes?: boolean;
}

export const controllerContext = ({
  clusterName,
  region,
  workloadIdentity,
  registry,
  ipamMode,
  features,
}: ClusterFacts): ControllerContext => ({
  clusterName,
  region,
  partition: partitionOf(region),
  mechanism: workloadIdentity,
  registry,
  overlay: isOverlay(ipamMode),
  hybridNodes: features.hybrid !== undefined,
});

/** What rules see of a controller's role. */
export const roleModel = ({ identity, release }: ControllerPlan): IamRoleModel[] =>
  identity === undefined
    ? []
    : [
        {
          name: release.name,
          purpose: "controller",
          statements: statementsOf(identity.policy),
          managedPolicies: [],
          trust: [],
        },
      ];
