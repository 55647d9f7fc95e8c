import { type Path, isMap } from "./input.ts";

/**
 * A path of the model as the way into a value: it joins keys by dots, and a key may hold dots itself
 * (`metadata.annotations.service.beta.kubernetes.io/…`). Ends where the value has nothing more.
 */
export function pathInto(value: unknown, dotted: string): Path {
  const path: (string | number)[] = [];
  let rest = dotted === "" ? [] : dotted.split(".");
  let inner = value;
  while (rest.length > 0) {
    const length = lengthOfKey(inner, rest);
    if (length === undefined) break;
    const key = rest.slice(0, length).join(".");
    const index = Array.isArray(inner) ? Number(key) : key;
    path.push(index);
    inner = (inner as Readonly<Record<string | number, unknown>>)[index];
    rest = rest.slice(length);
  }
  return path;
}

function lengthOfKey(inner: unknown, rest: readonly string[]): number | undefined {
  if (Array.isArray(inner)) return Object.hasOwn(inner, rest[0] ?? "") ? 1 : undefined;
  if (!isMap(inner)) return undefined;
  for (let length = 1; length <= rest.length; length++) {
    if (Object.hasOwn(inner, rest.slice(0, length).join("."))) return length;
  }
  return undefined;
}
