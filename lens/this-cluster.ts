import { CLUSTER_COMPONENT, RAW_CLUSTER } from "./cluster.ts";
import { type Registered, ofType, sourcesOf, waitsFor } from "./registered.ts";

const KUBERNETES_PROVIDER = "pulumi:providers:kubernetes";

/** The provider that the engine makes where a resource names none. */
const isDefault = ({ name }: Registered): boolean => name.startsWith("default");

const clustersOf = (resources: readonly Registered[]): readonly Registered[] => {
  const components = ofType(resources, CLUSTER_COMPONENT);
  const made = new Set(components.map(({ urn }) => urn));
  return [
    ...components,
    ...ofType(resources, RAW_CLUSTER).filter(({ parent }) => parent === undefined || !made.has(parent)),
  ];
};

/** Itself and what it is part of, but the stack, which everything is part of. */
function lineage(urn: string | undefined, byUrn: ReadonlyMap<string, Registered>): string[] {
  const resource = urn === undefined ? undefined : byUrn.get(urn);
  return resource === undefined || resource.type === "pulumi:pulumi:Stack"
    ? []
    : [resource.urn, ...lineage(resource.parent, byUrn)];
}

/**
 * Without what was made for other clusters of the program: what stands in a component that made one of them and not the judged
 * one, and node groups and add-ons that name one.
 */
function withoutOtherClusters(resources: readonly Registered[]): readonly Registered[] {
  const [judged, ...others] = clustersOf(resources);
  if (judged === undefined || others.length === 0) return resources;
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const own = new Set(lineage(judged.urn, byUrn));
  const foreign = new Set(others.flatMap(({ urn }) => lineage(urn, byUrn)).filter((urn) => !own.has(urn)));
  return resources.filter(
    (resource) =>
      others.includes(resource) ||
      (!lineage(resource.urn, byUrn).some((urn) => foreign.has(urn)) &&
        !["clusterName", "cluster"].some((key) => [...sourcesOf(resource, key)].some((urn) => foreign.has(urn)))),
  );
}

/**
 * What belongs to the cluster that is judged. A program may put objects and releases on others: on premises, or in another
 * account. They name a Kubernetes provider that has nothing from this cluster, where others have; without any that has, which
 * cluster a provider leads to is not known, and nothing is left out.
 */
export function onThisCluster(all: readonly Registered[]): readonly Registered[] {
  const resources = withoutOtherClusters(all);
  const cluster = ofType(resources, CLUSTER_COMPONENT)[0] ?? ofType(resources, RAW_CLUSTER)[0];
  if (cluster === undefined) return resources;
  const made = new Set([
    cluster.urn,
    ...ofType(resources, RAW_CLUSTER).flatMap(({ urn, parent }) => (parent === cluster.urn ? [urn] : [])),
  ]);
  const providers = ofType(resources, KUBERNETES_PROVIDER).filter((provider) => !isDefault(provider));
  const elsewhere = providers.filter((provider) => !waitsFor(provider, ({ urn }) => made.has(urn), resources));
  if (elsewhere.length === providers.length) return resources;
  const urns = new Set(elsewhere.map(({ urn }) => urn));
  return resources.filter(({ provider }) => provider === undefined || !urns.has(provider));
}
