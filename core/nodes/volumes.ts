import type { NodeImage } from "../facts/kernels.ts";
import type { DiskSettings } from "../settings/index.ts";
import { DEFAULT_DISK_GIB, VOLUME_TYPE } from "./defaults.ts";
import type { VolumePlan } from "./types.ts";

/** AL2023 has one root volume. Bottlerocket has a small read-only one for the system and one for images, pods and logs. */
const DATA_DEVICE: Readonly<Record<NodeImage, string>> = { AL2023: "/dev/xvda", Bottlerocket: "/dev/xvdb" };
const SYSTEM_DEVICE = "/dev/xvda";

export function planVolumes(family: NodeImage, disk: DiskSettings = {}): VolumePlan[] {
  const shared = {
    type: VOLUME_TYPE,
    encrypted: true,
    ...(disk.kmsKeyArn === undefined ? {} : { kmsKeyArn: disk.kmsKeyArn }),
  } as const;
  const data: VolumePlan = {
    ...shared,
    device: DATA_DEVICE[family],
    sizeGiB: disk.sizeGiB ?? DEFAULT_DISK_GIB,
    ...(disk.iops === undefined ? {} : { iops: disk.iops }),
    ...(disk.throughput === undefined ? {} : { throughput: disk.throughput }),
  };
  return family === "Bottlerocket" ? [{ ...shared, device: SYSTEM_DEVICE }, data] : [data];
}
