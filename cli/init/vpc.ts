import { readFileSync } from "node:fs";
import type { AwsSession } from "../../readers/aws/session.ts";
import { CallError } from "../shared/errors.ts";

/** What EC2's DescribeVpcs, DescribeSubnets and DescribeRouteTables answer, as far as it is read; the AWS CLI prints the same. */
interface Descriptions {
  readonly Vpcs?: readonly {
    readonly VpcId: string;
    readonly CidrBlock?: string;
    readonly CidrBlockAssociationSet?: readonly {
      readonly CidrBlock: string;
      readonly CidrBlockState?: { readonly State?: string };
    }[];
  }[];
  readonly Subnets?: readonly {
    readonly SubnetId: string;
    readonly VpcId: string;
    readonly AvailabilityZone: string;
    readonly CidrBlock?: string;
    readonly MapPublicIpOnLaunch?: boolean;
  }[];
  readonly RouteTables?: readonly {
    readonly RouteTableId: string;
    readonly VpcId?: string;
    readonly Associations?: readonly { readonly Main?: boolean; readonly SubnetId?: string }[];
    readonly Routes?: readonly Route[];
  }[];
}

interface Route {
  readonly DestinationCidrBlock?: string;
  readonly GatewayId?: string;
  readonly NatGatewayId?: string;
  readonly TransitGatewayId?: string;
  readonly State?: string;
}

/** A subnet as the stack file has it. */
interface SubnetRow {
  readonly id: string;
  readonly zone: string;
  readonly cidr: string;
  readonly egress?: "nat" | "internet-gateway" | "none";
}

export interface ExistingVpc {
  readonly id: string;
  readonly cidrs: readonly string[];
  readonly private: readonly SubnetRow[];
  readonly public: readonly SubnetRow[];
  readonly privateRouteTables: readonly string[];
  /** Transit and virtual private gateways that its route tables name. */
  readonly gateways: readonly string[];
}

/** The calls that answer what a VPC is, for people without them at hand. */
const callsFor = (id: string): string[] => {
  const filter = `--filters Name=vpc-id,Values=${id}`;
  return ["describe-vpcs", "describe-subnets", "describe-route-tables"].map(
    (operation) => `aws ec2 ${operation} ${filter} --output json > ${operation}.json`,
  );
};

/** Reads a VPC from AWS. */
export async function vpcFromAws(aws: AwsSession, id: string, region: string): Promise<ExistingVpc> {
  const ec2 = await aws.client("ec2");
  const Filters = [{ Name: "vpc-id", Values: [id] }];
  const [vpcs, subnets, tables] = await Promise.all([
    Array.fromAsync(ec2.paginateDescribeVpcs({ Filters })),
    Array.fromAsync(ec2.paginateDescribeSubnets({ Filters })),
    Array.fromAsync(ec2.paginateDescribeRouteTables({ Filters })),
  ]);
  if (vpcs.every(({ Vpcs = [] }) => Vpcs.length === 0)) {
    throw new CallError(`There is no ${id} in ${region} of this account. Give its Region by --region.`);
  }
  return vpcFrom(id, [...vpcs, ...subnets, ...tables] as Descriptions[]);
}

/** Reads a VPC from files that the AWS CLI wrote; `-` is standard input, and one input may hold several answers. */
export function vpcFromFiles(id: string | undefined, files: readonly string[]): ExistingVpc {
  return vpcFrom(id, files.flatMap(readAnswers));
}

function readAnswers(file: string): Descriptions[] {
  const name = file === "-" ? "standard input" : file;
  const text = readFileSync(file === "-" ? 0 : file, "utf8");
  // Several answers piped one behind the other: each begins with a brace at the start of a line.
  const parts = text.split(/^(?=\{)/m).filter((part) => part.trim() !== "");
  return parts.map((part) => {
    try {
      return JSON.parse(part) as Descriptions;
    } catch {
      throw new CallError(`${name} is no JSON. It wants what \`aws ec2 describe-subnets --output json\` prints.`);
    }
  });
}

/** Puts answers together to what the stack file says of a VPC. */
function vpcFrom(wanted: string | undefined, answers: readonly Descriptions[]): ExistingVpc {
  const vpcs = answers.flatMap(({ Vpcs = [] }) => Vpcs);
  const subnets = answers.flatMap(({ Subnets = [] }) => Subnets);
  const tables = answers.flatMap(({ RouteTables = [] }) => RouteTables);
  const id = wanted ?? onlyVpc([...vpcs.map(({ VpcId }) => VpcId), ...subnets.map(({ VpcId }) => VpcId)]);
  const vpc = vpcs.find(({ VpcId }) => VpcId === id);
  const own = subnets.filter(({ VpcId, CidrBlock }) => VpcId === id && CidrBlock !== undefined);
  const missing = [
    ...(vpc === undefined ? ["describe-vpcs"] : []),
    ...(own.length === 0 ? ["describe-subnets"] : []),
    ...(tables.some(({ VpcId }) => VpcId === id) ? [] : ["describe-route-tables"]),
  ];
  if (vpc === undefined || missing.length > 0) {
    throw new CallError(
      [
        `Of ${id} there is no answer to ${missing.join(", ")}. Run, and give each file by --describe:`,
        ...callsFor(id).map((call) => `  ${call}`),
      ].join("\n"),
    );
  }
  const here = tables.filter(({ VpcId }) => VpcId === id);
  const rows = own
    .map((subnet): SubnetRow => {
      const egress = egressOf(tableOf(here, subnet.SubnetId));
      const base = { id: subnet.SubnetId, zone: subnet.AvailabilityZone, cidr: subnet.CidrBlock ?? "" };
      return egress === undefined ? base : { ...base, egress };
    })
    .toSorted((a, b) => (a.zone < b.zone ? -1 : a.zone > b.zone ? 1 : a.cidr < b.cidr ? -1 : 1));
  const closed = rows.filter((row) => !isPublic(row));
  const ways = here.flatMap(({ Routes = [] }) => Routes).flatMap((route) => [route.TransitGatewayId, route.GatewayId]);
  return {
    id,
    cidrs: cidrsOf(vpc),
    private: closed,
    public: rows.filter(isPublic),
    privateRouteTables: distinct(closed.map((row) => tableOf(here, row.id)?.RouteTableId)),
    gateways: distinct(ways).filter((way) => /^(?:tgw|vgw)-/.test(way)),
  };
}

const distinct = (texts: readonly (string | undefined)[]): string[] => [
  ...new Set(texts.filter((text) => text !== undefined)),
];

const isPublic = ({ egress }: SubnetRow): boolean => egress === "internet-gateway";

function onlyVpc(ids: readonly string[]): string {
  const [id, ...others] = [...new Set(ids)];
  if (id === undefined) throw new CallError("There is no VPC in what was given by --describe.");
  if (others.length > 0)
    throw new CallError(`There are several VPCs: give --vpc ${[id, ...others].join(", or --vpc ")}.`);
  return id;
}

type Vpc = NonNullable<Descriptions["Vpcs"]>[number];

/** The primary first; blocks that are going or failed are none. */
function cidrsOf({ CidrBlock, CidrBlockAssociationSet = [] }: Vpc): string[] {
  const associated = CidrBlockAssociationSet.filter(
    ({ CidrBlockState }) => (CidrBlockState?.State ?? "associated") === "associated",
  );
  return [...new Set([...(CidrBlock === undefined ? [] : [CidrBlock]), ...associated.map((entry) => entry.CidrBlock)])];
}

type RouteTable = NonNullable<Descriptions["RouteTables"]>[number];

/** A subnet's own table, else the VPC's main one (VPC user guide: subnet route tables). */
const tableOf = (tables: readonly RouteTable[], subnet: string): RouteTable | undefined =>
  tables.find(({ Associations = [] }) => Associations.some(({ SubnetId }) => SubnetId === subnet)) ??
  tables.find(({ Associations = [] }) => Associations.some(({ Main }) => Main === true));

function egressOf(table: RouteTable | undefined): SubnetRow["egress"] | undefined {
  if (table === undefined) return undefined;
  const route = table.Routes?.find(
    ({ DestinationCidrBlock, State }) => DestinationCidrBlock === "0.0.0.0/0" && State !== "blackhole",
  );
  if (route === undefined) return "none";
  if (route.NatGatewayId !== undefined) return "nat";
  // A transit gateway, an appliance: what lies behind it cannot be seen from here.
  return route.GatewayId?.startsWith("igw-") === true ? "internet-gateway" : undefined;
}
