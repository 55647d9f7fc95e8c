import type { KubernetesObject } from "../core/model/index.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { type Registered, type PartView, at, isObject, named, nothing, read, sourcesOf } from "./registered.ts";
import { writtenObjects } from "./written-objects.ts";

const KUBERNETES = "kubernetes:";
const NOT_OBJECTS = /^kubernetes:(?:helm\.sh|yaml|kustomize|index)[:/]/;

/** A patch is not the object that it patches: it keeps a kind of its own, `ServicePatch`. */
const PATCH = /Patch$/;

/** Kubernetes objects, custom resources among them, as they are sent. */
export function viewObjects(resources: readonly Registered[]): PartView<readonly KubernetesObject[]> {
  const objects = [
    ...resources.filter(({ type, props }) => type.startsWith(KUBERNETES) && !NOT_OBJECTS.test(type) && isObject(props)),
    ...writtenObjects(resources),
  ].map((resource) => withSubnetNames(resource, resources));
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

/** Annotations hold ids of subnets, which are not known yet where the program makes them: their names stand in for them. */
const SUBNETS_ANNOTATION = "service.beta.kubernetes.io/aws-load-balancer-subnets";
const ANNOTATED = ["metadata", "spec"] as const;
const SUBNET = "aws:ec2/subnet:Subnet";

function withSubnetNames(resource: Registered, resources: readonly Registered[]): Registered {
  const from = ANNOTATED.flatMap((part) => [...sourcesOf(resource, part)]);
  if (from.length === 0) return resource;
  const names = resources.filter(({ type, urn }) => type === SUBNET && from.includes(urn)).map(({ name }) => name);
  if (names.length === 0) return resource;
  const named = (annotations: unknown): unknown =>
    isObject(annotations) && annotations[SUBNETS_ANNOTATION] === UNKNOWN
      ? { ...annotations, [SUBNETS_ANNOTATION]: names.join(",") }
      : annotations;
  const { metadata, spec } = resource.props as { metadata?: unknown; spec?: unknown };
  const infrastructure = at(spec, "infrastructure");
  return {
    ...resource,
    props: {
      ...resource.props,
      ...(isObject(metadata) ? { metadata: { ...metadata, annotations: named(metadata["annotations"]) } } : {}),
      ...(isObject(spec) && isObject(infrastructure)
        ? {
            spec: { ...spec, infrastructure: { ...infrastructure, annotations: named(infrastructure["annotations"]) } },
          }
        : {}),
    },
  };
}
