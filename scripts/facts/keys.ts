import { parse } from "yaml";
import { VALUE_KEYS } from "../../core/facts/generated/value-keys.ts";
import { type Facts, type Refresher, WrongFile } from "./table.ts";

/** Paths of values.yaml, as the key table has them: leaves and empty maps. */
function paths(value: unknown, path: string): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [path];
  const entries = Object.entries(value);
  return entries.length === 0
    ? [path]
    : entries.flatMap(([key, below]) => paths(below, path === "" ? key : `${path}.${key}`));
}

/** values.yaml of a Cilium chart. */
function read(text: string): Facts {
  const values: unknown = parse(text);
  const found = paths(values, "");
  if (!found.some((path) => path.startsWith("eni.")))
    throw new WrongFile("It has no eni values, so it is not Cilium's.");
  return new Map(found.map((path) => [path, "known"]));
}

/** Every path of the newest chart that the table has; which versions know it stands behind the path. */
const current = (): Facts =>
  new Map(
    VALUE_KEYS.trim()
      .split("\n")
      .flatMap((line) => {
        const [path = "", letters = ""] = line.split(" ");
        return /[a-z]$/.test(letters) ? [[path, "known"] as const] : [];
      }),
  );

export default { read, current } satisfies Refresher;
