import type { SchemaNode } from "../config/known-keys.ts";

/** JSON Schema of a stack file: Pulumi's own shape round our keys. */
export function stackFileSchema(schema: SchemaNode, namespace: string): object {
  const properties = Object.entries(schema.properties ?? {}).map(([key, node]) => [`${namespace}:${key}`, node]);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Stack file of pulumi-cilium-eks",
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: {
          "aws:region": { type: "string", description: "AWS Region." },
          ...Object.fromEntries(properties),
        },
        required: ["aws:region", ...(schema.required ?? []).map((key) => `${namespace}:${key}`)],
        patternProperties: { [`^(?!${namespace}:)`]: {} },
        additionalProperties: false,
      },
    },
    required: ["config"],
  };
}

/** docs/config.md: one table a stack key. */
export function configPage(schema: SchemaNode, namespace: string): string {
  const sections = Object.entries(schema.properties ?? {}).map(([key, node]) => {
    const rows = rowsOf(node, "", (schema.required ?? []).includes(key));
    const intro = node.description === undefined ? "" : `${node.description}\n\n`;
    const table = rows.length === 0 ? "" : `| key | type | what it does |\n|---|---|---|\n${rows.join("\n")}\n`;
    return `## \`${namespace}:${key}\`\n\n${intro}${table}`;
  });
  return `# Stack configuration\n\nGenerated from the doc comments of \`core/settings\` by \`npm run generate\`. An asterisk marks a required key. Every key is checked strictly: an unknown one is an error with a suggestion.\n\n${sections.join("\n")}`;
}

/** The README's table: every stack key with the keys right below it. */
export function configSummary(schema: SchemaNode): string {
  const rows = Object.entries(schema.properties ?? {}).map(([key, node]) => {
    const mark = (schema.required ?? []).includes(key) ? "\\*" : "";
    return `| \`${key}\`${mark} | ${below(node)} |`;
  });
  return ["| key | holds |", "| --- | --- |", ...rows].join("\n");
}

function below(node: SchemaNode): string {
  const options = node.anyOf ?? node.oneOf ?? [];
  const keys = [node, ...options].flatMap(({ properties }) => Object.keys(properties ?? {}));
  if (keys.length > 0) return [...new Set(keys)].map((key) => `\`${key}\``).join(", ");
  if (typeof node.additionalProperties !== "object") return "";
  const inner = below(node.additionalProperties);
  return inner === "" ? "name -> text" : `name -> ${inner}`;
}

function rowsOf(node: SchemaNode, prefix: string, _required: boolean): string[] {
  const properties = Object.entries(node.properties ?? {});
  const own = properties.flatMap(([key, inner]) => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    const mark = (node.required ?? []).includes(key) ? "\\*" : "";
    return [
      `| \`${path}\`${mark} | ${typeText(inner)} | ${cell(inner.description ?? "")} |`,
      ...rowsOf(inner, path, false),
    ];
  });
  const nested = [
    ...(typeof node.additionalProperties === "object"
      ? [{ child: node.additionalProperties, at: `${prefix}.<name>` }]
      : []),
    ...(node.items === undefined ? [] : [{ child: node.items, at: `${prefix}[]` }]),
    ...[...(node.anyOf ?? []), ...(node.oneOf ?? [])].map((child) => ({ child, at: prefix })),
  ];
  const rest = nested.flatMap(({ child, at }) => rowsOf(child, at.replace(/^\./, ""), false));
  return [...new Set([...own, ...rest])];
}

const cell = (text: string): string => text.replaceAll("|", "\\|");

function typeText(node: SchemaNode): string {
  if (node.enum !== undefined) return node.enum.map((value) => `\`${value as string}\``).join(", ");
  if (node.const !== undefined) return `\`${node.const as string}\``;
  const options = node.anyOf ?? node.oneOf;
  if (options !== undefined) return [...new Set(options.map(typeText))].join(" or ");
  if (node.type === "array") return `list of ${typeText(node.items ?? {})}`;
  if (node.type === "object") return node.properties === undefined ? "map" : "group";
  return node.type ?? "any";
}
