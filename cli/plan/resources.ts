import { readFileSync } from "node:fs";
import path from "node:path";
import { UNKNOWN } from "../../core/model/unknown.ts";
import { type Finding, Severity } from "../../core/findings/finding.ts";
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
import { evaluateResources } from "../../lens/evaluate.ts";
import type { Props, Registered } from "../../lens/registered.ts";
import { SCOPE } from "../../lens/scope.ts";

/**
 * What our own policy pack says of the resources, without its host: the pack would load the SDK and the catalogue once more, and
 * be told of every resource, to give the same answers (tests/program/plan-resources.test.ts).
 */
export function evaluateProgram(resources: readonly EngineResource[], root: string, stackUrn: string): Finding[] {
  const { findings, remarks } = evaluateResources(registeredOf(resources, root));
  return [
    ...findings.map(({ finding: { rule, severity, ...finding } }): Finding => ({ rule, severity, ...finding })),
    ...remarks.map(({ urn = stackUrn, message }): Finding => ({
      rule: SCOPE.name,
      severity: Severity.Warning,
      subject: urn,
      path: urn,
      found: message,
      expected: SCOPE.description,
      fix: "See docs/policies.md.",
    })),
  ];
}

function registeredOf(resources: readonly EngineResource[], root: string): Registered[] {
  const urns = new Set(resources.map(({ urn }) => urn));
  const known = (some: readonly string[]): string[] => some.filter((urn) => urns.has(urn));
  return resources.map((resource) => ({
    urn: resource.urn,
    type: resource.type,
    name: resource.name,
    props: plainMap(resource.inputs, root),
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
const plainMap = (map: PropertyMap, root: string): Props =>
  Object.fromEntries(
    Object.entries(map)
      .filter(([key]) => !key.startsWith("__"))
      .map(([key, value]) => [key, plain(value, root)] as const),
  );

function plain(value: PropertyValue, root: string): unknown {
  if (value instanceof Secret) return plain(value.value, root);
  if (value instanceof Unknown) return UNKNOWN;
  if (value instanceof ResourceReference) return plain(value.id ?? value.urn, root);
  if (value instanceof Asset) return textOf(value, root) ?? UNKNOWN;
  if (Array.isArray(value)) return value.map((item: PropertyValue) => plain(item, root));
  return isMap(value) ? plainMap(value, root) : value;
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
