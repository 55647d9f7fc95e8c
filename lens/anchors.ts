import { ciliumCharts } from "./cilium.ts";
import { CLUSTER_COMPONENT, RAW_CLUSTER } from "./cluster.ts";
import { type Registered, at, ofType } from "./registered.ts";

export const KUBERNETES_PROVIDER = "pulumi:providers:kubernetes";

/** The provider that the engine makes where a resource names none. */
export const isDefault = ({ name }: Registered): boolean => name.startsWith("default");

/** A cluster of a program, by the resource that stands for it. */
export interface Anchor {
  readonly cluster: Registered;
  /** It and, of a component, the control plane that it makes. */
  readonly urns: ReadonlySet<string>;
  /** Names that others may know it by; the first is the one to show. */
  readonly names: readonly [string, ...string[]];
}

/** The component and the cluster that it makes are one. */
export function clustersOf(resources: readonly Registered[]): readonly Registered[] {
  const components = ofType(resources, CLUSTER_COMPONENT);
  const made = new Set(components.map(({ urn }) => urn));
  return [
    ...components,
    ...ofType(resources, RAW_CLUSTER).filter(({ parent }) => parent === undefined || !made.has(parent)),
  ];
}

/** The clusters that a program makes; of one that makes none, those that its providers lead to, where there are several. */
export function anchorsOf(resources: readonly Registered[]): Anchor[] {
  const clusters = clustersOf(resources);
  if (clusters.length > 0) return clusters.map((cluster) => anchorOf(cluster, resources));
  // Clusters that others make are told apart by the providers that lead to them.
  const named = new Set(ciliumCharts(resources).flatMap(({ provider }) => provider ?? []));
  const providers = ofType(resources, KUBERNETES_PROVIDER).filter((one) => named.has(one.urn) && !isDefault(one));
  return providers.length > 1 ? providers.map((provider) => anchorOf(provider, resources)) : [];
}

function anchorOf(cluster: Registered, resources: readonly Registered[]): Anchor {
  const children = ofType(resources, RAW_CLUSTER).filter(({ parent }) => parent === cluster.urn);
  const own = [cluster, ...children].flatMap(({ props }) => {
    const name = at(props, "name");
    return typeof name === "string" && name !== "" ? [name] : [];
  });
  const [first = cluster.name, ...others] = own;
  return {
    cluster,
    urns: new Set([cluster, ...children].map(({ urn }) => urn)),
    names: [first, ...others, cluster.name],
  };
}
