import { isList, isObject } from "./json.ts";

/** A place at which two values differ; what is missing on one side is undefined. */
export interface Difference {
  readonly path: readonly (string | number)[];
  readonly before: unknown;
  readonly after: unknown;
}

/** Every innermost place at which two values differ. Lists of one length are compared item by item, others as a whole. */
export function differencesOf(before: unknown, after: unknown, path: Difference["path"] = []): Difference[] {
  if (Object.is(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
    return keys.flatMap((key) => differencesOf(before[key], after[key], [...path, key]));
  }
  if (isList(before) && isList(after) && before.length === after.length)
    return before.flatMap((item, at) => differencesOf(item, after[at], [...path, at]));
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }];
}

/** `spec.rules[0].backendRefs`; keys with dots in brackets. */
export const pathText = (path: Difference["path"]): string =>
  path
    .map((step, at) =>
      typeof step === "number"
        ? `[${String(step)}]`
        : /[./]/.test(step)
          ? `["${step}"]`
          : `${at === 0 ? "" : "."}${step}`,
    )
    .join("");
