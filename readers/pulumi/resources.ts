import type { StateResource } from "../../core/changes/state.ts";
import type { Registered } from "../../lens/registered.ts";
import { type Located, registered } from "../reader.ts";
import { plainInputs } from "./values.ts";

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];

/** `urn::id` of a provider, without the id. */
const withoutId = (provider: string): string => provider.split("::").slice(0, 4).join("::");

/** Resources as the engine keeps them, as the lens takes them. */
export function registeredState(resources: readonly StateResource[]): Registered[] {
  const urns = new Set(resources.map(({ urn }) => urn));
  const known = (some: unknown): string[] => texts(some).filter((urn) => urns.has(urn));
  return resources.map(({ urn, type, parent, provider, protect, ignoreChanges, ...own }) =>
    registered({
      urn,
      type,
      name: urn.split("::").at(-1) ?? urn,
      props: plainInputs(own.inputs),
      ...(typeof parent === "string" ? { parent } : {}),
      ...(typeof provider === "string" && provider !== "" ? { provider: withoutId(provider) } : {}),
      protect: protect === true,
      ignoreChanges: texts(ignoreChanges),
      sources: Object.fromEntries(
        Object.entries(own.propertyDependencies ?? {}).map(([key, from]) => [key, known(from)] as const),
      ),
      dependencies: known(own.dependencies),
    }),
  );
}

/** Found by their URN; in an object of Kubernetes and in values by the path too. */
export const locatedIn = (input: string, resources: readonly Registered[]): Located[] =>
  resources.map((resource) => ({
    resource,
    place: (below) => ({
      input,
      key:
        below === "" || !resource.type.startsWith("kubernetes:") ? resource.urn : `${resource.urn} ${inWords(below)}`,
    }),
  }));

/** A value of a chart is named as in a values file. */
const inWords = (below: string): string => below.replace(/^values\./, "");
