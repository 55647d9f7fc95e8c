import { readFileSync } from "node:fs";
import { type SchemaNode, type SchemaRoot, resolve } from "./schema-node.ts";
import { NAMESPACE } from "./stack.ts";

let root: SchemaRoot | undefined;

/** config/schema.json, read when a fault needs its words: a stack without one never pays for it. */
const stackSchema = (): SchemaRoot =>
  (root ??= JSON.parse(readFileSync(new URL("schema.json", import.meta.url), "utf8")) as SchemaRoot);

/** What the schema says of a path of the settings, by alternative; of several that an object may be, the one that it says it is. */
export function nodesAt(path: readonly PropertyKey[], input: unknown): SchemaNode[] {
  const [head, ...rest] = path.map(String);
  const keys = stackSchema().properties?.["config"]?.properties ?? {};
  const settings: SchemaNode = {
    type: "object",
    properties: Object.fromEntries(
      Object.entries(keys).flatMap(([key, node]) =>
        key.startsWith(`${NAMESPACE}:`) ? [[key.slice(NAMESPACE.length + 1), node]] : [],
      ),
    ),
  };
  if (head === undefined) return [settings];
  let value = input;
  let nodes = [settings];
  for (const key of [head, ...rest]) {
    value = value !== null && typeof value === "object" ? (value as Record<string, unknown>)[key] : undefined;
    nodes = nodes.flatMap((node) => below(node, key)).flatMap((node) => alternatives(node, value));
  }
  return nodes;
}

/** Keys that may stand at a path; empty where any key may. */
export const knownKeys = (path: readonly PropertyKey[], input: unknown): string[] => [
  ...new Set(nodesAt(path, input).flatMap((node) => Object.keys(node.properties ?? {}))),
];

function alternatives(node: SchemaNode, value: unknown): SchemaNode[] {
  const meant = resolve(node, stackSchema());
  if (meant.anyOf === undefined) return [meant];
  const { anyOf, ...beside } = meant;
  const options = anyOf.flatMap((option) => alternatives(option, value)).map((option) => ({ ...option, ...beside }));
  const said = options.filter((option) => isSaid(option, value));
  return said.length > 0 ? said : options;
}

/** Whether a value has the constant key of an alternative, such as `mode: eni`. */
const isSaid = ({ properties = {} }: SchemaNode, value: unknown): boolean =>
  Object.entries(properties).some(
    ([key, child]) =>
      child.const !== undefined && (value as Record<string, unknown> | undefined)?.[key] === child.const,
  );

function below(node: SchemaNode, key: string): SchemaNode[] {
  const named = node.properties?.[key];
  if (named !== undefined) return [named];
  if (node.items !== undefined && /^\d+$/.test(key)) return [node.items];
  return typeof node.additionalProperties === "object" ? [node.additionalProperties] : [];
}
