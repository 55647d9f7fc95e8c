import type { Layer } from "../helm-values/layers.ts";
import { layerOf } from "../helm-values/layers.ts";
import { type Document, type Path, isMap } from "../input.ts";
import type { Context } from "../reader.ts";
import { valueAt } from "../values.ts";
import { type Wanted, fileLayer, listOf } from "./release.ts";

/** Charts that a kustomization renders (kubernetes-sigs/kustomize api/types/helmchartargs.go). */
export const isKustomizeChart = ({ apiVersion, keys }: Document): boolean =>
  keys.includes("helmCharts") && (apiVersion === undefined || apiVersion.startsWith("kustomize.config.k8s.io/"));

export const wantedByKustomize = (document: Document, context: Context): Wanted[] =>
  listOf(valueAt(document.value, ["helmCharts"])).flatMap((chart, index): Wanted[] => {
    if (!isMap(chart)) return [];
    const at: Path = ["helmCharts", index];
    const { name, version, releaseName, namespace } = chart;
    const { layers, notes } = layersOf(document, at, chart, context);
    return [
      {
        document,
        at: [...at, version === undefined ? "name" : "version"],
        name: typeof releaseName === "string" ? releaseName : typeof name === "string" ? name : "cilium",
        chart: typeof name === "string" ? name : undefined,
        version: typeof version === "string" ? version : undefined,
        namespace: namespace ?? valueAt(document.value, ["namespace"]),
        layers,
        delivery: "template",
        notes: [...notes, ...(index === 0 ? patchNotes(document) : [])],
      },
    ];
  });

/** `valuesInline` goes over `valuesFile` unless `valuesMerge` says otherwise; additional files go over both. */
function layersOf(
  document: Document,
  at: Path,
  chart: Readonly<Record<string, unknown>>,
  context: Context,
): { layers: Layer[]; notes: string[] } {
  const { valuesFile, valuesInline, valuesMerge = "override", additionalValuesFiles } = chart;
  const notes: string[] = [];
  const read = (file: unknown, place: Path): Layer => {
    const { layer, note } = fileLayer(document, place, file, context);
    notes.push(...(note === undefined ? [] : [note]));
    return layer;
  };
  const isReplaced = valuesMerge === "replace" && valuesInline !== undefined;
  const file = valuesFile === undefined || isReplaced ? [] : [read(valuesFile, [...at, "valuesFile"])];
  const inline = valuesInline === undefined ? [] : [layerOf(document, [...at, "valuesInline"])];
  const more = listOf(additionalValuesFiles).map((one, index) => read(one, [...at, "additionalValuesFiles", index]));
  return { layers: [...(valuesMerge === "merge" ? [...inline, ...file] : [...file, ...inline]), ...more], notes };
}

const PATCHES = ["patches", "patchesStrategicMerge", "patchesJson6902", "replacements", "transformers", "components"];

function patchNotes({ input, keys }: Document): string[] {
  const found = PATCHES.filter((key) => keys.includes(key));
  return found.length === 0
    ? []
    : [
        `${input}: what ${found.join(" and ")} change was not seen. Pipe it: kustomize build --enable-helm FOLDER | cilium-eks check -`,
      ];
}
