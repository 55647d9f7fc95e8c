import { type SchemaNode, type SchemaRoot, resolve } from "../config/schema-node.ts";

/** docs/config.md: one table a stack key. */
export function configPage(schema: SchemaRoot, namespace: string): string {
  const sections = Object.entries(schema.properties ?? {}).map(([key, child]) => {
    const node = resolve(child, schema);
    const rows = rowsOf(node, "", schema);
    const intro = node.description === undefined ? "" : `${node.description}\n\n`;
    const table =
      rows.length === 0 ? "" : `| key | type | default | what it does |\n|---|---|---|---|\n${rows.join("\n")}\n`;
    return `## \`${namespace}:${key}\`\n\n${intro}${table}`;
  });
  return `# Stack configuration\n\nGenerated from the types and comments of \`core/settings\` by \`npm run generate\`. An asterisk marks a required key. Every key is checked strictly: an unknown one is an error with a suggestion. Where no default stands, the text says what happens without the key.\n\n${sections.join("\n")}`;
}

/** The README's list: every stack key with what it is for. */
export const configSummary = (schema: SchemaRoot): string =>
  Object.entries(schema.properties ?? {})
    .map(([key, child]) => {
      const mark = (schema.required ?? []).includes(key) ? "\\*" : "";
      return `- \`${key}\`${mark}: ${resolve(child, schema).description ?? ""}`;
    })
    .join("\n");

function rowsOf(child: SchemaNode, prefix: string, schema: SchemaRoot): string[] {
  const node = resolve(child, schema);
  const own = Object.entries(node.properties ?? {}).flatMap(([key, property]) => {
    const inner = resolve(property, schema);
    const path = prefix === "" ? key : `${prefix}.${key}`;
    const mark = (node.required ?? []).includes(key) ? "\\*" : "";
    const cells = [`\`${path}\`${mark}`, typeText(inner, schema), defaultText(inner), cell(inner.description ?? "")];
    return [`| ${cells.join(" | ")} |`, ...rowsOf(inner, path, schema)];
  });
  const nested = [
    ...(typeof node.additionalProperties === "object"
      ? [{ child: node.additionalProperties, at: `${prefix}.<name>` }]
      : []),
    ...(node.items === undefined ? [] : [{ child: node.items, at: `${prefix}[]` }]),
    ...(node.anyOf ?? []).map((option) => ({ child: option, at: prefix })),
  ];
  return [...new Set([...own, ...nested.flatMap(({ child, at }) => rowsOf(child, at.replace(/^\./, ""), schema))])];
}

const cell = (text: string): string => text.replaceAll("|", "\\|");

const code = (value: unknown): string => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;

const defaultText = (node: SchemaNode): string => (node.default === undefined ? "" : code(node.default));

function typeText(child: SchemaNode, schema: SchemaRoot): string {
  const node = resolve(child, schema);
  if (node.enum !== undefined) return node.enum.map(code).join(", ");
  if (node.const !== undefined) return code(node.const);
  if (node.anyOf !== undefined) return [...new Set(node.anyOf.map((option) => typeText(option, schema)))].join(" or ");
  if (node.type === "array") return `list of ${typeText(node.items ?? {}, schema)}`;
  if (node.type === "object") return node.properties === undefined ? "map" : "group";
  return `${node.type ?? "any"}${range(node)}`;
}

function range({ minimum, maximum }: SchemaNode): string {
  if (minimum === undefined || maximum === undefined) return minimum === undefined ? "" : `, ${minimum} or more`;
  return `, ${minimum} to ${maximum}`;
}
