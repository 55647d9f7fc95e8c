import { UNKNOWN } from "../../core/model/unknown.ts";
import { CHART } from "../../lens/cilium.ts";
import { documentsOf } from "../documents.ts";
import { chartOf, isChartFile, pick } from "../helm-values/chart.ts";
import { parseSet, valuesOfSet } from "../helm-values/set.ts";
import { setLayers, releaseOf } from "../helm-values/index.ts";
import { type Layer, layerOf } from "../helm-values/layers.ts";
import { subchartOf } from "../helm-values/recognise.ts";
import { type Document, type Path, type Location, isMap, keyOf } from "../input.ts";
import type { Context, Reading } from "../reader.ts";
import { valueAt } from "../values.ts";

/** A release of a chart, as a GitOps object asks for it. */
export interface Wanted {
  readonly document: Document;
  /** Way to what tells of the chart. */
  readonly at: Path;
  readonly name: string;
  /** Chart, reference or path; undefined where it is not told. */
  readonly chart: string | undefined;
  readonly version: string | undefined;
  readonly namespace: unknown;
  readonly layers: readonly Layer[];
  readonly delivery: "release" | "template";
  readonly notes: readonly string[];
}

/** The releases, Cilium's with its values, others by chart and values. */
export function readingOf(wanted: readonly Wanted[], context: Context): Reading {
  const readings = wanted.map((one) => releaseOf(releaseArgs(one, context)));
  return {
    resources: readings.flatMap(({ resources }) => resources),
    notes: readings.flatMap(({ notes }) => notes ?? []).concat(wanted.flatMap(({ notes }) => notes)),
    ...(readings.some(({ platform }) => platform === "eks") ? { platform: "eks" as const } : {}),
  };
}

function releaseArgs(one: Wanted, context: Context): Parameters<typeof releaseOf>[0] {
  const { document, at, name, layers, namespace, delivery } = one;
  const chart = chartName(one.chart);
  const isCilium = chart === "cilium";
  const choice = isCilium ? versionOf(one, context) : { version: one.version ?? UNKNOWN };
  return {
    name,
    version: choice.version,
    layers: isCilium ? [...layers, ...setLayers(context)] : layers,
    props: { chart: chart ?? UNKNOWN, namespace: namespace ?? UNKNOWN },
    delivery,
    place: (): Location => ({ input: document.input, position: document.position(at), key: keyOf(at) || name }),
    ...("note" in choice && choice.note !== undefined ? { notes: [choice.note] } : {}),
  };
}

/** `cilium` of `oci://quay.io/cilium/charts/cilium`, of `cilium/cilium`, of the path `infrastructure/cilium`. */
function chartName(chart: string | undefined): string | undefined {
  if (chart === undefined) return undefined;
  return CHART.test(chart) ? "cilium" : chart.replace(/\/+$/, "").replace(/^.*\//, "");
}

function versionOf({ version }: Wanted, context: Context): { readonly version: unknown; readonly note?: string } {
  const { chartVersion } = context.options;
  if (chartVersion === undefined && version !== undefined) {
    const found = pick([version]);
    // A branch or a range without a number says nothing.
    if (found !== undefined) return found;
  }
  return chartOf(chartVersion, context.documents.filter(isChartFile));
}

/** Values of a file that is named, among the documents that were given; it is not read for itself then. */
export function namedFile(file: string, context: Context): Layer | undefined {
  const wanted = file.replace(/^\$[\w-]+\//, "").replace(/^(?:\.{0,2}\/)+/, "");
  const found = context.documents.find(
    ({ input }) =>
      input === wanted || input.endsWith(`/${wanted}`) || wanted.endsWith(`/${input.replace(/^\.\//, "")}`),
  );
  if (found === undefined) return undefined;
  context.take(found);
  const key = subchartOf(found);
  return layerOf(found, key === undefined ? [] : [key]);
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The values file at a place of a document, with a note where it was not given. */
export function fileLayer(
  document: Document,
  at: Path,
  file: unknown,
  context: Context,
): { readonly layer: Layer; readonly note?: string } {
  const found = typeof file === "string" ? namedFile(file, context) : undefined;
  if (found !== undefined) return { layer: found };
  return {
    layer: unknownLayer(document, at),
    note: `${document.input} names ${typeof file === "string" ? `the values file ${file}` : "a values file"}, which was not given: its values are unknown. Give it as well.`,
  };
}

/** `{name, value}` as `--set` takes it, or `--set-string` where it is text whatever it looks like. */
export function setLayer(document: Document, at: Path, parameter: unknown, asText: boolean): Layer {
  const { name, value } = isMap(parameter) ? parameter : {};
  if (typeof name !== "string") return unknownLayer(document, at);
  const place: Layer["place"] = (path) => ({
    input: document.input,
    position: document.position([...at, "value"]),
    key: keyOf(path),
  });
  try {
    const isScalar = ["string", "number", "boolean"].includes(typeof value) && value !== UNKNOWN;
    const [assignment] = parseSet(`${name}=${isScalar ? String(value).replaceAll(",", "\\,") : ""}`, { asText });
    const known = isScalar ? assignment?.value : UNKNOWN;
    return { values: valuesOfSet(assignment === undefined ? [] : [{ ...assignment, value: known }]), place };
  } catch {
    return unknownLayer(document, at);
  }
}

/** Nobody knows what a file holds that was not given. */
export const unknownLayer = (document: Document, at: Path): Layer => ({
  values: UNKNOWN,
  place: () => ({ input: document.input, position: document.position(at), key: keyOf(at) }),
});

/** Values that stand as text in a document; their lines follow the line of their key, as in a block that begins with `|`. */
export function textLayer(document: Document, at: Path): Layer {
  const text = valueAt(document.value, at);
  if (typeof text !== "string") return unknownLayer(document, at);
  try {
    const [inner] = documentsOf({ name: document.input, text });
    const value = inner?.value ?? {};
    return {
      values: value,
      place: (path) => {
        const outer = document.position(at);
        const position = inner?.position(path) ?? { line: 0, column: 1 };
        return {
          input: document.input,
          position: { line: outer.line + position.line, column: outer.column + 1 + position.column },
          key: keyOf(path),
        };
      },
    };
  } catch {
    return unknownLayer(document, at);
  }
}
