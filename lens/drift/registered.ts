import { isObject } from "../../core/model/json.ts";
import { UNKNOWN } from "../../core/model/unknown.ts";
import type { Props, Registered } from "../registered.ts";
import type { Declared } from "./types.ts";

/** A resource of which no more than its properties is known. */
export const BARE = { protect: false, ignoreChanges: [], sources: {}, dependencies: [] } as const;

/** A resource of a plan for the rules. */
export const registered = ({ urn, type, name, parent, inputs, dependencies, uses, options }: Declared): Registered => ({
  ...BARE,
  urn,
  type,
  name,
  props: known(inputs) as Props,
  ...(parent === undefined ? {} : { parent }),
  protect: options?.protect ?? false,
  ignoreChanges: options?.ignoreChanges ?? [],
  sources: uses ?? {},
  dependencies,
});

function known(value: unknown): unknown {
  if (value === "[unknown]") return UNKNOWN;
  if (Array.isArray(value)) return value.map(known);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, known(inner)])) : value;
}
