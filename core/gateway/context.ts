import { type ControllerContext, controllerContext } from "../controllers/controller.ts";
import { ipamOf, isOverlay } from "../settings/ipam.ts";
import { joinsCluster } from "../settings/strategies.ts";
import type { RouteTuple } from "../gateway-api/index.ts";
import { partitionOf } from "../facts/partition.ts";
import { DEFAULT_OPERATOR_IDENTITY } from "../settings/defaults.ts";
import { SubnetRole } from "../model/index.ts";
import type { ClusterFacts } from "../contracts/facts.ts";
import type { PartialClusterPlan } from "../plan/cluster.ts";
import type { Settings } from "../settings/index.ts";

/** What a Gateway's plan needs beside it. */
export interface GatewayContext extends ControllerContext, RouteTuple {
  /** Subnets that an internet-facing load balancer can be in; one a zone. */
  readonly publicSubnets: number;
  /** Subnets of the nodes, one a zone, for an internal one. */
  readonly nodeSubnets: number;
}

/** The cluster of the same stack; undefined where it cannot be planned or has no Gateway API. */
export function contextOf(settings: Settings, { cilium, network }: PartialClusterPlan): GatewayContext | undefined {
  if (cilium?.gatewayApi === undefined || network === undefined) return undefined;
  const zones = (wanted: SubnetRole) =>
    new Set(network.subnets.filter(({ role }) => role === wanted).map(({ zone }) => zone)).size;
  return {
    ...cilium.gatewayApi,
    ciliumVersion: cilium.version,
    clusterName: settings.cluster.name,
    region: settings.region,
    partition: partitionOf(settings.region),
    mechanism: settings.cilium?.operatorIdentity ?? DEFAULT_OPERATOR_IDENTITY,
    registry: settings.cluster.registry,
    overlay: isOverlay(ipamOf(settings).mode),
    hybridNodes: settings.hybrid !== undefined && joinsCluster(settings.hybrid.strategy),
    publicSubnets: zones(SubnetRole.Public),
    nodeSubnets: zones(SubnetRole.Node),
  };
}

/** A cluster that a component stands on; undefined where it was made without the Gateway API. */
export function contextOfFacts(
  facts: ClusterFacts,
  subnets: Pick<GatewayContext, "publicSubnets" | "nodeSubnets">,
): GatewayContext | undefined {
  const { ciliumVersion, gatewayApi } = facts;
  if (gatewayApi?.bundle === undefined || ciliumVersion === undefined) return undefined;
  return {
    bundle: gatewayApi.bundle,
    channel: gatewayApi.channel,
    ciliumVersion,
    ...controllerContext(facts),
    ...subnets,
  };
}
