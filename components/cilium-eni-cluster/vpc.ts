import * as awsx from "@pulumi/awsx";
import type * as pulumi from "@pulumi/pulumi";
import { SubnetRole } from "../../core/model/index.ts";
import type { NetworkPlan, NewVpcPlan } from "../../core/network/types.ts";
import { NatGateways } from "../../core/settings/index.ts";
import { type Scope, childName, childOptions, childTags } from "../internal/scope.ts";

/** The subnet types of awsx by role; one role a type, so that each list of ids is in the order of the zones. */
const TYPES = {
  [SubnetRole.Public]: awsx.ec2.SubnetType.Public,
  [SubnetRole.Node]: awsx.ec2.SubnetType.Private,
  [SubnetRole.ControlPlane]: awsx.ec2.SubnetType.Isolated,
} as const;

const STRATEGIES = {
  [NatGateways.None]: awsx.ec2.NatGatewayStrategy.None,
  [NatGateways.Single]: awsx.ec2.NatGatewayStrategy.Single,
  [NatGateways.PerZone]: awsx.ec2.NatGatewayStrategy.OnePerAz,
} as const;

export interface VpcResources {
  readonly vpc: awsx.ec2.Vpc;
  readonly idsByRole: Readonly<Record<keyof typeof TYPES, pulumi.Output<string[]>>>;
}

/** A VPC with exactly the planned blocks: `Auto` keeps blocks that every spec writes out. */
export function createVpc(scope: Scope, plan: NetworkPlan, { cidr, natGateways }: NewVpcPlan): VpcResources {
  const specs = (Object.keys(TYPES) as (keyof typeof TYPES)[]).flatMap((role) => {
    const subnets = plan.subnets.filter((subnet) => subnet.role === role);
    const [first] = subnets;
    if (first === undefined) return [];
    return [
      { type: TYPES[role], name: role, cidrBlocks: subnets.map((subnet) => subnet.cidr), tags: { ...first.tags } },
    ];
  });
  const vpc = new awsx.ec2.Vpc(
    childName(scope, "vpc"),
    {
      cidrBlock: cidr,
      availabilityZoneNames: [...plan.zones],
      subnetStrategy: awsx.ec2.SubnetAllocationStrategy.Auto,
      subnetSpecs: specs,
      natGateways: { strategy: STRATEGIES[natGateways] },
      // The private endpoint's name resolves only with both.
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: childTags(scope, "vpc"),
    },
    childOptions(scope),
  );
  return {
    vpc,
    idsByRole: {
      [SubnetRole.Public]: vpc.publicSubnetIds,
      [SubnetRole.Node]: vpc.privateSubnetIds,
      [SubnetRole.ControlPlane]: vpc.isolatedSubnetIds,
    },
  };
}
