import { UNKNOWN } from "../../core/model/unknown.ts";
import { CHART } from "../../lens/cilium.ts";
import { documentsOf } from "../documents.ts";
import { chartOf, isChartFile, pick } from "../helm-values/chart.ts";
import { type Release, setLayers } from "../helm-values/index.ts";
import { type Layer, layerOf } from "../helm-values/layers.ts";
import { isValues, subchartOf } from "../helm-values/recognise.ts";
import { parseSet, valuesOfSet } from "../helm-values/set.ts";
import { keyOf } from "../input.ts";
import type { Context } from "../reader.ts";
import { valueAt } from "../values.ts";
import type { Instance } from "./instances.ts";

/** The release that a `helm_release` asks for; providers of Helm 2 and 3 differ in nothing that a plan shows. */
export function releaseOf(instance: Instance, context: Context): Release {
  const { values, address, document } = instance;
  const chart = typeof values["chart"] === "string" ? chartName(values["chart"]) : UNKNOWN;
  const isCilium = chart === "cilium";
  const own = layersOf(instance);
  const unknown = own.some((layer) => layer.values === UNKNOWN);
  const files = isCilium && unknown ? valuesFiles(context) : [];
  const layers = files.length === 0 ? own : [...own.filter((layer) => layer.values !== UNKNOWN), ...files];
  const choice = versionOf(values["version"], isCilium, context);
  return {
    name: typeof values["name"] === "string" ? values["name"] : instance.name,
    version: choice.version,
    layers: isCilium ? [...layers, ...setLayers(context)] : layers,
    props: {
      name: values["name"] ?? UNKNOWN,
      chart,
      namespace: values["namespace"] ?? "default",
      ...(typeof values["repository"] === "string" ? { repositoryOpts: { repo: values["repository"] } } : {}),
      skipAwait: not(values["wait"] ?? true),
      atomic: values["atomic"] ?? false,
      ...(isSet(values["postrender"]) ? { postrender: UNKNOWN } : {}),
    },
    place: () => ({ input: document.input, key: address }),
    notes: [...choice.notes, ...(isCilium && unknown && files.length === 0 ? [`${address}: ${VALUES_UNKNOWN}`] : [])],
  };
}

const VALUES_UNKNOWN =
  "its values are sensitive or hold something that is known after apply, and a plan then tells none of them. Give the values file as well, or set that one key by set.";

const not = (value: unknown): unknown => (typeof value === "boolean" ? !value : UNKNOWN);

const isSet = (value: unknown): boolean =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);

/** `cilium` of `oci://quay.io/cilium/charts/cilium`, of a path, of an archive. */
const chartName = (chart: string): string =>
  CHART.test(chart) ? "cilium" : chart.replace(/\/+$/, "").replace(/^.*\//, "");

function versionOf(
  version: unknown,
  isCilium: boolean,
  { options: { chartVersion }, documents }: Context,
): { readonly version: unknown; readonly notes: readonly string[] } {
  if (!isCilium || (version === UNKNOWN && chartVersion === undefined)) {
    return { version: typeof version === "string" ? version : UNKNOWN, notes: [] };
  }
  const told = chartVersion === undefined && typeof version === "string" ? pick([version]) : undefined;
  const choice = told ?? chartOf(chartVersion, documents.filter(isChartFile));
  return { version: choice.version, notes: choice.note === undefined ? [] : [choice.note] };
}

/** Values files among the inputs stand for what the plan does not tell. */
function valuesFiles(context: Context): Layer[] {
  return context.documents.flatMap((document) => {
    const key = subchartOf(document);
    if (context.isTaken(document) || !(key !== undefined || isValues(document, false))) return [];
    context.take(document);
    return [layerOf(document, key === undefined ? [] : [key])];
  });
}

/** Texts of `values` in their order, then `set`, `set_list` and `set_sensitive` over them, as the provider does. */
function layersOf(instance: Instance): Layer[] {
  const { values } = instance;
  const list = (key: string): readonly unknown[] => {
    const all = values[key];
    return all === UNKNOWN ? [UNKNOWN] : Array.isArray(all) ? (all as unknown[]) : [];
  };
  const layer = (own: unknown): Layer => placed(instance, own);
  return [
    ...list("values").map((text) => layer(valuesIn(text))),
    ...["set", "set_list", "set_sensitive"].flatMap((key) => list(key).map((one) => layer(assigned(one)))),
  ];
}

const placed = ({ document: { input }, address }: Instance, values: unknown): Layer => ({
  values,
  place: (path) => ({ input, key: path.length === 0 ? address : `${address} ${keyOf(path)}` }),
});

function valuesIn(text: unknown): unknown {
  if (typeof text !== "string") return text === null ? {} : UNKNOWN;
  if (text.trim() === "") return {};
  try {
    return documentsOf({ name: "values", text })[0]?.value ?? {};
  } catch {
    return UNKNOWN;
  }
}

/** `{name, value, type}`; the value of a list may be a list. */
function assigned(block: unknown): unknown {
  const at = (key: string): unknown => valueAt(block, [key]);
  const name = at("name");
  if (typeof name !== "string") return UNKNOWN;
  const value = at("value") ?? "";
  const text = Array.isArray(value) && value.every((item) => typeof item === "string") ? `{${value.join(",")}}` : value;
  const isKnown = typeof text === "string";
  try {
    const assignments = parseSet(`${name}=${isKnown && at("type") !== "literal" ? text : "?"}`, {
      asText: at("type") === "string",
    });
    return valuesOfSet(
      assignments.map((one) => (isKnown ? literal(one, at("type"), text) : { ...one, value: UNKNOWN })),
    );
  } catch {
    return {};
  }
}

const literal = <A extends { readonly value: unknown }>(one: A, type: unknown, text: string): A =>
  type === "literal" ? { ...one, value: text } : one;
