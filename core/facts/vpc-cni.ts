/**
 * Settings of aws-node that change what pods see: variable | what it is where nobody set it | what stands for it with Cilium in ENI mode.
 * Source: aws/amazon-vpc-cni-k8s README, CNI configuration variables; core/settings. What has no line changes how aws-node works, and nothing
 * that a pod sees.
 */
const VARIABLES = `
AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG | false | network.podSubnets
ENABLE_SUBNET_DISCOVERY | true | network.podSubnets, where subnets carry the tag kubernetes.io/role/cni
ENABLE_PREFIX_DELEGATION | false | cilium.prefixDelegation
WARM_IP_TARGET | | cilium.allocation.preAllocate
MINIMUM_IP_TARGET | | cilium.allocation.minAllocate
WARM_ENI_TARGET | 1 | nothing: Cilium keeps addresses ready, not interfaces
WARM_PREFIX_TARGET | 1 | cilium.allocation.preAllocate, in addresses
MAX_ENI | | cilium.allocation.maxAllocate, in addresses
AWS_VPC_K8S_CNI_EXTERNALSNAT | false | cilium.masquerade
AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS | | cilium.masquerade.nonMasqueradeCidrs
AWS_VPC_ENI_MTU | 9001 | helmValues.MTU
POD_MTU | 9001 | helmValues.MTU
ADDITIONAL_ENI_TAGS | {} | cilium.eni.tags
ENABLE_POD_ENI | false | nothing: one set of security groups a node group
POD_SECURITY_GROUP_ENFORCING_MODE | strict | nothing: there are no groups per pod
ENABLE_IPv6 | false | nothing here
ENABLE_V6_EGRESS | false | nothing here
ENABLE_BANDWIDTH_PLUGIN | false | cilium.bandwidthManager
NETWORK_POLICY_ENFORCING_MODE | standard | helmValues.policyEnforcementMode: always
AWS_VPC_K8S_CNI_VETHPREFIX | eni | nothing: interfaces of pods are called lxc*, of which programs on the node must know
ENABLE_MULTI_NIC | false | nothing
`;

export interface VpcCniVariable {
  readonly name: string;
  readonly default: string;
  readonly replacement: string;
}

const VPC_CNI_VARIABLES: readonly VpcCniVariable[] = VARIABLES.trim()
  .split("\n")
  .map((line) => {
    const [name = "", initial = "", replacement = ""] = line.split("|").map((cell) => cell.trim());
    return { name, default: initial, replacement };
  });

/** Variables that somebody set to something else than they are by themselves. */
export const changedVariables = (
  env: Readonly<Record<string, string>>,
): readonly (VpcCniVariable & { readonly value: string })[] =>
  VPC_CNI_VARIABLES.flatMap((variable) => {
    const value = env[variable.name] ?? "";
    return value === "" || value === variable.default ? [] : [{ ...variable, value }];
  });
