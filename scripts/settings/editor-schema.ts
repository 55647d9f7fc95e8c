import { type SchemaNode, type SchemaRoot, resolve } from "../../config/schema-node.ts";
import { VALUE_KEY_VERSIONS } from "../../core/facts/generated/value-keys.ts";
import { minorOf } from "../../core/facts/version.ts";
import { DEFAULT_CILIUM_VERSION } from "../../core/facts/versions.ts";
import type { Defined } from "./definition.ts";
import { helmValuesSchema } from "./helm-schema.ts";
import { KEYS, TEXTS } from "./vocabulary.ts";

/** What editors read beside JSON Schema's own keywords: VS Code's and those of the YAML language server. */
export interface EditorNode extends SchemaNode {
  readonly markdownDescription?: string;
  readonly defaultSnippets?: readonly {
    readonly label: string;
    readonly description?: string;
    readonly body: unknown;
  }[];
  readonly errorMessage?: string;
  readonly allOf?: readonly unknown[];
}

/** Name in `$defs` of what a value looks like that Pulumi has encrypted. */
const SECURE = "secure";
const SECURE_NODE: EditorNode = {
  type: "object",
  description: "A value that Pulumi has encrypted: pulumi config set --secret --path.",
  properties: { secure: { type: "string" } },
  required: ["secure"],
  additionalProperties: false,
};
const helmDef = (minor: string): string => `helmValues ${minor}`;

/** config/schema.json: the stack file, as editors read it. A line a definition keeps changes legible. */
export function stackFileSchema(root: SchemaRoot, namespace: string): string {
  const { $defs, ...rest } = documentOf(root, namespace);
  return written(rest, $defs);
}

function written(document: object, defs: Readonly<Record<string, object>>): string {
  const lines = Object.entries(defs).map(([name, node]) => `    ${JSON.stringify(name)}: ${JSON.stringify(node)}`);
  return `${JSON.stringify(document, null, 2).slice(0, -2)},\n  "$defs": {\n${lines.join(",\n")}\n  }\n}\n`;
}

/** Name of a stack's definition of which every key may be left out. */
const partial = (name: string): string => `stack ${name}`;

/**
 * config/fleet/schema.json: the fleet file, as editors read it. Parts of a stack's settings are the stack's definitions with every
 * key optional: what is missing may stand in another layer.
 */
export function fleetFileSchema(fleet: SchemaRoot, stack: SchemaRoot): string {
  const loosen = (node: EditorNode): EditorNode =>
    JSON.parse(
      JSON.stringify(node, (key, value: unknown) =>
        key === "required" && Array.isArray(value)
          ? undefined
          : key === "$ref" && typeof value === "string"
            ? value.replace("#/$defs/", `#/$defs/${partial("")}`)
            : value,
      ),
    ) as EditorNode;
  const stackDefs = Object.fromEntries(
    Object.entries(stack.$defs).map(([name, node]) => [partial(name), loosen(toEditor(node, stack))]),
  );
  const settings = loosen(
    toEditor({ type: "object", properties: stack.properties ?? {}, additionalProperties: false }, stack),
  );
  const { $defs, ...rest } = fleet;
  const { $schema: _ofGenerator, ...shape } = toEditor(
    { ...rest, additionalProperties: false },
    fleet,
  ) as EditorNode & {
    readonly $schema?: string;
  };
  const own = Object.fromEntries(
    Object.entries($defs).map(([name, node]) => [name, name === "FleetPart" ? settings : toEditor(node, fleet)]),
  );
  const document = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:pulumi-cilium-eks:fleet-file",
    title: "Fleet file of pulumi-cilium-eks",
    ...shape,
  };
  return written(document, { ...own, [partial(SECURE)]: SECURE_NODE, ...stackDefs });
}

function documentOf(
  root: SchemaRoot,
  namespace: string,
): Record<string, unknown> & { readonly $defs: Readonly<Record<string, object>> } {
  const versions = VALUE_KEY_VERSIONS.map((version) => ({ version, minor: minorOf(version) ?? version }));
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:pulumi-cilium-eks:stack-file",
    title: "Stack file of pulumi-cilium-eks",
    type: "object",
    properties: {
      config: {
        type: "object",
        description: "Configuration of the stack.",
        properties: {
          "aws:region": { type: "string", description: "AWS Region of the cluster.", ...TEXTS["regions"] },
          ...prefixed(root, namespace),
        },
        required: ["aws:region", ...(root.required ?? []).map((key) => `${namespace}:${key}`)],
        // Pulumi takes no key without a namespace.
        patternProperties: { [`^(?!${namespace}:)[^:]+:`]: {} },
        additionalProperties: false,
      },
    },
    required: ["config"],
    $defs: {
      [SECURE]: SECURE_NODE,
      ...Object.fromEntries(Object.entries(root.$defs).map(([name, node]) => [name, definition(name, node, root)])),
      ...Object.fromEntries(versions.map(({ version, minor }) => [helmDef(minor), helmValuesSchema(version)])),
    },
  };
}

const prefixed = (root: SchemaRoot, namespace: string): Record<string, EditorNode> =>
  Object.fromEntries(
    Object.entries(root.properties ?? {}).map(([key, node]) => [`${namespace}:${key}`, toEditor(node, root)]),
  );

function definition(name: string, node: SchemaNode, root: SchemaRoot): EditorNode {
  const written = toEditor(node, root);
  return name === "CiliumSettings" ? { ...written, allOf: helmByVersion() } : written;
}

/** Which keys `helmValues` may have depends on the version beside it. */
const helmByVersion = (): unknown[] =>
  VALUE_KEY_VERSIONS.map((version) => {
    const minor = minorOf(version) ?? version;
    const pattern = `^${minor.replace(".", String.raw`\.`)}\\.`;
    const isDefault = minor === minorOf(DEFAULT_CILIUM_VERSION);
    return {
      if: { properties: { version: { type: "string", pattern } }, ...(isDefault ? {} : { required: ["version"] }) },
      // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
      then: { properties: { helmValues: { $ref: `#/$defs/${helmDef(minor)}` } } },
    };
  });

function toEditor(node: Defined, root: SchemaRoot): EditorNode {
  const { known, secret, description, ...rest } = node;
  const described = {
    ...(description === undefined ? {} : describe(description, resolve(node, root))),
    ...rest,
    ...(node.properties === undefined ? {} : { properties: each(node.properties, root) }),
    ...(node.items === undefined ? {} : { items: toEditor(node.items, root) }),
    ...(node.anyOf === undefined ? {} : { anyOf: node.anyOf.map((option) => toEditor(option, root)) }),
    ...(typeof node.additionalProperties === "object"
      ? { additionalProperties: toEditor(node.additionalProperties, root) }
      : {}),
  };
  if (secret === true) {
    const { type: _type, minLength: _minLength, ...words } = described;
    return { ...words, anyOf: [{ type: "string", minLength: 1 }, { $ref: `#/$defs/${SECURE}` }] };
  }
  return known === undefined ? described : offering(described, known);
}

const each = (properties: Readonly<Record<string, SchemaNode>>, root: SchemaRoot): Record<string, EditorNode> =>
  Object.fromEntries(Object.entries(properties).map(([key, child]) => [key, toEditor(child, root)]));

/** Puts a vocabulary where its words stand: on a text, on a list's items, or on a map's keys. */
function offering(node: EditorNode, known: string): EditorNode {
  if (node.items !== undefined) return { ...node, items: { ...node.items, ...TEXTS[known] } };
  const keys = KEYS[known];
  if (keys === undefined || typeof node.additionalProperties !== "object") return { ...node, ...TEXTS[known] };
  const value = node.additionalProperties;
  return {
    ...node,
    properties: Object.fromEntries(
      Object.entries(keys).map(([key, text]) => [key, { ...describe(text, {}), ...value }]),
    ),
  };
}

/** Descriptions twice: plain for editors that show text, Markdown for those that render it. */
function describe(text: string, node: SchemaNode): EditorNode {
  const whole = node.default === undefined ? text : `${text} Default: \`${shown(node.default)}\`.`;
  return {
    description: whole.replaceAll("`", ""),
    ...(whole.includes("`") ? { markdownDescription: whole } : {}),
  };
}

const shown = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
