import { PRIVATE_BLOCKS, cidrFault, contains, overlaps } from "../net/cidr.ts";
import { CGNAT } from "./defaults.ts";

/** Goes with no private, public or carrier-grade range; VPCs that begin in it take public blocks and 100.64.0.0/10. */
const BENCHMARK = "198.19.0.0/16";
const FIRST_TWO = "10.0.0.0/15";
const FIRST = "10.0.0.0/16";
const DEFAULT_VPC = "172.31.0.0/16";

/** Why AWS refuses a block, and which it would take. */
export interface RefusedAssociation {
  readonly beside: string;
  readonly expected: string;
  readonly fix: string;
}

/** Private ranges are each a family of their own (VPC user guide: vpc-cidr-blocks, IPv4 CIDR block association restrictions). */
const familyOf = (cidr: string): string | undefined =>
  [...PRIVATE_BLOCKS, BENCHMARK].find((range) => contains(range, cidr));

/** Whether AWS takes a further block beside those that a VPC has, the primary first; undefined where it does. */
export function refusedAssociation(cidr: string, existing: readonly string[]): RefusedAssociation | undefined {
  const [primary] = existing;
  if (primary === undefined || [primary, cidr].some((one) => cidrFault(one) !== undefined)) return undefined;
  const own = familyOf(primary);
  const wanted = familyOf(cidr);
  const ranges = [...(own === undefined || own === BENCHMARK ? [] : [own]), CGNAT];
  const expected = `a block in ${ranges.join(" or ")}, or a public one of your own`;
  const fix = `Use another block in ${ranges.join(" or ")}.`;
  if (wanted !== undefined && wanted !== own) return { beside: primary, expected, fix };
  if (own === "172.16.0.0/12" && overlaps(DEFAULT_VPC, cidr))
    return { beside: primary, expected: `${expected}, but none in ${DEFAULT_VPC}`, fix };
  const early = existing.find((one) => cidrFault(one) === undefined && overlaps(FIRST_TWO, one));
  if (early !== undefined && overlaps(FIRST, cidr))
    return { beside: early, expected: `${expected}, but none in ${FIRST}`, fix: `Use a block outside ${FIRST}.` };
  return undefined;
}
