import type { Properties } from "../../aws-account.ts";
import { T } from "../types.ts";
import { numberAt, others, type Refusal, textAt, textsAt } from "../world.ts";

interface Unique {
  readonly type: string;
  readonly code: string;
  readonly source: string;
  /** What AWS tells two of them apart by; undefined where this one can stand beside any other. */
  readonly key: (inputs: Properties) => string | undefined;
}

const by =
  (...paths: readonly string[]) =>
  (inputs: Properties): string | undefined => {
    const values = paths.map((path) => textAt(inputs, path));
    return values.includes("") ? undefined : values.join(" ");
  };

/** The peer of a rule: a block without its host bits, a group, a prefix list. */
const peer = (inputs: Properties): string =>
  ["cidrIpv4", "cidrIpv6", "referencedSecurityGroupId", "prefixListId"].map((key) => textAt(inputs, key)).join("");

const securityGroupRule = (inputs: Properties): string =>
  [
    textAt(inputs, "securityGroupId"),
    textAt(inputs, "ipProtocol"),
    numberAt(inputs, "fromPort"),
    numberAt(inputs, "toPort"),
    peer(inputs),
  ].join(" ");

const EKS = "EKS API reference, Errors of";
const EC2 = "EC2 API reference: errors-overview";
/** AWS takes the second call and changes the first one's object: two resources of a stack then fight over one thing. */
const ONE_OBJECT = "Overwrites";

/** What exists once. Descriptions, tags and names of Pulumi's tell nothing apart. */
const UNIQUE: readonly Unique[] = [
  { type: T.IngressRule, code: "InvalidPermission.Duplicate", source: EC2, key: securityGroupRule },
  { type: T.EgressRule, code: "InvalidPermission.Duplicate", source: EC2, key: securityGroupRule },
  { type: T.SecurityGroup, code: "InvalidGroup.Duplicate", source: EC2, key: by("vpcId", "name") },
  { type: T.Route, code: "RouteAlreadyExists", source: EC2, key: by("routeTableId", "destinationCidrBlock") },
  { type: T.RouteTableAssociation, code: "Resource.AlreadyAssociated", source: EC2, key: by("subnetId") },
  { type: T.InternetGateway, code: "Resource.AlreadyAssociated", source: EC2, key: by("vpcId") },
  { type: T.InternetGatewayAttachment, code: "Resource.AlreadyAssociated", source: EC2, key: by("vpcId") },
  { type: T.NatGateway, code: "Resource.AlreadyAssociated", source: EC2, key: by("allocationId") },
  { type: T.LaunchTemplate, code: "InvalidLaunchTemplateName.AlreadyExistsException", source: EC2, key: by("name") },
  { type: T.FlowLog, code: "FlowLogAlreadyExists", source: EC2, key: by("vpcId", "logDestination") },
  {
    type: T.TransitAttachment,
    code: "DuplicateTransitGatewayAttachment",
    source: EC2,
    key: by("transitGatewayId", "vpcId"),
  },
  {
    type: T.VpcEndpoint,
    code: "InvalidParameter",
    source: "VPC user guide: privatelink/interface-endpoints, private DNS names; EC2 API reference: errors-overview",
    key: by("vpcId", "serviceName"),
  },
  {
    type: T.Role,
    code: "EntityAlreadyExists",
    source: "IAM API reference: CreateRole (names are not told apart by case)",
    key: (inputs) => by("name")(inputs)?.toLowerCase(),
  },
  { type: T.Policy, code: "EntityAlreadyExists", source: "IAM API reference: CreatePolicy", key: by("name") },
  {
    type: T.InstanceProfile,
    code: "EntityAlreadyExists",
    source: "IAM API reference: CreateInstanceProfile",
    key: by("name"),
  },
  {
    type: T.OidcProvider,
    code: "EntityAlreadyExists",
    source: "IAM API reference: CreateOpenIDConnectProvider",
    key: by("url"),
  },
  { type: T.RolePolicy, code: ONE_OBJECT, source: "IAM API reference: PutRolePolicy", key: by("role", "name") },
  {
    type: T.RolePolicyAttachment,
    code: ONE_OBJECT,
    source: "IAM API reference: AttachRolePolicy",
    key: by("role", "policyArn"),
  },
  { type: T.Cluster, code: "ResourceInUseException", source: `${EKS} CreateCluster`, key: by("name") },
  {
    type: T.NodeGroup,
    code: "ResourceInUseException",
    source: `${EKS} CreateNodegroup`,
    key: by("clusterName", "nodeGroupName"),
  },
  { type: T.Addon, code: "ResourceInUseException", source: `${EKS} CreateAddon`, key: by("clusterName", "addonName") },
  {
    type: T.AccessEntry,
    code: "ResourceInUseException",
    source: `${EKS} CreateAccessEntry`,
    key: by("clusterName", "principalArn"),
  },
  {
    type: T.AccessPolicyAssociation,
    code: ONE_OBJECT,
    source: "EKS API reference: AssociateAccessPolicy",
    key: by("clusterName", "principalArn", "policyArn"),
  },
  {
    type: T.PodIdentityAssociation,
    code: "ResourceInUseException",
    source: `${EKS} CreatePodIdentityAssociation`,
    key: by("clusterName", "namespace", "serviceAccount"),
  },
  {
    type: T.LogGroup,
    code: "ResourceAlreadyExistsException",
    source: "CloudWatch Logs API reference: CreateLogGroup",
    key: by("name"),
  },
  { type: T.MetricAlarm, code: ONE_OBJECT, source: "CloudWatch API reference: PutMetricAlarm", key: by("name") },
  { type: T.Alias, code: "AlreadyExistsException", source: "KMS API reference: CreateAlias", key: by("name") },
  {
    type: T.LoadBalancer,
    code: "DuplicateLoadBalancerName",
    source: "ELBv2 API reference: CreateLoadBalancer",
    key: by("name"),
  },
  {
    type: T.TargetGroup,
    code: "DuplicateTargetGroupName",
    source: "ELBv2 API reference: CreateTargetGroup",
    key: by("name"),
  },
  {
    type: T.Listener,
    code: "DuplicateListener",
    source: "ELBv2 API reference: CreateListener; NLB user guide: TCP_UDP for both protocols on one port",
    key: (inputs) => `${textAt(inputs, "loadBalancerArn")} ${String(numberAt(inputs, "port"))}`,
  },
  {
    type: T.GroupTag,
    code: ONE_OBJECT,
    source: "Auto Scaling API reference: CreateOrUpdateTags",
    key: by("autoscalingGroupName", "tag.key"),
  },
  {
    type: T.GroupAttachment,
    code: ONE_OBJECT,
    source: "Auto Scaling API reference: AttachLoadBalancerTargetGroups",
    key: by("autoscalingGroupName", "lbTargetGroupArn"),
  },
  {
    type: T.ServiceQuota,
    code: "ResourceAlreadyExistsException",
    source: "Service Quotas API reference: RequestServiceQuotaIncrease (one open request a quota)",
    key: by("serviceCode", "quotaCode"),
  },
  {
    type: T.RuleGroupNamespace,
    code: "ConflictException",
    source: "AMP API reference: CreateRuleGroupsNamespace",
    key: by("workspaceId", "name"),
  },
  {
    type: T.AlertManagerDefinition,
    code: "ConflictException",
    source: "AMP API reference: CreateAlertManagerDefinition",
    key: by("workspaceId"),
  },
];

const existsOnce = ({ type, code, source, key }: Unique): Refusal => ({
  code,
  source,
  operations: ["create", "update"],
  types: [type],
  check(request, world) {
    const wanted = key(request.inputs);
    if (wanted === undefined) return undefined;
    const same = others(request, world).find(({ state }) => key(state) === wanted);
    return same === undefined ? undefined : `"${same.name}" (${same.id}) is ${wanted} already`;
  },
});

/** One element twice in a list that AWS takes as a set. */
const listedOnce = (type: string, path: string, code: string, source: string): Refusal => ({
  code,
  source,
  operations: ["create", "update"],
  types: [type],
  check({ inputs }) {
    const values = textsAt(inputs, path);
    const twice = values.find((value, at) => values.indexOf(value) !== at);
    return twice === undefined ? undefined : `${path} names ${twice} twice`;
  },
});

/** Rules inside a group: protocol, ports and block, whatever rule of the list says it. */
const inlineRules: Refusal = {
  code: "InvalidParameterValue",
  source:
    "EC2 API reference: AuthorizeSecurityGroupIngress; EC2 says: The same permission must not appear multiple times",
  operations: ["create", "update"],
  types: [T.SecurityGroup],
  check({ inputs }) {
    const rules = (Array.isArray(inputs["ingress"]) ? (inputs["ingress"] as Properties[]) : []).flatMap((rule) =>
      textsAt(rule, "cidrBlocks").map((cidr) =>
        [textAt(rule, "protocol"), numberAt(rule, "fromPort"), numberAt(rule, "toPort"), cidr].join(" "),
      ),
    );
    const twice = rules.find((rule, at) => rules.indexOf(rule) !== at);
    return twice === undefined ? undefined : `ingress has ${twice} twice`;
  },
};

export const DUPLICATES: readonly Refusal[] = [
  ...UNIQUE.map(existsOnce),
  inlineRules,
  listedOnce(T.Cluster, "vpcConfig.publicAccessCidrs", "InvalidParameterException", `${EKS} CreateCluster`),
  listedOnce(T.Cluster, "vpcConfig.subnetIds", "InvalidParameterException", `${EKS} CreateCluster`),
  listedOnce(T.VpcEndpoint, "routeTableIds", "RouteAlreadyExists", EC2),
  listedOnce(T.VpcEndpoint, "subnetIds", "DuplicateSubnetsInSameZone", EC2),
];
