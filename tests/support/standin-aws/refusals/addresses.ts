import { contains, overlaps, prefixLength } from "../../../../core/net/cidr.ts";
import { T } from "../types.ts";
import { type Held, others, type Refusal, type Request, textAt, type World } from "../world.ts";

const EC2 = "EC2 API reference: errors-overview";
const SIZING = "VPC user guide: subnet-sizing, vpc-cidr-blocks";

/** Blocks of a VPC: its own and those added later. */
const blocksOf = (world: World, vpcId: string): readonly string[] => [
  ...world.all(T.Vpc).flatMap(({ id, state }) => (id === vpcId ? [textAt(state, "cidrBlock")] : [])),
  ...world
    .all(T.CidrAssociation)
    .flatMap(({ state }) => (textAt(state, "vpcId") === vpcId ? [textAt(state, "cidrBlock")] : [])),
];

const inVpc = (request: Request, world: World): readonly Held[] =>
  others(request, world).filter(({ state }) => textAt(state, "vpcId") === textAt(request.inputs, "vpcId"));

const sized = (type: string, code: string): Refusal => ({
  code,
  source: SIZING,
  operations: ["create"],
  types: [type],
  check({ inputs }) {
    const cidr = textAt(inputs, "cidrBlock");
    const prefix = prefixLength(cidr);
    return prefix < 16 || prefix > 28 ? `${cidr}; /16 to /28 is allowed` : undefined;
  },
});

const subnetInside: Refusal = {
  code: "InvalidSubnet.Range",
  source: EC2,
  operations: ["create"],
  types: [T.Subnet],
  check({ inputs }, world) {
    const cidr = textAt(inputs, "cidrBlock");
    const blocks = blocksOf(world, textAt(inputs, "vpcId"));
    return blocks.some((block) => contains(block, cidr)) ? undefined : `${cidr} is not in ${blocks.join(", ")}`;
  },
};

const subnetApart: Refusal = {
  code: "InvalidSubnet.Conflict",
  source: EC2,
  operations: ["create"],
  types: [T.Subnet],
  check(request, world) {
    const cidr = textAt(request.inputs, "cidrBlock");
    const other = inVpc(request, world).find(({ state }) => overlaps(textAt(state, "cidrBlock"), cidr));
    return other === undefined ? undefined : `${cidr} overlaps ${textAt(other.state, "cidrBlock")} of ${other.id}`;
  },
};

const blockApart: Refusal = {
  code: "CidrConflict",
  source: EC2,
  operations: ["create"],
  types: [T.CidrAssociation],
  check({ inputs }, world) {
    const cidr = textAt(inputs, "cidrBlock");
    const other = blocksOf(world, textAt(inputs, "vpcId")).find((block) => overlaps(block, cidr));
    return other === undefined ? undefined : `${cidr} overlaps ${other} of the VPC`;
  },
};

/** Private ranges that stand together in a VPC; 100.64.0.0/10 and 198.19.0.0/16 stand beside each. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

const blockRange: Refusal = {
  code: "InvalidVpc.Range",
  source: "VPC user guide: vpc-cidr-blocks, IPv4 CIDR block association restrictions",
  operations: ["create"],
  types: [T.CidrAssociation],
  check({ inputs }, world) {
    const cidr = textAt(inputs, "cidrBlock");
    const range = PRIVATE.find((block) => contains(block, cidr));
    const primary = blocksOf(world, textAt(inputs, "vpcId"))[0];
    const own = primary === undefined ? undefined : PRIVATE.find((block) => contains(block, primary));
    return range === undefined || own === undefined || range === own ? undefined : `${cidr} beside ${String(primary)}`;
  },
};

const blockInUse: Refusal = {
  code: "DependencyViolation",
  source: "EC2 API reference: DisassociateVpcCidrBlock",
  operations: ["delete"],
  types: [T.CidrAssociation],
  check({ inputs }, world) {
    const subnet = world
      .all(T.Subnet)
      .find(
        ({ state }) =>
          textAt(state, "vpcId") === textAt(inputs, "vpcId") &&
          contains(textAt(inputs, "cidrBlock"), textAt(state, "cidrBlock")),
      );
    return subnet === undefined ? undefined : `${subnet.id} lies in it`;
  },
};

const reservation: Refusal = {
  code: "InvalidSubnetCidrReservation.Conflict",
  source: "VPC user guide: subnet-cidr-reservation; UNVERIFIED code",
  operations: ["create"],
  types: [T.CidrReservation],
  check(request, world) {
    const { inputs } = request;
    const cidr = textAt(inputs, "cidrBlock");
    const subnet = world.all(T.Subnet).find(({ id }) => id === textAt(inputs, "subnetId"));
    if (subnet !== undefined && !contains(textAt(subnet.state, "cidrBlock"), cidr))
      return `${cidr} is not in ${textAt(subnet.state, "cidrBlock")}`;
    const other = others(request, world).find(
      ({ state }) => state["subnetId"] === inputs["subnetId"] && overlaps(textAt(state, "cidrBlock"), cidr),
    );
    return other === undefined ? undefined : `${cidr} overlaps ${textAt(other.state, "cidrBlock")}`;
  },
};

/** A more precise route than the local one is allowed only to what stands in the way inside the VPC. */
const localRoute: Refusal = {
  code: "InvalidParameterValue",
  source: "VPC user guide: VPC_Route_Tables, local routes",
  operations: ["create", "update"],
  types: [T.Route],
  check({ inputs }, world) {
    const table = world.all(T.RouteTable).find(({ id }) => id === textAt(inputs, "routeTableId"));
    const blocks = table === undefined ? [] : blocksOf(world, textAt(table.state, "vpcId"));
    const destination = textAt(inputs, "destinationCidrBlock");
    const local = destination === "" ? undefined : blocks.find((block) => contains(block, destination));
    return local === undefined ? undefined : `${destination} is in ${local}, which is local`;
  },
};

const TARGETS = ["gatewayId", "natGatewayId", "transitGatewayId", "vpcPeeringConnectionId", "networkInterfaceId"];

const oneTarget: Refusal = {
  code: "InvalidParameterCombination",
  source: "EC2 API reference: CreateRoute",
  operations: ["create", "update"],
  types: [T.Route],
  check({ inputs }) {
    const targets = TARGETS.filter((key) => textAt(inputs, key) !== "");
    return targets.length === 1 ? undefined : `${String(targets.length)} targets: ${targets.join(", ")}`;
  },
};

export const ADDRESS_REFUSALS: readonly Refusal[] = [
  sized(T.Vpc, "InvalidVpc.Range"),
  sized(T.CidrAssociation, "InvalidVpc.Range"),
  sized(T.Subnet, "InvalidSubnet.Range"),
  subnetInside,
  subnetApart,
  blockApart,
  blockRange,
  blockInUse,
  reservation,
  localRoute,
  oneTarget,
];
