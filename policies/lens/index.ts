import type { ClusterModel } from "../../core/model.ts";
import { seeCilium, seeReleases } from "./cilium.ts";
import { seeControlPlane } from "./cluster.ts";
import { seeIdentity } from "./identity.ts";
import { seeNetwork } from "./network.ts";
import { seeNodeGroups } from "./nodes.ts";
import { type Origins, type Registered, type Seen, given } from "./registered.ts";
import { seeAccount, seeAddons, seeGatewayApi, seeObjects, seeQuotas, seeSecurityGroups } from "./rest.ts";

export type { Registered } from "./registered.ts";

/** What the resources of a program tell about its cluster. */
export interface ResourceView {
  readonly model: ClusterModel;
  /** The resource that a path of the model was read from; undefined leaves it to the stack. */
  readonly urnOf: (path: string) => string | undefined;
}

/** Everything that the resources lens can see. */
export function seeCluster(resources: readonly Registered[], region?: string): ResourceView {
  const parts = {
    controlPlane: seeControlPlane(resources),
    network: seeNetwork(resources),
    nodeGroups: seeNodeGroups(resources),
    cilium: seeCilium(resources),
    identity: seeIdentity(resources),
    securityGroups: seeSecurityGroups(resources),
    addons: seeAddons(resources),
    releases: seeReleases(resources),
    gatewayApi: seeGatewayApi(resources),
    quotas: seeQuotas(resources),
    objects: seeObjects(resources),
  } satisfies { [K in keyof ClusterModel]?: Seen<ClusterModel[K]> };
  const seen = Object.entries(parts).filter(([, { part }]) => part !== undefined);
  const origins: Origins = Object.assign({}, ...seen.map(([, part]) => part.origins));
  return {
    model: {
      ...given("account", seeAccount(region)),
      ...(Object.fromEntries(seen.map(([key, { part }]) => [key, part])) as ClusterModel),
    },
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
