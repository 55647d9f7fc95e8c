import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import type { SchemaNode } from "../config/known-keys.ts";

/** The TSDoc of core/settings: interface name -> property -> its text and the interfaces its type leads to. */
export type SettingsDocs = ReadonlyMap<string, ReadonlyMap<string, PropertyDoc>>;

interface PropertyDoc {
  readonly text: string;
  readonly leadsTo: readonly string[];
}

/** Reads the doc comments of every settings interface; they are the one source of the configuration's documentation. */
export function readSettingsDocs(folder: string): SettingsDocs {
  const sources = readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .toSorted()
    .map((file) =>
      ts.createSourceFile(file, readFileSync(path.join(folder, file), "utf8"), ts.ScriptTarget.ES2023, true),
    );
  const statements = sources.flatMap((source) => [...source.statements]);
  const interfaces = statements.filter(ts.isInterfaceDeclaration);
  const aliases = new Map(statements.filter(ts.isTypeAliasDeclaration).map((alias) => [alias.name.text, alias.type]));
  const names = new Set(interfaces.map((declaration) => declaration.name.text));
  const docs = new Map<string, Map<string, PropertyDoc>>();
  for (const declaration of interfaces)
    readMembers(declaration.name.text, declaration.members, { names, aliases, docs });
  const byName = new Map(interfaces.map((declaration) => [declaration.name.text, declaration]));
  return new Map([...docs].map(([name, own]) => [name, new Map([...inherited(name, byName, docs), ...own])]));
}

/** Properties of the interfaces that one extends, theirs included. */
const inherited = (
  name: string,
  byName: ReadonlyMap<string, ts.InterfaceDeclaration>,
  docs: SettingsDocs,
): [string, PropertyDoc][] =>
  (byName.get(name)?.heritageClauses ?? [])
    .flatMap(({ types }) => types.map(({ expression }) => expression.getText()))
    .flatMap((parent) => [...inherited(parent, byName, docs), ...(docs.get(parent) ?? [])]);

interface Context {
  readonly names: Set<string>;
  readonly aliases: ReadonlyMap<string, ts.TypeNode>;
  readonly docs: Map<string, Map<string, PropertyDoc>>;
}

function readMembers(owner: string, members: ts.NodeArray<ts.TypeElement>, context: Context): void {
  const properties = new Map<string, PropertyDoc>();
  context.docs.set(owner, properties);
  for (const member of members) {
    if (!ts.isPropertySignature(member) || member.type === undefined) continue;
    const name = member.name.getText();
    properties.set(name, { text: docText(member), leadsTo: interfacesIn(member.type, `${owner}.${name}`, context) });
  }
}

const docText = (node: ts.PropertySignature): string =>
  ts
    .getJSDocCommentsAndTags(node)
    .filter(ts.isJSDoc)
    .map((doc) => ts.getTextOfJSDocComment(doc.comment) ?? "")
    .join(" ")
    .replaceAll(/\s+/g, " ")
    .trim();

/** Interfaces named in a type, through arrays, records, unions and aliases; inline objects get a name of their own. */
function interfacesIn(type: ts.TypeNode, here: string, context: Context): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeLiteralNode(node)) {
      readMembers(here, node.members, context);
      found.push(here);
      return;
    }
    if (ts.isTypeReferenceNode(node)) {
      const name = node.typeName.getText();
      const alias = context.aliases.get(name);
      if (context.names.has(name)) found.push(name);
      else if (alias !== undefined && !ts.isIndexedAccessTypeNode(alias)) visit(alias);
    }
    ts.forEachChild(node, visit);
  };
  visit(type);
  return [...new Set(found)];
}

/** The schema with a description on every key that has a doc comment. */
export function describeSchema(schema: SchemaNode, docs: SettingsDocs, owners: readonly string[]): SchemaNode {
  const inner = (node: SchemaNode): SchemaNode => describeSchema(node, docs, owners);
  return {
    ...schema,
    ...(schema.anyOf === undefined ? {} : { anyOf: schema.anyOf.map(inner) }),
    ...(schema.oneOf === undefined ? {} : { oneOf: schema.oneOf.map(inner) }),
    ...(schema.items === undefined ? {} : { items: inner(schema.items) }),
    ...(typeof schema.additionalProperties === "object"
      ? { additionalProperties: inner(schema.additionalProperties) }
      : {}),
    ...(schema.properties === undefined ? {} : { properties: describeProperties(schema.properties, docs, owners) }),
  };
}

function describeProperties(
  properties: Readonly<Record<string, SchemaNode>>,
  docs: SettingsDocs,
  owners: readonly string[],
): Record<string, SchemaNode> {
  return Object.fromEntries(
    Object.entries(properties).map(([key, node]) => {
      const found = owners.flatMap((owner) => docs.get(owner)?.get(key) ?? []);
      const described = describeSchema(
        node,
        docs,
        found.flatMap(({ leadsTo }) => leadsTo),
      );
      const text = found.map((doc) => doc.text).find((doc) => doc !== "");
      return [key, text === undefined ? described : { description: text, ...described }];
    }),
  );
}
