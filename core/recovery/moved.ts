import type { KubernetesObject } from "../model/json.ts";
import { type Bound, boundIn } from "./bound.ts";

/** Where a cluster is; empty where nobody can tell. */
interface Where {
  readonly vpcs: readonly string[];
  readonly regions: readonly string[];
}

/** Why values that are bound to a place cannot be taken over as they are; undefined where they can. */
export interface Moved {
  readonly says: string;
  readonly scopes: readonly Bound["scope"][];
}

/** Whether a cluster is in another place than the backup's. Where nobody can tell, it is taken for another one. */
export function movedTo(from: Where, to: Where): Moved | undefined {
  if (to.vpcs.length === 0 || from.vpcs.length === 0)
    return {
      says: `${to.vpcs.length === 0 ? "this cluster has" : "the backup was made of a cluster that had"} no CiliumNode that names its VPC`,
      scopes: ["vpc", "region"],
    };
  if (!meet(from.regions, to.regions))
    return {
      says: `the backup is of ${from.regions.join(", ")}, this cluster is in ${to.regions.join(", ")}`,
      scopes: ["vpc", "region"],
    };
  return meet(from.vpcs, to.vpcs)
    ? undefined
    : { says: `the backup is of ${from.vpcs.join(", ")}, this cluster is in ${to.vpcs.join(", ")}`, scopes: ["vpc"] };
}

const meet = (a: readonly string[], b: readonly string[]): boolean => a.some((one) => b.includes(one));

/** Values of an object that mean nothing where it goes. */
export const strangeIn = (object: KubernetesObject, moved: Moved | undefined): readonly Bound[] =>
  moved === undefined ? [] : boundIn([object]).filter(({ scope }) => moved.scopes.includes(scope));
