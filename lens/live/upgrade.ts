import type { LiveApiUse, LiveBudget, LiveDefinition, LiveSingleReplica } from "../../core/model/index.ts";
import { type Raw, keyOf, listOf, nameOf, namespaceOf, recordOf, textOf } from "./raw.ts";

/* What stands in an upgrade's way, of objects that are healthy as they are. */

interface RawVersion {
  readonly name?: string;
  readonly served?: boolean;
}

export function definitionOf(object: Raw): LiveDefinition {
  const { group, names, versions } = object.spec ?? {};
  return {
    name: nameOf(object),
    group: textOf(group),
    kind: textOf(recordOf(names)["kind"]),
    served: listOf<RawVersion>(versions).flatMap(({ name, served }) =>
      name !== undefined && served === true ? [name] : [],
    ),
    stored: listOf<string>(object.status?.["storedVersions"]),
  };
}

const count = (value: unknown): number => (typeof value === "number" ? value : 0);

export const budgetOf = (object: Raw): LiveBudget => ({
  namespace: namespaceOf(object),
  name: nameOf(object),
  allowed: count(object.status?.["disruptionsAllowed"]),
  healthy: count(object.status?.["currentHealthy"]),
  wanted: count(object.status?.["desiredHealthy"]),
  pods: count(object.status?.["expectedPods"]),
});

/** A workload with one pod; nothing for others, and for those of a controller of somebody's. */
export function singleReplicaOf(object: Raw): readonly LiveSingleReplica[] {
  if (object.spec?.["replicas"] !== 1 || (object.metadata?.ownerReferences ?? []).length > 0) return [];
  return [{ kind: object.kind ?? "", namespace: namespaceOf(object), name: nameOf(object) }];
}

interface RawManaged {
  readonly apiVersion?: string;
  readonly manager?: string;
}

/** Counts in which API versions objects were written, by the managed fields. */
export class ApiUseCount {
  readonly #uses = new Map<string, { readonly managers: Set<string>; count: number; example: string }>();

  add(object: Raw): void {
    const { kind = "" } = object;
    const fields = listOf<RawManaged>(
      (object.metadata as { readonly managedFields?: unknown } | undefined)?.managedFields,
    );
    for (const apiVersion of new Set(fields.flatMap((field) => field.apiVersion ?? []))) {
      const key = `${apiVersion} ${kind}`;
      const use = this.#uses.get(key) ?? {
        managers: new Set<string>(),
        count: 0,
        example: keyOf(object).replace(/^\//, ""),
      };
      this.#uses.set(key, use);
      use.count++;
      for (const field of fields) if (field.apiVersion === apiVersion) use.managers.add(field.manager ?? "unknown");
    }
  }

  done(): readonly LiveApiUse[] {
    return [...this.#uses]
      .map(([key, { managers, ...use }]) => {
        const [apiVersion = "", kind = ""] = key.split(" ");
        return { apiVersion, kind, managers: [...managers].toSorted(), ...use };
      })
      .toSorted((a, b) => (a.kind + a.apiVersion < b.kind + b.apiVersion ? -1 : 1));
  }
}
