import { CLUSTER_COMPONENT, RAW_CLUSTER } from "./cluster.ts";
import { type Registered, ofType, waitsFor } from "./registered.ts";

const KUBERNETES_PROVIDER = "pulumi:providers:kubernetes";

/** The provider that the engine makes where a resource names none. */
const isDefault = ({ name }: Registered): boolean => name.startsWith("default");

/**
 * What belongs to the cluster that is judged. A program may put objects and releases on others: on premises, or in another
 * account. They name a Kubernetes provider that has nothing from this cluster, where others have; without any that has, which
 * cluster a provider leads to is not known, and nothing is left out.
 */
export function onThisCluster(resources: readonly Registered[]): readonly Registered[] {
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
