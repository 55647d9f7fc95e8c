/** The part of JSON Schema that describes settings. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  /** What the pattern asks for, in words. */
  readonly patternErrorMessage?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
}

/** A schema whose references lead to `$defs`. */
export interface SchemaRoot extends SchemaNode {
  readonly $defs: Readonly<Record<string, SchemaNode>>;
}

const DEFS = "#/$defs/";

/** Name of the definition that a node refers to. */
export const refName = ({ $ref }: SchemaNode): string | undefined => $ref?.slice(DEFS.length);

/** The node that is meant: what a reference leads to, with what stands beside the reference on top. */
export function resolve(node: SchemaNode, { $defs }: Pick<SchemaRoot, "$defs">): SchemaNode {
  const name = refName(node);
  if (name === undefined) return node;
  const { $ref: _, ...beside } = node;
  return { ...resolve($defs[name] ?? {}, { $defs }), ...beside };
}
