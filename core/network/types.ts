import type { SubnetRole } from "../model/index.ts";
import type { NatGateways, NeighbourSettings, NetworkAclSettings, Ref } from "../settings/index.ts";

/** The network, with every block of addresses decided. */
export interface NetworkPlan {
  readonly region: string;
  readonly vpc: NewVpcPlan | ExistingVpcPlan;
  /** Full zone names, in the order of the subnets' numbers. */
  readonly zones: readonly string[];
  readonly subnets: readonly SubnetPlan[];
  /** Block that is added to the VPC for the pod subnets. */
  readonly podCidr?: string;
  /** Tags by which Cilium finds the pod subnets; undefined leaves the choice to it. */
  readonly podSubnetTags?: Readonly<Record<string, string>>;
  readonly endpoints: readonly EndpointPlan[];
  readonly attach?: AttachPlan;
  readonly neighbours: readonly NeighbourSettings[];
  readonly flowLogs?: FlowLogPlan;
}

export interface NewVpcPlan {
  readonly kind: "new";
  readonly cidr: string;
  readonly natGateways: NatGateways;
}

export interface ExistingVpcPlan {
  readonly kind: "existing";
  readonly id: Ref;
  readonly cidrs: readonly string[];
  readonly acls: Readonly<Record<string, NetworkAclSettings>>;
}

export interface SubnetPlan {
  /** `node-1`: role and number of the zone; never the block, so that names outlive a change of it. */
  readonly name: string;
  readonly role: SubnetRole;
  readonly zone: string;
  readonly cidr: string;
  readonly egress: "nat" | "internet-gateway" | "none" | "unknown";
  readonly tags: Readonly<Record<string, string>>;
  /** Blocks reserved for prefixes, inside `cidr`. */
  readonly reservations: readonly string[];
  /** Blocks kept for load balancers' fixed addresses, inside `cidr`. */
  readonly reservedBlocks: readonly string[];
  /** Set for a subnet that exists. */
  readonly id?: Ref;
  /** Route table of a subnet that exists. */
  readonly routeTableId?: Ref;
}

interface EndpointPlan {
  readonly service: string;
  readonly kind: "gateway" | "interface";
}

export interface AttachPlan {
  readonly transitGatewayId?: Ref;
  readonly peeringConnectionId?: Ref;
  readonly cidrs: readonly string[];
  readonly resolverEndpoints: boolean;
}

export interface FlowLogPlan {
  readonly retentionDays: number;
  /** CloudWatch format; undefined takes the default one. */
  readonly format?: string;
}
