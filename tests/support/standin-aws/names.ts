import { T } from "./types.ts";

/** How a type is named, and what AWS takes as a name. */
export interface Naming {
  readonly property: string;
  readonly max: number;
  readonly pattern: RegExp;
  /** Whether the provider makes a name of the logical one where none is given. */
  readonly automatic: boolean;
  readonly source: string;
}

const naming = (
  max: number,
  pattern: RegExp,
  source: string,
  { property = "name", automatic = true }: Partial<Pick<Naming, "property" | "automatic">> = {},
): Naming => ({ property, max, pattern, automatic, source });

const IAM = /^[\w+=,.@-]+$/;
const BALANCER = /^(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;

export const NAMINGS: Readonly<Record<string, Naming>> = {
  [T.Role]: naming(64, IAM, "IAM API reference: CreateRole"),
  [T.RolePolicy]: naming(128, IAM, "IAM API reference: PutRolePolicy"),
  [T.Policy]: naming(128, IAM, "IAM API reference: CreatePolicy"),
  [T.InstanceProfile]: naming(128, IAM, "IAM API reference: CreateInstanceProfile"),
  [T.Cluster]: naming(100, /^[0-9A-Za-z][0-9A-Za-z_-]*$/, "EKS API reference: CreateCluster"),
  [T.NodeGroup]: naming(63, /^[0-9A-Za-z][0-9A-Za-z_-]*$/, "EKS API reference: CreateNodegroup", {
    property: "nodeGroupName",
  }),
  [T.SecurityGroup]: naming(255, /^(?!sg-)[\w .:/()#,@[\]+=&;{}!$*-]+$/, "EC2 API reference: CreateSecurityGroup"),
  [T.LaunchTemplate]: naming(128, /^[A-Za-z0-9().\-/_]{3,}$/, "EC2 API reference: CreateLaunchTemplate"),
  [T.LogGroup]: naming(512, /^[.\-_/#A-Za-z0-9]+$/, "CloudWatch Logs API reference: CreateLogGroup"),
  [T.LoadBalancer]: naming(32, BALANCER, "ELBv2 API reference: CreateLoadBalancer"),
  [T.TargetGroup]: naming(32, BALANCER, "ELBv2 API reference: CreateTargetGroup"),
  [T.MetricAlarm]: naming(255, /^.+$/, "CloudWatch API reference: PutMetricAlarm"),
  [T.Alias]: naming(256, /^alias\/(?!aws\/)[a-zA-Z0-9/_-]+$/, "KMS API reference: CreateAlias"),
  [T.RuleGroupNamespace]: naming(64, /^[0-9A-Za-z][-.0-9A-Z_a-z]*$/, "AMP API reference: CreateRuleGroupsNamespace"),
  [T.Profile]: naming(255, /^[ a-zA-Z0-9-_]*$/, "IAM Roles Anywhere API reference: CreateProfile"),
  [T.TrustAnchor]: naming(255, /^[ a-zA-Z0-9-_]*$/, "IAM Roles Anywhere API reference: CreateTrustAnchor"),
};

/** Letters behind an automatic name, with their dash. */
const RANDOM = 8;

/**
 * The name that the provider makes of a logical one, or why it cannot.
 * Source: pulumi-terraform-bridge pkg/tfbridge, AutoName; IAM roles 64, load balancers and target groups 32 letters.
 */
export function automaticName(
  { max }: Naming,
  logicalName: string,
  random: string,
): { readonly name: string } | { readonly fault: string } {
  return logicalName.length + RANDOM > max
    ? {
        fault: `name '${logicalName}' plus ${String(RANDOM - 1)} random chars is longer than maximum length ${String(max)}`,
      }
    : { name: `${logicalName}-${random.slice(0, RANDOM - 1)}` };
}
