import type { NetworkModel } from "../model.ts";
import { NatGateways } from "../settings/index.ts";
import type { NetworkPlan } from "./types.ts";

/** What rules see of the planned network. */
export function networkModel(plan: NetworkPlan): NetworkModel {
  const { vpc } = plan;
  return {
    vpcCidrs: [...(vpc.kind === "new" ? [vpc.cidr] : vpc.cidrs), ...(plan.podCidr === undefined ? [] : [plan.podCidr])],
    created: vpc.kind === "new",
    subnets: plan.subnets.map(({ name, role, zone, cidr, egress, reservations, tags }) => ({
      name,
      role,
      zone,
      cidr,
      egress,
      reservations: reservations.map((reserved) => ({ cidr: reserved, type: "prefix" })),
      tags,
    })),
    natGateways: natCount(plan),
    flowLogs: plan.flowLogs !== undefined,
    endpoints: plan.endpoints.map(({ service }) => service),
    attached: plan.attach !== undefined,
    neighbours: plan.neighbours,
  };
}

function natCount({ vpc, zones }: NetworkPlan): number {
  if (vpc.kind === "existing" || vpc.natGateways === NatGateways.None) return 0;
  return vpc.natGateways === NatGateways.Single ? 1 : zones.length;
}
