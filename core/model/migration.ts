/** What of a cluster depends on the VPC CNI and kube-proxy; only `migrate` has it. Parts that could not be read are unknown. */
export interface MigrationModel {
  /** aws-node; null where there is none. */
  readonly vpcCni: VpcCniModel | null;
  readonly kubeProxy: OldDaemonSet | null;
  /** How kube-proxy works, `iptables` where its configuration does not say. */
  readonly kubeProxyMode: string;
  /** Whether Calico enforces policies beside the VPC CNI. */
  readonly calico: boolean;
  readonly securityGroupPolicies: readonly SecurityGroupPolicyModel[];
  readonly eniConfigs: readonly EniConfigModel[];
  /** Policies of kinds that Cilium does not read. */
  readonly otherPolicies: readonly OtherPolicyModel[];
  readonly networkPolicies: readonly NetworkPolicyModel[];
  /** Workloads that ask for something of their node. */
  readonly workloads: readonly NodeBoundWorkload[];
  readonly loadBalancers: readonly LoadBalancerModel[];
  readonly nodePools: readonly NodePoolLabels[];
  /** What AWS says of the cluster; unknown where it was not asked. */
  readonly existing: ExistingClusterModel;
}

/** A DaemonSet that EKS installed. */
export interface OldDaemonSet {
  readonly version?: string;
  /** Nodes that it is wanted on. */
  readonly desired: number;
  /** `everywhere`, off the nodes that carry Cilium's label, or on no node. */
  readonly runs: "everywhere" | "old-nodes" | "nowhere";
}

export interface VpcCniModel extends OldDaemonSet {
  /** Environment of the container aws-node. */
  readonly env: Readonly<Record<string, string>>;
  /** Its agent enforces NetworkPolicies. */
  readonly enforcesPolicies: boolean;
}

interface Named {
  readonly namespace: string;
  readonly name: string;
}

export interface SecurityGroupPolicyModel extends Named {
  readonly groups: readonly string[];
}

export interface EniConfigModel {
  /** Zone, or the value of the label that nodes choose it by. */
  readonly name: string;
  readonly subnet: string;
  readonly groups: readonly string[];
}

export interface OtherPolicyModel extends Named {
  readonly apiVersion: string;
  readonly kind: string;
  /** What it uses that no kind of Cilium's has: an order, a tier, actions. */
  readonly uses: readonly string[];
}

export interface NetworkPolicyModel extends Named {
  /** Blocks that it names, with the direction: `egress 0.0.0.0/0`. */
  readonly blocks: readonly { readonly direction: "ingress" | "egress"; readonly cidr: string }[];
}

export interface NodeBoundWorkload extends Named {
  readonly kind: string;
  /** Ports of the node that its pods listen on. */
  readonly hostPorts: readonly number[];
  /** Asks for `vpc.amazonaws.com/pod-eni` by itself. */
  readonly podEni: boolean;
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Writes into the node's CNI configuration. */
  readonly writesCniConfig: boolean;
}

export interface LoadBalancerModel extends Named {
  readonly kind: string;
  /** What its targets are: pods by address, or node ports. */
  readonly targets: "ip" | "instance";
}

export interface NodePoolLabels {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface ExistingClusterModel {
  readonly name: string;
  readonly region: string;
  readonly kubernetesVersion: string;
  readonly serviceCidr: string;
  readonly endpoint: string;
  readonly certificateAuthority: string;
  readonly clusterSecurityGroupId: string;
  /** What IAM calls the provider of the cluster's issuer, where somebody made one. */
  readonly oidcProviderArn?: string;
  readonly vpc: ExistingVpcModel;
  readonly groups: readonly ExistingGroupModel[];
}

export interface ExistingVpcModel {
  readonly id: string;
  readonly cidrs: readonly string[];
  readonly private: readonly ExistingSubnetModel[];
  readonly public: readonly ExistingSubnetModel[];
  readonly privateRouteTables: readonly string[];
  /** Transit and virtual private gateways that its route tables name. */
  readonly gateways: readonly string[];
}

export interface ExistingSubnetModel {
  readonly id: string;
  readonly zone: string;
  readonly cidr: string;
  readonly egress?: "nat" | "internet-gateway" | "none";
}

/** A managed node group as it is. */
export interface ExistingGroupModel {
  readonly name: string;
  /** Empty where its launch template names them. */
  readonly instanceTypes: readonly string[];
  readonly scaling: { readonly min: number; readonly desired: number; readonly max: number };
  readonly spot: boolean;
  readonly bottlerocket: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  readonly subnets: readonly string[];
}
