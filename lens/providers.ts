import { type Anchor, KUBERNETES_PROVIDER, isDefault } from "./anchors.ts";
import { type Registered, at, ofType } from "./registered.ts";

/** The clusters that each Kubernetes provider of the program leads to; none for the engine's own, and for those of other clusters. */
export const providerClusters = (
  anchors: readonly Anchor[],
  resources: readonly Registered[],
): ReadonlyMap<string, readonly Anchor[]> => {
  const nearest = nearestOf(resources);
  return new Map(
    ofType(resources, KUBERNETES_PROVIDER)
      .filter((provider) => !isDefault(provider))
      .map((provider) => {
        const itself = anchors.filter(({ urns }) => urns.has(provider.urn));
        if (itself.length > 0) return [provider.urn, itself];
        const sources = Object.values(provider.sources).flat();
        const bySource = nearest(sources, anchors);
        const byOrder = bySource.length > 0 ? bySource : nearest(provider.dependencies, anchors);
        return [provider.urn, byOrder.length > 0 ? byOrder : namedIn(provider, anchors)];
      }),
  );
};

/** A kubeconfig or context that is written out names its cluster as a word of its own. */
function namedIn({ props }: Registered, anchors: readonly Anchor[]): readonly Anchor[] {
  const texts = ["kubeconfig", "context", "cluster", "clusterIdentifier"].flatMap((key) => {
    const value = at(props, key);
    return value === undefined || typeof value === "symbol" ? [] : [JSON.stringify(value)];
  });
  const words = new Set(texts.flatMap((text) => text.split(/[^\w-]+/)));
  return anchors.filter(({ names: [name] }) => words.has(name));
}

type Nearest = (from: readonly string[], anchors: readonly Anchor[]) => readonly Anchor[];

/** The clusters that are met first on the way back from some resources; a component stands for its children. */
function nearestOf(resources: readonly Registered[]): Nearest {
  const next = new Map(resources.map(({ urn, dependencies }) => [urn, [...dependencies]]));
  for (const { urn, parent } of resources) if (parent !== undefined) next.get(parent)?.push(urn);
  return (from, anchors) => {
    const seen = new Set<string>();
    for (let level = [...from]; level.length > 0; level = level.flatMap((urn) => next.get(urn) ?? [])) {
      level = [...new Set(level)].filter((urn) => !seen.has(urn));
      const met = anchors.filter(({ urns }) => level.some((urn) => urns.has(urn)));
      if (met.length > 0) return met;
      for (const urn of level) seen.add(urn);
    }
    return [];
  };
}
