import type { NodeGroupPlan } from "./types.ts";

/** An instance type and an availability zone that offers it, as EC2 says (DescribeInstanceTypeOfferings). */
export interface Offering {
  readonly instanceType: string;
  readonly zone: string;
}

/** What is asked of a node group here. */
export type OfferedGroup = Pick<NodeGroupPlan, "name" | "instanceTypes" | "zones">;

/** What is wrong with the zones of node groups, a sentence each. No public table says which zone offers what, so only the account can tell. */
export function missingOfferings(
  groups: readonly OfferedGroup[],
  zones: readonly string[],
  offers: readonly Offering[],
): string[] {
  const offered = new Set(offers.map(({ instanceType, zone }) => key(instanceType, zone)));
  return groups.flatMap(({ name, instanceTypes, zones: own }) =>
    zones
      .filter((zone) => own === undefined || own.includes(zone))
      .flatMap((zone) => {
        const missing = instanceTypes.filter((type) => !offered.has(key(type, zone)));
        return missing.length === 0 ? [] : [sentence(name, zone, missing, missing.length === instanceTypes.length)];
      }),
  );
}

const key = (instanceType: string, zone: string): string => `${instanceType} ${zone}`;

function sentence(name: string, zone: string, missing: readonly string[], all: boolean): string {
  const what = `Node group "${name}": ${zone} does not offer ${missing.join(", ")}`;
  return all
    ? `${what}, so no node can start there. Add a type that it offers to nodeGroups.${name}.instanceTypes, or leave the zone out by nodeGroups.${name}.zones.`
    : `${what}; nodes there come from the group's other types only.`;
}
