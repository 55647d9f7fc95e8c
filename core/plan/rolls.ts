import { surgeOf } from "../nodes/plan.ts";
import type { NodeGroupPlan, VolumePlan } from "../nodes/types.ts";
import { isUnknown } from "../model/unknown.ts";
import type { GroupPicture } from "./picture.ts";

/** What makes another group of a group, what rolls its nodes, and how EKS does it. */
export function rollsBy(
  group: NodeGroupPlan,
  zones: readonly string[],
  maxPods: number | undefined,
): Pick<GroupPicture, "identity" | "template" | "update"> {
  const { image, metadata, access, update } = group;
  const { maxUnavailable, maxUnavailablePercentage } = update;
  return {
    identity: {
      // In their order: EKS prefers the first, and the provider compares lists.
      instanceTypes: group.instanceTypes.join(", "),
      capacityType: group.capacityType,
      zones: zones.toSorted().join(", "),
    },
    template: {
      ...imageText(image),
      ...(maxPods === undefined ? {} : { maxPods: String(maxPods) }),
      metadataHopLimit: String(metadata.httpPutResponseHopLimit),
      access: access.kind,
      ...(access.keyName === undefined ? {} : { "access.keyName": access.keyName }),
      ...named("label", group.labels),
      ...named(
        "taint",
        Object.fromEntries(group.taints.map(({ key, value = "", effect }) => [`${key}:${effect}`, value])),
      ),
      ...named("disk", Object.fromEntries(group.volumes.map((volume) => [volume.device, volumeText(volume)]))),
      ...Object.assign({}, ...Object.values(group.templateTags).map((tags) => named("tag", tags))),
    },
    update: {
      atOnce:
        maxUnavailablePercentage === undefined ? (maxUnavailable ?? 1) : (`${maxUnavailablePercentage} %` as const),
      surge: surgeOf(group, zones.length),
    },
  };
}

/** An image that no table knows has no name to compare; a rule says so. */
const imageText = ({ family, release, kubernetes }: NodeGroupPlan["image"]): Record<string, string> =>
  isUnknown(release) || isUnknown(kubernetes) ? {} : { image: `${family} ${release} for Kubernetes ${kubernetes}` };

const named = (what: string, map: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [`${what} ${key}`, value]));

const volumeText = ({ sizeGiB, type, iops, throughput, kmsKeyArn }: VolumePlan): string =>
  [
    ...(sizeGiB === undefined ? [] : [`${String(sizeGiB)} GiB`]),
    type,
    ...(iops === undefined ? [] : [`${String(iops)} IOPS`]),
    ...(throughput === undefined ? [] : [`${String(throughput)} MiB/s`]),
    ...(kmsKeyArn === undefined ? [] : [typeof kmsKeyArn === "string" ? kmsKeyArn : "a key of another stack"]),
  ].join(", ");
