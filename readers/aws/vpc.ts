import type { ExistingSubnetModel, ExistingVpcModel } from "../../core/model/index.ts";
import type { AwsSession } from "./session.ts";

/** What EC2's DescribeVpcs, DescribeSubnets and DescribeRouteTables answer, as far as it is read; the AWS CLI prints the same. */
export interface VpcAnswers {
  readonly Vpcs?: readonly Vpc[];
  readonly Subnets?: readonly {
    readonly SubnetId: string;
    readonly VpcId: string;
    readonly AvailabilityZone: string;
    readonly CidrBlock?: string;
    readonly MapPublicIpOnLaunch?: boolean;
  }[];
  readonly RouteTables?: readonly RouteTable[];
}

interface Vpc {
  readonly VpcId: string;
  readonly CidrBlock?: string;
  readonly CidrBlockAssociationSet?: readonly {
    readonly CidrBlock: string;
    readonly CidrBlockState?: { readonly State?: string };
  }[];
}

interface RouteTable {
  readonly RouteTableId: string;
  readonly VpcId?: string;
  readonly Associations?: readonly { readonly Main?: boolean; readonly SubnetId?: string }[];
  readonly Routes?: readonly Route[];
}

interface Route {
  readonly DestinationCidrBlock?: string;
  readonly GatewayId?: string;
  readonly NatGatewayId?: string;
  readonly TransitGatewayId?: string;
  readonly State?: string;
}

/** Puts answers together to what a stack file says of a VPC; the operations that nobody answered where one is missing. */
export function vpcOf(
  id: string,
  answers: readonly VpcAnswers[],
): { readonly vpc: ExistingVpcModel } | { readonly missing: readonly string[] } {
  const vpc = answers.flatMap(({ Vpcs = [] }) => Vpcs).find(({ VpcId }) => VpcId === id);
  const subnets = answers.flatMap(({ Subnets = [] }) => Subnets);
  const own = subnets.filter(({ VpcId, CidrBlock }) => VpcId === id && CidrBlock !== undefined);
  const here = answers.flatMap(({ RouteTables = [] }) => RouteTables).filter(({ VpcId }) => VpcId === id);
  const missing = [
    ...(vpc === undefined ? ["describe-vpcs"] : []),
    ...(own.length === 0 ? ["describe-subnets"] : []),
    ...(here.length === 0 ? ["describe-route-tables"] : []),
  ];
  if (vpc === undefined || missing.length > 0) return { missing };
  const rows = own
    .map((subnet): ExistingSubnetModel => {
      const egress = egressOf(tableOf(here, subnet.SubnetId));
      const base = { id: subnet.SubnetId, zone: subnet.AvailabilityZone, cidr: subnet.CidrBlock ?? "" };
      return egress === undefined ? base : { ...base, egress };
    })
    .toSorted((a, b) => (a.zone < b.zone ? -1 : a.zone > b.zone ? 1 : a.cidr < b.cidr ? -1 : 1));
  const closed = rows.filter((row) => !isPublic(row));
  const ways = here.flatMap(({ Routes = [] }) => Routes).flatMap((route) => [route.TransitGatewayId, route.GatewayId]);
  return {
    vpc: {
      id,
      cidrs: cidrsOf(vpc),
      private: closed,
      public: rows.filter(isPublic),
      privateRouteTables: distinct(closed.map((row) => tableOf(here, row.id)?.RouteTableId)),
      gateways: distinct(ways).filter((way) => /^(?:tgw|vgw)-/.test(way)),
    },
  };
}

const distinct = (texts: readonly (string | undefined)[]): string[] => [
  ...new Set(texts.filter((text) => text !== undefined)),
];

const isPublic = ({ egress }: ExistingSubnetModel): boolean => egress === "internet-gateway";

/** The primary first; blocks that are going or failed are none. */
function cidrsOf({ CidrBlock, CidrBlockAssociationSet = [] }: Vpc): string[] {
  const associated = CidrBlockAssociationSet.filter(
    ({ CidrBlockState }) => (CidrBlockState?.State ?? "associated") === "associated",
  );
  return [...new Set([...(CidrBlock === undefined ? [] : [CidrBlock]), ...associated.map((entry) => entry.CidrBlock)])];
}

/** A subnet's own table, else the VPC's main one (VPC user guide: subnet route tables). */
const tableOf = (tables: readonly RouteTable[], subnet: string): RouteTable | undefined =>
  tables.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === subnet)) ??
  tables.find(({ Associations = [] }) => Associations.some(({ Main }) => Main === true));

function egressOf(table: RouteTable | undefined): ExistingSubnetModel["egress"] | undefined {
  if (table === undefined) return undefined;
  const route = table.Routes?.find(
    ({ DestinationCidrBlock, State }) => DestinationCidrBlock === "0.0.0.0/0" && State !== "blackhole",
  );
  if (route === undefined) return "none";
  if (route.NatGatewayId !== undefined) return "nat";
  // A transit gateway, an appliance: what lies behind it cannot be seen from here.
  return route.GatewayId?.startsWith("igw-") === true ? "internet-gateway" : undefined;
}

/** Asks EC2 what a VPC is. */
export async function askVpc(aws: AwsSession, id: string): Promise<readonly VpcAnswers[]> {
  const ec2 = await aws.client("ec2");
  const Filters = [{ Name: "vpc-id", Values: [id] }];
  const [vpcs, subnets, tables] = await Promise.all([
    Array.fromAsync(ec2.paginateDescribeVpcs({ Filters })),
    Array.fromAsync(ec2.paginateDescribeSubnets({ Filters })),
    Array.fromAsync(ec2.paginateDescribeRouteTables({ Filters })),
  ]);
  return [...vpcs, ...subnets, ...tables] as VpcAnswers[];
}
