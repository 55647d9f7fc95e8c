import { rulesOn } from "../rule.ts";
import { nodeGroupSettings, templateGroups } from "../subjects.ts";
import type { NodeGroupModel } from "../../model/index.ts";
import type { Draft } from "../subject.ts";

/** Size of the AL2023 image's snapshot; EC2 refuses a smaller volume. */
const SMALLEST_DISK_GIB = 20;

const LARGER_DISK = `Raise disk.sizeGiB to ${SMALLEST_DISK_GIB} or more.`;

function* smallDisk({ sizeGiB }: NodeGroupModel["disk"]): Generator<Draft> {
  if (sizeGiB === undefined || sizeGiB >= SMALLEST_DISK_GIB) return;
  yield { at: "disk.sizeGiB", found: `${sizeGiB} GiB`, expected: `${SMALLEST_DISK_GIB} GiB or more` };
}

/** gp3: 3,000 IOPS and 125 MiB/s are included; 500 IOPS a GiB and 0.25 MiB/s an IOPS are the most. */
const GP3 = { iops: 3_000, iopsPerGiB: 500, throughputPerIops: 0.25 } as const;

export default [
  ...rulesOn(templateGroups, [
    {
      id: "nodes-disk-encrypted",
      severity: "error",
      title: "Node volumes are encrypted",
      why: "Container images, logs, emptyDir volumes and Secrets mounted by pods lie on them.",
      source: "EKS best practices: security, data encryption; checkov CKV_AWS_8",
      fix: "Encrypt the volume; without a key of your own AWS's key for EBS is used and costs nothing.",
      *check({ disk }) {
        if (disk.encrypted) return;
        yield {
          at: "disk",
          found: "a volume without encryption",
          expected: "encrypted: true on every block device of the launch template",
        };
      },
    },
    {
      id: "nodes-disk-type",
      severity: "warning",
      title: "Node volumes are gp3",
      why: "gp2's IOPS follow from its size, so a small volume throttles image pulls; gp3 starts at 3,000 IOPS.",
      source: "EBS user guide: general-purpose",
      fix: "Set the volume's type to gp3.",
      *check({ disk }) {
        if (disk.type === undefined || !["gp2", "standard", "st1", "sc1"].includes(disk.type)) return;
        yield { at: "disk", found: disk.type, expected: "gp3" };
      },
    },
    {
      id: "nodes-disk-size",
      severity: "error",
      title: `Node volumes have at least ${SMALLEST_DISK_GIB} GiB`,
      why: "EC2 refuses a root volume smaller than its image, and images and logs of many pods need that much at least.",
      symptom: "EC2 refuses the instance with InvalidBlockDeviceMapping: the volume is smaller than the snapshot.",
      source: "EKS API reference: CreateNodegroup, diskSize; EC2 user guide: block device mappings",
      fix: LARGER_DISK,
      *check({ disk, amiFamily }) {
        if (amiFamily !== "BOTTLEROCKET") yield* smallDisk(disk);
      },
    },
    {
      id: "nodes-disk-size-bottlerocket",
      severity: "warning",
      title: `Bottlerocket's data volume has at least ${SMALLEST_DISK_GIB} GiB`,
      why: "Images, logs and emptyDir volumes of all pods lie on it.",
      source: "Bottlerocket README: default volumes (2 GiB system, 20 GiB data)",
      fix: LARGER_DISK,
      *check({ disk, amiFamily }) {
        if (amiFamily === "BOTTLEROCKET") yield* smallDisk(disk);
      },
    },
  ]),
  ...rulesOn(nodeGroupSettings, [
    {
      id: "nodes-disk-performance",
      severity: "error",
      title: "IOPS and throughput fit the gp3 volume",
      why: "EC2 refuses the volume, so no node starts.",
      source: "EBS user guide: general-purpose, gp3 performance",
      fix: "Keep disk.iops between 3,000 and 500 for each GiB, and disk.throughput within a quarter of the IOPS.",
      *check({ settings: { disk } }) {
        const { iops, throughput, sizeGiB } = disk ?? {};
        if (iops !== undefined && iops < GP3.iops) {
          yield {
            at: "disk.iops",
            found: `${iops} IOPS`,
            expected: `${GP3.iops} or more, which are included`,
            fix: "Leave disk.iops out, or raise it.",
          };
        }
        if (iops !== undefined && sizeGiB !== undefined && iops > sizeGiB * GP3.iopsPerGiB) {
          yield {
            at: "disk.iops",
            found: `${iops} IOPS on ${sizeGiB} GiB`,
            expected: `at most ${sizeGiB * GP3.iopsPerGiB}, ${GP3.iopsPerGiB} for each GiB`,
            fix: "Lower disk.iops or raise disk.sizeGiB.",
          };
        }
        if (throughput !== undefined && throughput > (iops ?? GP3.iops) * GP3.throughputPerIops) {
          yield {
            at: "disk.throughput",
            found: `${throughput} MiB/s with ${iops ?? GP3.iops} IOPS`,
            expected: `at most ${(iops ?? GP3.iops) * GP3.throughputPerIops} MiB/s, a quarter of the IOPS`,
            fix: "Lower disk.throughput or raise disk.iops.",
          };
        }
      },
    },
  ]),
];
