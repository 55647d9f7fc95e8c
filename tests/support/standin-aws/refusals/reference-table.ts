import { T } from "../types.ts";

/** A property that names another resource. */
export interface Reference {
  readonly from: string;
  readonly path: string;
  readonly to: string;
  /** Code for a name that nothing has; without one AWS does not look. */
  readonly missing?: string;
  /** Code for deleting what is named; without one AWS deletes it, or both. */
  readonly inUse?: string;
  readonly source: string;
}

const EC2 = "EC2 API reference: errors-overview";
const EKS = "EKS API reference, Errors of";
const NOT_FOUND = "ResourceNotFoundException";
const INVALID = "InvalidParameterException";
const DEPENDENCY = "DependencyViolation";
/** AWS deletes it all the same; what names it is then broken, and some of it cannot be deleted any more. */
const BREAKS = "BreaksDependant";

const ec2 = (from: string, path: string, to: string, missing: string, inUse?: string): Reference => ({
  from,
  path,
  to,
  missing,
  ...(inUse === undefined ? {} : { inUse }),
  source: EC2,
});
const vpcOf = (from: string, path = "vpcId"): Reference => ec2(from, path, T.Vpc, "InvalidVpcID.NotFound", DEPENDENCY);
const subnetsOf = (from: string, path: string): Reference =>
  ec2(from, path, T.Subnet, "InvalidSubnetID.NotFound", DEPENDENCY);
const groupsOf = (from: string, path: string): Reference =>
  ec2(from, path, T.SecurityGroup, "InvalidGroup.NotFound", DEPENDENCY);
const clusterOf = (from: string, call: string, inUse?: string): Reference => ({
  from,
  path: "clusterName",
  to: T.Cluster,
  missing: NOT_FOUND,
  ...(inUse === undefined ? {} : { inUse }),
  source: `${EKS} ${call}${inUse === undefined ? "" : "; EKS API reference, Errors of DeleteCluster"}`,
});
const roleOf = (from: string, path: string, missing: string, source: string): Reference => ({
  from,
  path,
  to: T.Role,
  missing,
  inUse: BREAKS,
  source: `${source}; IAM user guide: id_roles_manage_delete`,
});

export const REFERENCES: readonly Reference[] = [
  vpcOf(T.Subnet),
  vpcOf(T.CidrAssociation),
  vpcOf(T.InternetGateway),
  vpcOf(T.InternetGatewayAttachment),
  vpcOf(T.RouteTable),
  vpcOf(T.SecurityGroup),
  vpcOf(T.VpcEndpoint),
  vpcOf(T.TransitAttachment),
  { ...vpcOf(T.FlowLog), inUse: BREAKS },
  { ...vpcOf(T.TargetGroup), missing: "InvalidConfigurationRequest", source: "ELBv2 API reference: CreateTargetGroup" },
  subnetsOf(T.NatGateway, "subnetId"),
  ec2(T.NatGateway, "allocationId", T.Eip, "InvalidAllocationID.NotFound", "InvalidIPAddress.InUse"),
  // Deleting a subnet takes its reservations and associations along.
  ec2(T.CidrReservation, "subnetId", T.Subnet, "InvalidSubnetID.NotFound"),
  ec2(T.RouteTableAssociation, "subnetId", T.Subnet, "InvalidSubnetID.NotFound"),
  ec2(T.RouteTableAssociation, "routeTableId", T.RouteTable, "InvalidRouteTableID.NotFound", DEPENDENCY),
  ec2(T.Route, "routeTableId", T.RouteTable, "InvalidRouteTableID.NotFound"),
  ec2(T.Route, "gatewayId", T.InternetGateway, "InvalidGatewayID.NotFound", BREAKS),
  ec2(T.Route, "natGatewayId", T.NatGateway, "InvalidNatGatewayID.NotFound", BREAKS),
  ec2(
    T.InternetGatewayAttachment,
    "internetGatewayId",
    T.InternetGateway,
    "InvalidInternetGatewayID.NotFound",
    DEPENDENCY,
  ),
  ec2(T.IngressRule, "securityGroupId", T.SecurityGroup, "InvalidGroup.NotFound"),
  groupsOf(T.IngressRule, "referencedSecurityGroupId"),
  ec2(T.EgressRule, "securityGroupId", T.SecurityGroup, "InvalidGroup.NotFound"),
  groupsOf(T.EgressRule, "referencedSecurityGroupId"),
  subnetsOf(T.VpcEndpoint, "subnetIds"),
  groupsOf(T.VpcEndpoint, "securityGroupIds"),
  ec2(T.VpcEndpoint, "routeTableIds", T.RouteTable, "InvalidRouteTableID.NotFound"),
  subnetsOf(T.TransitAttachment, "subnetIds"),
  subnetsOf(T.ResolverEndpoint, "ipAddresses.subnetId"),
  groupsOf(T.ResolverEndpoint, "securityGroupIds"),
  { ...groupsOf(T.LaunchTemplate, "vpcSecurityGroupIds"), missing: "InvalidGroup.NotFound" },
  {
    from: T.RolePolicy,
    path: "role",
    to: T.Role,
    missing: "NoSuchEntity",
    inUse: "DeleteConflict",
    source: "IAM API reference: PutRolePolicy, DeleteRole",
  },
  {
    from: T.RolePolicyAttachment,
    path: "role",
    to: T.Role,
    missing: "NoSuchEntity",
    inUse: "DeleteConflict",
    source: "IAM API reference: AttachRolePolicy, DeleteRole",
  },
  {
    from: T.InstanceProfile,
    path: "role",
    to: T.Role,
    missing: "NoSuchEntity",
    inUse: "DeleteConflict",
    source: "IAM API reference: AddRoleToInstanceProfile, DeleteRole",
  },
  {
    from: T.RolePolicyAttachment,
    path: "policyArn",
    to: T.Policy,
    missing: "NoSuchEntity",
    inUse: "DeleteConflict",
    source: "IAM API reference: AttachRolePolicy, DeletePolicy",
  },
  roleOf(T.Cluster, "roleArn", INVALID, "EKS user guide: cluster-iam-role"),
  subnetsOf(T.Cluster, "vpcConfig.subnetIds"),
  groupsOf(T.Cluster, "vpcConfig.securityGroupIds"),
  {
    from: T.Cluster,
    path: "encryptionConfig.provider.keyArn",
    to: T.Key,
    missing: INVALID,
    inUse: BREAKS,
    source: "EKS user guide: enable-kms (a cluster whose key is deleted cannot be recovered)",
  },
  clusterOf(T.NodeGroup, "CreateNodegroup", "ResourceInUseException"),
  roleOf(T.NodeGroup, "nodeRoleArn", INVALID, `${EKS} CreateNodegroup`),
  subnetsOf(T.NodeGroup, "subnetIds"),
  {
    from: T.NodeGroup,
    path: "launchTemplate.id",
    to: T.LaunchTemplate,
    missing: INVALID,
    inUse: BREAKS,
    source: "EKS user guide: troubleshooting, Ec2LaunchTemplateNotFound",
  },
  clusterOf(T.Addon, "CreateAddon"),
  roleOf(T.Addon, "serviceAccountRoleArn", INVALID, `${EKS} CreateAddon`),
  clusterOf(T.AccessEntry, "CreateAccessEntry"),
  clusterOf(T.AccessPolicyAssociation, "AssociateAccessPolicy"),
  clusterOf(T.PodIdentityAssociation, "CreatePodIdentityAssociation"),
  roleOf(T.PodIdentityAssociation, "roleArn", INVALID, `${EKS} CreatePodIdentityAssociation`),
  {
    from: T.LogGroup,
    path: "kmsKeyId",
    to: T.Key,
    missing: INVALID,
    inUse: BREAKS,
    source: "CloudWatch Logs API reference: CreateLogGroup",
  },
  {
    from: T.FlowLog,
    path: "logDestination",
    to: T.LogGroup,
    missing: "InvalidParameter",
    inUse: BREAKS,
    source: "VPC user guide: flow-logs-cwl",
  },
  roleOf(T.FlowLog, "iamRoleArn", "InvalidParameter", "VPC user guide: flow-logs-iam-role"),
  {
    from: T.Grant,
    path: "keyId",
    to: T.Key,
    missing: "NotFoundException",
    source: "KMS API reference: CreateGrant",
  },
  {
    from: T.Alias,
    path: "targetKeyId",
    to: T.Key,
    missing: "NotFoundException",
    source: "KMS API reference: CreateAlias",
  },
  {
    ...subnetsOf(T.LoadBalancer, "subnets"),
    missing: "SubnetNotFound",
    source: "ELBv2 API reference: CreateLoadBalancer",
  },
  {
    ...subnetsOf(T.LoadBalancer, "subnetMappings.subnetId"),
    missing: "SubnetNotFound",
    source: "ELBv2 API reference: CreateLoadBalancer",
  },
  ec2(T.LoadBalancer, "subnetMappings.allocationId", T.Eip, "AllocationIdNotFound", "InvalidIPAddress.InUse"),
  groupsOf(T.LoadBalancer, "securityGroups"),
  {
    from: T.Listener,
    path: "loadBalancerArn",
    to: T.LoadBalancer,
    missing: "LoadBalancerNotFound",
    source: "ELBv2 API reference: CreateListener",
  },
  {
    from: T.Listener,
    path: "defaultActions.targetGroupArn",
    to: T.TargetGroup,
    missing: "TargetGroupNotFound",
    inUse: "ResourceInUse",
    source: "ELBv2 API reference: CreateListener, DeleteTargetGroup",
  },
  {
    from: T.GroupAttachment,
    path: "lbTargetGroupArn",
    to: T.TargetGroup,
    missing: "ValidationError",
    inUse: BREAKS,
    source: "Auto Scaling API reference: AttachLoadBalancerTargetGroups",
  },
  {
    from: T.Scraper,
    path: "destination.amp.workspaceArn",
    to: T.Workspace,
    missing: NOT_FOUND,
    inUse: BREAKS,
    source: "AMP API reference: CreateScraper",
  },
  {
    from: T.Scraper,
    path: "source.eks.clusterArn",
    to: T.Cluster,
    missing: NOT_FOUND,
    inUse: BREAKS,
    source: "AMP API reference: CreateScraper",
  },
  subnetsOf(T.Scraper, "source.eks.subnetIds"),
  {
    from: T.RuleGroupNamespace,
    path: "workspaceId",
    to: T.Workspace,
    missing: NOT_FOUND,
    source: "AMP API reference: CreateRuleGroupsNamespace",
  },
  {
    from: T.AlertManagerDefinition,
    path: "workspaceId",
    to: T.Workspace,
    missing: NOT_FOUND,
    source: "AMP API reference: CreateAlertManagerDefinition",
  },
];
