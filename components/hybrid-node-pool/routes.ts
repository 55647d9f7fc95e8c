import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { blockName } from "../../core/net/cidr.ts";
import type { HybridPlan } from "../../core/hybrid/types.ts";
import type { HybridRouteSettings } from "../../core/settings/index.ts";
import { asInput } from "../internal/ref.ts";
import { type Scope, childName, childOptions } from "../internal/scope.ts";

export interface HybridRoutes {
  readonly nodes: readonly pulumi.Resource[];
  readonly pods: readonly pulumi.Resource[];
}

/** Arguments of a route that say where it leads. */
const TARGETS = ["transitGatewayId", "gatewayId", "networkInterfaceId"];

/**
 * Routes for nodes and pods on premises, in every table, to the one gateway that leads there. With AWS's hybrid nodes gateway
 * the pods' routes are made here all the same: its leader turns each to its own interface and takes over what exists
 * (aws/eks-hybrid-nodes-gateway internal/aws/routetable.go), so their target is no longer ours, but they are, and a destroy
 * deletes them by table and block. Routes that the gateway makes itself stay behind. UNVERIFIED on AWS.
 */
export function createRoutes(scope: Scope, { routes, nodeCidrs, podCidrs, gateway }: HybridPlan): HybridRoutes {
  if (routes === undefined) return { nodes: [], pods: [] };
  const make = (cidrs: readonly string[], options: pulumi.CustomResourceOptions) =>
    [...new Set(routes.routeTableIds)].flatMap((table, at) =>
      cidrs.map(
        (cidr) =>
          new aws.ec2.Route(
            childName(scope, "route", typeof table === "string" ? table : String(at + 1), blockName(cidr)),
            { routeTableId: asInput(table), destinationCidrBlock: cidr, ...target(routes) },
            childOptions(scope, options),
          ),
      ),
    );
  return { nodes: make(nodeCidrs, {}), pods: make(podCidrs, gateway === undefined ? {} : { ignoreChanges: TARGETS }) };
}

const target = ({ transitGatewayId, virtualPrivateGatewayId }: HybridRouteSettings) => ({
  ...(transitGatewayId === undefined ? {} : { transitGatewayId: asInput(transitGatewayId) }),
  ...(virtualPrivateGatewayId === undefined ? {} : { gatewayId: asInput(virtualPrivateGatewayId) }),
});
