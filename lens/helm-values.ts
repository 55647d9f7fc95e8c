import { isObject as isMap } from "../core/model/json.ts";
import { parse } from "yaml";
import type { JsonObject } from "../core/model/index.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { at, items } from "./registered.ts";

/**
 * The values that Helm would see: files first, then `values` over them. What is put together elsewhere (a post-renderer, a
 * file whose content is not here) makes the whole undecidable rather than wrong.
 */
export function valuesOf(props: unknown): JsonObject {
  if (unreadable(props) !== undefined) return UNKNOWN as never;
  return layersOf(props).reduce<JsonObject>((merged, layer) => merge(merged, layer ?? {}), {});
}

/** Why the values cannot be read, for people. */
export function unreadable(props: unknown): string | undefined {
  const rewriter = rewriterOf(props);
  if (rewriter !== undefined) return `${rewriter} changes what the chart renders`;
  if (at(props, "chart") === undefined) return "only the objects that it renders are sent to policies, not its inputs";
  const missing = layersOf(props).indexOf(undefined);
  if (missing === -1) return undefined;
  const files = layersOf(props).length - 1;
  return missing < files
    ? `file ${String(missing + 1)} of valueYamlFiles is not beside the program, or no YAML map`
    : "they are not known yet, or no map";
}

const layersOf = (props: unknown): (JsonObject | undefined)[] => [
  ...[...items(props, "valueYamlFiles"), ...items(props, "valuesFiles")].map(readFile),
  readValues(at(props, "values", {})),
];

/** In an update the provider has filled in its defaults: an empty path is none. */
const rewriterOf = (props: unknown): string | undefined =>
  ["postrender", "postRenderer", "transforms", "transformations"].find((key) => {
    const value = at(props, key, "");
    return value !== "" && !(Array.isArray(value) && value.length === 0);
  });

/** An object, or the text of a YAML file. */
function readValues(values: unknown): JsonObject | undefined {
  if (typeof values === "string") return parseYaml(values);
  return isMap(values) ? (values as JsonObject) : undefined;
}

/** An asset: its text is here for a StringAsset, and for a file that the collector could read. */
function readFile(asset: unknown): JsonObject | undefined {
  const text = typeof asset === "string" ? asset : at(asset, "text");
  return typeof text === "string" ? parseYaml(text) : undefined;
}

/** An empty file holds no values; a path instead of a text is not a map either. */
function parseYaml(text: string): JsonObject | undefined {
  try {
    const parsed: unknown = parse(text);
    if (parsed === null) return {};
    return isMap(parsed) ? (parsed as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** Helm's own way: maps are merged, everything else is replaced, and null takes a key away. */
function merge(below: JsonObject, above: JsonObject): JsonObject {
  const merged: Record<string, JsonObject[string]> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const under = merged[key];
    merged[key] = isMap(value) && isMap(under) ? merge(under, value) : value;
  }
  return merged;
}
