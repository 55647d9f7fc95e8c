import { prefixLength, subnetAt } from "../net/cidr.ts";
import { SMALLEST_SUBNET } from "./defaults.ts";

/** Parts that a subnet is cut into to reserve a share of it. */
const PARTS_BITS = 3;

/**
 * Eighths in the order in which they are reserved, from the middle outwards. A larger share holds every block of a smaller
 * one, so a change of the percentage makes or deletes blocks and never makes one over another: EC2 refuses that, and the
 * engine makes before it deletes. The first and the last stay free: they hold the addresses that AWS keeps, and whether a
 * reservation may include those is UNVERIFIED.
 */
const RESERVED = [3, 4, 2, 5, 1, 6];

/** Blocks of a subnet, as many eighths as the percentage allows, at most six. */
export function planReservations(cidr: string, percent: number): string[] {
  const prefix = prefixLength(cidr) + PARTS_BITS;
  if (prefix > SMALLEST_SUBNET) return [];
  const count = Math.floor((percent / 100) * 2 ** PARTS_BITS);
  return RESERVED.slice(0, count).map((part) => subnetAt(cidr, prefix, part));
}
