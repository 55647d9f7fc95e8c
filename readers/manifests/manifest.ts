import type { Document, Path, Location } from "../input.ts";
import { pathInto } from "../paths.ts";
import { valueAt } from "../values.ts";

/** An object and where it stands. */
export interface Manifest {
  readonly document: Document;
  readonly at: Path;
  readonly object: Readonly<Record<string, unknown>>;
}

export function placeOf({ document, at, object }: Manifest, below: string): Location {
  const path = pathInto(object, below);
  const [kind, namespace, name] = [
    object["kind"],
    valueAt(object, ["metadata", "namespace"]),
    valueAt(object, ["metadata", "name"]),
  ];
  const id = [namespace, name].filter((part) => typeof part === "string").join("/");
  const start = path.length === 0 ? ["kind"] : path;
  return {
    input: document.input,
    position: document.position([...at, ...start]),
    key: [String(kind), id, below].filter((part) => part !== "").join(" "),
  };
}
