import { UNKNOWN } from "../../core/model/unknown.ts";
import { type Document, type Path, isMap } from "../input.ts";
import { type Located, type Reader, registered, urnOf } from "../reader.ts";
import { valueAt } from "../values.ts";
import { ciliumConfigOf } from "./cilium-config.ts";
import { type Manifest, placeOf } from "./manifest.ts";
import { saysEks } from "./platform.ts";

/** Kubernetes objects of any kind: written by hand, by kustomize, by `helm template`, got from a cluster. */
export const manifests: Reader = {
  id: "manifests",
  reads: "Kubernetes objects",
  recognises: ({ apiVersion, kind }) => apiVersion !== undefined && kind !== undefined,
  read: (documents) => {
    const objects = documents.flatMap((document) => objectsIn(document, [], document.value));
    const config = ciliumConfigOf(objects);
    return {
      resources: [...objects.map(located), ...(config?.resources ?? [])],
      notes: [...(config?.notes ?? []), ...notesOn(documents)],
      ...(saysEks(objects) || config?.platform === "eks" ? { platform: "eks" as const } : {}),
    };
  },
};

/** Lists of kubectl and of kustomize hold objects. */
function objectsIn(document: Document, at: Path, value: unknown): Manifest[] {
  if (!isMap(value)) return [];
  const { kind, apiVersion, items } = value;
  if (typeof kind !== "string" || typeof apiVersion !== "string") return [];
  if (kind.endsWith("List") && Array.isArray(items)) {
    const ofItem = kind.slice(0, -"List".length);
    return items.flatMap((item: unknown, index) =>
      // Items of a list of one kind may leave their own kind out.
      objectsIn(
        document,
        [...at, "items", index],
        isMap(item) && ofItem !== "" ? { kind: ofItem, apiVersion, ...item } : item,
      ),
    );
  }
  return [{ document, at, object: value }];
}

/** `kubernetes:core/v1:Service`, as the provider names it. */
const typeOf = (apiVersion: string, kind: string): string =>
  `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;

function located({ document, at, object }: Manifest, nth: number): Located {
  const type = typeOf(String(object["apiVersion"]), String(object["kind"]));
  const name = valueAt(object, ["metadata", "name"]);
  const namespace = valueAt(object, ["metadata", "namespace"]);
  const id = [namespace, name].filter((part) => typeof part === "string").join("/");
  return {
    resource: registered({
      urn: urnOf("manifest", type, `${id}@${document.input}:${String(nth)}:${at.join(".")}`),
      type,
      name: typeof name === "string" ? name : "",
      props: withName(object),
    }),
    place: (below) => placeOf({ document, at, object }, below),
  };
}

/** A name that is no text names nothing, and so do metadata that are no map. */
function withName(object: Manifest["object"]): Manifest["object"] {
  const { metadata } = object;
  if (metadata === undefined) return object;
  if (!isMap(metadata)) return { ...object, metadata: UNKNOWN };
  if (metadata["name"] === undefined || typeof metadata["name"] === "string") return object;
  return { ...object, metadata: { ...metadata, name: UNKNOWN } };
}

function notesOn(documents: readonly Document[]): string[] {
  const kustomizations = documents.filter(({ apiVersion = "" }) => apiVersion.startsWith("kustomize.config.k8s.io/"));
  return kustomizations.map(
    ({ input }) =>
      `${input}: what kustomize makes of it was not seen. Pipe it: kustomize build FOLDER | cilium-eks check -`,
  );
}
