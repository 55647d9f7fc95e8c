import { UNKNOWN } from "../../../core/model/unknown.ts";
import type { PlannedModule, PlannedResource } from "../../support/terraform-plan.ts";

const ZONES = ["eu-central-1a", "eu-central-1b", "eu-central-1c"];
const counted = (values: (at: number) => Readonly<Record<string, unknown>>): PlannedResource["instances"] =>
  Object.fromEntries(ZONES.map((_, at) => [String(at), values(at)]));

/** The VPC, in the manner of the module that most people take. */
export const vpc = (subnets: Readonly<Record<string, unknown>>): PlannedModule => ({
  outputs: {
    vpc_id: ["aws_vpc.this[0].id", "aws_vpc.this[0]", "aws_vpc.this"],
    private_subnets: ["aws_subnet.private"],
  },
  resources: {
    "aws_vpc.this": {
      instances: {
        "0": {
          cidr_block: "10.0.0.0/16",
          enable_dns_hostnames: true,
          enable_dns_support: true,
          tags: { Name: "shop" },
          id: UNKNOWN,
        },
      },
    },
    "aws_subnet.private": {
      instances: counted((at) => ({
        cidr_block: `10.0.${String(at * 32)}.0/19`,
        availability_zone: ZONES[at],
        map_public_ip_on_launch: false,
        tags: { Name: `private-${String(at)}`, "kubernetes.io/role/internal-elb": "1" },
        id: UNKNOWN,
        vpc_id: UNKNOWN,
        ...subnets,
      })),
      refs: { vpc_id: ["local.vpc_id"] },
    },
    "aws_subnet.public": {
      instances: counted((at) => ({
        cidr_block: `10.0.${String(96 + at)}.0/24`,
        availability_zone: ZONES[at],
        map_public_ip_on_launch: false,
        tags: { Name: `public-${String(at)}`, "kubernetes.io/role/elb": "1" },
        id: UNKNOWN,
        vpc_id: UNKNOWN,
      })),
      refs: { vpc_id: ["local.vpc_id"] },
    },
    "aws_internet_gateway.this": {
      instances: { "0": { id: UNKNOWN, vpc_id: UNKNOWN } },
      refs: { vpc_id: ["local.vpc_id"] },
    },
    "aws_nat_gateway.this": {
      instances: counted(() => ({ connectivity_type: "public", id: UNKNOWN, subnet_id: UNKNOWN })),
      refs: { subnet_id: ["aws_subnet.public", "count.index"] },
    },
    "aws_route_table.private": {
      instances: counted(() => ({ id: UNKNOWN, vpc_id: UNKNOWN, route: UNKNOWN })),
      refs: { vpc_id: ["local.vpc_id"] },
    },
    "aws_route_table.public": {
      instances: { "0": { id: UNKNOWN, vpc_id: UNKNOWN, route: UNKNOWN } },
      refs: { vpc_id: ["local.vpc_id"] },
    },
    "aws_route.private_nat_gateway": {
      instances: counted(() => ({
        destination_cidr_block: "0.0.0.0/0",
        nat_gateway_id: UNKNOWN,
        route_table_id: UNKNOWN,
      })),
      refs: {
        nat_gateway_id: ["aws_nat_gateway.this", "count.index"],
        route_table_id: ["aws_route_table.private", "count.index"],
      },
    },
    "aws_route.public_internet_gateway": {
      instances: { "0": { destination_cidr_block: "0.0.0.0/0", gateway_id: UNKNOWN, route_table_id: UNKNOWN } },
      refs: {
        gateway_id: ["aws_internet_gateway.this[0].id", "aws_internet_gateway.this[0]", "aws_internet_gateway.this"],
        route_table_id: ["aws_route_table.public", "count.index"],
      },
    },
    "aws_route_table_association.private": {
      instances: counted(() => ({ subnet_id: UNKNOWN, route_table_id: UNKNOWN })),
      refs: {
        subnet_id: ["aws_subnet.private", "count.index"],
        route_table_id: ["aws_route_table.private", "count.index"],
      },
    },
    "aws_route_table_association.public": {
      instances: counted(() => ({ subnet_id: UNKNOWN, route_table_id: UNKNOWN })),
      refs: {
        subnet_id: ["aws_subnet.public", "count.index"],
        route_table_id: ["aws_route_table.public[0].id", "aws_route_table.public[0]", "aws_route_table.public"],
      },
    },
    "aws_flow_log.this": {
      instances: { "0": { traffic_type: "ALL", log_destination_type: "cloud-watch-logs", vpc_id: UNKNOWN } },
      refs: { vpc_id: ["local.vpc_id"] },
    },
  },
});
