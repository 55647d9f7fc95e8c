import { SECRET_SETTINGS, SECRET_TEXT, isSecretAt, isSecretText } from "../core/findings/secrets.ts";
import type { SchemaNode } from "./schema-node.ts";
import { isSecure, resolved } from "./settings-schema.ts";

export type Path = readonly PropertyKey[];

export const join = (path: Path): string => path.map(String).join(".");

export const valueAt = (input: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      value !== null && typeof value === "object" ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );

const LONGEST = 80;
const MOST_KEYS = 8;

/** A value as people wrote it, at most 80 characters. Groups are told by their keys, so that nothing within them is shown. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "an empty value";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object") {
    const keys = Object.keys(value);
    return keys.length === 0 ? "an empty group" : `a group with ${few(keys)}`;
  }
  const json = JSON.stringify(value);
  if (isSecretText(json)) return SECRET_TEXT;
  return json.length > LONGEST ? `${json.slice(0, LONGEST - 3)}...` : json;
}

const few = (words: readonly string[]): string =>
  words.length <= MOST_KEYS
    ? words.join(", ")
    : `${words.slice(0, MOST_KEYS).join(", ")} and ${words.length - MOST_KEYS} more`;

/** Whether a value, or a part of it, must not be shown: by its place, its key, or what it looks like. */
export function holdsSecret(path: Path, value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (SECRET_SETTINGS.some((setting) => `${join(path)}.`.startsWith(`${setting}.`))) return true;
  if (isSecretAt(String(path.at(-1)), path.slice(0, -1).map(String))) return true;
  if (typeof value === "object")
    return Object.entries(value).some(([key, inner]) => holdsSecret([...path, key], inner));
  if (typeof value !== "string") return false;
  const [, key = ""] = /^([^=:]+)[=:]/.exec(value) ?? [];
  return isSecretText(value) || isSecretAt(key, path.map(String));
}

/** The value at a path, unless it must not be shown. */
export function showAt(path: Path, value: unknown, source?: string): string {
  if (typeof value !== "object" && holdsSecret(path, value)) return SECRET_TEXT;
  return typeof value === "number" && source !== undefined ? source : show(value);
}

/** What may stand where these alternatives do. */
export function expectation(nodes: readonly SchemaNode[]): string {
  const values = nodes.flatMap((node) => node.enum ?? (node.const === undefined ? [] : [node.const]));
  const listed =
    values.length === 0 ? [] : [values.length === 1 ? show(values[0]) : `one of ${values.map(show).join(", ")}`];
  const open = nodes.filter((node) => node.enum === undefined && node.const === undefined && !isSecure(node));
  return [...new Set([...listed, ...open.map(words)])].join(", or ");
}

function words(node: SchemaNode): string {
  switch (node.type) {
    case "string":
      return node.patternErrorMessage === undefined ? "text" : sentencePart(node.patternErrorMessage);
    case "integer":
      return `a whole number from ${node.minimum ?? 0} to ${node.maximum ?? 0}`;
    case "number":
      return node.exclusiveMinimum === undefined
        ? `a number of at least ${node.minimum ?? 0}`
        : `a number above ${node.exclusiveMinimum}`;
    case "boolean":
      return "true or false";
    case "array":
      return `a list of ${itemWords(resolved(node.items ?? {}))}`;
    case "object":
      return node.properties === undefined || typeof node.additionalProperties === "object"
        ? "a group by name"
        : `a group of keys: ${few(Object.keys(node.properties))}`;
    default:
      return "any value";
  }
}

const itemWords = (item: SchemaNode): string =>
  item.type === "integer" ? "whole numbers" : item.type === "object" ? "groups" : "text";

const sentencePart = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, "");

/** Words that YAML takes for something other than text. */
const RESERVED = /^(?:true|false|null|yes|no|on|off|~)$/i;

const NUMERIC = /^[-+.]?\d[\d_.eEx+-]*$/;

/** A value as YAML, on one line. */
export function yamlOf(value: unknown): string {
  if (typeof value === "string")
    return /^[\w./-]+$/.test(value) && !RESERVED.test(value) && !NUMERIC.test(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(yamlOf).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${yamlOf(key)}: ${yamlOf(inner)}`)
      .join(", ")} }`;
  return JSON.stringify(value);
}
