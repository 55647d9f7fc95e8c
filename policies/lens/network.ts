import { type NetworkModel, type SubnetModel, SubnetRole } from "../../core/model.ts";
import { seeNetworkAcls } from "./network-acls.ts";
import { type Registered, type Seen, at, isKnown, nothing, ofType, read } from "./registered.ts";

/** The VPC and its subnets, where the program makes them with plain CIDRs. */
export function seeNetwork(resources: readonly Registered[]): Seen<NetworkModel> {
  const vpcs = ofType(resources, "aws:ec2/vpc:Vpc");
  const subnets = ofType(resources, "aws:ec2/subnet:Subnet");
  const [component] = ofType(resources, "awsx:ec2:Vpc");
  const [vpc] = vpcs;
  const source = vpc ?? component;
  if (source === undefined) return nothing;
  const secondary = ofType(resources, "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation");
  const primary = read<string>(source.props, "cidrBlock", component === undefined ? "" : "10.0.0.0/16");
  return {
    part: {
      vpcCidrs: [primary, ...secondary.map(({ props }) => read<string>(props, "cidrBlock", ""))],
      created: true,
      subnets: [...subnets.map((subnet) => subnetModel(subnet, resources)), ...componentSubnets(component)],
      natGateways: ofType(resources, "aws:ec2/natGateway:NatGateway").length,
      flowLogs: ofType(resources, "aws:ec2/flowLog:FlowLog").length > 0,
      endpoints: ofType(resources, "aws:ec2/vpcEndpoint:VpcEndpoint").map(({ props }) =>
        read<string>(props, "serviceName", "").replace(/^com\.amazonaws\.[^.]+\./, ""),
      ),
      attached:
        ofType(
          resources,
          "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
          "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
        ).length > 0,
      neighbours: [],
      acls: seeNetworkAcls(resources, subnets),
    },
    origins: Object.fromEntries([
      ["network", source.urn],
      ...subnets.map(({ name, urn }) => [`network.subnets.${name}`, urn] as const),
    ]),
  };
}

function subnetModel({ name, props, urn }: Registered, resources: readonly Registered[]): SubnetModel {
  const tags = read<Record<string, string>>(props, "tags", {});
  return {
    name,
    role: roleOf(props, tags),
    zone: read(props, "availabilityZone", ""),
    cidr: read(props, "cidrBlock", ""),
    egress: "unknown",
    reservations: ofType(resources, "aws:ec2/subnetCidrReservation:SubnetCidrReservation")
      .filter(({ sources }) => (sources["subnetId"] ?? []).includes(urn))
      .map((reservation) => ({
        cidr: read(reservation.props, "cidrBlock", ""),
        type: read(reservation.props, "reservationType", ""),
      })),
    tags,
  };
}

/** A subnet says what it is for by its tags and by handing out public addresses. */
function roleOf(props: unknown, tags: Readonly<Record<string, string>>): SubnetRole {
  if (!isKnown(tags)) return SubnetRole.Node;
  if (at(props, "mapPublicIpOnLaunch") === true || tags["kubernetes.io/role/elb"] !== undefined)
    return SubnetRole.Public;
  return Object.entries(tags).some(([key, value]) => /pod/i.test(key) || /\bpods?\b/i.test(value))
    ? SubnetRole.Pod
    : SubnetRole.Node;
}

const COMPONENT_ROLES: Readonly<Record<string, SubnetRole>> = {
  Public: SubnetRole.Public,
  Private: SubnetRole.Node,
  Isolated: SubnetRole.Node,
};

/** `awsx.ec2.Vpc` with blocks written out; the ones it divides itself come from its plugin and are not seen here. */
function componentSubnets(component: Registered | undefined): SubnetModel[] {
  const zones = read<readonly string[]>(component?.props, "availabilityZoneNames", []);
  const specs = read<readonly unknown[]>(component?.props, "subnetSpecs", []);
  if (!isKnown(specs) || !isKnown(zones)) return [];
  return specs.flatMap((spec, specIndex) =>
    read<readonly string[]>(spec, "cidrBlocks", []).map((cidr, index) => ({
      name: `${read<string>(spec, "name", String(specIndex))}-${String(index + 1)}`,
      role: COMPONENT_ROLES[read<string>(spec, "type", "")] ?? SubnetRole.Node,
      zone: zones[index] ?? "",
      cidr,
      egress: "unknown",
      reservations: [],
      tags: read(spec, "tags", {}),
    })),
  );
}
