import { type NetworkModel, type SubnetModel, SubnetRole } from "../core/model/index.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { viewNetworkAcls } from "./network-acls.ts";
import { type Registered, type PartView, at, isKnown, nothing, ofType, read } from "./registered.ts";
import { neighboursOf, peersOf } from "./routes.ts";
import { reservationsIn, viewSubnets } from "./subnets.ts";
import { inClusterVpc } from "./vpcs.ts";

const ATTACHMENTS = [
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
  "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
  "aws:ec2/vpnGateway:VpnGateway",
] as const;

/** What `awsx.ec2.Vpc` takes where no block is given (@pulumi/awsx 3.8.0). */
const AWSX_CIDR = "10.0.0.0/16";

/** The VPC and its subnets, where the program makes them with plain CIDRs. */
export function viewNetwork(all: readonly Registered[]): PartView<NetworkModel> {
  const resources = inClusterVpc(all);
  const subnets = ofType(resources, "aws:ec2/subnet:Subnet");
  const [component] = ofType(resources, "awsx:ec2:Vpc");
  const [vpc] = ofType(resources, "aws:ec2/vpc:Vpc");
  const source = vpc ?? component;
  if (source === undefined) return nothing;
  const secondary = ofType(resources, "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation");
  const primary = read<string>(source.props, "cidrBlock", vpc === undefined ? AWSX_CIDR : "");
  return {
    part: {
      vpcCidrs: [primary, ...secondary.map(({ props }) => read<string>(props, "cidrBlock", ""))],
      created: true,
      subnets: [...viewSubnets(resources), ...componentSubnets(vpc === undefined ? component : undefined)],
      natGateways: natGateways(resources, vpc === undefined ? component : undefined),
      flowLogs: ofType(resources, "aws:ec2/flowLog:FlowLog").length > 0,
      endpoints: ofType(resources, "aws:ec2/vpcEndpoint:VpcEndpoint").map(({ props }) => serviceOf(props)),
      attached: ofType(resources, ...ATTACHMENTS).length > 0,
      neighbours: [...neighboursOf(resources), ...peersOf(source, all)],
      acls: viewNetworkAcls(resources, subnets),
    },
    origins: Object.fromEntries([
      ["network", source.urn],
      ...subnets.map(({ name, urn }) => [`network.subnets.${name}`, urn] as const),
      ...subnets.flatMap((subnet) =>
        reservationsIn(subnet, resources).map(
          ({ urn }) => [`network.subnets.${subnet.name}.reservations`, urn] as const,
        ),
      ),
    ]),
  };
}

/** `com.amazonaws.eu-central-1.ecr.api` -> `ecr.api`. */
function serviceOf(props: unknown): string {
  const name = read<string>(props, "serviceName", "");
  return typeof name === "string" ? name.replace(/^com\.amazonaws\.(?:cn\.)?[^.]+\./, "") : name;
}

/** `awsx.ec2.Vpc` makes one a zone unless it is told otherwise; offline its children are not seen. */
function natGateways(resources: readonly Registered[], component: Registered | undefined): number {
  if (component === undefined) return ofType(resources, "aws:ec2/natGateway:NatGateway").length;
  const zones = at(component.props, "availabilityZoneNames");
  const perZone = Array.isArray(zones) ? zones.length : read<number>(component.props, "numberOfAvailabilityZones", 3);
  const strategy = at(component.props, "natGateways.strategy", "OnePerAz");
  if (strategy === UNKNOWN || zones === UNKNOWN) return UNKNOWN as never;
  return { Single: 1, None: 0 }[String(strategy)] ?? perZone;
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
    blocksOf(spec).map((cidr, index) => ({
      name: `${read<string>(spec, "name", String(specIndex))}-${String(index + 1)}`,
      role: componentRole(spec),
      zone: zones[index] ?? "",
      cidr,
      egress: "unknown",
      reservations: [],
      tags: read(spec, "tags", {}),
    })),
  );
}

/** Isolated subnets may be the nodes' in a closed network: only a name that says so gives them to the control plane. */
function componentRole(spec: unknown): SubnetRole {
  if (/\bcontrol-?plane\b/i.test(read<string>(spec, "name", ""))) return SubnetRole.ControlPlane;
  return COMPONENT_ROLES[read<string>(spec, "type", "")] ?? SubnetRole.Node;
}

const blocksOf = (spec: unknown): readonly string[] => {
  const blocks = at(spec, "cidrBlocks", []);
  return Array.isArray(blocks) ? (blocks as string[]) : [];
};
