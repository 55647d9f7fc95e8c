import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { AddonPhase, AddonPlan, AddonsPlan } from "../../core/addons/plan.ts";
import type { StorageClassPlan } from "../../core/addons/storage-class.ts";
import { type Scope, childName, childOptions } from "../internal/scope.ts";
import { createAddon } from "./addon.ts";
import type { ControlPlaneResources } from "./control-plane.ts";
import type { IdentityResources } from "./identity.ts";

export interface AddonsDeps {
  readonly controlPlane: Pick<ControlPlaneResources, "name" | "provider">;
  readonly identity: Pick<IdentityResources, "ebsCsiRoleArn" | "vpcCniRoleArn" | "ready">;
  /** What must exist first: nodes and Cilium, for the phase after nodes. */
  readonly dependsOn: readonly pulumi.Resource[];
}

export interface AddonResources {
  readonly storageClass?: kubernetes.storage.v1.StorageClass;
  readonly ready: readonly pulumi.Resource[];
}

/** The Pod Identity agent where it has to run before Cilium; `createIdentity` makes it. */
export const agentBeforeCilium = ({ addons }: AddonsPlan): AddonPlan | undefined =>
  addons.find(({ phase }) => phase === "before-cilium");

/** Makes the add-ons of one phase; the phase before Cilium is `createIdentity`'s. */
export function createAddons(
  scope: Scope,
  { addons, storageClass }: AddonsPlan,
  phase: Exclude<AddonPhase, "before-cilium">,
  { controlPlane, identity, dependsOn }: AddonsDeps,
): AddonResources {
  const roles = { ebsCsi: identity.ebsCsiRoleArn, vpcCni: identity.vpcCniRoleArn };
  const made = addons
    .filter((addon) => addon.phase === phase)
    .map((addon) =>
      createAddon(scope, addon, {
        clusterName: controlPlane.name,
        dependsOn: [...dependsOn, ...identity.ready],
        roleArn: addon.role === undefined ? undefined : roles[addon.role.role],
      }),
    );
  if (phase !== "after-nodes" || storageClass === undefined) return { ready: made };
  const created = createStorageClass(scope, storageClass, controlPlane.provider, dependsOn);
  return { storageClass: created, ready: [...made, created] };
}

const createStorageClass = (
  scope: Scope,
  plan: StorageClassPlan,
  provider: kubernetes.Provider,
  dependsOn: readonly pulumi.Resource[],
): kubernetes.storage.v1.StorageClass =>
  new kubernetes.storage.v1.StorageClass(
    childName(scope, "storage-class", plan.name),
    {
      metadata: {
        name: plan.name,
        annotations: { "storageclass.kubernetes.io/is-default-class": String(plan.default) },
      },
      provisioner: "ebs.csi.aws.com",
      parameters: plan.parameters as Record<string, string>,
      reclaimPolicy: plan.reclaimPolicy,
      volumeBindingMode: plan.volumeBindingMode,
      allowVolumeExpansion: plan.allowVolumeExpansion,
    },
    childOptions(scope, { provider, dependsOn: [...dependsOn] }),
  );
