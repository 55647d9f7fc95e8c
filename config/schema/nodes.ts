import {
  AmiFamily,
  type AmiSettings,
  CapacityType,
  type DiskSettings,
  NodeAccess,
  type NodeAccessSettings,
  type NodeGroupPodSettings,
  type NodeGroupSettings,
  type ScalingSettings,
  TaintEffect,
  type TaintSettings,
  type UpdateSettings,
  UpdateStrategy,
} from "../../core/settings/index.ts";
import { choice, flag, list, map, object, optional, ref, strings, tags, text, whole } from "./shape.ts";

const count = whole(0, 100_000);

const scaling = object<ScalingSettings>({ min: count, desired: optional(count), max: count });

const taint = object<TaintSettings>({ key: text, value: optional(text), effect: choice(TaintEffect) });

const disk = object<DiskSettings>({
  sizeGiB: optional(whole(1, 65_536)),
  iops: optional(whole(100, 80_000)),
  throughput: optional(whole(125, 2_000)),
  kmsKeyArn: optional(ref),
});

const nodeGroup = object<NodeGroupSettings>({
  instanceTypes: strings,
  scaling,
  capacityType: optional(choice(CapacityType)),
  maxPods: optional(whole(1, 1_000_000)),
  labels: optional(tags),
  taints: optional(list(taint)),
  disk: optional(disk),
  ami: optional(
    object<AmiSettings>({
      family: optional(choice(AmiFamily)),
      release: optional(text),
      kubernetesVersion: optional(text),
    }),
  ),
  zones: optional(strings),
  access: optional(
    object<NodeAccessSettings>({ kind: choice(NodeAccess), keyName: optional(text), sourceCidrs: optional(strings) }),
  ),
  update: optional(
    object<UpdateSettings>({
      maxUnavailable: optional(count),
      maxUnavailablePercentage: optional(whole(1, 100)),
      strategy: optional(choice(UpdateStrategy)),
    }),
  ),
  repair: optional(flag),
  metadataHopLimit: optional(whole(1, 64)),
  pods: optional(object<NodeGroupPodSettings>({ subnetTags: optional(tags), securityGroupTags: optional(tags) })),
  extraTags: optional(tags),
});

export const nodeGroupsSchema = map(nodeGroup);
