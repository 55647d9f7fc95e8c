import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { toPlain } from "./lens/plain.ts";
import { type Registered, type ResourceView, seeCluster } from "./lens/index.ts";
import type { Props } from "./lens/registered.ts";

/**
 * The inputs of every resource, kept as they pass. A stack policy gets outputs only, and in a first preview a Helm release has
 * none at all, so what the rules read must be collected from the resource policies.
 */
const inputs = new Map<string, Omit<Registered, "sources">>();
let view: { readonly of: readonly PolicyResource[]; readonly seen: ResourceView } | undefined;

export function collect({ urn, type, name, props, opts }: ResourceValidationArgs): void {
  view = undefined;
  inputs.set(urn, {
    urn,
    type,
    name,
    props: toPlain(props) as Props,
    ...(opts.parent === undefined ? {} : { parent: opts.parent }),
    protect: opts.protect,
    ignoreChanges: opts.ignoreChanges,
  });
}

/** The cluster as the collected inputs tell it; worked out once for all rules of a run. */
export function seen(resources: readonly PolicyResource[]): ResourceView {
  if (view?.of !== resources) view = { of: resources, seen: seeCluster(withSources(resources), regionOf()) };
  return view.seen;
}

function withSources(resources: readonly PolicyResource[]): Registered[] {
  const sources = new Map(resources.map((resource) => [resource.urn, sourcesOf(resource)]));
  return [...inputs.values()].map((input) => ({ ...input, sources: sources.get(input.urn) ?? {} }));
}

const sourcesOf = ({ propertyDependencies }: PolicyResource): Registered["sources"] =>
  Object.fromEntries(Object.entries(propertyDependencies).map(([key, from]) => [key, from.map(({ urn }) => urn)]));

/** The Region of the aws provider, explicit or default. */
function regionOf(): string | undefined {
  for (const { type, props } of inputs.values()) {
    const region = props["region"];
    if (type === "pulumi:providers:aws" && typeof region === "string") return region;
  }
  return undefined;
}
