import { T } from "../types.ts";
import { numberAt, type Refusal, textAt, textsAt } from "../world.ts";

const BOTH = ["create", "update"] as const;

/** Days that CloudWatch Logs keeps events. */
const RETENTION = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const retention: Refusal = {
  code: "InvalidParameterException",
  source: "CloudWatch Logs API reference: PutRetentionPolicy",
  operations: BOTH,
  types: [T.LogGroup],
  check({ inputs }) {
    const days = numberAt(inputs, "retentionInDays");
    return days === undefined || RETENTION.includes(days) ? undefined : `${String(days)} days`;
  },
};

const ports: Refusal = {
  code: "InvalidParameterValue",
  source: "EC2 API reference: AuthorizeSecurityGroupIngress",
  operations: BOTH,
  types: [T.IngressRule, T.EgressRule],
  check({ inputs }) {
    const [protocol, from, to] = [
      textAt(inputs, "ipProtocol"),
      numberAt(inputs, "fromPort"),
      numberAt(inputs, "toPort"),
    ];
    if (!["tcp", "udp"].includes(protocol)) return undefined;
    if (from === undefined || to === undefined) return `${protocol} without ports`;
    return from >= 0 && from <= to && to <= 65_535 ? undefined : `ports ${String(from)} to ${String(to)}`;
  },
};

const onePeer: Refusal = {
  code: "InvalidParameterCombination",
  source: "EC2 API reference: AuthorizeSecurityGroupIngress",
  operations: BOTH,
  types: [T.IngressRule, T.EgressRule],
  check({ inputs }) {
    const peers = ["cidrIpv4", "cidrIpv6", "referencedSecurityGroupId", "prefixListId"].filter(
      (key) => textAt(inputs, key) !== "",
    );
    return peers.length === 1 ? undefined : `${String(peers.length)} peers`;
  },
};

const keyWindow: Refusal = {
  code: "ValidationException",
  source: "KMS API reference: ScheduleKeyDeletion",
  operations: BOTH,
  types: [T.Key],
  check({ inputs }) {
    const days = numberAt(inputs, "deletionWindowInDays");
    return days === undefined || (days >= 7 && days <= 30) ? undefined : `${String(days)} days; 7 to 30`;
  },
};

const protectedBalancer: Refusal = {
  code: "OperationNotPermitted",
  source: "ELBv2 API reference: DeleteLoadBalancer",
  operations: ["delete"],
  types: [T.LoadBalancer],
  check: ({ held }) =>
    held?.state["enableDeletionProtection"] === true ? "deletion protection is enabled" : undefined,
};

const onePlaceAZone: Refusal = {
  code: "DuplicateSubnetsInSameZone",
  source: "ELBv2 API reference: CreateLoadBalancer (one subnet a zone); EC2 API reference: errors-overview",
  operations: BOTH,
  types: [T.LoadBalancer, T.VpcEndpoint],
  check({ inputs }, world) {
    const ids = ["subnets", "subnetMappings.subnetId", "subnetIds"].flatMap((path) => textsAt(inputs, path));
    const zones = world
      .all(T.Subnet)
      .flatMap(({ id, state }) => (ids.includes(id) ? [textAt(state, "availabilityZone")] : []));
    const twice = zones.find((zone, at) => zones.indexOf(zone) !== at);
    return twice === undefined ? undefined : `two subnets in ${twice}`;
  },
};

/** A trust policy that names a provider or a service; IAM refuses what is no JSON. */
const trust: Refusal = {
  code: "MalformedPolicyDocument",
  source: "IAM API reference: CreateRole, PutRolePolicy",
  operations: BOTH,
  types: [T.Role, T.RolePolicy, T.Policy],
  check({ inputs }) {
    const text = textAt(inputs, "assumeRolePolicy") + textAt(inputs, "policy");
    try {
      const { Statement } = JSON.parse(text) as { Statement?: unknown };
      return Array.isArray(Statement) && Statement.length === 0 ? "no statement" : undefined;
    } catch {
      return "no JSON";
    }
  },
};

export const OTHER_REFUSALS: readonly Refusal[] = [
  retention,
  ports,
  onePeer,
  keyWindow,
  protectedBalancer,
  onePlaceAZone,
  trust,
];
