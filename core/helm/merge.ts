import { isObject } from "../model/json.ts";
import type { Json, JsonObject } from "../model/index.ts";

/** Lays values over others as Helm does: objects merge, everything else is replaced. Keys are sorted. */
export function mergeValues(...layers: readonly JsonObject[]): JsonObject {
  const merged: Record<string, Json> = {};
  for (const layer of layers) {
    for (const [key, value] of Object.entries(layer)) {
      const below = merged[key];
      merged[key] = isObject(value) ? mergeValues(isObject(below) ? below : {}, value) : value;
    }
  }
  return Object.fromEntries(Object.entries(merged).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** `{"eni.enabled": true}` -> `{eni: {enabled: true}}`. Dots inside a key are written `\.`. */
export function nest(flat: Readonly<Record<string, Json>>): JsonObject {
  return mergeValues(
    ...Object.entries(flat)
      .map(([path, value]) =>
        path.split(/(?<!\\)\./).reduceRight<Json>((inner, key) => ({ [key.replaceAll("\\.", ".")]: inner }), value),
      )
      .filter((one) => isObject(one)),
  );
}

/** Values at flat paths that all come from one setting. */
export const from = (setting: string, flat: Readonly<Record<string, Json | undefined>>): Contribution => {
  const set = Object.fromEntries(
    Object.entries(flat).filter((entry): entry is [string, Json] => entry[1] !== undefined),
  );
  return { values: nest(set), origins: Object.fromEntries(Object.keys(set).map((path) => [path, setting])) };
};

/** Every leaf path of values, `a.b.c`. */
export function leafPaths(values: JsonObject, prefix = ""): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    return isObject(value) && Object.keys(value).length > 0 ? leafPaths(value, path) : [path];
  });
}
/** Values with the settings they come from. */
export interface Contribution {
  readonly values: JsonObject;
  readonly origins: Readonly<Record<string, string>>;
}
