import type { Cidr } from "./values.ts";
import type { Ref } from "./ref.ts";

/** How many NAT gateways a new VPC has. */
export const NatGateways = { None: "none", Single: "single", PerZone: "per-zone" } as const;
export type NatGateways = (typeof NatGateways)[keyof typeof NatGateways];

/** The network: stack key `cilium-eks:network`. */
export interface NetworkSettings {
  /** A VPC to make, or one that exists: give `cidr` or `id`, never both. */
  readonly vpc: VpcSettings;
  /** Subnets for pod ENIs. With them `cilium.firstInterfaceIndex` is 1, because ENI 0 lies in the node's subnet. */
  readonly podSubnets?: PodSubnetSettings;
  /** VPC endpoints, by service name without the Region (`ec2`, `sts`, `s3`), or `all` for those a closed network needs. Interface endpoints cost per zone and hour. @example "all" @example ["ec2", "sts", "s3"] */
  readonly endpoints?: readonly string[] | "all";
  /** Connects a VPC made here to a network that the deploying machine is in, before the private endpoint is used. */
  readonly attach?: AttachSettings;
  /** Networks that share routes with this VPC: other clusters, peers, offices. Their CIDRs must not overlap. */
  readonly neighbours?: readonly NeighbourSettings[];
  /** VPC flow logs to CloudWatch Logs, billed by volume. */
  readonly flowLogs?: FlowLogSettings;
}

/** A VPC to make, or one that exists: give `cidr` or `id`, never both. */
export interface VpcSettings {
  /** Primary CIDR of a new VPC, /16 to /24. Another one replaces the VPC, which a running cluster cannot leave. @example "10.0.0.0/16" */
  readonly cidr?: Cidr;
  /** Zones of a new VPC: how many, or their names. EKS needs two or more. Other zones replace node groups that name none of their own. @minimum 1 @maximum 6 @default 3 @example 3 @example ["eu-central-1a", "eu-central-1b"] */
  readonly availabilityZones?: number | readonly string[];
  /** NAT gateways of a new VPC: each costs per hour and per GB; one for all zones makes egress depend on its zone. @default "per-zone" */
  readonly natGateways?: NatGateways;
  /** Id of an existing VPC. A running cluster stays in its VPC. @example "vpc-0a1b2c3d4e5f60718" */
  readonly id?: Ref;
  /** CIDRs of an existing VPC, the primary first; plain, because every overlap check depends on them. @example ["10.0.0.0/16"] */
  readonly cidrs?: readonly Cidr[];
  /** Subnets of an existing VPC. */
  readonly subnets?: ExistingSubnets;
  /** Network ACLs of an existing VPC, by name, as `aws ec2 describe-network-acls` shows them. They are checked, never changed; left out they are taken to let everything through. */
  readonly acls?: Readonly<Record<string, NetworkAclSettings>>;
}

/** Network ACLs of the subnets, as they are. */
export interface NetworkAclSettings {
  /** CIDRs of the subnets it is on. */
  readonly subnets: readonly string[];
  /** Entries for packets into the subnets; with none of them everything is denied. */
  readonly ingress?: readonly NetworkAclEntry[];
  /** Entries for packets out of the subnets; with none of them everything is denied. */
  readonly egress?: readonly NetworkAclEntry[];
}

/** A line of a network ACL. */
export interface NetworkAclEntry {
  /** The lowest number that fits decides. @minimum 1 @maximum 32766 @example 100 */
  readonly number: number;
  /** What happens to packets that fit. */
  readonly action: "allow" | "deny";
  /** Protocol that the entry is about. @default "all" */
  readonly protocol?: "tcp" | "udp" | "icmp" | "all";
  /** First port. @minimum 0 @maximum 65535 @default 0 */
  readonly from?: number;
  /** Last port. @minimum 0 @maximum 65535 @default 65535 */
  readonly to?: number;
  /** Block on the other side. */
  readonly cidr: Cidr;
}

/** Subnets of a VPC that exists. */
export interface ExistingSubnets {
  /** Subnets of the nodes, one a zone or more. */
  readonly private: readonly ExistingSubnet[];
  /** Subnets of the control-plane ENIs; those of `private` where left out. */
  readonly controlPlane?: readonly ExistingSubnet[];
  /** Subnets of internet-facing load balancers. */
  readonly public?: readonly ExistingSubnet[];
}

/** A subnet that exists. */
export interface ExistingSubnet {
  /** Id of the subnet. @example "subnet-0a1b2c3d4e5f60718" */
  readonly id: Ref;
  /** Its Availability Zone. @example "eu-central-1a" */
  readonly zone: string;
  /** Its IPv4 block. */
  readonly cidr: Cidr;
  /** How the subnet reaches the internet. Unknown leaves masquerade checks undecided. */
  readonly egress?: "nat" | "internet-gateway" | "none";
  /** Its route table, for new pod subnets of the zone; looked up while deploying where left out, which needs an explicit association. @example "rtb-0a1b2c3d4e5f60718" */
  readonly routeTableId?: Ref;
}

/** Subnets for pods alone. */
export interface PodSubnetSettings {
  /** Secondary CIDR to add to the VPC, for example `100.64.0.0/16`; one subnet a zone is cut from it. @example "100.64.0.0/16" */
  readonly cidr?: Cidr;
  /** Existing pod subnets, instead of `cidr`. */
  readonly existing?: readonly ExistingSubnet[];
  /** Part of each pod subnet reserved for /28 prefixes, in percent, 0 to 75. The rest is left for the ENIs' own addresses. @minimum 0 @maximum 100 @default 75 */
  readonly prefixReservationPercent?: number;
}

/** A network that the VPC is joined to. */
export interface NeighbourSettings {
  /** Name for messages. @example "office" */
  readonly name: string;
  /** Blocks of the network. */
  readonly cidrs: readonly Cidr[];
}

/** Attachment to a transit gateway or a peering, with the routes and the DNS that the private endpoint needs. */
export interface AttachSettings {
  /** Transit gateway to attach the VPC to. Give this or `peeringConnectionId`. @example "tgw-0a1b2c3d4e5f60718" */
  readonly transitGatewayId?: Ref;
  /** Peering connection that exists, to route through. @example "pcx-0a1b2c3d4e5f60718" */
  readonly peeringConnectionId?: Ref;
  /** Networks behind it, from which the API endpoint is reached; they get routes and may use port 443. */
  readonly cidrs: readonly Cidr[];
  /** Make Route 53 Resolver inbound endpoints, so that the other side can resolve the private endpoint. Billed per address and hour. @default false */
  readonly resolverEndpoints?: boolean;
}

/** Flow logs of the VPC. */
export interface FlowLogSettings {
  /** Makes the flow logs. @default false */
  readonly enabled?: boolean;
  /** Days that CloudWatch Logs keeps them, one of the numbers that it offers. @minimum 1 @maximum 3653 @default 30 */
  readonly retentionDays?: number;
  /** Logs the pod's own address (`pkt-srcaddr`, `pkt-dstaddr`) beside the ENI's. */
  readonly includePodAddresses?: boolean;
}
