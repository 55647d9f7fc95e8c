import type { JsonObject } from "../model/index.ts";

/** A StorageClass of the EBS driver. */
export interface StorageClassPlan {
  readonly name: string;
  readonly default: boolean;
  readonly parameters: JsonObject;
  readonly reclaimPolicy: "Delete" | "Retain";
  readonly volumeBindingMode: "WaitForFirstConsumer" | "Immediate";
  readonly allowVolumeExpansion: boolean;
}

/** EKS has made no default class since Kubernetes 1.30, so claims without one would wait for ever. Encrypted, and bound in the pod's zone. */
export const defaultStorageClass = (): StorageClassPlan => ({
  name: "gp3",
  default: true,
  parameters: { type: "gp3", encrypted: "true" },
  reclaimPolicy: "Delete",
  volumeBindingMode: "WaitForFirstConsumer",
  allowVolumeExpansion: true,
});
