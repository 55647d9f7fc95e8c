import type { Finding } from "../core/findings/finding.ts";
import { schemaFinding } from "./faults.ts";
import { nearest } from "../core/facts/suggest.ts";
import { stackKeys } from "./schema.generated.ts";
import { NAMESPACE } from "./stack.ts";

/** The settings of a stack file, with every key that stands elsewhere than it should. */
export interface OwnKeys {
  readonly region: unknown;
  /** By key without the namespace, those in a wrong place among them. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Where each key stands in the file, outside in. */
  readonly places: ReadonlyMap<string, readonly string[]>;
  readonly faults: readonly Finding[];
}

type Group = Readonly<Record<string, unknown>>;

/** One key as it stands, and what it was meant to be. */
interface Seen {
  readonly place: readonly string[];
  readonly name: string;
  readonly value: unknown;
  /** What is wrong with the place; undefined where nothing is. */
  readonly wrong?: string;
}

const REGION = "aws:region";

/** Finds the settings, also where their prefix is missing or they stand outside `config`. */
export function ownKeys(content: Group, lineOf: (place: readonly string[]) => string): OwnKeys {
  const config = isGroup(content["config"]) ? content["config"] : {};
  const seen = [
    ...Object.entries(config).flatMap(([key, value]) => inConfig(key, value)),
    ...Object.entries(content).flatMap(([key, value]) => outside(key, value)),
  ];
  const right = seen.filter(({ wrong }) => wrong === undefined);
  const taken = new Set(right.map(({ name }) => name));
  const misplaced = seen.filter(({ wrong }) => wrong !== undefined);
  const used = [...right, ...misplaced.filter(({ name }) => !taken.has(name))];
  const values: Record<string, unknown> = {};
  for (const { name, value } of used) if (name !== REGION) put(values, name.split("."), value);
  return {
    region: used.find(({ name }) => name === REGION)?.value,
    values,
    places: new Map(
      used.toReversed().map(({ name, place }) => [name === REGION ? name : (name.split(".", 1)[0] ?? ""), place]),
    ),
    faults: misplaced.map((key) => fault(key, lineOf)),
  };
}

function fault({ place, name, wrong }: Seen, lineOf: (place: readonly string[]) => string): Finding {
  const [head = "", ...rest] = name.split(".");
  const right = head === REGION ? REGION : `${NAMESPACE}:${head}`;
  const moved = rest.length === 0 ? right : `${right}, with ${rest.join(".")} as a key within it`;
  return schemaFinding([head], {
    found: `"${place.at(-1) ?? ""}" ${wrong ?? ""}${lineOf(place)}`,
    expected: `"${right}" under config`,
    fix: `Write it under config as ${moved}.`,
  });
}

function inConfig(key: string, value: unknown): Seen[] {
  const place = ["config", key];
  if (key === REGION) return [{ place, name: REGION, value }];
  const [prefix = "", ...rest] = key.split(":");
  const name = rest.join(":");
  if (rest.length === 0) {
    if (prefix === NAMESPACE && isGroup(value)) return nested(place, value);
    if (prefix === "aws" && isGroup(value) && value["region"] !== undefined)
      return [{ place: [...place, "region"], name: REGION, value: value["region"], wrong: "in a group of its own" }];
    return bare(place, key, value, "without its prefix");
  }
  if (prefix === NAMESPACE) {
    if (/^(?:aws)?region$/i.test(name)) return [{ place, name: REGION, value, wrong: "with another prefix" }];
    return isDotted(name) ? [{ place, name, value, wrong: "with a dot" }] : [{ place, name, value }];
  }
  if (key.toLowerCase() === REGION) return [{ place, name: REGION, value, wrong: "in other letters" }];
  return nearest(prefix, [NAMESPACE]) === undefined ? [] : bare(place, name, value, "with another prefix");
}

/** Keys beside `config`: what Pulumi itself has there (`encryptionsalt` and such) is passed over. */
function outside(key: string, value: unknown): Seen[] {
  if (key === "config") return [];
  if (key === REGION) return [{ place: [key], name: REGION, value, wrong: "outside config" }];
  const own = key.startsWith(`${NAMESPACE}:`) ? key.slice(NAMESPACE.length + 1) : key;
  return bare([key], own, value, "outside config");
}

const nested = (place: readonly string[], group: Group): Seen[] =>
  Object.entries(group).map(([name, value]) => ({
    place: [...place, name],
    name,
    value,
    wrong: `in a group "${NAMESPACE}"`,
  }));

function bare(place: readonly string[], key: string, value: unknown, wrong: string): Seen[] {
  if (/^(?:aws[.:_]?)?region$/i.test(key)) return [{ place, name: REGION, value, wrong }];
  return isStackKey(key) || isDotted(key) ? [{ place, name: key, value, wrong }] : [];
}

const isStackKey = (key: string): boolean => (stackKeys as readonly string[]).includes(key);

/** `cluster.name`, which `pulumi config set` writes without --path. */
const isDotted = (key: string): boolean => key.includes(".") && isStackKey(key.split(".", 1)[0] ?? "");

/** Puts a value where its dotted name says, unless something stands there. */
function put(values: Record<string, unknown>, [head = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    values[head] ??= value;
    return;
  }
  const group = isGroup(values[head]) ? { ...values[head] } : {};
  put(group, rest, value);
  values[head] = group;
}

const isGroup = (value: unknown): value is Group =>
  typeof value === "object" && value !== null && !Array.isArray(value);
