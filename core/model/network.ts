export interface NetworkModel {
  /** Every CIDR of the VPC, the primary first. */
  readonly vpcCidrs: readonly string[];
  /** True when the program creates the VPC. */
  readonly created: boolean;
  readonly subnets: readonly SubnetModel[];
  readonly natGateways: number;
  readonly flowLogs: boolean;
  /** Names of VPC endpoint services, without the region: `ec2`, `ecr.api`, `s3`. */
  readonly endpoints: readonly string[];
  /** Route to the VPC from outside, built before the cluster's provider is used. */
  readonly attached: boolean;
  /** Other networks that must not overlap: clusters that share the VPC, peers, on premises. */
  readonly neighbours: readonly NeighbourModel[];
  /** Network ACLs that are known; a VPC's default one lets everything through. */
  readonly acls?: readonly NetworkAclModel[];
}

interface NeighbourModel {
  readonly name: string;
  readonly cidrs: readonly string[];
  /** Only routes to it are known: what a route leads to may be less than its destination holds. */
  readonly routed?: boolean;
}

export interface NetworkAclModel {
  readonly name: string;
  /** Names of the subnets it is on. */
  readonly subnets: readonly string[];
  readonly entries: readonly NetworkAclEntryModel[];
}

export interface NetworkAclEntryModel {
  readonly direction: "ingress" | "egress";
  /** Its place: the lowest number that fits decides. */
  readonly number: number;
  readonly action: "allow" | "deny";
  readonly protocol: "tcp" | "udp" | "icmp" | "all";
  readonly from: number;
  readonly to: number;
  readonly cidr: string;
}

export const SubnetRole = { Public: "public", ControlPlane: "control-plane", Node: "node", Pod: "pod" } as const;

export type SubnetRole = (typeof SubnetRole)[keyof typeof SubnetRole];

export interface SubnetModel {
  readonly name: string;
  readonly role: SubnetRole;
  /** Full name, `eu-central-1a`. */
  readonly zone: string;
  readonly cidr: string;
  readonly egress: "nat" | "internet-gateway" | "none" | "unknown";
  readonly reservations: readonly { readonly cidr: string; readonly type: string }[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface SecurityGroupModel {
  readonly name: string;
  readonly attachedTo: readonly ("node" | "pod" | "control-plane" | "load-balancer")[];
  readonly ingress: readonly PortRuleModel[];
  readonly tags: Readonly<Record<string, string>>;
  /** Other groups on the same interfaces of nodes: what one of them admits is admitted. */
  readonly beside?: readonly string[];
  /** Made elsewhere: only the rules that the program adds are known. */
  readonly partial?: true;
}

export interface PortRuleModel {
  readonly protocol: "tcp" | "udp" | "icmp" | "all";
  readonly from: number;
  readonly to: number;
  /** CIDRs; `self`; `group:` and the name of another group; anything else is somebody that is not known here. */
  readonly sources: readonly string[];
}
