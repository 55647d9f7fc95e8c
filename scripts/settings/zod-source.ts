import type { SchemaNode, SchemaRoot } from "../../config/schema-node.ts";
import { refName } from "../../config/schema-node.ts";

/** What a schema is of, for the words of its source text. */
interface Written {
  /** Lines behind the import of zod. */
  readonly head: string;
  /** The schema's constant and the type that it reads. */
  readonly schema: string;
  readonly type: string;
  /** Lines behind the schema. */
  readonly tail: (keys: readonly string[]) => string;
}

const STACK: Written = {
  head: `import type { Settings } from "../core/settings/index.ts";

/** The stack keys of namespace \`cilium-eks\`; the Region comes from \`aws:region\`. */
type StackKeys = Omit<Settings, "region">;`,
  schema: "settingsSchema",
  type: "StackKeys",
  tail: (keys) => `
/** Names of the stack keys, in the order of the documentation. */
export const stackKeys = ${JSON.stringify(keys)} as const satisfies readonly (keyof StackKeys)[];
`,
};

export const FLEET: Written = {
  head: `import type { FleetSettings } from "../../core/settings/index.ts";`,
  schema: "fleetSchema",
  type: "FleetSettings",
  tail: () => "",
};

/** Words of the source text that a schema may use. */
const WORDS = {
  text: "z.string().min(1)",
  texts: "z.array(text)",
  tags: "z.record(z.string(), z.string())",
  json: "z.record(z.string(), z.unknown())",
  flag: "z.boolean()",
  optional: "z.exactOptional",
} as const;

/** Source text of a file's zod schema: one constant a named type, in the order that they need each other. */
export function zodSource(root: SchemaRoot, { head, schema, type, tail }: Written = STACK): string {
  const written = new Map<string, { readonly as: string; readonly text: string }>();
  const write = (node: SchemaNode): string => {
    const name = refName(node);
    if (name === undefined) return expression(node, root, write);
    const known = written.get(name);
    if (known !== undefined) return known.as;
    const text = write(root.$defs[name] ?? {});
    const named = text.includes("(");
    written.set(name, { as: named ? name : text, text: named ? `const ${name} = ${text};` : "" });
    return named ? name : text;
  };
  const settings = write({ type: "object", properties: root.properties ?? {}, required: root.required ?? [] });
  const keys = Object.keys(root.properties ?? {});
  const body = [...written.values()].flatMap(({ text }) => (text === "" ? [] : [text])).join("\n");
  const words = Object.entries(WORDS).filter(([word]) => new RegExp(`\\b${word}\\b`).test(`${body} ${settings}`));
  return `// Made from core/settings by scripts/generate-docs.ts; do not edit.
import { z } from "zod";
${head}

// Each schema is asked once a run: what zod compiles for the next time is never used.
z.config({ jitless: true });

${words.map(([word, is]) => `const ${word} = ${is};`).join("\n")}
${body}

export const ${schema}: z.ZodType<${type}> = ${settings};
${tail(keys)}`;
}

type Write = (node: SchemaNode) => string;

function expression(node: SchemaNode, root: SchemaRoot, write: Write): string {
  if (node.anyOf !== undefined) return union(node.anyOf, root, write);
  if (node.const !== undefined) return `z.literal(${JSON.stringify(node.const)})`;
  if (node.enum !== undefined)
    return node.enum.every((value) => typeof value === "string")
      ? `z.enum(${JSON.stringify(node.enum)})`
      : `z.literal(${JSON.stringify(node.enum)})`;
  switch (node.type) {
    case "string":
      if (node.pattern !== undefined) return `z.string().regex(/${node.pattern}/)`;
      return node.minLength === 1 ? "text" : "z.string()";
    case "boolean":
      return "flag";
    case "integer":
    case "number":
      return number(node);
    case "array": {
      const item = write(node.items ?? {});
      return item === "text" ? "texts" : `z.array(${item})`;
    }
    case "object":
      return node.properties === undefined ? record(node, write) : object(node, write);
    default:
      return "z.unknown()";
  }
}

function object({ properties = {}, required = [] }: SchemaNode, write: Write): string {
  const fields = Object.entries(properties).map(([key, child]) => {
    const value = write(child);
    return `${key}: ${required.includes(key) ? value : `optional(${value})`}`;
  });
  return `z.strictObject({ ${fields.join(", ")} })`;
}

function record({ additionalProperties }: SchemaNode, write: Write): string {
  const value = write(typeof additionalProperties === "object" ? additionalProperties : {});
  return { "z.string()": "tags", "z.unknown()": "json" }[value] ?? `z.record(z.string(), ${value})`;
}

function number({ type, minimum, exclusiveMinimum, maximum }: SchemaNode): string {
  const bounds = [
    minimum === undefined ? "" : `.min(${minimum})`,
    exclusiveMinimum === undefined ? "" : `.gt(${exclusiveMinimum})`,
    maximum === undefined ? "" : `.max(${maximum})`,
  ];
  return `z.${type === "integer" ? "int" : "number"}()${bounds.join("")}`;
}

/** Objects that differ by one key are told apart by it, so that a fault names the keys of the one that is meant. */
function union(options: readonly SchemaNode[], { $defs }: SchemaRoot, write: Write): string {
  const shapes = options.map((option) => $defs[refName(option) ?? ""] ?? option);
  const tag = Object.keys(shapes[0]?.properties ?? {}).find((key) =>
    shapes.every(({ properties }) => properties?.[key]?.const !== undefined),
  );
  const list = `[${options.map(write).join(", ")}]`;
  return tag === undefined ? `z.union(${list})` : `z.discriminatedUnion("${tag}", ${list})`;
}
