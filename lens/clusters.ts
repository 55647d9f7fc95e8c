import { type Anchor, anchorsOf } from "./anchors.ts";
import { ciliumCharts } from "./cilium.ts";
import { ownersOf } from "./owners.ts";
import type { Registered } from "./registered.ts";

/** What belongs to one cluster. */
interface ClusterScope {
  /** Undefined where the program makes no cluster: then everything is about one that another program makes. */
  readonly anchor?: Anchor;
  readonly resources: readonly Registered[];
}

interface Scopes {
  readonly scopes: readonly [ClusterScope, ...ClusterScope[]];
  /** Node groups, releases and the like of which nobody can tell to which of several clusters they belong. */
  readonly unattributed: readonly Registered[];
  /** Charts of Cilium that go to a cluster which the program does not make. */
  readonly elsewhere: readonly Registered[];
}

/** Each cluster of a program with what belongs to it; what several use belongs to each of them. */
export function scopesOf(resources: readonly Registered[]): Scopes {
  const anchors = anchorsOf(resources);
  const { owners, elsewhere, unattributed } = ownersOf(anchors, resources);
  const away = new Set(elsewhere);
  const [first, ...others] = anchors;
  const scopeOf = (anchor: Anchor): ClusterScope => ({
    anchor,
    resources: resources.filter(
      ({ urn }) => !away.has(urn) && (anchors.length === 1 || owners.get(urn)?.has(anchor.cluster.urn) === true),
    ),
  });
  return {
    scopes: first === undefined ? [{ resources }] : [scopeOf(first), ...others.map(scopeOf)],
    unattributed,
    elsewhere: ciliumCharts(resources.filter(({ urn }) => away.has(urn))),
  };
}
