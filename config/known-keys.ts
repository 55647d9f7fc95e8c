import { z } from "zod";
import { settingsSchema } from "./schema/index.ts";

/** The part of JSON Schema that zod writes for strict objects, records, lists and unions. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

let schema: SchemaNode | undefined;

/** JSON Schema of the stack keys, without the namespace. */
export const settingsJsonSchema = (): SchemaNode =>
  (schema ??= z.toJSONSchema(settingsSchema, { unrepresentable: "any" }) as SchemaNode);

/** Keys that the schema knows at a path; empty where any key may stand. */
export function knownKeys(path: readonly PropertyKey[]): string[] {
  const nodes = path.reduce<SchemaNode[]>(
    (current, key) => current.flatMap((node) => step(node, String(key))),
    alternatives(settingsJsonSchema()),
  );
  return [...new Set(nodes.flatMap((node) => Object.keys(node.properties ?? {})))];
}

const alternatives = (node: SchemaNode): SchemaNode[] => {
  const options = node.anyOf ?? node.oneOf;
  return options === undefined ? [node] : options.flatMap(alternatives);
};

function step(node: SchemaNode, key: string): SchemaNode[] {
  const named = node.properties?.[key];
  if (named !== undefined) return alternatives(named);
  if (node.items !== undefined && /^\d+$/.test(key)) return alternatives(node.items);
  return typeof node.additionalProperties === "object" ? alternatives(node.additionalProperties) : [];
}
