import { QUOTAS, type QuotaKey } from "../../../../core/facts/quotas.ts";
import type { Properties } from "../../aws-account.ts";
import { T } from "../types.ts";
import { numberAt, others, type Refusal, type Request, textAt, type World, valuesAt } from "../world.ts";

interface Counted {
  readonly quota: QuotaKey;
  readonly type: string;
  readonly code: string;
  /** What they are counted within: a VPC, a table; nothing where it is the Region or the account. */
  readonly within?: string;
  /** How many this one counts as. */
  readonly weight?: (inputs: Properties) => number;
}

const COUNTED: readonly Counted[] = [
  { quota: "vpcs", type: T.Vpc, code: "VpcLimitExceeded" },
  { quota: "subnetsPerVpc", type: T.Subnet, code: "SubnetLimitExceeded", within: "vpcId" },
  { quota: "routeTablesPerVpc", type: T.RouteTable, code: "RouteTableLimitExceeded", within: "vpcId" },
  { quota: "routesPerTable", type: T.Route, code: "RouteLimitExceeded", within: "routeTableId" },
  { quota: "internetGateways", type: T.InternetGateway, code: "InternetGatewayLimitExceeded" },
  { quota: "natGatewaysPerZone", type: T.NatGateway, code: "NatGatewayLimitExceeded", within: "subnetId" },
  { quota: "elasticIps", type: T.Eip, code: "AddressLimitExceeded" },
  { quota: "securityGroups", type: T.SecurityGroup, code: "SecurityGroupLimitExceeded" },
  {
    quota: "rulesPerSecurityGroup",
    type: T.IngressRule,
    code: "RulesPerSecurityGroupLimitExceeded",
    within: "securityGroupId",
  },
  { quota: "interfaceEndpointsPerVpc", type: T.VpcEndpoint, code: "VpcEndpointLimitExceeded", within: "vpcId" },
  { quota: "clusters", type: T.Cluster, code: "ResourceLimitExceededException" },
  { quota: "nodeGroupsPerCluster", type: T.NodeGroup, code: "ResourceLimitExceededException", within: "clusterName" },
  { quota: "networkLoadBalancers", type: T.LoadBalancer, code: "TooManyLoadBalancers" },
  { quota: "targetGroups", type: T.TargetGroup, code: "TooManyTargetGroups" },
  { quota: "listenersPerNlb", type: T.Listener, code: "TooManyListeners", within: "loadBalancerArn" },
  { quota: "iamRoles", type: T.Role, code: "LimitExceeded" },
  { quota: "oidcProviders", type: T.OidcProvider, code: "LimitExceeded" },
];

const limited = ({ quota, type, code, within, weight = () => 1 }: Counted): Refusal => ({
  code,
  source: QUOTAS[quota].source,
  operations: ["create"],
  types: [type],
  check(request, world) {
    const place = within === undefined ? "" : textAt(request.inputs, within);
    const beside = others(request, world).filter(
      ({ state }) => within === undefined || textAt(state, within) === place,
    );
    const count = [request.inputs, ...beside.map(({ state }) => state)].reduce((sum, one) => sum + weight(one), 0);
    const most = world.quota(QUOTAS[quota].quotaCode) ?? Number.POSITIVE_INFINITY;
    return count > most ? `${String(count)} of ${String(most)} (${QUOTAS[quota].name})` : undefined;
  },
});

const groupsOfInterface: Refusal = {
  code: "SecurityGroupsPerInterfaceLimitExceeded",
  source: QUOTAS.securityGroupsPerInterface.source,
  operations: ["create", "update"],
  types: [T.LaunchTemplate, T.VpcEndpoint, T.LoadBalancer],
  check: ({ inputs }, world) => exceeds(["vpcSecurityGroupIds", "securityGroupIds", "securityGroups"], inputs, world),
};

function exceeds(paths: readonly string[], inputs: Properties, world: World): string | undefined {
  const count = paths.reduce((sum, path) => sum + valuesAt(inputs, path).length, 0);
  const most = world.quota(QUOTAS.securityGroupsPerInterface.quotaCode) ?? Number.POSITIVE_INFINITY;
  return count > most ? `${String(count)} security groups of ${String(most)}` : undefined;
}

const nodesOfGroup: Refusal = {
  code: "InvalidParameterException",
  source: QUOTAS.nodesPerNodeGroup.source,
  operations: ["create", "update"],
  types: [T.NodeGroup],
  check({ inputs }: Request, world) {
    const max = numberAt(inputs, "scalingConfig.maxSize") ?? 0;
    const most = world.quota(QUOTAS.nodesPerNodeGroup.quotaCode) ?? Number.POSITIVE_INFINITY;
    return max > most ? `${String(max)} nodes of ${String(most)}` : undefined;
  },
};

/** IAM counts managed policies per role. Source: IAM user guide, reference_iam-quotas. */
const POLICIES_OF_ROLE = 10;

const policiesOfRole: Refusal = {
  code: "LimitExceeded",
  source: "IAM user guide: reference_iam-quotas, managed policies attached to a role",
  operations: ["create"],
  types: [T.RolePolicyAttachment],
  check(request, world) {
    const role = textAt(request.inputs, "role");
    const count = others(request, world).filter(({ state }) => textAt(state, "role") === role).length + 1;
    return count > POLICIES_OF_ROLE ? `${String(count)} policies of ${role}` : undefined;
  },
};

export const QUOTA_REFUSALS: readonly Refusal[] = [
  ...COUNTED.map(limited),
  groupsOfInterface,
  nodesOfGroup,
  policiesOfRole,
];
