import type { Partition } from "../facts/partition.ts";
import { type PolicyDocument, allow, document } from "../iam/documents.ts";

/** What the controller's rights are bound to. */
export interface PolicyContext {
  readonly partition: Partition;
  readonly region: string;
  readonly clusterName: string;
  readonly nodeRoleArn: string;
  /** Undefined without a queue. */
  readonly queueArn: string | undefined;
  readonly zonalShift: boolean;
}

const TAGGED = ["fleet", "instance", "volume", "network-interface", "launch-template", "spot-instances-request"];
const POOL_TAG = "karpenter.sh/nodepool";
const CLASS_TAG = "karpenter.k8s.aws/ec2nodeclass";
const CLUSTER_NAME_TAG = "eks:eks-cluster-name";
const REGION_TAG = "topology.kubernetes.io/region";

/**
 * The policies of Karpenter 1.14 by the names of its CloudFormation template (website/content/en/preview/getting-started/
 * getting-started-with-karpenter/cloudformation.yaml at 1d927085): it starts and ends only what carries the cluster's tag and a
 * pool's, and passes on one role. Queue and zonal shift are left out where they are not used.
 */
export function controllerPolicies(context: PolicyContext): Readonly<Record<string, PolicyDocument>> {
  const { queueArn, zonalShift } = context;
  return {
    "node-lifecycle": nodeLifecycle(context),
    "iam-integration": iamIntegration(context),
    "eks-integration": eksIntegration(context),
    ...(queueArn === undefined ? {} : { interruption: interruption(queueArn) }),
    ...(zonalShift ? { "zonal-shift": zonalShiftStatus(context) } : {}),
    "resource-discovery": resourceDiscovery(context),
  };
}

const owned = (clusterName: string): string => `kubernetes.io/cluster/${clusterName}`;
const clusterArn = ({ partition, region, clusterName }: PolicyContext): string =>
  `arn:${partition}:eks:${region}:*:cluster/${clusterName}`;

function nodeLifecycle({ partition, region, clusterName }: PolicyContext): PolicyDocument {
  const ec2 = (account: "" | "*", ...kinds: readonly string[]): string[] =>
    kinds.map((kind) => `arn:${partition}:ec2:${region}:${account}:${kind}/*`);
  const isOurs = {
    StringEquals: { [`aws:ResourceTag/${owned(clusterName)}`]: "owned" },
    StringLike: { [`aws:ResourceTag/${POOL_TAG}`]: "*" },
  };
  const becomesOurs = {
    [`aws:RequestTag/${owned(clusterName)}`]: "owned",
    [`aws:RequestTag/${CLUSTER_NAME_TAG}`]: clusterName,
  };
  const withPool = { [`aws:RequestTag/${POOL_TAG}`]: "*" };
  return document(
    allow("AllowScopedEC2InstanceAccessActions", {
      Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      Resource: [
        ...ec2("", "image", "snapshot"),
        ...ec2("*", "security-group", "subnet", "capacity-reservation", "placement-group"),
      ],
    }),
    allow("AllowScopedEC2LaunchTemplateAccessActions", {
      Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      Resource: ec2("*", "launch-template"),
      Condition: isOurs,
    }),
    allow("AllowScopedEC2InstanceActionsWithTags", {
      Action: ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"],
      Resource: ec2("*", ...TAGGED),
      Condition: { StringEquals: becomesOurs, StringLike: withPool },
    }),
    allow("AllowScopedResourceCreationTagging", {
      Action: ["ec2:CreateTags"],
      Resource: ec2("*", ...TAGGED),
      Condition: {
        StringEquals: {
          ...becomesOurs,
          "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
        },
        StringLike: withPool,
      },
    }),
    allow("AllowScopedResourceTagging", {
      Action: ["ec2:CreateTags"],
      Resource: ec2("*", "instance"),
      Condition: {
        ...isOurs,
        StringEqualsIfExists: { [`aws:RequestTag/${CLUSTER_NAME_TAG}`]: clusterName },
        "ForAllValues:StringEquals": { "aws:TagKeys": [CLUSTER_NAME_TAG, "karpenter.sh/nodeclaim", "Name"] },
      },
    }),
    allow("AllowScopedDeletion", {
      Action: ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
      Resource: ec2("*", "instance", "launch-template"),
      Condition: isOurs,
    }),
  );
}

function iamIntegration({ partition, region, clusterName, nodeRoleArn }: PolicyContext): PolicyDocument {
  const profiles = [`arn:${partition}:iam::*:instance-profile/*`];
  const request = {
    [`aws:RequestTag/${owned(clusterName)}`]: "owned",
    [`aws:RequestTag/${CLUSTER_NAME_TAG}`]: clusterName,
    [`aws:RequestTag/${REGION_TAG}`]: region,
  };
  const resource = {
    [`aws:ResourceTag/${owned(clusterName)}`]: "owned",
    [`aws:ResourceTag/${REGION_TAG}`]: region,
  };
  return document(
    allow("AllowPassingInstanceRole", {
      Action: ["iam:PassRole"],
      Resource: [nodeRoleArn],
      Condition: { StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"] } },
    }),
    allow("AllowScopedInstanceProfileCreationActions", {
      Action: ["iam:CreateInstanceProfile"],
      Resource: profiles,
      Condition: { StringEquals: request, StringLike: { [`aws:RequestTag/${CLASS_TAG}`]: "*" } },
    }),
    allow("AllowScopedInstanceProfileTagActions", {
      Action: ["iam:TagInstanceProfile"],
      Resource: profiles,
      Condition: {
        StringEquals: { ...resource, ...request },
        StringLike: { [`aws:ResourceTag/${CLASS_TAG}`]: "*", [`aws:RequestTag/${CLASS_TAG}`]: "*" },
      },
    }),
    allow("AllowScopedInstanceProfileActions", {
      Action: ["iam:AddRoleToInstanceProfile", "iam:RemoveRoleFromInstanceProfile", "iam:DeleteInstanceProfile"],
      Resource: profiles,
      Condition: { StringEquals: resource, StringLike: { [`aws:ResourceTag/${CLASS_TAG}`]: "*" } },
    }),
  );
}

const eksIntegration = (context: PolicyContext): PolicyDocument =>
  document(
    allow("AllowAPIServerEndpointDiscovery", { Action: ["eks:DescribeCluster"], Resource: [clusterArn(context)] }),
  );

const interruption = (queueArn: string): PolicyDocument =>
  document(
    allow("AllowInterruptionQueueActions", {
      Action: ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
      Resource: [queueArn],
    }),
  );

const zonalShiftStatus = (context: PolicyContext): PolicyDocument =>
  document(
    allow("AllowZonalShiftStatusReadOnly", {
      Action: ["arc-zonal-shift:GetManagedResource"],
      Resource: ["*"],
      Condition: { StringLike: { "arc-zonal-shift:ResourceIdentifier": clusterArn(context) } },
    }),
  );

const resourceDiscovery = ({ partition, region }: PolicyContext): PolicyDocument =>
  document(
    allow("AllowRegionalReadActions", {
      Action: [
        "ec2:DescribeCapacityReservations",
        "ec2:DescribeImages",
        "ec2:DescribeInstances",
        "ec2:DescribeInstanceStatus",
        "ec2:DescribeInstanceTypeOfferings",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribePlacementGroups",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSpotPriceHistory",
        "ec2:DescribeSubnets",
      ],
      Resource: ["*"],
      Condition: { StringEquals: { "aws:RequestedRegion": region } },
    }),
    allow("AllowSSMReadActions", {
      Action: ["ssm:GetParameter"],
      Resource: [`arn:${partition}:ssm:${region}::parameter/aws/service/*`],
    }),
    allow("AllowPricingReadActions", { Action: ["pricing:GetProducts"], Resource: ["*"] }),
    allow("AllowUnscopedInstanceProfileListAction", { Action: ["iam:ListInstanceProfiles"], Resource: ["*"] }),
    allow("AllowInstanceProfileReadActions", {
      Action: ["iam:GetInstanceProfile"],
      Resource: [`arn:${partition}:iam::*:instance-profile/*`],
    }),
  );
