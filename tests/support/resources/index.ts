import type { ClusterModel } from "../../../core/model/index.ts";
import type { Registered } from "../../../lens/registered.ts";
import { raiseAddons, raiseControlPlane } from "./cluster.ts";
import { raiseIdentity, raiseTrust } from "./identity.ts";
import { raiseNetwork } from "./network.ts";
import { raiseNodeGroups } from "./nodes.ts";
import {
  raiseActivations,
  raiseGatewayApi,
  raiseObjects,
  raiseQuotas,
  raiseReleases,
  raiseSecurityGroups,
} from "./rest.ts";

/**
 * The resources that a program with this cluster would register: the way back of lens. What leaves no trace in
 * resources (settings, deployment, capacity, numbers of the account) is lost, as it is for a policy.
 */
export const resourcesFor = (model: ClusterModel): Registered[] => [
  ...raiseControlPlane(model),
  ...raiseNetwork(model),
  ...raiseSecurityGroups(model),
  ...raiseIdentity(model),
  ...raiseTrust(model),
  ...raiseNodeGroups(model),
  ...raiseAddons(model),
  ...raiseReleases(model),
  ...raiseGatewayApi(model),
  ...raiseQuotas(model),
  ...raiseActivations(model),
  ...raiseObjects(model),
];
