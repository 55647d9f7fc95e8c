import { UNKNOWN } from "../../core/model/unknown.ts";
import { VALUE_KEY_VERSIONS } from "../../core/facts/generated/value-keys.ts";
import { lookupSegments } from "../../core/facts/helm-keys.ts";
import { type Document, type Path, type Location, isMap, keyOf } from "../input.ts";
import { valueAt } from "../values.ts";

/** Values of one file or flag, laid over the ones before. */
export interface Layer {
  readonly values: unknown;
  /** Where a key of these values stands. */
  readonly place: (path: Path) => Location;
}

/** The values that stand at a path of a document; the whole document where the path is empty. */
export const layerOf = (document: Document, at: Path = [], values: unknown = valueAt(document.value, at)): Layer => ({
  values: values ?? {},
  place: (path) => ({
    input: document.input,
    position: document.position([...at, ...path]),
    key: keyOf([...at, ...path]),
  }),
});

/** Helm's way: maps are merged, everything else is replaced. Null stays: it takes the chart's default away. */
export const mergeLayers = (layers: readonly Layer[]): unknown =>
  withoutIdleNulls(layers.reduce<unknown>((below, { values }) => merge(below, values), {}));

/** Null at a key that no chart has takes away what an earlier file said, and is nothing itself. */
function withoutIdleNulls(values: unknown, above: Path = []): unknown {
  if (!isMap(values)) return values;
  const kept = Object.entries(values).flatMap(([key, value]) => {
    const path = [...above, key];
    return value === null && !isKey(path) ? [] : [[key, withoutIdleNulls(value, path)] as const];
  });
  return Object.fromEntries(kept);
}

const isKey = (path: Path): boolean =>
  VALUE_KEY_VERSIONS.some((version) => {
    const { known, templatesOnly } = lookupSegments(version, path.map(String));
    return known && !templatesOnly;
  });

function merge(below: unknown, above: unknown): unknown {
  if (below === UNKNOWN || above === UNKNOWN) return UNKNOWN;
  if (!isMap(above)) return above;
  if (!isMap(below)) return above;
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    merged[key] = isMap(value) && key in below ? merge(below[key], value) : value;
  }
  return merged;
}

/** Where a key stands in the layer that decides on it: the last that has it, else the last that has the most of the way. */
export function placeIn(layers: readonly Layer[], path: Path): Location | undefined {
  for (let length = path.length; length > 0; length--) {
    const way = path.slice(0, length);
    const layer = layers.findLast(({ values }) => valueAt(values, way) !== undefined);
    if (layer !== undefined) return { ...layer.place(way), key: layer.place(path).key };
  }
  // What nobody says belongs to the first file, which says most.
  const [first] = layers;
  return first === undefined ? undefined : { ...first.place([]), key: first.place(path).key };
}
