import { UNKNOWN } from "../../../core/model/unknown.ts";
import { terraformPlan } from "../../support/terraform-plan.ts";

/** What a first example on the web makes: one file, no modules. */
export const TUTORIAL = terraformPlan({
  resources: {
    "aws_eks_cluster.main": {
      instances: {
        "": {
          name: "demo",
          version: "1.34",
          role_arn: UNKNOWN,
          access_config: UNKNOWN,
          bootstrap_self_managed_addons: true,
          enabled_cluster_log_types: null,
          kubernetes_network_config: UNKNOWN,
          vpc_config: [
            {
              endpoint_private_access: false,
              endpoint_public_access: true,
              public_access_cidrs: UNKNOWN,
              subnet_ids: UNKNOWN,
            },
          ],
        },
      },
      refs: {
        role_arn: ["aws_iam_role.cluster.arn", "aws_iam_role.cluster"],
        "vpc_config.subnet_ids": ["aws_subnet.public"],
      },
    },
    "aws_subnet.public": {
      instances: Object.fromEntries(
        ["a", "b"].map((zone, at) => [
          zone,
          {
            cidr_block: `10.0.${String(at)}.0/24`,
            availability_zone: `eu-central-1${zone}`,
            map_public_ip_on_launch: true,
            vpc_id: UNKNOWN,
            id: UNKNOWN,
          },
        ]),
      ),
      refs: { vpc_id: ["aws_vpc.main.id", "aws_vpc.main"], cidr_block: ["each.value"] },
    },
    "aws_vpc.main": { instances: { "": { cidr_block: "10.0.0.0/16", id: UNKNOWN } } },
    "aws_internet_gateway.main": {
      instances: { "": { vpc_id: UNKNOWN, id: UNKNOWN } },
      refs: { vpc_id: ["aws_vpc.main.id", "aws_vpc.main"] },
    },
    "aws_route_table.public": {
      instances: {
        "": {
          vpc_id: UNKNOWN,
          id: UNKNOWN,
          route: [{ cidr_block: "0.0.0.0/0", gateway_id: UNKNOWN, nat_gateway_id: "" }],
        },
      },
      refs: {
        vpc_id: ["aws_vpc.main.id", "aws_vpc.main"],
        route: ["aws_internet_gateway.main.id", "aws_internet_gateway.main"],
      },
    },
    "aws_route_table_association.public": {
      instances: {
        a: { subnet_id: UNKNOWN, route_table_id: UNKNOWN },
        b: { subnet_id: UNKNOWN, route_table_id: UNKNOWN },
      },
      forEach: ["aws_subnet.public"],
      refs: {
        subnet_id: ["each.value.id", "each.value"],
        route_table_id: ["aws_route_table.public.id", "aws_route_table.public"],
      },
    },
    "aws_iam_role.cluster": { instances: { "": { name: "demo", assume_role_policy: "{}", arn: UNKNOWN } } },
    "aws_eks_node_group.main": {
      instances: {
        "": {
          cluster_name: "demo",
          node_group_name: "main",
          instance_types: ["t3.medium"],
          subnet_ids: UNKNOWN,
          scaling_config: [{ desired_size: 2, max_size: 3, min_size: 1 }],
        },
      },
      refs: { cluster_name: ["aws_eks_cluster.main.name", "aws_eks_cluster.main"], subnet_ids: ["aws_subnet.public"] },
    },
  },
});
