import { type ExposureSettings, ExposureType } from "../settings/index.ts";
import type { GatewayContext } from "./context.ts";
import type { AddressPlan, SubnetChoice } from "./types.ts";

const isInternal = ({ type, internal = false }: ExposureSettings): boolean =>
  type === ExposureType.Internal || (type === ExposureType.HostNetwork && internal);

/**
 * Subnets of the load balancer. They are always named: the controller's own search looks for tags that subnets of an existing
 * VPC need not have, and then takes any with the right route, those of pods among them
 * (aws-load-balancer-controller docs/deploy/subnet_discovery.md).
 */
export function planSubnets(
  exposure: ExposureSettings,
  { publicSubnets, nodeSubnets }: Pick<GatewayContext, "publicSubnets" | "nodeSubnets">,
): SubnetChoice {
  if (exposure.subnetIds !== undefined) {
    return { kind: "given", ids: exposure.subnetIds, count: exposure.subnetIds.length };
  }
  return isInternal(exposure) ? { kind: "node", count: nodeSubnets } : { kind: "public", count: publicSubnets };
}

/** Elastic IPs, one a subnet. That they go with a public load balancer only is for rules to say. */
export function planAddresses({ elasticIps }: ExposureSettings, { count }: SubnetChoice): AddressPlan {
  if (elasticIps === undefined) return { kind: "none" };
  return elasticIps === "allocate" ? { kind: "allocate", count } : { kind: "given", allocationIds: elasticIps };
}

export const addressCount = (addresses: AddressPlan): number =>
  addresses.kind === "none" ? 0 : addresses.kind === "allocate" ? addresses.count : addresses.allocationIds.length;
