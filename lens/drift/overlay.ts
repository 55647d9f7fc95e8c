import { isObject } from "../../core/model/json.ts";
import type { Deviation, Place } from "./types.ts";

/** A value with what is there in the places of what was planned. */
export const overlaid = (value: unknown, deviations: readonly Deviation[]): unknown =>
  deviations.length === 0 ? value : compact(deviations.reduce((inner, { at, found }) => put(inner, at, found), value));

function put(value: unknown, [step, ...rest]: Place, inner: unknown): unknown {
  if (step === undefined) return inner;
  if (typeof step === "number") {
    const list = Array.isArray(value) ? [...(value as readonly unknown[])] : [];
    const at = Math.min(step, list.length);
    list[at] = put(list[at], rest, inner);
    return list;
  }
  return { ...(isObject(value) ? value : {}), [step]: put(isObject(value) ? value[step] : undefined, rest, inner) };
}

/** Without what is gone: items that were taken out of a list, keys that are nowhere. */
function compact(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== undefined).map(compact);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, compact(inner)]])),
  );
}
