import type { GatewayApiModel, KubernetesObject } from "../core/model/index.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { type Registered, type Seen, at, isObject, items, named, nothing, ofType, read } from "./registered.ts";

const KUBERNETES = "kubernetes:";
const NOT_OBJECTS = /^kubernetes:(?:helm\.sh|yaml|kustomize|index)[:/]/;

/** A patch is not the object that it patches: it keeps a kind of its own, `ServicePatch`. */
const PATCH = /Patch$/;

/** Kubernetes objects, custom resources among them, as they are sent. */
export function seeObjects(resources: readonly Registered[]): Seen<readonly KubernetesObject[]> {
  const objects = resources.filter(
    ({ type, props }) => type.startsWith(KUBERNETES) && !NOT_OBJECTS.test(type) && isObject(props),
  );
  if (objects.length === 0) return nothing;
  const seen = objects.map(({ type, name, props, urn }) => {
    const ofType = type.slice(type.lastIndexOf(":") + 1);
    const object = {
      ...props,
      apiVersion: read(props, "apiVersion", apiVersionOf(type)),
      kind: PATCH.test(ofType) ? ofType : named(props, "kind", ofType),
      metadata: metadataOf(props, name),
    } as KubernetesObject;
    // Nobody can ask for an object whose name is not known yet: its findings go to the stack.
    const known: unknown = at(props, "metadata.name", name);
    return { object, origin: typeof known === "string" ? [[`objects.${object.kind}.${known}`, urn] as const] : [] };
  });
  return { part: seen.map(({ object }) => object), origins: Object.fromEntries(seen.flatMap(({ origin }) => origin)) };
}

/** The provider names an object without a name after the resource. */
function metadataOf(props: unknown, name: string): unknown {
  const metadata = at(props, "metadata", {});
  return metadata === UNKNOWN || !isObject(metadata) ? metadata : { ...metadata, name: metadata["name"] ?? name };
}

/** `kubernetes:core/v1:Service` -> `v1`. */
const apiVersionOf = (type: string): string =>
  type.slice(KUBERNETES.length, type.lastIndexOf(":")).replace(/^core\//, "");

const BUNDLE = /(?:gateway-api\/releases\/download\/|gateway-api[-@/])(?<version>v\d+\.\d+\.\d+)/;

/** The Gateway API bundle, by the file or URL that the program installs, or by what its definitions say of themselves. */
export function seeGatewayApi(resources: readonly Registered[]): Seen<GatewayApiModel> {
  const files = ofType(
    resources,
    "kubernetes:yaml/v2:ConfigFile",
    "kubernetes:yaml:ConfigFile",
    "kubernetes:yaml/v2:ConfigGroup",
  );
  for (const { props, urn } of files) {
    const sources = [at(props, "file"), ...items(props, "files")].filter((file) => typeof file === "string");
    for (const file of sources) {
      const version = BUNDLE.exec(file)?.groups?.["version"];
      if (version === undefined) continue;
      return {
        part: { bundle: version, channel: file.includes("experimental") ? "experimental" : "standard" },
        origins: { gatewayApi: urn },
      };
    }
  }
  const seen = seeDefinitions(resources);
  // The real engine sends no inputs of such components (kubernetes provider 4.32.0).
  const unknown = files.find(
    ({ props }) => Object.keys(props).length === 0 || [at(props, "file"), ...items(props, "files")].includes(UNKNOWN),
  );
  if (seen.part !== undefined || unknown === undefined) return seen;
  // It may be the bundle: then nobody can say which.
  return { part: { bundle: UNKNOWN as never, channel: UNKNOWN as never }, origins: { gatewayApi: unknown.urn } };
}

/** Every definition of a bundle names its version and channel (gateway-api site: concepts/versioning). */
function seeDefinitions(resources: readonly Registered[]): Seen<GatewayApiModel> {
  const definitions = resources.filter(({ type }) => type.endsWith(":CustomResourceDefinition"));
  for (const { props, urn } of definitions) {
    const annotations = at(props, "metadata.annotations", {});
    if (!isObject(annotations)) continue;
    const bundle = annotations["gateway.networking.k8s.io/bundle-version"];
    if (typeof bundle !== "string") continue;
    const experimental = annotations["gateway.networking.k8s.io/channel"] === "experimental";
    return {
      part: { bundle, channel: experimental ? "experimental" : "standard" },
      origins: { gatewayApi: urn },
    };
  }
  return nothing;
}
