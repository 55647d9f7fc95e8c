import { type PolicyDocument, allow, document } from "../iam/documents.ts";
import type { ControllerContext } from "../controllers/controller.ts";

const CLUSTER_TAG = "elbv2.k8s.aws/cluster";

/**
 * Rights of the load balancer controller for NLBs of this cluster: those of its own policy that Services need, none for
 * Application Load Balancers (rules, WAF, Shield, Cognito), and its tag narrowed from "is there" to this cluster's name.
 * Source: aws-load-balancer-controller docs/install/iam_policy.json at v3.5.0.
 */
export function loadBalancerPolicy({ partition, region, clusterName }: ControllerContext): PolicyDocument {
  const elb = (resource: string) => `arn:${partition}:elasticloadbalancing:${region}:*:${resource}`;
  const listeners = elb("listener/net/*/*/*");
  const balancers = [elb("loadbalancer/net/*/*"), elb("targetgroup/*/*")];
  const groups = [`arn:${partition}:ec2:${region}:*:security-group/*`];
  const asked = { StringEquals: { [`aws:RequestTag/${CLUSTER_TAG}`]: clusterName } };
  const owned = { StringEquals: { [`aws:ResourceTag/${CLUSTER_TAG}`]: clusterName } };
  return document(
    allow("ServiceLinkedRole", {
      Action: ["iam:CreateServiceLinkedRole"],
      Resource: ["*"],
      Condition: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
    }),
    allow("Read", { Action: READ, Resource: ["*"] }),
    allow("CreateGroups", {
      Action: ["ec2:CreateSecurityGroup"],
      Resource: [...groups, `arn:${partition}:ec2:${region}:*:vpc/*`],
    }),
    allow("TagNewGroups", {
      Action: ["ec2:CreateTags"],
      Resource: groups,
      Condition: { StringEquals: { "ec2:CreateAction": "CreateSecurityGroup", ...asked.StringEquals } },
    }),
    allow("TagOwnGroups", { Action: ["ec2:CreateTags", "ec2:DeleteTags"], Resource: groups, Condition: owned }),
    // On the nodes' group too, which is EKS's own: rules name the load balancer's group as their source.
    allow("OpenGroups", {
      Action: ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"],
      Resource: groups,
    }),
    allow("DeleteGroups", { Action: ["ec2:DeleteSecurityGroup"], Resource: groups, Condition: owned }),
    allow("Create", {
      Action: ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"],
      Resource: balancers,
      Condition: asked,
    }),
    allow("Listeners", {
      Action: [
        "elasticloadbalancing:CreateListener",
        "elasticloadbalancing:DeleteListener",
        "elasticloadbalancing:ModifyListener",
        "elasticloadbalancing:AddListenerCertificates",
        "elasticloadbalancing:RemoveListenerCertificates",
      ],
      Resource: [elb("loadbalancer/net/*/*"), listeners],
    }),
    allow("TagNew", {
      Action: ["elasticloadbalancing:AddTags"],
      Resource: balancers,
      Condition: {
        StringEquals: {
          "elasticloadbalancing:CreateAction": ["CreateTargetGroup", "CreateLoadBalancer"],
          ...asked.StringEquals,
        },
      },
    }),
    allow("TagOwn", {
      Action: ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
      Resource: balancers,
      Condition: owned,
    }),
    allow("TagListeners", {
      Action: ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
      Resource: [listeners],
    }),
    allow("Change", { Action: CHANGE, Resource: [...balancers, listeners], Condition: owned }),
    allow("Targets", {
      Action: ["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"],
      Resource: [elb("targetgroup/*/*")],
    }),
  );
}

const READ = [
  "acm:DescribeCertificate",
  "acm:ListCertificates",
  "ec2:DescribeAccountAttributes",
  "ec2:DescribeAddresses",
  "ec2:DescribeAvailabilityZones",
  "ec2:DescribeInstances",
  "ec2:DescribeInternetGateways",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeRouteTables",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeTags",
  "ec2:DescribeVpcPeeringConnections",
  "ec2:DescribeVpcs",
  "ec2:GetSecurityGroupsForVpc",
  "elasticloadbalancing:DescribeCapacityReservation",
  "elasticloadbalancing:DescribeListenerAttributes",
  "elasticloadbalancing:DescribeListenerCertificates",
  "elasticloadbalancing:DescribeListeners",
  "elasticloadbalancing:DescribeLoadBalancerAttributes",
  "elasticloadbalancing:DescribeLoadBalancers",
  "elasticloadbalancing:DescribeRules",
  "elasticloadbalancing:DescribeSSLPolicies",
  "elasticloadbalancing:DescribeTags",
  "elasticloadbalancing:DescribeTargetGroupAttributes",
  "elasticloadbalancing:DescribeTargetGroups",
  "elasticloadbalancing:DescribeTargetHealth",
  "elasticloadbalancing:DescribeTrustStores",
] as const;

const CHANGE = [
  "elasticloadbalancing:DeleteLoadBalancer",
  "elasticloadbalancing:DeleteTargetGroup",
  "elasticloadbalancing:ModifyCapacityReservation",
  "elasticloadbalancing:ModifyIpPools",
  "elasticloadbalancing:ModifyListenerAttributes",
  "elasticloadbalancing:ModifyLoadBalancerAttributes",
  "elasticloadbalancing:ModifyTargetGroup",
  "elasticloadbalancing:ModifyTargetGroupAttributes",
  "elasticloadbalancing:SetIpAddressType",
  "elasticloadbalancing:SetSecurityGroups",
  "elasticloadbalancing:SetSubnets",
] as const;
