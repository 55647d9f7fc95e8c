import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { toPlain } from "../lens/plain.ts";
import { type ProgramView, type Registered, viewProgram } from "../lens/index.ts";
import type { Props } from "../lens/registered.ts";
import { readProgramFile } from "./program-files.ts";

/**
 * The inputs of every resource, kept as they pass. A stack policy gets outputs only, and in a first preview a Helm release has
 * none at all, so what the rules read must be collected from the resource policies.
 */
const inputs = new Map<string, Omit<Registered, "sources" | "dependencies">>();
let view: ProgramView | undefined;

export async function collect({ urn, type, name, props, opts, provider }: ResourceValidationArgs): Promise<void> {
  view = undefined;
  inputs.set(urn, {
    urn,
    type,
    name,
    props: (await toPlain(props, (file) => readProgramFile(file, urn))) as Props,
    ...(opts.parent === undefined ? {} : { parent: opts.parent }),
    ...(provider === undefined ? {} : { provider: provider.urn }),
    protect: opts.protect,
    ignoreChanges: opts.ignoreChanges,
  });
}

/** The clusters as the collected inputs tell them; worked out once for all rules, because the host tells each of them anew. */
export function seen(resources: readonly PolicyResource[]): ProgramView {
  view ??= viewProgram(registered(resources));
  return view;
}

/** Only what this stack analysis is about: a host may be asked about several stacks, one after another. */
export function registered(resources: readonly PolicyResource[]): Registered[] {
  return resources.flatMap((resource) => {
    const input = inputs.get(resource.urn);
    const dependencies = resource.dependencies.map(({ urn }) => urn);
    return input === undefined ? [] : [{ ...input, sources: sourcesOf(resource), dependencies }];
  });
}

const sourcesOf = ({ propertyDependencies }: PolicyResource): Registered["sources"] =>
  Object.fromEntries(Object.entries(propertyDependencies).map(([key, from]) => [key, from.map(({ urn }) => urn)]));
