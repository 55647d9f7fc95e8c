import type { NetworkAclModel, NetworkModel } from "../model/index.ts";
import { NatGateways } from "../settings/index.ts";
import type { ExistingVpcPlan, NetworkPlan, SubnetPlan } from "./types.ts";

/** Model path -> settings path. */
export const networkOrigins: Readonly<Record<string, string>> = { "network.acls": "network.vpc.acls" };

/** What rules see of the planned network. */
export function networkModel(plan: NetworkPlan): NetworkModel {
  const { vpc } = plan;
  return {
    vpcCidrs: [...(vpc.kind === "new" ? [vpc.cidr] : vpc.cidrs), ...(plan.podCidr === undefined ? [] : [plan.podCidr])],
    created: vpc.kind === "new",
    subnets: plan.subnets.map(({ name, role, zone, cidr, egress, reservations, reservedBlocks, tags }) => ({
      name,
      role,
      zone,
      cidr,
      egress,
      reservations: [
        ...reservations.map((reserved) => ({ cidr: reserved, type: "prefix" })),
        ...reservedBlocks.map((kept) => ({ cidr: kept, type: "explicit" })),
      ],
      tags,
    })),
    natGateways: natCount(plan),
    flowLogs: plan.flowLogs !== undefined,
    endpoints: plan.endpoints.map(({ service }) => service),
    attached: plan.attach !== undefined,
    neighbours: plan.neighbours,
    ...(vpc.kind === "existing" ? { acls: aclModels(vpc, plan.subnets) } : {}),
  };
}

const aclModels = ({ acls }: ExistingVpcPlan, subnets: readonly SubnetPlan[]): NetworkAclModel[] =>
  Object.entries(acls).map(([name, acl]) => ({
    name,
    subnets: subnets.filter(({ cidr }) => acl.subnets.includes(cidr)).map((subnet) => subnet.name),
    entries: (["ingress", "egress"] as const).flatMap((direction) =>
      (acl[direction] ?? []).map(({ number, action, protocol = "all", from = 0, to = 65_535, cidr }) => ({
        direction,
        number,
        action,
        protocol,
        from,
        to,
        cidr,
      })),
    ),
  }));

function natCount({ vpc, zones }: NetworkPlan): number {
  if (vpc.kind === "existing" || vpc.natGateways === NatGateways.None) return 0;
  return vpc.natGateways === NatGateways.Single ? 1 : zones.length;
}
