import type { Partition } from "../facts/partition.ts";
import { type PolicyDocument, type PolicyStatement, allow, document } from "../iam/documents.ts";
import { clusterTag, ownershipTags } from "../settings/tags.ts";
import { READ_ACTIONS, conditionalActions } from "./operator-actions.ts";
import { type OperatorOptions } from "./operator-options.ts";

/** What the operator's policy depends on, all of it known in advance. */
export interface OperatorPolicyPlan {
  readonly partition: Partition;
  readonly region: string;
  readonly clusterName: string;
  readonly options: OperatorOptions;
  /**
   * Pods use the node's own ENI (`firstInterfaceIndex: 0`). Cilium did not create that ENI, so its addresses may be changed
   * by the cluster's tag, which the launch template must put on network interfaces.
   */
  readonly usesNodeInterface: boolean;
}

/**
 * The least that the operator can work with: it reads everything, creates ENIs with the cluster's tags in the cluster's VPC,
 * and changes only ENIs that carry them. Follows amazon-vpc-cni-k8s docs/iam-policy.md, with Cilium's tags.
 */
export function operatorPolicy(plan: OperatorPolicyPlan, vpcId: string): PolicyDocument {
  // No account in the ARNs: a role acts in its own account only, and in a shared VPC the subnets belong to another one.
  const arn = (resource: string): string => `arn:${plan.partition}:ec2:${plan.region}:*:${resource}`;
  const owned = tagCondition("aws:ResourceTag", ownershipTags(plan.clusterName));
  const ofCluster = tagCondition("aws:ResourceTag", clusterTag(plan.clusterName));
  const further = [
    ...(plan.options.assignsIpv6 ? ["ec2:AssignIpv6Addresses"] : []),
    ...(plan.options.releaseExcessIps ? ["ec2:UnassignPrivateIpAddresses"] : []),
  ];
  return document(
    allow("Read", { Action: readActions(plan.options), Resource: ["*"] }),
    allow("CreateOwnInterfaces", {
      Action: ["ec2:CreateNetworkInterface"],
      Resource: [arn("network-interface/*")],
      Condition: { StringEquals: tagCondition("aws:RequestTag", ownershipTags(plan.clusterName)) },
    }),
    allow("CreateInTheVpc", {
      Action: ["ec2:CreateNetworkInterface"],
      Resource: [arn("subnet/*"), arn("security-group/*")],
      Condition: { ArnLike: { "ec2:Vpc": arn(`vpc/${vpcId}`) } },
    }),
    allow("TagOnCreation", {
      Action: ["ec2:CreateTags"],
      Resource: [arn("network-interface/*")],
      Condition: { StringEquals: { "ec2:CreateAction": "CreateNetworkInterface" } },
    }),
    allow("ChangeOwnInterfaces", {
      Action: [
        "ec2:AssignPrivateIpAddresses",
        "ec2:AttachNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:ModifyNetworkInterfaceAttribute",
        ...further,
      ],
      Resource: [arn("network-interface/*")],
      Condition: { StringEquals: owned },
    }),
    allow("AttachToTheClustersNodes", {
      Action: ["ec2:AttachNetworkInterface", "ec2:ModifyNetworkInterfaceAttribute"],
      Resource: [arn("instance/*")],
      Condition: { StringEquals: ofCluster },
    }),
    ...(plan.usesNodeInterface ? [nodeInterfaces(arn("network-interface/*"), ofCluster, further)] : []),
  );
}

const nodeInterfaces = (
  resource: string,
  condition: Readonly<Record<string, string>>,
  further: readonly string[],
): PolicyStatement =>
  allow("UseTheNodesOwnInterfaces", {
    Action: ["ec2:AssignPrivateIpAddresses", ...further],
    Resource: [resource],
    Condition: { StringEquals: condition },
  });

const readActions = (options: OperatorOptions): string[] =>
  [
    ...READ_ACTIONS,
    ...conditionalActions(options)
      .map(({ action }) => action)
      .filter((action) => /^ec2:(Describe|Get)/.test(action)),
  ].toSorted();

const tagCondition = (key: string, tags: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).map(([tag, value]) => [`${key}/${tag}`, value]));
