import { parseAllDocuments } from "yaml";
import { UNKNOWN } from "../core/model/unknown.ts";
import { type Registered, at, isObject, items, ofType } from "./registered.ts";

const GROUPS = ["kubernetes:yaml/v2:ConfigGroup", "kubernetes:yaml:ConfigGroup"] as const;

/**
 * Objects that a ConfigGroup is handed as text or as data. Where the engine shows what the component makes, its children say
 * the same.
 */
export const writtenObjects = (resources: readonly Registered[]): Registered[] =>
  ofType(resources, ...GROUPS)
    .filter(({ urn }) => !resources.some(({ parent }) => parent === urn))
    .flatMap((group) =>
      [...items(group.props, "yaml").flatMap(parsed), ...items(group.props, "objs")]
        .flatMap(listed)
        .flatMap((object) => asResource(group, object)),
    );

function parsed(text: unknown): readonly unknown[] {
  if (typeof text !== "string") return [];
  return parseAllDocuments(text).map((document) =>
    document.errors.length > 0 ? undefined : (document.toJS() as unknown),
  );
}

/** A List is what it holds. */
const listed = (object: unknown): readonly unknown[] =>
  isObject(object) && object["kind"] === "List" ? items(object, "items") : [object];

function asResource(group: Registered, object: unknown): Registered[] {
  const [apiVersion, kind, name] = [at(object, "apiVersion"), at(object, "kind"), at(object, "metadata.name")];
  if (!isObject(object) || typeof apiVersion !== "string" || typeof kind !== "string") return [];
  const inGroup = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
  return [
    {
      ...group,
      type: `kubernetes:${inGroup}:${kind}`,
      name: typeof name === "string" ? name : group.name,
      props: name === UNKNOWN ? { ...object, metadata: UNKNOWN } : object,
    },
  ];
}
