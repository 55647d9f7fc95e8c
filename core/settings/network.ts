import type { Ref } from "./ref.ts";

export const NatGateways = { None: "none", Single: "single", PerZone: "per-zone" } as const;
export type NatGateways = (typeof NatGateways)[keyof typeof NatGateways];

/** The network: stack key `cilium-eks:network`. */
export interface NetworkSettings {
  readonly vpc: VpcSettings;
  /** Subnets for pod ENIs. With them `cilium.firstInterfaceIndex` is 1, because ENI 0 lies in the node's subnet. */
  readonly podSubnets?: PodSubnetSettings;
  /** VPC endpoints, by service name without the Region (`ec2`, `sts`, `s3`), or `all` for those a closed network needs. Interface endpoints cost per zone and hour. */
  readonly endpoints?: readonly string[] | "all";
  /** Connects a VPC made here to a network that the deploying machine is in, before the private endpoint is used. */
  readonly attach?: AttachSettings;
  /** Networks that share routes with this VPC: other clusters, peers, offices. Their CIDRs must not overlap. */
  readonly neighbours?: readonly NeighbourSettings[];
  readonly flowLogs?: FlowLogSettings;
}

/** A VPC to make, or one that exists: give `cidr` or `id`, never both. */
export interface VpcSettings {
  /** Primary CIDR of a new VPC, /16 to /24. */
  readonly cidr?: string;
  /** Zones of a new VPC: how many, or their names. EKS needs two or more. */
  readonly availabilityZones?: number | readonly string[];
  /** NAT gateways of a new VPC: each costs per hour and per GB; one for all zones makes egress depend on its zone. */
  readonly natGateways?: NatGateways;
  /** Id of an existing VPC. */
  readonly id?: Ref;
  /** CIDRs of an existing VPC, the primary first; plain, because every overlap check depends on them. */
  readonly cidrs?: readonly string[];
  readonly subnets?: ExistingSubnets;
  /** Network ACLs of an existing VPC, by name, as `aws ec2 describe-network-acls` shows them. They are checked, never changed; left out they are taken to let everything through. */
  readonly acls?: Readonly<Record<string, NetworkAclSettings>>;
}

export interface NetworkAclSettings {
  /** CIDRs of the subnets it is on. */
  readonly subnets: readonly string[];
  readonly ingress?: readonly NetworkAclEntry[];
  readonly egress?: readonly NetworkAclEntry[];
}

export interface NetworkAclEntry {
  /** 1 to 32766; the lowest number that fits decides. */
  readonly number: number;
  readonly action: "allow" | "deny";
  /** Default `all`. */
  readonly protocol?: "tcp" | "udp" | "icmp" | "all";
  /** First port; default 0. */
  readonly from?: number;
  /** Last port; default 65535. */
  readonly to?: number;
  readonly cidr: string;
}

export interface ExistingSubnets {
  readonly private: readonly ExistingSubnet[];
  /** Control-plane ENIs; `private` where left out. */
  readonly controlPlane?: readonly ExistingSubnet[];
  readonly public?: readonly ExistingSubnet[];
}

export interface ExistingSubnet {
  readonly id: Ref;
  readonly zone: string;
  readonly cidr: string;
  /** How the subnet reaches the internet. Unknown leaves masquerade checks undecided. */
  readonly egress?: "nat" | "internet-gateway" | "none";
  /** Its route table, for new pod subnets of the zone; looked up while deploying where left out, which needs an explicit association. */
  readonly routeTableId?: Ref;
}

export interface PodSubnetSettings {
  /** Secondary CIDR to add to the VPC, for example `100.64.0.0/16`; one subnet a zone is cut from it. */
  readonly cidr?: string;
  /** Existing pod subnets, instead of `cidr`. */
  readonly existing?: readonly ExistingSubnet[];
  /** Part of each pod subnet reserved for /28 prefixes, in percent, 0 to 75. The rest is left for the ENIs' own addresses. */
  readonly prefixReservationPercent?: number;
}

export interface NeighbourSettings {
  readonly name: string;
  readonly cidrs: readonly string[];
}

/** Attachment to a transit gateway or a peering, with the routes and the DNS that the private endpoint needs. */
export interface AttachSettings {
  readonly transitGatewayId?: Ref;
  readonly peeringConnectionId?: Ref;
  /** Networks behind it, from which the API endpoint is reached; they get routes and may use port 443. */
  readonly cidrs: readonly string[];
  /** Make Route 53 Resolver inbound endpoints, so that the other side can resolve the private endpoint. Billed per address and hour. */
  readonly resolverEndpoints?: boolean;
}

export interface FlowLogSettings {
  readonly enabled?: boolean;
  readonly retentionDays?: number;
  /** Logs the pod's own address (`pkt-srcaddr`, `pkt-dstaddr`) beside the ENI's. */
  readonly includePodAddresses?: boolean;
}
