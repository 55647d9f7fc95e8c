import { recordOf } from "../../lens/live/raw.ts";
import type { KubeReader } from "../kube/client.ts";

/** Reads something, or tells a gap and gives undefined. */
export type Read = <T>(what: string, right: string, get: () => Promise<T>) => Promise<T | undefined>;

/** Where a cluster is, as far as its nodes tell; empty where there are none. */
export interface Place {
  readonly vpcs: readonly string[];
  readonly regions: readonly string[];
}

/** By CiliumNodes: each names its VPC and its zone. */
export async function placeOf(kube: KubeReader, read: Read): Promise<Place> {
  const enis = await read("VPC of the nodes", "list ciliumnodes.cilium.io", async () => {
    const found: Record<string, unknown>[] = [];
    for await (const { items } of kube.pages("/apis/cilium.io/v2/ciliumnodes"))
      found.push(...items.map((item) => recordOf(recordOf(recordOf(item)["spec"])["eni"])));
    return found;
  });
  const texts = (key: string): string[] => {
    const values = (enis ?? []).map((eni) => eni[key]);
    return [
      ...new Set(values.filter((value): value is string => typeof value === "string" && value !== "")),
    ].toSorted();
  };
  return {
    vpcs: texts("vpc-id"),
    regions: [...new Set(texts("availability-zone").map((zone) => zone.replace(/[a-z]$/, "")))],
  };
}
