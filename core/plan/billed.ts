import type { BilledItem } from "../contracts/area-part.ts";
import { NatGateways } from "../settings/index.ts";
import type { PartialClusterPlan } from "./cluster.ts";

/** What the plan makes that costs money by the hour or the gigabyte. */
export function countBilled({ controlPlane, network, nodeGroups = [] }: PartialClusterPlan): BilledItem[] {
  const items: BilledItem[] = [
    { item: "EKS control plane", count: controlPlane.existing === undefined ? 1 : 0 },
    { item: "KMS key", count: controlPlane.secretsKey.kind === "created" ? 1 : 0 },
    { item: "CloudWatch log group (control plane, by volume)", count: controlPlane.logs.types.length > 0 ? 1 : 0 },
  ];
  if (network !== undefined) {
    const { vpc, zones, endpoints, attach, flowLogs } = network;
    const nat =
      vpc.kind === "existing" || vpc.natGateways === NatGateways.None
        ? 0
        : vpc.natGateways === NatGateways.Single
          ? 1
          : zones.length;
    items.push(
      { item: "NAT gateway with a public IPv4 address", count: nat },
      {
        item: "interface endpoint, one a zone",
        count: endpoints.filter(({ kind }) => kind === "interface").length * zones.length,
      },
      { item: "transit gateway attachment", count: attach?.transitGatewayId === undefined ? 0 : 1 },
      { item: "Route 53 Resolver endpoint address", count: attach?.resolverEndpoints === true ? zones.length : 0 },
      { item: "flow log (by volume)", count: flowLogs === undefined ? 0 : 1 },
    );
  }
  for (const { name, scaling, instanceTypes } of nodeGroups) {
    items.push({
      item: `${instanceTypes.join(" or ")} node of "${name}" (up to ${String(scaling.max)}), with its gp3 volume`,
      count: scaling.desired,
    });
  }
  return items.filter(({ count }) => count > 0);
}
