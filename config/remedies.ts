import { quantity } from "./quantity.ts";
import type { SchemaNode } from "./schema-node.ts";
import { exampleOf, oneKeyOf, resolved } from "./settings-schema.ts";
import { NAMESPACE } from "./stack.ts";
import { type Path, join, yamlOf } from "./words.ts";
import { nearest } from "../core/facts/suggest.ts";

export interface Misfit {
  readonly path: Path;
  readonly value: unknown;
  /** What may stand there. */
  readonly nodes: readonly SchemaNode[];
  /** The value's own spelling: YAML reads 1.30 as 1.3. */
  readonly source: string | undefined;
  readonly required: boolean;
}

/** What to change, with the value as it should be written wherever that can be told. */
export function remedy(misfit: Misfit): string {
  const { path, value, nodes, required } = misfit;
  if (value === undefined) return `Add ${keyOf(path, join(path))}. ${example(misfit)}`.trim();
  if (value === null)
    return `${required ? "Give it a value." : "Remove the key, or give it a value."} ${example(misfit)}`.trim();
  for (const node of nodes) {
    const fixed = rewrite(misfit, node);
    if (fixed !== undefined) return fixed;
  }
  return withoutValue(misfit);
}

/** Stack keys are written with their namespace. */
const keyOf = (path: Path, key: string): string => (path.length === 1 ? `${NAMESPACE}:${key}` : key);

/** The same without a word of the value. */
export const withoutValue = (misfit: Misfit): string => example(misfit) || "Correct the value.";

function example({ path, nodes }: Misfit): string {
  const value = [...nodes.map(exampleOf), ...nodes.map(oneKeyOf)].find((candidate) => candidate !== undefined);
  if (value === undefined) return "";
  const key = String(path.at(-1));
  return `For example: ${/^\d+$/.test(key) ? "- " : `${keyOf(path, key)}: `}${yamlOf(value)}`;
}

/** The value rewritten for one alternative, as a sentence. */
function rewrite({ path, value, source }: Misfit, node: SchemaNode): string | undefined {
  const key = String(path.at(-1));
  const write = (fixed: unknown): string => `Write ${/^\d+$/.test(key) ? "" : `${keyOf(path, key)}: `}${yamlOf(fixed)}`;
  if (node.enum !== undefined) return choose(value, node.enum);
  switch (node.type) {
    case "string":
      return asText(value, node, source);
    case "integer":
    case "number":
      return asNumber(value, node, key);
    case "boolean":
      return asFlag(value);
    case "array":
      return typeof value === "object" ? undefined : wrapList(listOf(value, resolved(node.items ?? {})), write);
    case "object":
      return asGroup(value, node, write);
    default:
      return undefined;
  }
}

const wrapList = (list: unknown, write: (fixed: unknown) => string): string | undefined =>
  list === undefined ? undefined : write(list).replace("Write ", "Write a list: ");

/** A choice without case and punctuation: `on-demand` is ON_DEMAND. */
const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z\d]/g, "");

function choose(value: unknown, allowed: readonly unknown[]): string | undefined {
  const words = allowed.filter((word) => typeof word === "string");
  if (typeof value !== "string") return "Choose one of these.";
  const near = words.find((word) => plain(word) === plain(value)) ?? nearest(value, words);
  return near === undefined ? "Choose one of these." : `Did you mean ${yamlOf(near)}?`;
}

function asText(value: unknown, node: SchemaNode, source: string | undefined): string | undefined {
  const { pattern } = node;
  if (typeof value === "number" || typeof value === "boolean") {
    const text = source ?? String(value);
    // In quotes it would still be no version, say.
    if (pattern !== undefined && source !== undefined && !new RegExp(pattern).test(text)) return completed(text, node);
    if (source !== undefined) return `Put it in quotes: "${source}".`;
    // A program is handed the number only: 1.30 has become 1.3.
    return typeof value === "number" && !Number.isInteger(value)
      ? "Put it in quotes as you mean it: without them 1.30 is the number 1.3."
      : `Put it in quotes: "${String(value)}".`;
  }
  if (Array.isArray(value) && value.length === 1 && typeof value[0] === "string")
    return `Write it without a list: ${yamlOf(value[0])}`;
  if (typeof value !== "string" || pattern === undefined) return undefined;
  const [inner] = new RegExp(pattern.replace(/^\^/, "").replace(/\$$/, "")).exec(value) ?? [];
  return inner === undefined || inner === value ? completed(value, node) : `Write ${JSON.stringify(inner)}.`;
}

/** A known value that begins with what was written: `1.19.6` for 1.19. */
function completed(text: string, node: SchemaNode): string | undefined {
  const known = [node.default, ...(node.examples ?? [])].find(
    (value) => typeof value === "string" && value.startsWith(text),
  );
  return known === undefined ? undefined : `Write ${JSON.stringify(known)}.`;
}

function asNumber(value: unknown, node: SchemaNode, key: string): string | undefined {
  const { minimum = -Infinity, maximum = Infinity } = node;
  if (typeof value === "string") return quantity(value, key);
  if (typeof value !== "number") return undefined;
  if (node.type === "integer" && !Number.isInteger(value)) return `Write a whole number, such as ${Math.round(value)}.`;
  if (value < minimum) return `Write ${minimum} or more.`;
  return value > maximum ? `Write ${maximum} or less.` : undefined;
}

function asFlag(value: unknown): string | undefined {
  const text = String(value).toLowerCase();
  if (typeof value === "object") return undefined;
  if (["yes", "on", "true", "enabled", "enable", "y", "1"].includes(text)) return "Write true, without quotes.";
  return ["no", "off", "false", "disabled", "disable", "n", "0"].includes(text)
    ? "Write false, without quotes."
    : undefined;
}

/** A list of what stands there alone, or with commas between. */
function listOf(value: unknown, item: SchemaNode): unknown {
  const parts = typeof value === "string" ? value.split(/[\s,]+/).filter((part) => part !== "") : [value];
  if (item.type === "string") return item.enum === undefined ? parts.map(String) : parts;
  if (item.type === "integer") {
    const numbers = parts.map(Number);
    return numbers.some(Number.isNaN) ? undefined : numbers;
  }
  const taints = parts.map((part) => taintOf(part));
  return item.properties?.["effect"] !== undefined && taints.every((taint) => taint !== undefined) ? taints : undefined;
}

/** `key=value:Effect`, as kubectl writes a taint. */
function taintOf(part: unknown): unknown {
  const [, key, , value, effect] = /^([^=:]+)(=([^:]*))?:(\w+)$/.exec(String(part)) ?? [];
  if (key === undefined) return undefined;
  return { key, ...(value === undefined || value === "" ? {} : { value }), effect };
}

function asGroup(value: unknown, node: SchemaNode, write: (fixed: unknown) => string): string | undefined {
  if (node.properties === undefined || typeof node.additionalProperties === "object") return byName(value, node, write);
  const taint = node.properties["effect"] === undefined ? undefined : taintOf(value);
  if (taint !== undefined) return write(taint);
  if (typeof value === "boolean" && node.properties["enabled"] !== undefined) return write({ enabled: value });
  if (typeof value !== "string") return undefined;
  const holders = Object.entries(node.properties).filter(([, child]) => {
    const { type, pattern, enum: words } = resolved(child);
    return (
      words?.includes(value) === true || (type === "string" && pattern !== undefined && new RegExp(pattern).test(value))
    );
  });
  const [holder] = holders;
  return holder === undefined || holders.length > 1 ? undefined : write({ [holder[0]]: value });
}

/** A list where names are keys: of groups that have a name, of `key=value`, of pairs. */
function byName(value: unknown, node: SchemaNode, write: (fixed: unknown) => string): string | undefined {
  const parts = typeof value === "string" ? value.split(/[\s,]+/) : Array.isArray(value) ? (value as unknown[]) : [];
  const pairs = parts.map((part) => pairOf(part));
  if (parts.length > 0 && pairs.every((pair) => pair !== undefined))
    return write(Object.fromEntries(pairs)).replace("Write ", "Write names as keys: ");
  const [first] = parts;
  const name = typeof first === "object" && first !== null ? ((first as { name?: unknown }).name ?? "name") : "name";
  const of = resolved(typeof node.additionalProperties === "object" ? node.additionalProperties : {});
  return Array.isArray(value) && of.type === "object"
    ? `Write names as keys and not as a list: ${yamlOf(name)}: { … }`
    : undefined;
}

function pairOf(part: unknown): readonly [string, unknown] | undefined {
  if (typeof part === "string") {
    const at = part.search(/[=:]/);
    return at > 0 ? [part.slice(0, at), part.slice(at + 1)] : undefined;
  }
  if (typeof part !== "object" || part === null) return undefined;
  const { key, name, value, ...rest } = part as Record<string, unknown>;
  const named = name ?? key;
  if (typeof named !== "string") return undefined;
  return Object.keys(rest).length === 0 && typeof value === "string" ? [named, value] : undefined;
}
