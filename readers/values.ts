import { UNKNOWN } from "../core/model/unknown.ts";
import type { Path } from "./input.ts";

/** `UNKNOWN` where the way leads through an unknown value, undefined where there is nothing. */
export function valueAt(value: unknown, path: Path): unknown {
  let inner = value;
  for (const key of path) {
    if (inner === UNKNOWN) return UNKNOWN;
    if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, key)) return undefined;
    inner = (inner as Readonly<Record<string | number, unknown>>)[key];
  }
  return inner;
}
