import { UNKNOWN } from "../../core/model/unknown.ts";
import { parseSet, valuesOfSet } from "../helm-values/set.ts";
import { type Layer, layerOf } from "../helm-values/layers.ts";
import { type Document, type Path, isMap, keyOf } from "../input.ts";
import type { Context } from "../reader.ts";
import { valueAt } from "../values.ts";
import { type Wanted, namedFile, textLayer, unknownLayer } from "./release.ts";

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
    const found = typeof file === "string" ? namedFile(file, context) : undefined;
    if (found !== undefined) layers.push(found);
    else if (helm["ignoreMissingValueFiles"] !== true) {
      layers.push(unknownLayer(document, [...at, "valueFiles", index]));
      notes.push(
        `${document.input} names ${typeof file === "string" ? `the values file ${file}` : "a values file"}, which was not given: its values are unknown. Give it as well.`,
      );
    }
  }
  if (valuesObject !== undefined) layers.push(layerOf(document, [...at, "valuesObject"]));
  else if (values !== undefined)
    layers.push(isMap(values) ? layerOf(document, [...at, "values"]) : textLayer(document, [...at, "values"]));
  for (const [index, parameter] of listOf(parameters).entries())
    layers.push(parameterLayer(document, [...at, "parameters", index], parameter));
  for (const index of listOf(fileParameters).keys())
    layers.push(unknownLayer(document, [...at, "fileParameters", index]));
  return { layers, notes };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** One `--set`, or `--set-string` where it is forced to be text. */
function parameterLayer(document: Document, at: Path, parameter: unknown): Layer {
  const { name, value, forceString } = isMap(parameter) ? parameter : {};
  if (typeof name !== "string") return unknownLayer(document, at);
  const place: Layer["place"] = (path) => ({
    input: document.input,
    position: document.position([...at, "value"]),
    key: keyOf(path),
  });
  try {
    const text = typeof value === "string" ? value : "";
    const [assignment] = parseSet(`${name}=${text.replaceAll(",", "\\,")}`, { asText: forceString === true });
    const known = value === UNKNOWN ? UNKNOWN : assignment?.value;
    return { values: valuesOfSet(assignment === undefined ? [] : [{ ...assignment, value: known }]), place };
  } catch {
    return unknownLayer(document, at);
  }
}
