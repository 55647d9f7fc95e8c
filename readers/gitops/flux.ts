import { UNKNOWN } from "../../core/model/unknown.ts";
import { parseSet, valuesOfSet } from "../helm-values/set.ts";
import { type Layer, layerOf } from "../helm-values/layers.ts";
import { type Document, type Path, isMap, keyOf } from "../input.ts";
import type { Context } from "../reader.ts";
import { valueAt } from "../values.ts";
import { type Wanted, namedFile, textLayer, unknownLayer } from "./release.ts";

/** Objects of Flux's helm and source controllers (fluxcd.io docs: components/helm, components/source). */
export const isFlux = ({ apiVersion = "" }: Document): boolean =>
  /^(?:helm|source)\.toolkit\.fluxcd\.io\//.test(apiVersion);

export function wantedByFlux(document: Document, context: Context): Wanted[] {
  if (document.kind !== "HelmRelease") return [];
  const { value } = document;
  const name = textAt(value, ["metadata", "name"]) ?? "cilium";
  const { chart, version, at } = chartOf(document, context);
  const { layers, notes } = layersOf(document, context);
  return [
    {
      document,
      at,
      name: textAt(value, ["spec", "releaseName"]) ?? name,
      chart,
      version,
      namespace: valueAt(value, ["spec", "targetNamespace"]) ?? valueAt(value, ["metadata", "namespace"]),
      layers,
      delivery: "release",
      notes: [
        ...notes,
        ...(valueAt(value, ["spec", "postRenderers"]) === undefined
          ? []
          : [`${document.input}: what postRenderers change was not seen.`]),
      ],
    },
  ];
}

const textAt = (value: unknown, path: Path): string | undefined => {
  const found = valueAt(value, path);
  return typeof found === "string" ? found : undefined;
};

interface Chart {
  readonly chart: string | undefined;
  readonly version: string | undefined;
  readonly at: Path;
}

/** In the release itself, or in the HelmChart or OCIRepository that it names. */
function chartOf({ value }: Document, context: Context): Chart {
  const own: Path = ["spec", "chart", "spec"];
  if (valueAt(value, own) !== undefined) {
    return {
      chart: textAt(value, [...own, "chart"]),
      version: textAt(value, [...own, "version"]),
      at: [...own, "version"],
    };
  }
  const [kind, name] = [textAt(value, ["spec", "chartRef", "kind"]), textAt(value, ["spec", "chartRef", "name"])];
  const source = context.documents.find(
    (other) => other.kind === kind && textAt(other.value, ["metadata", "name"]) === name,
  )?.value;
  const url = textAt(source, ["spec", "url"]);
  const ref = textAt(source, ["spec", "ref", "tag"]) ?? textAt(source, ["spec", "ref", "semver"]);
  return {
    // Where the source was not given, people call it after its chart.
    chart: url ?? textAt(source, ["spec", "chart"]) ?? name,
    version: ref ?? textAt(source, ["spec", "version"]),
    at: ["spec", "chartRef"],
  };
}

/** Files of the chart are the chart's own; then `valuesFrom` in their order, then `values`. */
function layersOf(document: Document, context: Context): { layers: Layer[]; notes: string[] } {
  const { value } = document;
  const from = valueAt(value, ["spec", "valuesFrom"]);
  const read = (Array.isArray(from) ? from : []).map((one: unknown, index) =>
    layerFrom(document, ["spec", "valuesFrom", index], isMap(one) ? one : {}, context),
  );
  const own = valueAt(value, ["spec", "values"]);
  return {
    layers: [
      ...(from === UNKNOWN ? [unknownLayer(document, ["spec", "valuesFrom"])] : []),
      ...read.flatMap(({ layer }) => layer ?? []),
      ...(own === undefined ? [] : [layerOf(document, ["spec", "values"])]),
    ],
    notes: read.flatMap(({ note }) => note ?? []),
  };
}

interface From {
  readonly layer?: Layer;
  readonly note?: string;
}

/** Of a ConfigMap or Secret among what was given; else of a file of the key's name, as kustomize's generator takes it. */
function layerFrom(document: Document, at: Path, one: Readonly<Record<string, unknown>>, context: Context): From {
  const { kind, name, valuesKey = "values.yaml", targetPath, optional } = one;
  const source = context.documents.find(
    (other) => other.kind === kind && textAt(other.value, ["metadata", "name"]) === name,
  );
  const fields = kind === "Secret" ? ["stringData"] : ["data"];
  const field = fields.find((key) => valueAt(source?.value, [key, String(valuesKey)]) !== undefined);
  if (source === undefined || field === undefined) {
    const file =
      typeof valuesKey === "string" && source === undefined
        ? namedFile(generatedFrom(String(name), valuesKey, context), context)
        : undefined;
    if (file !== undefined) return { layer: file };
    if (optional === true && source === undefined) return {};
    return {
      layer: unknownLayer(document, at),
      note: `${document.input} takes values from ${String(kind)} ${String(name)}, which ${source === undefined ? "was not given" : `has no ${String(valuesKey)} that can be read`}: they are unknown.`,
    };
  }
  const way: Path = [field, String(valuesKey)];
  if (typeof targetPath !== "string") return { layer: textLayer(source, way) };
  return { layer: targetLayer(source, way, targetPath) };
}

/** The file that a generator of kustomize puts under this key: `files: [values.yaml=cilium.yaml]`. */
function generatedFrom(name: string, key: string, { documents }: Context): string {
  for (const { value } of documents.filter(({ keys }) => keys.includes("configMapGenerator"))) {
    const generators = valueAt(value, ["configMapGenerator"]);
    const own = Array.isArray(generators)
      ? generators.find((one: unknown) => isMap(one) && one["name"] === name)
      : undefined;
    const files: unknown = isMap(own) ? own["files"] : undefined;
    const entry = Array.isArray(files)
      ? files.find((file: unknown) => typeof file === "string" && (file === key || file.startsWith(`${key}=`)))
      : undefined;
    if (typeof entry === "string") return entry.replace(/^[^=]*=/, "");
  }
  return "\u0000";
}

function targetLayer(source: Document, way: Path, targetPath: string): Layer {
  const value = valueAt(source.value, way);
  try {
    const text = typeof value === "string" ? value.trim() : "";
    const [assignment] = parseSet(`${targetPath}=${text.replaceAll(",", "\\,")}`);
    const known = typeof value === "string" ? assignment?.value : UNKNOWN;
    return {
      values: valuesOfSet(assignment === undefined ? [] : [{ ...assignment, value: known }]),
      place: (path) => ({ input: source.input, position: source.position(way), key: keyOf(path) }),
    };
  } catch {
    return unknownLayer(source, way);
  }
}
