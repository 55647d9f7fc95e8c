import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { blockName } from "../../core/net/cidr.ts";
import type { AttachPlan } from "../../core/network/types.ts";
import { asInput } from "../internal/ref.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";

interface AttachDeps {
  readonly vpcId: pulumi.Input<string>;
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** Route tables of the subnets that the other side must reach, by the name of their subnet. */
  readonly routeTables: Readonly<Record<string, pulumi.Input<string>>>;
}

/** The way from the deploying machine to the private endpoint: attachment, routes back, and names if wanted. */
export function createAttachment(scope: Scope, plan: AttachPlan | undefined, deps: AttachDeps): pulumi.Resource[] {
  if (plan === undefined) return [];
  const attachment = createTransitAttachment(scope, plan, deps);
  const target =
    plan.transitGatewayId === undefined
      ? plan.peeringConnectionId === undefined
        ? {}
        : { vpcPeeringConnectionId: asInput(plan.peeringConnectionId) }
      : { transitGatewayId: asInput(plan.transitGatewayId) };
  const routes = Object.entries(deps.routeTables).flatMap(([name, routeTableId]) =>
    plan.cidrs.map(
      (destinationCidrBlock) =>
        new aws.ec2.Route(
          childName(scope, "attach", name, blockName(destinationCidrBlock)),
          { routeTableId, destinationCidrBlock, ...target },
          childOptions(scope, { dependsOn: attachment }),
        ),
    ),
  );
  return [...attachment, ...routes, ...createResolver(scope, plan, deps)];
}

function createTransitAttachment(scope: Scope, plan: AttachPlan, deps: AttachDeps): pulumi.Resource[] {
  if (plan.transitGatewayId === undefined) return [];
  return [
    new aws.ec2transitgateway.VpcAttachment(
      childName(scope, "attach"),
      {
        transitGatewayId: asInput(plan.transitGatewayId),
        vpcId: deps.vpcId,
        subnetIds: [...deps.subnetIds],
        dnsSupport: "enable",
        tags: childTags(scope, "attach"),
      },
      childOptions(scope),
    ),
  ];
}

/** Inbound endpoints of Route 53 Resolver: the private endpoint's name is known only inside the VPC. */
function createResolver(scope: Scope, plan: AttachPlan, deps: AttachDeps): pulumi.Resource[] {
  if (!plan.resolverEndpoints) return [];
  const dns = (protocol: string) => ({ protocol, fromPort: 53, toPort: 53, cidrBlocks: [...plan.cidrs] });
  const group = new aws.ec2.SecurityGroup(
    childName(scope, "resolver"),
    {
      vpcId: deps.vpcId,
      description: "DNS from attached networks",
      ingress: [dns("udp"), dns("tcp")],
      tags: childTags(scope, "resolver"),
    },
    childOptions(scope),
  );
  return [
    new aws.route53.ResolverEndpoint(
      childName(scope, "resolver"),
      {
        direction: "INBOUND",
        securityGroupIds: [group.id],
        // Two addresses at least; one a zone.
        ipAddresses: deps.subnetIds.map((subnetId) => ({ subnetId })),
        tags: childTags(scope, "resolver"),
      },
      childOptions(scope),
    ),
  ];
}
