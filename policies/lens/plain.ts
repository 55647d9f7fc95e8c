import { UNKNOWN } from "../../core/rules/unknown.ts";

/**
 * Plain data from the props that a policy gets. They are a proxy that throws where a value is unknown; here such a value
 * becomes `UNKNOWN` and everything round it stays.
 */
export function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => readKey(value, String(index)));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [key, readKey(value, key)]));
}

function readKey(owner: object, key: string): unknown {
  let value: unknown;
  try {
    value = (owner as Record<string, unknown>)[key];
  } catch (error) {
    // The class is not exported by every version of the SDK, its shape is.
    if (error instanceof Error && "unknownTypeSentinel" in error) return UNKNOWN;
    throw error;
  }
  return toPlain(value);
}
