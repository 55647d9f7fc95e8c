import { parse } from "yaml";
import type { JsonObject } from "../../core/model.ts";
import { UNKNOWN } from "../../core/rules/unknown.ts";
import { at, isObject, items } from "./registered.ts";

/**
 * The values that Helm would see: files first, then `values` over them. What is put together elsewhere (a post-renderer, a
 * file whose content is not here) makes the whole undecidable rather than wrong.
 */
export function valuesOf(props: unknown): JsonObject {
  if (isRewritten(props)) return UNKNOWN as never;
  const files = [...items(props, "valueYamlFiles"), ...items(props, "valuesFiles")].map(readFile);
  const layers = [...files, readValues(at(props, "values", {}))];
  if (layers.some((layer) => layer === undefined)) return UNKNOWN as never;
  return layers.reduce<JsonObject>((merged, layer) => merge(merged, layer as JsonObject), {});
}

/** In an update the provider has filled in its defaults: an empty path is none. */
const isRewritten = (props: unknown): boolean =>
  ["postrender", "postRenderer", "transforms", "transformations"].some((key) => {
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

const isMap = (value: unknown): value is Record<string, unknown> => isObject(value) && !Array.isArray(value);

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
