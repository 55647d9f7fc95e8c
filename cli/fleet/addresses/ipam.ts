import { stringify } from "yaml";
import type { AddressPlan, Pool } from "../../../core/fleet/addresses.ts";
import { blockName, contains, freeBlocks, merge } from "../../../core/net/cidr.ts";
import type { FleetSettings } from "../../../core/settings/index.ts";

interface Resource {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly options?: { readonly dependsOn: readonly string[] };
}
type Resources = Record<string, Resource>;

const WHAT = { vpc: "VPCs", pods: "pods" } as const;

/**
 * The plan as a Pulumi program in YAML that makes AWS VPC IPAM pools of it: a pool for the organisation's blocks, one below it for
 * each Region. A Region's pool imports the VPCs that lie in it; what is kept for growth is allocated, so that nobody else gets it.
 */
export function toIpam(fleet: FleetSettings, plan: AddressPlan): string {
  const regions = [...new Set(Object.values(fleet.clusters).map(({ region }) => region))].toSorted();
  const resources: Resources = {
    ipam: {
      type: "aws:ec2:VpcIpam",
      properties: {
        description: `Fleet ${fleet.name}`,
        operatingRegions: regions.map((regionName) => ({ regionName })),
      },
    },
  };
  for (const pool of plan.pools) Object.assign(resources, poolResources(fleet, pool));
  return [
    "# Written by `cilium-eks fleet addresses --format ipam`. Run it by Pulumi in the account that administers IPAM.",
    stringify(
      { name: `${fleet.name}-ipam`, runtime: "yaml", resources },
      { lineWidth: 0, aliasDuplicateObjects: false },
    ),
  ].join("\n");
}

function poolResources(fleet: FleetSettings, { name, blocks, slots }: Pool): Resources {
  const regionOf = (cluster: string): string => fleet.clusters[cluster]?.region ?? "";
  const regions = [...new Set(slots.map(({ cluster }) => regionOf(cluster)))].toSorted();
  const made: Resources = {
    [name]: {
      type: "aws:ec2:VpcIpamPool",
      properties: {
        description: `Blocks of ${WHAT[name]}`,
        addressFamily: "ipv4",
        ipamScopeId: "${ipam.privateDefaultScopeId}",
      },
    },
    ...poolCidrs(name, blocks),
  };
  for (const region of regions) {
    const own = slots.filter(({ cluster }) => regionOf(cluster) === region);
    const pool = `${name}-${region}`;
    made[pool] = {
      type: "aws:ec2:VpcIpamPool",
      properties: {
        description: `Blocks of ${WHAT[name]} in ${region}`,
        addressFamily: "ipv4",
        ipamScopeId: "${ipam.privateDefaultScopeId}",
        locale: region,
        sourceIpamPoolId: `\${${name}.id}`,
        autoImport: true,
      },
    };
    const cidrs = merge(own.map(({ slot }) => slot));
    // What a pool hands on must be in it first.
    Object.assign(made, poolCidrs(pool, cidrs, { above: name, blocks }));
    for (const { cluster, cidr, slot } of own)
      for (const free of freeBlocks(slot, [cidr]))
        made[`${pool}-growth-${blockName(free)}`] = {
          type: "aws:ec2:VpcIpamPoolCidrAllocation",
          properties: { ipamPoolId: `\${${pool}.id}`, cidr: free, description: `Growth of ${cluster}` },
          options: { dependsOn: within(pool, cidrs, free) },
        };
  }
  return made;
}

interface Above {
  readonly above: string;
  readonly blocks: readonly string[];
}

const poolCidrs = (pool: string, cidrs: readonly string[], from?: Above): Resources =>
  Object.fromEntries(
    cidrs.map((cidr): [string, Resource] => [
      cidrName(pool, cidr),
      {
        type: "aws:ec2:VpcIpamPoolCidr",
        properties: { ipamPoolId: `\${${pool}.id}`, cidr },
        ...(from === undefined ? {} : { options: { dependsOn: within(from.above, from.blocks, cidr) } }),
      },
    ]),
  );

const cidrName = (pool: string, cidr: string): string => `${pool}-${blockName(cidr)}`;

/** The blocks of a pool that hold another. */
const within = (pool: string, cidrs: readonly string[], cidr: string): string[] =>
  cidrs.filter((one) => contains(one, cidr)).map((one) => `\${${cidrName(pool, one)}}`);
