import { CLUSTER_COMPONENT, RAW_CLUSTER } from "./cluster.ts";
import { type Registered, ofType, sourcesOf } from "./registered.ts";

const VPC = "aws:ec2/vpc:Vpc";

/** Inputs by which a part of a VPC names it, or another part of it. */
const PLACES = ["vpcId", "subnetId", "subnetIds", "routeTableId", "networkAclId"] as const;

/** Parts that join two VPCs are of both. */
const JOINS = /VpcAttachment$|VpcPeeringConnection/;

const placesOf = (one: Registered): string[] => PLACES.flatMap((key) => [...sourcesOf(one, key)]);

/** Without what lies in other VPCs than the cluster's: a hub, or one for databases. */
export function inClusterVpc(resources: readonly Registered[]): readonly Registered[] {
  const vpcs = ofType(resources, VPC);
  if (vpcs.length < 2) return resources;
  const own = vpcs.find(({ urn }) => isUsed(urn, resources)) ?? vpcs[0];
  const outside = new Set(vpcs.flatMap(({ urn }) => (urn === own?.urn ? [] : [urn])));
  // What lies in a subnet or belongs to a table of another VPC lies there too, however far down.
  for (let before = -1; before !== outside.size;) {
    before = outside.size;
    for (const one of resources) {
      if (!JOINS.test(one.type) && placesOf(one).some((urn) => outside.has(urn))) outside.add(one.urn);
    }
  }
  return resources.filter(({ urn }) => !outside.has(urn));
}

/** Whether the control plane's subnets lie in it. */
function isUsed(vpc: string, resources: readonly Registered[]): boolean {
  const used = new Set(
    ofType(resources, RAW_CLUSTER, CLUSTER_COMPONENT).flatMap((cluster) =>
      ["vpcConfig", "vpcId", "subnetIds", "privateSubnetIds"].flatMap((key) => [...sourcesOf(cluster, key)]),
    ),
  );
  return used.has(vpc) || resources.some((one) => used.has(one.urn) && sourcesOf(one, "vpcId").has(vpc));
}
