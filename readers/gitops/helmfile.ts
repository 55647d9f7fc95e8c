import { UNKNOWN } from "../../core/model/unknown.ts";
import { type Layer, layerOf } from "../helm-values/layers.ts";
import { type Document, type Path, isMap } from "../input.ts";
import type { Context } from "../reader.ts";
import { valueAt } from "../values.ts";
import { type Wanted, fileLayer, listOf, setLayer, unknownLayer } from "./release.ts";

/** Releases of a helmfile (helmfile docs: configuration; helmfile/helmfile pkg/state/state.go, ReleaseSpec). */
export const isHelmfile = ({ apiVersion, kind, keys, value }: Document): boolean =>
  apiVersion === undefined &&
  kind === undefined &&
  keys.includes("releases") &&
  listOf(valueAt(value, ["releases"])).some((release) => isMap(release) && release["chart"] !== undefined);

export const wantedByHelmfile = (document: Document, context: Context): Wanted[] =>
  listOf(valueAt(document.value, ["releases"])).flatMap((release, index) =>
    isMap(release) ? wantedRelease(document, ["releases", index], release, context) : [],
  );

function wantedRelease(
  document: Document,
  at: Path,
  release: Readonly<Record<string, unknown>>,
  context: Context,
): Wanted[] {
  const { name, namespace, chart, version, installed } = release;
  if (installed === false) return [];
  const { layers, notes } = layersOf(document, at, release, context);
  return [
    {
      document,
      at: [...at, version === undefined ? "chart" : "version"],
      name: typeof name === "string" ? name : "cilium",
      chart: typeof chart === "string" ? chart : undefined,
      version: typeof version === "string" ? version : undefined,
      namespace,
      layers,
      delivery: "release",
      notes,
    },
  ];
}

/** Values in their order, each a file or a map; then `set` and `setString`. What a base or an inherited template adds is not known. */
function layersOf(
  document: Document,
  at: Path,
  release: Readonly<Record<string, unknown>>,
  context: Context,
): { layers: Layer[]; notes: string[] } {
  const notes: string[] = [];
  const layers: Layer[] = [];
  for (const key of ["inherit", "valuesTemplate", "secrets"]) {
    if (release[key] === undefined) continue;
    layers.push(unknownLayer(document, [...at, key]));
    notes.push(`${document.input}: what ${key} of a release adds was not seen, so its other values are unknown.`);
  }
  if (release["values"] === UNKNOWN) layers.push(unknownLayer(document, [...at, "values"]));
  for (const [index, one] of listOf(release["values"]).entries()) {
    const place = [...at, "values", index];
    if (isMap(one)) layers.push(layerOf(document, place));
    else {
      const { layer, note } = fileLayer(document, place, one, context);
      layers.push(layer);
      notes.push(...(note === undefined ? [] : [note]));
    }
  }
  for (const key of ["set", "setString"]) {
    for (const [index, one] of listOf(release[key]).entries())
      layers.push(setLayer(document, [...at, key, index], one, key === "setString"));
  }
  return { layers, notes };
}
