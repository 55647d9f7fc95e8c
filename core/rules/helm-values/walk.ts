import { type ChartVersion, type KeyLookup, chartVersionFor, lookupSegments } from "../../facts/helm-keys.ts";
import type { CiliumModel, Json, JsonObject } from "../../model/index.ts";
import { Undecided } from "../../model/unknown.ts";

/** A value that was set, with what the chart makes of its path. */
export interface SetValue {
  readonly path: string;
  readonly lookup: KeyLookup;
  /** Reading it throws where it is not known yet; its path is known all the same. */
  readonly value: () => Json;
}

/** Every value that was set, down to what the chart reads. An unknown value stops nothing but a look at itself. */
export function* setValues(cilium: CiliumModel): Generator<SetValue> {
  const version = chartVersionFor(cilium.version);
  if (version !== undefined) yield* walk(version, cilium.values, []);
}

function* walk(version: ChartVersion, values: JsonObject, above: readonly string[]): Generator<SetValue> {
  for (const key of Object.keys(values).toSorted()) {
    const segments = [...above, key];
    const lookup = lookupSegments(version, segments);
    const inner = branchAt(values, key);
    if (inner !== undefined && Object.keys(inner).length > 0 && (lookup.branch || !lookup.known)) {
      yield* walk(version, inner, segments);
    } else if (lookup.known || inner === undefined) {
      // An empty map under a key that the chart does not know has no effect.
      yield { path: segments.join("."), lookup, value: () => values[key] as Json };
    }
  }
}

function branchAt(values: JsonObject, key: string): JsonObject | undefined {
  try {
    const value = values[key];
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch (error) {
    if (error instanceof Undecided) return undefined;
    throw error;
  }
}
