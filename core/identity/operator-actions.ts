import type { OperatorOptions } from "./operator-options.ts";

/** Where the list of rights comes from. */
export const OPERATOR_ACTIONS_SOURCE =
  "cilium/cilium Documentation/network/concepts/ipam/eni.rst; service authorization reference for Amazon EC2";

/** Reading rights: EC2 has no resource-level permissions for them. */
export const READ_ACTIONS: readonly string[] = [
  "ec2:DescribeInstanceTypes",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeRouteTables",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeVpcs",
];

/** Changing rights that the operator always needs. */
const WRITE_ACTIONS: readonly string[] = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:AttachNetworkInterface",
  "ec2:CreateNetworkInterface",
  "ec2:CreateTags",
  "ec2:DeleteNetworkInterface",
  "ec2:ModifyNetworkInterfaceAttribute",
];

/** A right and the option that asks for it. */
export interface ConditionalAction {
  readonly action: string;
  readonly because: string;
}

const because = (needed: boolean, reason: string, ...actions: readonly string[]): ConditionalAction[] =>
  needed ? actions.map((action) => ({ action, because: reason })) : [];

/** Rights beyond the basic ones, with the reason for each. */
export function conditionalActions(options: OperatorOptions): readonly ConditionalAction[] {
  return [
    ...because(options.releaseExcessIps, "eni.awsReleaseExcessIPs is on", "ec2:UnassignPrivateIpAddresses"),
    ...because(options.instanceTagsFilter, "eni.instanceTagsFilter is set", "ec2:DescribeInstances"),
    ...because(options.detectsGcTags, "garbage collection detects the cluster's name by itself", "ec2:DescribeTags"),
    ...because(options.assignsIpv6, "ipv6.enabled is on", "ec2:AssignIpv6Addresses"),
  ];
}

/** All rights that the operator needs with these options, sorted. */
export const operatorActions = (options: OperatorOptions): readonly string[] =>
  [...READ_ACTIONS, ...WRITE_ACTIONS, ...conditionalActions(options).map(({ action }) => action)].toSorted();
