import { SubnetRole } from "../model/index.ts";
import { addressFault, blockAround, contains } from "../net/cidr.ts";
import type { SubnetPlan } from "./types.ts";

/** The smallest block that the VPC reserves (VPC user guide: subnet-cidr-reservation takes any block of the subnet; /28 is what a prefix would take). */
const RESERVATION_PREFIX = 28;

/**
 * Blocks round fixed addresses of load balancers. Reserved as `explicit`, so that neither pods nor prefixes get them before the
 * load balancer asks for them by name.
 */
export function explicitReservations(addresses: readonly string[], { role, cidr }: SubnetPlan): string[] {
  if (role !== SubnetRole.Node) return [];
  const inside = addresses.filter((address) => addressFault(address) === undefined && contains(cidr, `${address}/32`));
  return [...new Set(inside.map((address) => blockAround(address, RESERVATION_PREFIX)))];
}
