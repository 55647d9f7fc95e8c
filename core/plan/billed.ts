import type { BilledItem } from "../contracts/area-part.ts";
import { EksSupport, eksSupport } from "../facts/kubernetes.ts";
import { type RateKey, instancePrice } from "../facts/prices.ts";
import type { NodeGroupPlan } from "../nodes/types.ts";
import { CapacityType, ControlPlaneTier, NatGateways } from "../settings/index.ts";
import type { PartialClusterPlan } from "./cluster.ts";

const one = (rate: RateKey, amount = 1) => ({ rate, amount });

/** What the plan makes that costs money by the hour or the gigabyte. Extended support is asked for the given day. */
export function countBilled(plan: PartialClusterPlan, asOf?: string): BilledItem[] {
  return [...controlPlane(plan, asOf), ...network(plan), ...(plan.nodeGroups ?? []).map(nodes)].filter(
    ({ count, max = count }) => count > 0 || max > 0,
  );
}

function controlPlane({ controlPlane: plan }: PartialClusterPlan, asOf: string | undefined): BilledItem[] {
  const isExtended = asOf !== undefined && eksSupport(plan.kubernetesVersion, asOf) === EksSupport.Extended;
  return [
    {
      item: isExtended ? "EKS control plane, in extended support" : "EKS control plane",
      count: plan.existing === undefined ? 1 : 0,
      rates: [one(isExtended ? "eksClusterExtended" : "eksCluster")],
    },
    ...(plan.tier === undefined || plan.tier === ControlPlaneTier.Standard || plan.existing !== undefined
      ? []
      : [
          { item: `EKS Provisioned Control Plane, ${plan.tier}`, count: 1, byVolume: "hours, at the tier's own price" },
        ]),
    { item: "KMS key", count: plan.secretsKey.kind === "created" ? 1 : 0, rates: [one("kmsKey")] },
    {
      item: "CloudWatch log group (control plane)",
      count: plan.logs.types.length > 0 ? 1 : 0,
      byVolume: "GB of logs taken in, and GB-months kept",
    },
  ];
}

function network({ network: plan }: PartialClusterPlan): BilledItem[] {
  if (plan === undefined) return [];
  const { vpc, zones, endpoints, attach, flowLogs } = plan;
  const nat =
    vpc.kind === "existing" || vpc.natGateways === NatGateways.None
      ? 0
      : vpc.natGateways === NatGateways.Single
        ? 1
        : zones.length;
  return [
    {
      item: "NAT gateway with a public IPv4 address",
      count: nat,
      rates: [one("natGateway"), one("publicIpv4")],
      byVolume: "GB through it",
    },
    {
      item: "interface endpoint, one a zone",
      count: endpoints.filter(({ kind }) => kind === "interface").length * zones.length,
      rates: [one("interfaceEndpoint")],
      byVolume: "GB through it",
    },
    {
      item: "transit gateway attachment",
      count: attach?.transitGatewayId === undefined ? 0 : 1,
      rates: [one("transitGatewayAttachment")],
      byVolume: "GB through it",
    },
    {
      item: "Route 53 Resolver endpoint address",
      count: attach?.resolverEndpoints === true ? zones.length : 0,
      rates: [one("resolverEndpointAddress")],
      byVolume: "queries",
    },
    { item: "flow log", count: flowLogs === undefined ? 0 : 1, byVolume: "GB of logs" },
  ];
}

/** The dearest type of a group counts: which one Auto Scaling takes is its own affair. Spot prices move, so none is given. */
function nodes({ name, scaling, instanceTypes, capacityType, volumes }: NodeGroupPlan): BilledItem {
  const [dearest] = instanceTypes.toSorted((a, b) => (instancePrice(b) ?? Infinity) - (instancePrice(a) ?? Infinity));
  const gibibytes = volumes.reduce((sum, { sizeGiB = 0 }) => sum + sizeGiB, 0);
  const isSpot = capacityType === CapacityType.Spot;
  return {
    item: `${instanceTypes.join(" or ")} node of "${name}" (up to ${String(scaling.max)}), with its gp3 volume`,
    count: scaling.desired,
    min: scaling.min,
    max: scaling.max,
    ...(isSpot || dearest === undefined ? {} : { rates: [one(`ec2:${dearest}`), one("gp3", gibibytes)] }),
    ...(isSpot ? { byVolume: "Spot price, which moves" } : {}),
  };
}
