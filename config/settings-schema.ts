import { readFileSync } from "node:fs";
import { type SchemaNode, type SchemaRoot, resolve } from "./schema-node.ts";
import { NAMESPACE } from "./stack.ts";

let root: SchemaRoot | undefined;

const read = (file: string): SchemaRoot =>
  JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8")) as SchemaRoot;

/** config/schema.json, read when a fault needs its words: a stack without one never pays for it. */
const stackSchema = (): SchemaRoot => (root ??= read("schema.json"));

/** The first part of every path in a fleet file, which tells its words from a stack's. */
export const FLEET_HEAD = "fleet";

let fleet: SchemaRoot | undefined;
const fleetSchema = (): SchemaRoot => (fleet ??= read("fleet/schema.json"));

/** What references lead to: the stack's definitions, and the fleet's once a fleet file has a fault. */
const definitions = (): Pick<SchemaRoot, "$defs"> =>
  fleet === undefined ? stackSchema() : { $defs: { ...stackSchema().$defs, ...fleet.$defs } };

/** What the schema says of a path of the settings, by alternative; of several that an object may be, the one that it says it is. */
export function nodesAt(path: readonly PropertyKey[], input: unknown): SchemaNode[] {
  const [head, ...rest] = path.map(String);
  const keys = stackSchema().properties?.["config"]?.properties ?? {};
  const settings: SchemaNode = {
    type: "object",
    required: (stackSchema().properties?.["config"]?.required ?? []).map((key) => key.replace(`${NAMESPACE}:`, "")),
    properties: Object.fromEntries(
      Object.entries(keys).flatMap(([key, node]) =>
        key.startsWith(`${NAMESPACE}:`) ? [[key.slice(NAMESPACE.length + 1), node]] : [],
      ),
    ),
  };
  if (head === undefined) return [settings];
  const isFleet = head === FLEET_HEAD;
  let value = isFleet ? inFleet(input) : input;
  let nodes: SchemaNode[] = [isFleet ? fleetSchema() : settings];
  for (const key of isFleet ? rest : [head, ...rest]) {
    value = value !== null && typeof value === "object" ? (value as Record<string, unknown>)[key] : undefined;
    nodes = nodes.flatMap((node) => below(node, key)).flatMap((node) => alternatives(node, value));
  }
  return nodes;
}

const inFleet = (input: unknown): unknown =>
  typeof input === "object" && input !== null ? (input as Readonly<Record<string, unknown>>)[FLEET_HEAD] : undefined;

/** A node with what it refers to. */
export const resolved = (node: SchemaNode): SchemaNode => resolve(node, definitions());

/** Whether a group must have the key that a path ends with. */
export const isRequired = (path: readonly PropertyKey[], input: unknown): boolean =>
  nodesAt(path.slice(0, -1), input).some(({ required = [] }) => required.includes(String(path.at(-1))));

/** What an encrypted value looks like; nobody writes it by hand. */
export const isSecure = ({ properties }: SchemaNode): boolean => properties?.["secure"] !== undefined;

/** Whether a value may be encrypted: ids that are carried and never read, and what has a form of its own, such as Helm values. */
export function mayBeSecret(path: readonly PropertyKey[], input: unknown): boolean {
  const nodes = nodesAt(path, input);
  return nodes.length === 0 || nodes.some((node) => isSecure(node) || node.type === undefined);
}

/** A value that may stand there: the comment's example or default, else the least that a group must have. */
export function exampleOf(node: SchemaNode): unknown {
  const meant = resolved(node);
  const said = meant.examples?.[0] ?? meant.default ?? meant.enum?.[0] ?? meant.const;
  if (said !== undefined) return said;
  if (meant.anyOf !== undefined) return meant.anyOf.map(exampleOf).find((value) => value !== undefined);
  if (meant.type === "array") return listed(exampleOf(meant.items ?? {}));
  if (meant.type === "boolean") return true;
  if (meant.type !== "object") return undefined;
  if (meant.properties === undefined)
    return typeof meant.additionalProperties === "object" ? named(exampleOf(meant.additionalProperties)) : undefined;
  const keys = meant.required ?? [];
  const entries = keys.map((key) => [key, exampleOf(meant.properties?.[key] ?? {})] as const);
  return keys.length === 0 || entries.some(([, value]) => value === undefined)
    ? undefined
    : Object.fromEntries(entries);
}

/** Of a group without required keys: one key with what may stand there. */
export function oneKeyOf(node: SchemaNode): unknown {
  const entries = Object.entries(resolved(node).properties ?? {}).map(
    ([key, child]) => [key, exampleOf(child)] as const,
  );
  const known = entries.find(([, value]) => value !== undefined);
  return known === undefined ? undefined : Object.fromEntries([known]);
}

const listed = (item: unknown): unknown => (item === undefined ? undefined : [item]);
const named = (value: unknown): unknown => (value === undefined ? undefined : { general: value });

/** Every place where the settings have a key of this name. */
export function placesOf(key: string): string[] {
  const found = new Set<string>();
  const visit = (node: SchemaNode, at: string): void => {
    const meant = resolved(node);
    for (const [name, child] of Object.entries(meant.properties ?? {})) {
      if (meant.properties?.["secure"] !== undefined) continue;
      const here = at === "" ? name : `${at}.${name}`;
      if (name === key) found.add(here);
      visit(child, here);
    }
    if (meant.items !== undefined) visit(meant.items, `${at}[]`);
    if (typeof meant.additionalProperties === "object") visit(meant.additionalProperties, `${at}.<name>`);
    for (const option of meant.anyOf ?? []) visit(option, at);
  };
  for (const node of nodesAt([], undefined)) visit(node, "");
  return [...found];
}

/** Keys that may stand at a path; empty where any key may. */
export const knownKeys = (path: readonly PropertyKey[], input: unknown): string[] => [
  ...new Set(nodesAt(path, input).flatMap((node) => Object.keys(node.properties ?? {}))),
];

function alternatives(node: SchemaNode, value: unknown): SchemaNode[] {
  const meant = resolve(node, definitions());
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
