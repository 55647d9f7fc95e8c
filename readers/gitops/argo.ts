import { UNKNOWN } from "../../core/model/unknown.ts";
import { type Layer, layerOf } from "../helm-values/layers.ts";
import { type Document, type Path, isMap } from "../input.ts";
import type { Context } from "../reader.ts";
import { valueAt } from "../values.ts";
import { type Wanted, fileLayer, listOf, setLayer, textLayer, unknownLayer } from "./release.ts";

/** Applications of Argo CD, and what ApplicationSets make them of (argo-cd docs: user-guide/helm, operator-manual/applicationset). */
export const isArgo = ({ apiVersion = "", kind }: Document): boolean =>
  apiVersion.startsWith("argoproj.io/") && (kind === "Application" || kind === "ApplicationSet");

export function wantedByArgo(document: Document, context: Context): Wanted[] {
  const spec: Path = document.kind === "ApplicationSet" ? ["spec", "template", "spec"] : ["spec"];
  const { value } = document;
  const name = valueAt(value, ["metadata", "name"]);
  const namespace = valueAt(value, [...spec, "destination", "namespace"]);
  const sources = valueAt(value, [...spec, "sources"]);
  const places: Path[] = Array.isArray(sources)
    ? sources.map((_, at) => [...spec, "sources", at])
    : [[...spec, "source"]];
  return places.flatMap((at) => {
    const source = valueAt(value, at);
    // A source that only others name has no chart: its files are values.
    if (!isMap(source) || (source["chart"] === undefined && source["path"] === undefined)) return [];
    const isChart = source["chart"] !== undefined;
    const chart = isChart ? source["chart"] : source["path"];
    const revision = source["targetRevision"];
    if (!isChart && source["helm"] === undefined && !String(chart).endsWith("cilium")) return [];
    const { layers, notes } = layersOf(document, [...at, "helm"], context);
    return [
      {
        document,
        at: isChart ? [...at, "targetRevision"] : at,
        name: textOr(valueAt(source, ["helm", "releaseName"]), textOr(name, "cilium")),
        chart: typeof chart === "string" ? chart : undefined,
        version: isChart && typeof revision === "string" ? revision : undefined,
        namespace,
        layers,
        delivery: "template" as const,
        notes: [
          ...notes,
          ...(isMap(value) && valueAt(value, ["spec", "templatePatch"]) !== undefined
            ? [`${document.input}: what templatePatch changes was not seen.`]
            : []),
        ],
      },
    ];
  });
}

const textOr = (value: unknown, otherwise: string): string => (typeof value === "string" ? value : otherwise);

/** Files, then `values`, or `valuesObject` in its place, then parameters. */
function layersOf(document: Document, at: Path, context: Context): { layers: Layer[]; notes: string[] } {
  const helm = valueAt(document.value, at);
  if (helm === UNKNOWN) return { layers: [unknownLayer(document, at)], notes: [] };
  if (!isMap(helm)) return { layers: [], notes: [] };
  const { valueFiles, values, valuesObject, parameters, fileParameters } = helm;
  const notes: string[] = [];
  const layers: Layer[] = [];
  for (const [index, file] of listOf(valueFiles).entries()) {
    const { layer, note } = fileLayer(document, [...at, "valueFiles", index], file, context);
    if (note !== undefined && helm["ignoreMissingValueFiles"] === true) continue;
    layers.push(layer);
    notes.push(...(note === undefined ? [] : [note]));
  }
  if (valuesObject !== undefined) layers.push(layerOf(document, [...at, "valuesObject"]));
  else if (values !== undefined)
    layers.push(isMap(values) ? layerOf(document, [...at, "values"]) : textLayer(document, [...at, "values"]));
  for (const [index, parameter] of listOf(parameters).entries())
    layers.push(
      setLayer(
        document,
        [...at, "parameters", index],
        parameter,
        isMap(parameter) && parameter["forceString"] === true,
      ),
    );
  for (const index of listOf(fileParameters).keys())
    layers.push(unknownLayer(document, [...at, "fileParameters", index]));
  return { layers, notes };
}
