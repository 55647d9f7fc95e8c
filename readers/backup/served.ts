import { isObject } from "../../core/model/json.ts";
import { KEPT_KINDS, type KeptKind } from "../../core/recovery/index.ts";
import type { KubeReader } from "../kube/client.ts";

/** A kind as a server has it. */
export interface ServedKind extends KeptKind {
  readonly apiVersion: string;
  readonly version: string;
}

interface RawGroup {
  readonly name: string;
  readonly preferredVersion?: { readonly version: string };
  readonly versions: readonly { readonly version: string }[];
}

/** Kinds that a server has of those that are kept, each in the version that the server prefers; by `kind.group`. */
export async function servedKinds(kube: KubeReader): Promise<ReadonlyMap<string, ServedKind>> {
  const { groups = [] } = ((await kube.get("/apis")) ?? {}) as { readonly groups?: readonly RawGroup[] };
  const wanted = new Set(KEPT_KINDS.map(({ group }) => group));
  const found = new Map<string, ServedKind>();
  for (const kind of KEPT_KINDS.filter(({ group }) => group === ""))
    found.set(keyOf(kind), { ...kind, version: "v1", apiVersion: "v1" });
  for (const { name, preferredVersion, versions } of groups.filter((group) => wanted.has(group.name))) {
    const order = [preferredVersion?.version, ...versions.map(({ version }) => version)];
    for (const version of new Set(order.flatMap((one) => one ?? []))) {
      const apiVersion = `${name}/${version}`;
      const plurals = new Set(pluralsIn(await kube.get(`/apis/${apiVersion}`)));
      for (const kind of KEPT_KINDS)
        if (kind.group === name && plurals.has(kind.plural) && !found.has(keyOf(kind)))
          found.set(keyOf(kind), { ...kind, version, apiVersion });
    }
  }
  return found;
}

export const keyOf = ({ kind, group }: Pick<KeptKind, "kind" | "group">): string => `${kind}.${group}`;

const pluralsIn = (list: unknown): readonly string[] =>
  isObject(list) && Array.isArray(list["resources"])
    ? (list["resources"] as readonly { readonly name: string }[]).map(({ name }) => name)
    : [];

/** Path of a kind's objects, of one namespace where it has any. */
export function collectionOf({ group, version, plural }: ServedKind, namespace: string | undefined): string {
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  return namespace === undefined ? `${root}/${plural}` : `${root}/namespaces/${namespace}/${plural}`;
}
