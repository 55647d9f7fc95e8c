import type { ClusterFacts } from "../contracts/facts.ts";
import { type ControllerContext, controllerContext } from "../controllers/controller.ts";
import type { RouteTuple } from "../gateway-api/index.ts";

/** What a Gateway's plan needs beside it. */
export interface GatewayContext extends ControllerContext, RouteTuple {
  /** Subnets that an internet-facing load balancer can be in; one a zone. */
  readonly publicSubnets: number;
  /** Subnets of the nodes, one a zone, for an internal one. */
  readonly nodeSubnets: number;
}

/** The cluster that Gateways stand on; undefined where it cannot be planned or was made without the Gateway API. */
export function gatewayContext(facts: ClusterFacts): GatewayContext | undefined {
  const { ciliumVersion, gatewayApi, zones } = facts;
  if (gatewayApi === undefined || ciliumVersion === undefined || zones === undefined) return undefined;
  return {
    bundle: gatewayApi.bundle,
    channel: gatewayApi.channel,
    ciliumVersion,
    ...controllerContext(facts),
    publicSubnets: zones.public,
    nodeSubnets: zones.node,
  };
}
