import { findInstanceType } from "../facts/instances.ts";
import type { NodeGroupModel } from "../model/index.ts";
import { advisedMaxPods } from "./node.ts";
import { vpcCniCapacity } from "./vpc-cni.ts";

/** What EKS, nodeadm and Bottlerocket set where nobody sets a limit: the VPC CNI's formula, whatever CNI runs (EKS user guide: choosing-instance-type, How maxPods is determined). */
export function defaultMaxPods(type: string): number | undefined {
  const limits = findInstanceType(type);
  return limits === undefined ? undefined : Math.min(vpcCniCapacity(limits).podLimit, advisedMaxPods(type));
}

/**
 * Pods that a node of the group takes: what is written, but in a managed group without an image of its own, where EKS's own user
 * data comes last and its limit wins. Undefined where an expression says it, or the type is not known.
 */
export function effectiveMaxPods(
  group: NodeGroupModel,
  type: string,
): { readonly pods: number; readonly isDefault: boolean } | undefined {
  const overruled = group.kind === "managed" && group.customImage === false;
  if (group.maxPods !== undefined && !overruled) return { pods: group.maxPods, isDefault: false };
  if (group.maxPodsPlaces?.expression !== undefined && !overruled) return undefined;
  const pods = defaultMaxPods(type);
  return pods === undefined ? undefined : { pods, isDefault: true };
}
