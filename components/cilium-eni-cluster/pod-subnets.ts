import * as aws from "@pulumi/aws";
import type * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { SubnetRole } from "../../core/model/index.ts";
import type { NetworkPlan, SubnetPlan } from "../../core/network/types.ts";
import { NatGateways } from "../../core/settings/index.ts";
import { asInput } from "../internal/ref.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";

export interface PodSubnetResources {
  /** Subnet id by zone. */
  readonly ids: Readonly<Record<string, pulumi.Output<string>>>;
  readonly ready: readonly pulumi.Resource[];
}

interface PodSubnetDeps {
  readonly vpcId: pulumi.Input<string>;
  /** Absent for a VPC that exists. */
  readonly vpc?: awsx.ec2.Vpc;
}

/** Adds the pod block to the VPC and cuts a subnet a zone from it, each with its reservations and its way out. */
export function createPodSubnets(scope: Scope, plan: NetworkPlan, deps: PodSubnetDeps): PodSubnetResources {
  const subnets = plan.subnets.filter(({ role, id }) => role === SubnetRole.Pod && id === undefined);
  if (plan.podCidr === undefined || subnets.length === 0) return { ids: {}, ready: [] };
  const association = new aws.ec2.VpcIpv4CidrBlockAssociation(
    childName(scope, "pod-cidr"),
    { vpcId: deps.vpcId, cidrBlock: plan.podCidr },
    childOptions(scope),
  );
  const made = subnets.map((subnet, index) => createPodSubnet(scope, plan, deps, { subnet, index, association }));
  return {
    ids: Object.fromEntries(made.map(({ zone, id }) => [zone, id])),
    ready: made.flatMap(({ ready }) => ready),
  };
}

interface OnePodSubnet {
  readonly subnet: SubnetPlan;
  readonly index: number;
  readonly association: pulumi.Resource;
}

function createPodSubnet(scope: Scope, plan: NetworkPlan, deps: PodSubnetDeps, one: OnePodSubnet) {
  const { subnet, index, association } = one;
  const made = new aws.ec2.Subnet(
    childName(scope, subnet.name),
    {
      vpcId: deps.vpcId,
      availabilityZone: subnet.zone,
      cidrBlock: subnet.cidr,
      tags: { ...childTags(scope, subnet.name), ...subnet.tags },
    },
    // AWS refuses a subnet until the VPC has the block.
    childOptions(scope, { dependsOn: [association] }),
  );
  const reservations = subnet.reservations.map(
    (cidrBlock, part) =>
      new aws.ec2.SubnetCidrReservation(
        childName(scope, subnet.name, "prefixes", String(part + 1)),
        { subnetId: made.id, cidrBlock, reservationType: "prefix", description: "Prefixes of pod ENIs" },
        childOptions(scope),
      ),
  );
  const route = createRouteTable(scope, plan, deps, subnet, index);
  const routed = new aws.ec2.RouteTableAssociation(
    childName(scope, subnet.name, "routes"),
    { subnetId: made.id, routeTableId: route.id },
    childOptions(scope),
  );
  return { zone: subnet.zone, id: made.id, ready: [made, ...reservations, routed, ...route.ready] };
}

/** In an existing VPC the pod subnet shares the route table of the zone's private subnet; in a new one it has its own. */
function createRouteTable(scope: Scope, plan: NetworkPlan, deps: PodSubnetDeps, subnet: SubnetPlan, index: number) {
  if (deps.vpc === undefined) return { id: routeTableOfZone(plan, subnet.zone, scope), ready: [] };
  const table = new aws.ec2.RouteTable(
    childName(scope, subnet.name, "route-table"),
    { vpcId: deps.vpcId, tags: childTags(scope, subnet.name) },
    childOptions(scope),
  );
  if (plan.vpc.kind === "existing" || plan.vpc.natGateways === NatGateways.None)
    return { id: table.id, ready: [table] };
  const gateway = plan.vpc.natGateways === NatGateways.Single ? 0 : index;
  const route = new aws.ec2.Route(
    childName(scope, subnet.name, "nat"),
    {
      routeTableId: table.id,
      destinationCidrBlock: "0.0.0.0/0",
      natGatewayId: deps.vpc.natGateways.apply((gateways) => pulumi.output(gateways[gateway]?.id ?? "")),
    },
    childOptions(scope),
  );
  return { id: table.id, ready: [table, route] };
}

function routeTableOfZone({ subnets }: NetworkPlan, zone: string, scope: Scope): pulumi.Input<string> {
  const node = subnets.find((subnet) => subnet.role === SubnetRole.Node && subnet.zone === zone);
  if (node?.routeTableId !== undefined) return asInput(node.routeTableId);
  const subnetId = node?.id === undefined ? "" : asInput(node.id);
  return aws.ec2.getRouteTableOutput({ subnetId }, { parent: scope.parent }).routeTableId;
}
