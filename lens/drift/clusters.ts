import { viewProgram } from "../index.ts";
import { registered } from "./registered.ts";
import type { Declared } from "./types.ts";

/** What of a plan belongs to which cluster, by its name; a program with one or none has one part, of no name. */
export function declaredByCluster(declared: readonly Declared[]): ReadonlyMap<string | undefined, readonly Declared[]> {
  const { clusters } = viewProgram(declared.map(registered));
  if (clusters.length === 1) return new Map([[undefined, declared]]);
  return new Map(
    clusters.map(({ name, resources }) => {
      const own = new Set(resources.map(({ urn }) => urn));
      return [name, declared.filter(({ urn }) => own.has(urn))];
    }),
  );
}
