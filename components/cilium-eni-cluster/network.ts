import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { SubnetRole } from "../../core/model/index.ts";
import { blockName } from "../../core/net/cidr.ts";
import type { NetworkPlan, SubnetPlan } from "../../core/network/types.ts";
import { asInput } from "../internal/ref.ts";
import { type Scope, childName, childOptions } from "../internal/scope.ts";
import { createAttachment } from "./attach.ts";
import { createFlowLogs } from "./flow-logs.ts";
import { createPodSubnets } from "./pod-subnets.ts";
import { type VpcResources, createVpc } from "./vpc.ts";
import { createVpcEndpoints } from "./vpc-endpoints.ts";

export interface NetworkResources {
  readonly vpcId: pulumi.Output<string>;
  readonly controlPlaneSubnetIds: readonly pulumi.Output<string>[];
  /** By zone. */
  readonly nodeSubnetIds: Readonly<Record<string, pulumi.Output<string>>>;
  /** By zone; empty where pods share the node subnets. */
  readonly podSubnetIds: Readonly<Record<string, pulumi.Output<string>>>;
  /** One a zone, which is what load balancers take. */
  readonly publicSubnetIds: readonly pulumi.Output<string>[];
  /** What must exist before nodes start and the API is reached: routes, reservations, endpoints, the attachment. */
  readonly ready: readonly pulumi.Resource[];
}

/** Makes the planned network, or takes the VPC that exists and adds to it. */
export function createNetwork(scope: Scope, plan: NetworkPlan): NetworkResources {
  const made = plan.vpc.kind === "new" ? createVpc(scope, plan, plan.vpc) : undefined;
  const vpcId = made?.vpc.vpcId ?? pulumi.output(plan.vpc.kind === "existing" ? asInput(plan.vpc.id) : "");
  const idsOf = (role: SubnetRole) => subnetIds(plan, role, made);
  const nodes = idsOf(SubnetRole.Node);
  const controlPlane = idsOf(SubnetRole.ControlPlane);
  const pods = createPodSubnets(scope, plan, { vpcId, ...(made === undefined ? {} : { vpc: made.vpc }) });
  const routeTables = routeTablesOf(scope, plan, nodes);
  const subnets = nodes.map(({ id }) => id);
  const deps = { vpcId, subnetIds: subnets, routeTables };
  const attached = createAttachment(scope, plan.attach, deps);
  const endpoints = createVpcEndpoints(scope, plan, {
    ...deps,
    vpcCidrs: plan.vpc.kind === "new" ? [plan.vpc.cidr] : plan.vpc.cidrs,
    routeTableIds: Object.values(routeTables),
  });
  const kept = reserveBlocks(scope, nodes);
  createFlowLogs(scope, plan.flowLogs, vpcId);
  return {
    vpcId,
    controlPlaneSubnetIds: (controlPlane.length > 0 ? controlPlane : nodes).map(({ id }) => id),
    nodeSubnetIds: byZone(nodes),
    podSubnetIds: { ...byZone(idsOf(SubnetRole.Pod)), ...pods.ids },
    publicSubnetIds: Object.values(byZone(idsOf(SubnetRole.Public))),
    ready: [...(made === undefined ? [] : [made.vpc]), ...pods.ready, ...kept, ...attached, ...endpoints],
  };
}

interface ZonedSubnet {
  readonly subnet: SubnetPlan;
  readonly id: pulumi.Output<string>;
}

/** Ids of a role's subnets: given ones, or those of the VPC, whose list is in the order of the zones. */
function subnetIds(plan: NetworkPlan, role: SubnetRole, made: VpcResources | undefined): ZonedSubnet[] {
  const subnets = plan.subnets.filter((subnet) => subnet.role === role);
  const ids = made === undefined || role === SubnetRole.Pod ? undefined : made.idsByRole[role];
  return subnets.flatMap((subnet, index) => {
    if (subnet.id !== undefined) return [{ subnet, id: pulumi.output(asInput(subnet.id)) }];
    return ids === undefined ? [] : [{ subnet, id: ids.apply((all) => all[index] ?? "") }];
  });
}

/** Before the first node: afterwards a pod may hold an address that a load balancer is promised. */
const reserveBlocks = (scope: Scope, nodes: readonly ZonedSubnet[]): pulumi.Resource[] =>
  nodes.flatMap(({ subnet, id }) =>
    subnet.reservedBlocks.map(
      (cidrBlock) =>
        new aws.ec2.SubnetCidrReservation(
          childName(scope, subnet.name, "kept", blockName(cidrBlock)),
          { subnetId: id, cidrBlock, reservationType: "explicit", description: "Fixed addresses of load balancers" },
          childOptions(scope),
        ),
    ),
  );

const byZone = (subnets: readonly ZonedSubnet[]): Record<string, pulumi.Output<string>> =>
  Object.fromEntries(subnets.map(({ subnet, id }) => [subnet.zone, id]));

/** Route tables of the node subnets; looked up, because awsx gives its tables without saying whose they are. */
function routeTablesOf(
  scope: Scope,
  plan: NetworkPlan,
  nodes: readonly ZonedSubnet[],
): Record<string, pulumi.Input<string>> {
  if (plan.attach === undefined && plan.endpoints.every(({ kind }) => kind === "interface")) return {};
  // Subnets that share a table need each route there once.
  const shared = ({ routeTableId }: SubnetPlan, at: number) =>
    routeTableId !== undefined && nodes.findIndex(({ subnet }) => subnet.routeTableId === routeTableId) < at;
  return Object.fromEntries(
    nodes
      .filter(({ subnet }, at) => !shared(subnet, at))
      .map(({ subnet, id }) => [
        subnet.name,
        subnet.routeTableId === undefined
          ? aws.ec2.getRouteTableOutput({ subnetId: id }, { parent: scope.parent }).routeTableId
          : asInput(subnet.routeTableId),
      ]),
  );
}
