import { isMap, ResourceReference, Secret, type PropertyMap, type PropertyValue } from "./values.ts";

/** The part of a resource that decides when it can be created. */
export interface Ordered {
  readonly urn: string;
  readonly parent?: string;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly inputs: PropertyMap;
  readonly options: { readonly provider?: string; readonly providers?: Readonly<Record<string, string>> };
}

/** URNs that the engine orders a resource by, also on destroy: parent, explicit and property dependencies, providers. */
export function recordedDependencies(resource: Ordered): Set<string> {
  const urns = new Set([
    ...resource.dependencies,
    ...Object.values(resource.propertyDependencies).flat(),
    ...Object.values(resource.options.providers ?? {}),
  ]);
  if (resource.parent !== undefined) urns.add(resource.parent);
  if (resource.options.provider !== undefined) urns.add(resource.options.provider);
  urns.delete(resource.urn);
  return urns;
}

/**
 * URNs that must exist before the resource: those it is ordered by, and resources passed whole, which the SDK waits for but
 * does not count among the dependencies of a remote component.
 */
export function prerequisites(resource: Ordered): Set<string> {
  const urns = recordedDependencies(resource);
  addReferences(resource.inputs, urns);
  urns.delete(resource.urn);
  return urns;
}

function addReferences(value: PropertyValue, urns: Set<string>): void {
  if (value instanceof ResourceReference) urns.add(value.urn);
  else if (value instanceof Secret) addReferences(value.value, urns);
  else if (Array.isArray(value)) for (const item of value as readonly PropertyValue[]) addReferences(item, urns);
  else if (isMap(value)) for (const inner of Object.values(value)) addReferences(inner, urns);
}

/**
 * Groups resources into waves: everything in a wave can be created as soon as the waves before it exist. The program's own
 * order of registration changes from run to run with timing, so inside a wave resources stand by URN.
 */
export function creationWaves<T extends Ordered>(resources: readonly T[]): T[][] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const levels = new Map<string, number>();
  const level = (urn: string): number => {
    const known = levels.get(urn);
    if (known !== undefined) return known;
    const resource = byUrn.get(urn);
    if (!resource) return -1;
    levels.set(urn, 0); // Registration order is acyclic; this only bounds a broken input.
    const found = 1 + Math.max(-1, ...[...prerequisites(resource)].map(level));
    levels.set(urn, found);
    return found;
  };
  const waves: T[][] = [];
  for (const resource of resources) (waves[level(resource.urn)] ??= []).push(resource);
  const filled = Array.from(waves, (wave) => wave ?? []);
  return filled.map((wave) => wave.toSorted((a, b) => (a.urn < b.urn ? -1 : a.urn > b.urn ? 1 : 0)));
}

export function creationOrder<T extends Ordered>(resources: readonly T[]): T[] {
  return creationWaves(resources).flat();
}
