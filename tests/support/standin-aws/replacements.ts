import type { Properties } from "../aws-account.ts";
import { T } from "./types.ts";
import { valuesAt } from "./world.ts";

/** What changes a resource by a new one; everything else is changed in place. */
interface Replaced {
  readonly paths: readonly string[];
  readonly source: string;
  /** Whether the old one must go first: AWS holds one of them only, under a name that stays. */
  readonly deleteFirst?: boolean;
}

const TERRAFORM = "terraform-provider-aws, ForceNew of";

export const REPLACED: Readonly<Record<string, Replaced>> = {
  [T.Vpc]: { paths: ["cidrBlock", "instanceTenancy"], source: "EC2 API reference: ModifyVpcAttribute knows neither" },
  [T.Subnet]: {
    paths: ["vpcId", "availabilityZone", "cidrBlock"],
    source: "EC2 API reference: ModifySubnetAttribute knows none of them",
  },
  [T.CidrAssociation]: { paths: ["vpcId", "cidrBlock"], source: "EC2 API reference: AssociateVpcCidrBlock" },
  [T.CidrReservation]: {
    paths: ["subnetId", "cidrBlock", "reservationType", "description"],
    source: "EC2 API reference: CreateSubnetCidrReservation; there is no call that modifies one",
  },
  [T.NatGateway]: {
    paths: ["subnetId", "allocationId", "connectivityType"],
    source: "EC2 API reference: CreateNatGateway; there is no call that moves one",
  },
  [T.Eip]: { paths: ["domain", "publicIpv4Pool"], source: "EC2 API reference: AllocateAddress" },
  [T.RouteTable]: { paths: ["vpcId"], source: "EC2 API reference: CreateRouteTable" },
  [T.RouteTableAssociation]: {
    paths: ["subnetId", "gatewayId"],
    source: "EC2 API reference: ReplaceRouteTableAssociation changes the table only",
  },
  [T.Route]: {
    paths: ["routeTableId", "destinationCidrBlock"],
    source: "EC2 API reference: ReplaceRoute changes the target only",
  },
  [T.InternetGatewayAttachment]: {
    paths: ["vpcId", "internetGatewayId"],
    source: "EC2 API reference: AttachInternetGateway",
  },
  [T.SecurityGroup]: {
    paths: ["name", "description", "vpcId"],
    source: "EC2 API reference: CreateSecurityGroup; there is no call that renames one",
  },
  [T.IngressRule]: {
    paths: ["securityGroupId"],
    source: `EC2 API reference: ModifySecurityGroupRules; ${TERRAFORM} aws_vpc_security_group_ingress_rule`,
  },
  [T.EgressRule]: {
    paths: ["securityGroupId"],
    source: `EC2 API reference: ModifySecurityGroupRules; ${TERRAFORM} aws_vpc_security_group_egress_rule`,
  },
  [T.LaunchTemplate]: {
    paths: ["name"],
    source: "EC2 API reference: CreateLaunchTemplateVersion takes everything else",
  },
  [T.FlowLog]: {
    paths: ["vpcId", "logDestination", "logFormat", "trafficType", "iamRoleArn", "maxAggregationInterval"],
    source: "EC2 API reference: CreateFlowLogs; VPC user guide: flow-logs, a flow log cannot be changed",
  },
  [T.VpcEndpoint]: {
    paths: ["vpcId", "serviceName", "vpcEndpointType"],
    source: "EC2 API reference: ModifyVpcEndpoint knows none of them",
  },
  [T.TransitAttachment]: {
    paths: ["vpcId", "transitGatewayId"],
    source: "EC2 API reference: ModifyTransitGatewayVpcAttachment knows neither",
  },
  [T.ResolverEndpoint]: {
    paths: ["direction", "securityGroupIds"],
    source: "Route 53 Resolver API reference: UpdateResolverEndpoint",
  },
  [T.Role]: { paths: ["name", "path"], source: "IAM API reference: UpdateRole knows neither" },
  [T.RolePolicy]: { paths: ["name", "role"], source: "IAM API reference: PutRolePolicy" },
  [T.RolePolicyAttachment]: { paths: ["role", "policyArn"], source: "IAM API reference: AttachRolePolicy" },
  [T.InstanceProfile]: { paths: ["name", "path"], source: "IAM API reference: CreateInstanceProfile" },
  [T.OidcProvider]: { paths: ["url"], source: "IAM API reference: CreateOpenIDConnectProvider" },
  [T.Cluster]: {
    paths: [
      "name",
      "roleArn",
      "bootstrapSelfManagedAddons",
      "accessConfig.bootstrapClusterCreatorAdminPermissions",
      "kubernetesNetworkConfig.serviceIpv4Cidr",
      "kubernetesNetworkConfig.ipFamily",
      "outpostConfig",
    ],
    source: `EKS API reference: UpdateClusterConfig knows none of them; ${TERRAFORM} aws_eks_cluster`,
  },
  [T.NodeGroup]: {
    paths: [
      "clusterName",
      "nodeGroupName",
      "nodeGroupNamePrefix",
      "nodeRoleArn",
      "subnetIds",
      "instanceTypes",
      "capacityType",
      "amiType",
      "diskSize",
      "remoteAccess",
      "launchTemplate.id",
      "launchTemplate.name",
    ],
    source: `EKS API reference: UpdateNodegroupConfig, UpdateNodegroupVersion; ${TERRAFORM} aws_eks_node_group`,
  },
  [T.Addon]: { paths: ["clusterName", "addonName"], source: "EKS API reference: UpdateAddon", deleteFirst: true },
  [T.AccessEntry]: {
    paths: ["clusterName", "principalArn", "type"],
    source: "EKS API reference: UpdateAccessEntry",
    deleteFirst: true,
  },
  [T.AccessPolicyAssociation]: {
    paths: ["clusterName", "principalArn", "policyArn", "accessScope"],
    source: `EKS API reference: AssociateAccessPolicy; ${TERRAFORM} aws_eks_access_policy_association`,
    deleteFirst: true,
  },
  [T.PodIdentityAssociation]: {
    paths: ["clusterName", "namespace", "serviceAccount"],
    source: "EKS API reference: UpdatePodIdentityAssociation knows none of them",
  },
  [T.LogGroup]: { paths: ["name", "logGroupClass"], source: "CloudWatch Logs API reference: CreateLogGroup" },
  [T.Key]: { paths: ["keyUsage", "customerMasterKeySpec", "multiRegion"], source: "KMS API reference: CreateKey" },
  [T.Grant]: {
    paths: ["keyId", "granteePrincipal", "operations", "constraints", "name"],
    source: "KMS API reference: CreateGrant; there is no call that changes one",
  },
  [T.LoadBalancer]: {
    paths: ["name", "internal", "loadBalancerType"],
    source: "ELBv2 API reference: CreateLoadBalancer, SetSubnets, SetSecurityGroups",
  },
  [T.Listener]: { paths: ["loadBalancerArn"], source: "ELBv2 API reference: ModifyListener" },
  [T.TargetGroup]: {
    paths: ["name", "port", "protocol", "vpcId", "targetType"],
    source: "ELBv2 API reference: ModifyTargetGroup knows none of them",
  },
  [T.GroupAttachment]: {
    paths: ["autoscalingGroupName", "lbTargetGroupArn"],
    source: "Auto Scaling API reference: AttachLoadBalancerTargetGroups",
  },
  [T.GroupTag]: {
    paths: ["autoscalingGroupName", "tag.key"],
    source: "Auto Scaling API reference: CreateOrUpdateTags",
  },
  [T.ServiceQuota]: { paths: ["serviceCode", "quotaCode"], source: "Service Quotas API reference" },
  [T.Activation]: {
    paths: ["iamRole", "registrationLimit", "expirationDate", "name", "description"],
    source: "SSM API reference: CreateActivation; there is no call that changes one",
  },
  [T.Workspace]: { paths: ["kmsKeyArn"], source: "AMP API reference: CreateWorkspace" },
  [T.Scraper]: {
    paths: ["source", "destination"],
    source: "AMP API reference: UpdateScraper; terraform-provider-aws aws_prometheus_scraper",
  },
  [T.RuleGroupNamespace]: { paths: ["name", "workspaceId"], source: "AMP API reference: PutRuleGroupsNamespace" },
  [T.AlertManagerDefinition]: { paths: ["workspaceId"], source: "AMP API reference: PutAlertManagerDefinition" },
};

/** Which of the changed properties replace the resource, and in which order. */
export function replacement(
  type: string,
  before: Properties,
  after: Properties,
): { readonly replaces: readonly string[]; readonly deleteFirst: boolean } {
  const { paths = [], deleteFirst = false } = REPLACED[type] ?? {};
  const replaces = paths.filter((path) => {
    const [from, to] = [before, after].map((one) => JSON.stringify(compared(path, valuesAt(one, path))));
    // What is not said stays as AWS has it.
    return to !== "[]" && from !== to;
  });
  return { replaces: [...new Set(replaces.map((path) => path.split(".")[0] ?? path))], deleteFirst };
}

/** Ids come as sets; types of a node group come in their order, as `instance_types` of terraform-provider-aws. */
const compared = (path: string, values: readonly unknown[]): readonly unknown[] =>
  path !== "instanceTypes" && values.every((value) => typeof value === "string") ? values.toSorted() : values;
