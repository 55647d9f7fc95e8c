import { isMap } from "../input.ts";
import type { Instance } from "./instances.ts";

/** Attributes in which AWS repeats what resources beside it say, with the types of those. */
const REPEATED: Readonly<
  Record<string, readonly (readonly [attribute: string, beside: readonly string[], by: string])[]>
> = {
  aws_security_group: [
    ["ingress", ["aws_security_group_rule", "aws_vpc_security_group_ingress_rule"], "security_group_id"],
    ["egress", ["aws_security_group_rule", "aws_vpc_security_group_egress_rule"], "security_group_id"],
  ],
  aws_route_table: [["route", ["aws_route"], "route_table_id"]],
  aws_network_acl: [
    ["ingress", ["aws_network_acl_rule"], "network_acl_id"],
    ["egress", ["aws_network_acl_rule"], "network_acl_id"],
  ],
  aws_iam_role: [
    ["inline_policy", ["aws_iam_role_policy"], "role"],
    ["managed_policy_arns", ["aws_iam_role_policy_attachment"], "role"],
  ],
};

/** Instances as they were written: of what is made already, a state also holds what stands in resources of its own. */
export function asWritten(instances: readonly Instance[]): readonly Instance[] {
  const beside = new Set(
    instances.flatMap(({ type, values, isData }) =>
      isData ? [] : OWNERS.flatMap((key) => (typeof values[key] === "string" ? [`${type}|${values[key]}`] : [])),
    ),
  );
  return instances.map((one) => {
    const repeated = (one.isData ? undefined : REPEATED[one.type])?.filter(([attribute, types]) =>
      [one.values["id"], one.values["name"]].some(
        (id) =>
          typeof id === "string" &&
          isMap(one.values) &&
          attribute in one.values &&
          types.some((type) => beside.has(`${type}|${id}`)),
      ),
    );
    if (repeated === undefined || repeated.length === 0) return one;
    const left = new Set(repeated.map(([attribute]) => attribute));
    return { ...one, values: Object.fromEntries(Object.entries(one.values).filter(([key]) => !left.has(key))) };
  });
}

const OWNERS = ["security_group_id", "route_table_id", "network_acl_id", "role"] as const;
