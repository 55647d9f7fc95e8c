import { readFileSync } from "node:fs";
import path from "node:path";
import { UNKNOWN } from "../../core/model/unknown.ts";
import {
  Asset,
  isMap,
  ResourceReference,
  Secret,
  Unknown,
  type PropertyMap,
  type PropertyValue,
} from "../../engine/values.ts";
import type { EngineResource } from "../../engine/types.ts";
import type { Props, Registered } from "../../lens/registered.ts";

interface Reading {
  /** Folder that the program's own paths start from. */
  readonly root: string;
  /** What stands for a secret: its value, or that nobody knows it. */
  readonly secrets: "read" | "unknown";
}

/** What a program registers, as the lens takes it. */
export function registeredOf(resources: readonly EngineResource[], reading: Reading): Registered[] {
  const urns = new Set(resources.map(({ urn }) => urn));
  const known = (some: readonly string[]): string[] => some.filter((urn) => urns.has(urn));
  return resources.map((resource) => ({
    urn: resource.urn,
    type: resource.type,
    name: resource.name,
    props: plainMap(resource.inputs, reading),
    ...(resource.parent === undefined ? {} : { parent: resource.parent }),
    ...(resource.options.provider === undefined ? {} : { provider: resource.options.provider }),
    protect: resource.options.protect ?? false,
    ignoreChanges: resource.options.ignoreChanges ?? [],
    sources: Object.fromEntries(
      Object.entries(resource.propertyDependencies).map(([key, from]) => [key, known(from)] as const),
    ),
    dependencies: known(resource.dependencies),
  }));
}

/** As a policy host shows them: without keys of the SDK's own, references as the id of what they refer to. */
const plainMap = (map: PropertyMap, reading: Reading): Props =>
  Object.fromEntries(
    Object.entries(map)
      .filter(([key]) => !key.startsWith("__"))
      .map(([key, value]) => [key, plain(value, reading)] as const),
  );

function plain(value: PropertyValue, reading: Reading): unknown {
  if (value instanceof Secret) return reading.secrets === "read" ? plain(value.value, reading) : UNKNOWN;
  if (value instanceof Unknown) return UNKNOWN;
  if (value instanceof ResourceReference) return plain(value.id ?? value.urn, reading);
  if (value instanceof Asset) return textOf(value, reading.root) ?? UNKNOWN;
  if (Array.isArray(value)) return value.map((item: PropertyValue) => plain(item, reading));
  return isMap(value) ? plainMap(value, reading) : value;
}

function textOf({ kind, content }: Asset, root: string): { text: string } | undefined {
  if (kind !== "asset") return undefined;
  const { path: file, text } = content;
  if (typeof file !== "string" || file === "") return typeof text === "string" ? { text } : undefined;
  try {
    return { text: readFileSync(path.resolve(root, file), "utf8") };
  } catch {
    return undefined;
  }
}
