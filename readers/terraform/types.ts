/**
 * Types of AWS's Terraform provider as those of @pulumi/aws, which is bridged from it: `aws_<service>_<name>` is
 * `aws:<service>/<name>:<Name>`. EC2's types have no service in their name, or one of a part of EC2; tests/unit/readers/
 * terraform-types.test.ts holds the rule and its exceptions against the classes of @pulumi/aws.
 */
export function tokenOf(type: string): string | undefined {
  const exception = EXCEPTIONS[type];
  if (exception !== undefined) return exception;
  const rest = /^aws_(?<rest>[a-z\d_]+)$/.exec(type)?.groups?.["rest"];
  if (rest === undefined) return undefined;
  const service = SERVICES.find(([prefix]) => rest.startsWith(prefix));
  if (service !== undefined) return token(service[1], rest.slice(service[0].length));
  return OF_EC2.test(rest) ? token("ec2", rest) : undefined;
}

/** Beginnings of names, with their module; longer ones first. */
const SERVICES: readonly (readonly [prefix: string, module: string])[] = [
  ["ec2_transit_gateway_", "ec2transitgateway"],
  ["vpc_security_group_", "vpc"],
  ["ec2_", "ec2"],
  ["eks_", "eks"],
  ["iam_", "iam"],
  ["cloudwatch_log_", "cloudwatch"],
  ["servicequotas_", "servicequotas"],
  ["ssm_", "ssm"],
  ["kms_", "kms"],
];

const OF_EC2 =
  /^(?:vpc|vpn_gateway|subnet|route|main_route_table_association|security_group|default_(?:security_group|network_acl|subnet|vpc|route_table)|network_acl|nat_gateway|internet_gateway|egress_only_internet_gateway|launch_template|flow_log|eip|key_pair|placement_group)(?:_|$)/;

/** Names that the rule would get wrong. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  aws_iam_openid_connect_provider: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  aws_cloudwatch_log_group: "aws:cloudwatch/logGroup:LogGroup",
  aws_vpc_security_group_ingress_rule: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  aws_vpc_security_group_egress_rule: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
};

function token(module: string, rest: string): string {
  const name = camel(rest);
  return `aws:${module}/${name}:${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

export const camel = (snake: string): string =>
  snake.replace(/_+([a-z\d])/g, (_, letter: string) => letter.toUpperCase());
