import { Ajv } from "ajv";
import { createGenerator } from "ts-json-schema-generator";
import { type SchemaNode, type SchemaRoot, resolve } from "../../config/schema-node.ts";

/** Tags that mean something only here; CONTRIBUTING.md says what. */
const OWN_TAGS = ["fraction", "known", "patternErrorMessage", "secret"] as const;

/** A node as it stands in the definition. */
export interface Defined extends SchemaNode {
  /** List of what a text, or a map's key, is known to be: see vocabulary.ts. */
  readonly known?: string;
  /** Its value may be encrypted in the stack file. */
  readonly secret?: boolean;
  readonly fraction?: boolean;
}

type Mutable = { -readonly [K in keyof Defined]: Defined[K] };

/** Keywords that a property's comment says of the number or text within it, through lists and maps. */
const OF_NUMBERS = ["minimum", "exclusiveMinimum", "maximum", "fraction"] as const;
const OF_TEXTS = ["pattern", "patternErrorMessage", "minLength", "secret"] as const;

/** Reads the settings' types and comments, or the fleet file's. They are the one definition; everything else is written from what this returns. */
export function readDefinition(type: "Settings" | "FleetSettings" = "Settings"): SchemaRoot {
  const { definitions = {}, ...root } = createGenerator({
    path: "core/settings/index.ts",
    tsconfig: "tsconfig.json",
    type,
    expose: "export",
    topRef: false,
    jsDoc: "extended",
    skipTypeCheck: true,
    encodeRefs: false,
    additionalProperties: false,
    extraTags: [...OWN_TAGS],
  }).createSchema(type) as SchemaNode & { definitions?: Record<string, SchemaNode> };
  const { region: _, ...properties } = root.properties ?? {};
  const $defs = Object.fromEntries(
    Object.entries(definitions).map(([name, node]) => [name, name === "Ref" ? refNode(node) : normal(node)]),
  );
  const schema: SchemaRoot = {
    ...normal({ ...root, properties, required: (root.required ?? []).filter((key) => key !== "region") }),
    $defs,
  };
  const faults = [...faultsOf(schema, schema, "")];
  for (const [name, node] of Object.entries($defs)) faults.push(...faultsOf(node, schema, name));
  if (faults.length > 0) throw new Error(`core/settings:\n${faults.join("\n")}`);
  return schema;
}

/** In a stack file a Ref is text; an Output has no place there. */
const refNode = ({ description }: SchemaNode): Defined => ({
  type: "string",
  minLength: 1,
  secret: true,
  ...(description === undefined ? {} : { description }),
});

function normal(node: Defined): Defined {
  const copy: Mutable = { ...node };
  if (copy.$ref !== undefined) copy.$ref = copy.$ref.replace("#/definitions/", "#/$defs/");
  sink(copy);
  if (copy.properties !== undefined)
    copy.properties = Object.fromEntries(Object.entries(copy.properties).map(([key, child]) => [key, normal(child)]));
  if (copy.items !== undefined) copy.items = normal(copy.items);
  if (copy.anyOf !== undefined) copy.anyOf = copy.anyOf.map(normal);
  // A map's values may be empty text: labels and tags often are.
  if (typeof copy.additionalProperties === "object")
    copy.additionalProperties = isText(copy.additionalProperties)
      ? { ...copy.additionalProperties }
      : normal(copy.additionalProperties);
  if (isText(copy)) copy.minLength ??= 1;
  if (copy.minLength === 0) delete copy.minLength;
  if (copy.pattern !== undefined) delete copy.minLength;
  if (copy.type === "number" && copy.fraction !== true && copy.enum === undefined && copy.const === undefined)
    copy.type = "integer";
  delete copy.fraction;
  return copy;
}

const isText = (node: SchemaNode): boolean =>
  node.type === "string" && node.enum === undefined && node.const === undefined;

/** Moves what a comment says of numbers and texts down to them. */
function sink(node: Mutable): void {
  for (const [keywords, fits] of [
    [OF_NUMBERS, (child: SchemaNode) => child.type === "number" && child.enum === undefined],
    [OF_TEXTS, isText],
  ] as const) {
    const said = Object.fromEntries(
      Object.entries(node).filter(([key]) => (keywords as readonly string[]).includes(key)),
    );
    if (Object.keys(said).length === 0 || fits(node)) continue;
    for (const key of Object.keys(said)) delete node[key as keyof Defined];
    const push = (child: SchemaNode): SchemaNode => (fits(child) || holds(child) ? { ...child, ...said } : child);
    if (node.items !== undefined) node.items = push(node.items);
    if (node.anyOf !== undefined) node.anyOf = node.anyOf.map(push);
    if (typeof node.additionalProperties === "object") node.additionalProperties = push(node.additionalProperties);
    if (node.properties !== undefined)
      node.properties = Object.fromEntries(Object.entries(node.properties).map(([key, child]) => [key, push(child)]));
  }
}

const holds = ({ items, additionalProperties, anyOf }: SchemaNode): boolean =>
  items !== undefined || anyOf !== undefined || typeof additionalProperties === "object";

/** What the definition owes: a description for every property, bounds for every number, defaults and examples that fit. */
function* faultsOf(node: SchemaNode, root: SchemaRoot, at: string): Generator<string> {
  const whole = node.type === "integer";
  if (whole && (node.minimum === undefined || node.maximum === undefined))
    yield `${at}: a whole number needs @minimum and @maximum, any other @fraction`;
  const said = [...(node.default === undefined ? [] : [node.default]), ...(node.examples ?? [])];
  for (const value of said)
    if (!fits(node, root, value)) yield `${at}: ${JSON.stringify(value)} is no value that it may have`;
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    if ((resolve(child, root).description ?? "") === "") yield `${at}.${key}: no description`;
    yield* faultsOf(child, root, `${at}.${key}`);
  }
  if (node.items !== undefined) yield* faultsOf(node.items, root, `${at}[]`);
  if (typeof node.additionalProperties === "object") yield* faultsOf(node.additionalProperties, root, `${at}.*`);
  for (const option of node.anyOf ?? []) yield* faultsOf(option, root, at);
}

const ajv = new Ajv({ strict: false, logger: false });

const fits = (node: SchemaNode, { $defs }: SchemaRoot, value: unknown): boolean => {
  const { default: _default, examples: _examples, ...rest } = node;
  return ajv.compile({ ...rest, $defs })(value);
};
