import { UNKNOWN } from "../core/model/unknown.ts";
import { isMap } from "./input.ts";
import { valueAt } from "./values.ts";

/** Type that @pulumi/kubernetes gives an object; undefined for what is none. */
export function typeOfObject(object: unknown): string | undefined {
  if (!isMap(object)) return undefined;
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return undefined;
  return `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
}

/** A name that is no text names nothing. */
export function withKnownName(object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { metadata } = object;
  if (!isMap(metadata) || metadata["name"] === undefined || typeof metadata["name"] === "string") return object;
  return { ...object, metadata: { ...metadata, name: UNKNOWN } };
}

/** Empty where it is not told. */
export const nameOfObject = (object: unknown): string => {
  const name = valueAt(object, ["metadata", "name"]);
  return typeof name === "string" ? name : "";
};
