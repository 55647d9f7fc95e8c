import { merge, prefixLength, subnetAt } from "../net/cidr.ts";
import { SMALLEST_SUBNET } from "./defaults.ts";

/** Parts that a subnet is cut into to reserve a share of it. */
const PARTS_BITS = 4;
const PARTS = 2 ** PARTS_BITS;

/**
 * Blocks in the middle of a subnet, as much as the percentage allows, cut at sixteenths. The first and the last part stay free:
 * they hold the addresses that AWS keeps, and whether a reservation may include those is UNVERIFIED.
 */
export function planReservations(cidr: string, percent: number): string[] {
  const prefix = prefixLength(cidr) + PARTS_BITS;
  if (prefix > SMALLEST_SUBNET) return [];
  const count = Math.min(PARTS - 2, Math.floor((percent / 100) * PARTS));
  const first = Math.ceil((PARTS - count) / 2);
  return merge(Array.from({ length: count }, (_, index) => subnetAt(cidr, prefix, first + index)));
}
