import type { ClusterModel } from "../core/model/index.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { viewAddons } from "./addons.ts";
import { viewCapacity } from "./capacity.ts";
import { hasCilium, viewCilium, viewReleases } from "./cilium.ts";
import { viewControlPlane } from "./cluster.ts";
import { viewGatewayApi } from "./gateway-api.ts";
import { viewIdentity } from "./identity.ts";
import { viewNetwork } from "./network.ts";
import { viewNodeGroups } from "./nodes.ts";
import { viewObjects } from "./objects.ts";
import { type Origins, type Registered, type PartView } from "./registered.ts";
import { viewAccount, viewActivations, viewQuotas } from "./rest.ts";
import { viewSecurityGroups } from "./security-groups.ts";
import { regionOf } from "./regions.ts";
import { viewAssociations, viewOidcProviders } from "./trust.ts";
import { scopesOf } from "./clusters.ts";
import { present } from "../core/model/present.ts";

export type { Registered } from "./registered.ts";

/** The parts of the model that resources tell. */
export const SEEN_PARTS: readonly (keyof ClusterModel)[] = [
  "account",
  "controlPlane",
  "network",
  "nodeGroups",
  "cilium",
  "identity",
  "securityGroups",
  "addons",
  "releases",
  "gatewayApi",
  "quotas",
  "activations",
  "objects",
  "capacity",
  "associations",
  "oidcProviders",
];

/** What the resources of a program tell about its cluster. */
export interface ResourceView {
  readonly model: ClusterModel;
  /** The resource that a path of the model was read from; undefined leaves it to the stack. */
  readonly urnOf: (path: string) => string | undefined;
  /** Parts that could not be read at all, in the words of what went wrong; empty but for programs of a very odd shape. */
  readonly faults: readonly string[];
}

/** What a program with a cluster has none of where it registers none: a cluster without add-ons has no DNS server, say. */
const NO_OBJECTS = { addons: [], releases: [], objects: [] } satisfies ClusterModel;

/** One cluster of a program, with what belongs to it. */
export interface ClusterView extends ResourceView {
  /** Its name, where the program has several. */
  readonly name?: string;
  readonly resources: readonly Registered[];
}

export interface ProgramView {
  /** Each cluster that the program makes; of a program that makes none, the one that its releases go to. */
  readonly clusters: readonly [ClusterView, ...ClusterView[]];
  /** What belongs to one of several clusters, and to which cannot be told. */
  readonly unattributed: readonly Registered[];
  /** Charts of Cilium on clusters that the program does not make. */
  readonly elsewhere: readonly Registered[];
}

/** Everything that the resources of a program tell, cluster by cluster. */
export function viewProgram(all: readonly Registered[]): ProgramView {
  const { scopes, ...left } = scopesOf(all);
  const [first, ...others] = scopes.map(({ anchor, resources }): ClusterView => ({
    ...(anchor === undefined || scopes.length === 1 ? {} : { name: anchor.names[0] }),
    resources,
    ...viewCluster(resources, regionOf(anchor?.cluster, resources, all)),
  }));
  return { clusters: [first as ClusterView, ...others], ...left };
}

/** What resources tell that belong to one cluster. */
export function viewCluster(resources: readonly Registered[], region?: string): ResourceView {
  const faults: string[] = [];
  const see = <P>(part: (resources: readonly Registered[]) => PartView<P>): PartView<P> => {
    try {
      return part(resources);
    } catch (error) {
      // What a program of somebody else holds may have any shape. Nothing can be said of the part then, but it is not passed either.
      faults.push(error instanceof Error ? error.message : String(error));
      return { part: UNKNOWN as never, origins: {} };
    }
  };
  const parts = {
    controlPlane: see(viewControlPlane),
    network: see(viewNetwork),
    nodeGroups: see(viewNodeGroups),
    cilium: see(viewCilium),
    identity: see(viewIdentity),
    associations: see(viewAssociations),
    oidcProviders: see(viewOidcProviders),
    securityGroups: see(viewSecurityGroups),
    addons: see(viewAddons),
    releases: see(viewReleases),
    gatewayApi: see(viewGatewayApi),
    quotas: see(viewQuotas),
    activations: see(viewActivations),
    objects: see(viewObjects),
  } satisfies { [K in keyof ClusterModel]?: PartView<ClusterModel[K]> };
  const seen = Object.entries(parts).filter(([, { part }]) => part !== undefined);
  const isCluster = parts.controlPlane.part !== undefined;
  const lists = isCluster ? { ...NO_OBJECTS, identity: [] } : parts.cilium.part === undefined ? {} : NO_OBJECTS;
  const origins: Origins = Object.assign({}, ...seen.map(([, part]) => part.origins));
  const model: ClusterModel = {
    ...present("account", viewAccount(region)),
    ...lists,
    ...(isCluster && !hasCilium(resources) ? { withoutCilium: true as const } : {}),
    ...(Object.fromEntries(seen.map(([key, { part }]) => [key, part])) as ClusterModel),
  };
  const capacity = see(() => ({ part: viewCapacity(model), origins: {} }));
  return {
    model: { ...model, ...present("capacity", capacity.part) },
    faults,
    urnOf: (path) => longestPrefix(path, origins),
  };
}

function longestPrefix(path: string, origins: Origins): string | undefined {
  const parts = path.split(".");
  for (let length = parts.length; length > 0; length--) {
    const urn = origins[parts.slice(0, length).join(".")];
    if (urn !== undefined) return urn;
  }
  return undefined;
}
