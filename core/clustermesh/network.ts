import { SubnetRole } from "../model.ts";
import { addressFault, contains, blockAround } from "../net/cidr.ts";
import type { SubnetPlan } from "../network/types.ts";
import type { MeshSettings } from "../settings/index.ts";

/** The smallest block that the VPC reserves (VPC user guide: subnet-cidr-reservation takes any block of the subnet; /28 is what a prefix would take). */
const RESERVATION_PREFIX = 28;

/**
 * Blocks round the mesh API's addresses. Reserved as `explicit`, so that neither pods nor prefixes get them before the load
 * balancer asks for them by name.
 */
export function meshReservations(mesh: MeshSettings | undefined, { role, cidr }: SubnetPlan): string[] {
  if (mesh === undefined || role !== SubnetRole.Node) return [];
  const inside = mesh.addresses.filter(
    (address) => addressFault(address) === undefined && contains(cidr, `${address}/32`),
  );
  return [...new Set(inside.map((address) => blockAround(address, RESERVATION_PREFIX)))];
}
