import type { ClusterModel, NetworkAclModel, NetworkModel, SubnetModel } from "../../../core/model/index.ts";
import { UNKNOWN } from "../../../core/model/unknown.ts";
import type { Registered } from "../../../lens/registered.ts";
import { list } from "./cluster.ts";
import { defined, resource, urnOf } from "./resource.ts";

const SUBNET = "aws:ec2/subnet:Subnet";
const TABLE = "aws:ec2/routeTable:RouteTable";
const ACL = "aws:ec2/networkAcl:NetworkAcl";

export function raiseNetwork(model: ClusterModel): Registered[] {
  const { network, nodeGroups, account } = model;
  const doubtful = new Set(
    list(nodeGroups).flatMap((group) => ((group.publicSubnets as unknown) === UNKNOWN ? list(group.subnets) : [])),
  );
  const open = new Set(
    list(nodeGroups).flatMap((group) => (known(group.publicSubnets) ? list(group.subnets).slice(0, 1) : [])),
  );
  if (network === undefined) return [...open].map((name) => publicSubnet(name));
  const cidrs: readonly string[] = Array.isArray(network.vpcCidrs) ? network.vpcCidrs : [UNKNOWN];
  const [primary, ...further] = cidrs;
  return [
    resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: primary }),
    ...further.map((cidrBlock, at) =>
      resource("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", `cidr-${String(at)}`, { cidrBlock }),
    ),
    ...list(network.subnets).flatMap((subnet, at) => raiseSubnet(subnet, at, open, doubtful)),
    ...Array.from({ length: number(network.natGateways) }, (_, at) =>
      resource("aws:ec2/natGateway:NatGateway", `nat-${String(at)}`),
    ),
    ...(network.flowLogs ? [resource("aws:ec2/flowLog:FlowLog", "flows")] : []),
    ...list(network.endpoints).map((service) =>
      resource("aws:ec2/vpcEndpoint:VpcEndpoint", service, {
        serviceName: `com.amazonaws.${account?.region ?? "eu-central-1"}.${service}`,
      }),
    ),
    ...(network.attached ? [resource("aws:ec2transitgateway/vpcAttachment:VpcAttachment", "attachment")] : []),
    ...(Array.isArray(network.neighbours) ? list(network.neighbours) : [UNKNOWN_NEIGHBOUR]).flatMap(raiseNeighbour),
    ...raiseControlPlaneSubnets(model),
    ...list(network.acls).map((acl) => raiseAcl(acl)),
  ];
}

const known = (value: unknown): boolean => value === true;
const nameOf = (name: unknown, at: number): string => `${String(name)}-${String(at)}`;
const number = (value: unknown): number => (typeof value === "number" ? value : 0);

const publicSubnet = (name: string): Registered => resource(SUBNET, name, { mapPublicIpOnLaunch: true });

function raiseSubnet(
  subnet: SubnetModel,
  at: number,
  open: ReadonlySet<string>,
  doubtful: ReadonlySet<string>,
): Registered[] {
  if ((subnet as unknown) === UNKNOWN)
    return [resource(SUBNET, `subnet-${String(at)}`, { cidrBlock: UNKNOWN, tags: UNKNOWN })];
  const { name, zone, cidr, reservations, egress } = subnet;
  const urn = urnOf(SUBNET, name);
  const isPublic = subnet.role === "public" || open.has(name);
  return [
    resource(SUBNET, name, {
      availabilityZone: zone,
      cidrBlock: cidr,
      mapPublicIpOnLaunch: doubtful.has(name) ? UNKNOWN : isPublic ? true : undefined,
      tags: tagsOf(subnet),
    }),
    ...list(reservations).map((reserved, index) =>
      resource(
        "aws:ec2/subnetCidrReservation:SubnetCidrReservation",
        `${name}-${String(index)}`,
        (reserved as unknown) === UNKNOWN
          ? { cidrBlock: UNKNOWN, reservationType: UNKNOWN }
          : { cidrBlock: reserved.cidr, reservationType: reserved.type },
        { sources: { subnetId: [urn] } },
      ),
    ),
    ...(egress === "unknown" ? [] : raiseRoutes(name, egress)),
  ];
}

/** Pod subnets are known by their tags; the ones of the control plane by the cluster. */
function tagsOf({ role, tags }: SubnetModel): unknown {
  if ((tags as unknown) === UNKNOWN) return UNKNOWN;
  return role === "pod" ? { ...tags, purpose: "pods" } : tags;
}

function raiseRoutes(subnet: string, egress: NetworkModel["subnets"][number]["egress"]): Registered[] {
  const table = urnOf(TABLE, subnet);
  const target = (egress as unknown) === UNKNOWN ? "unknown" : egress;
  const routes = {
    nat: [{ cidrBlock: "0.0.0.0/0", natGatewayId: UNKNOWN }],
    "internet-gateway": [{ cidrBlock: "0.0.0.0/0", gatewayId: UNKNOWN }],
    none: [],
    unknown: UNKNOWN,
  }[target];
  return [
    resource(TABLE, subnet, { routes }),
    resource(
      "aws:ec2/routeTableAssociation:RouteTableAssociation",
      subnet,
      { subnetId: UNKNOWN, routeTableId: UNKNOWN },
      { sources: { subnetId: [urnOf(SUBNET, subnet)], routeTableId: [table] } },
    ),
  ];
}

/** A neighbour shows in the routes to it. */
const raiseNeighbour = ({ name, cidrs }: NetworkModel["neighbours"][number]): Registered[] =>
  (list(cidrs).length === 0 ? [UNKNOWN] : cidrs).map((destinationCidrBlock, at) =>
    resource("aws:ec2/route:Route", nameOf(name, at), {
      destinationCidrBlock,
      vpcPeeringConnectionId: name,
    }),
  );

const UNKNOWN_NEIGHBOUR = { name: UNKNOWN, cidrs: [] } as unknown as NetworkModel["neighbours"][number];

/** Subnets of the control plane are those that the cluster has and no group: where the model has neither, both are made up. */
function raiseControlPlaneSubnets({ network, controlPlane, nodeGroups }: ClusterModel): Registered[] {
  const ofRole = (role: SubnetModel["role"]): string[] =>
    list(network?.subnets).flatMap((subnet) => (subnet.role === role ? [urnOf(SUBNET, subnet.name)] : []));
  const own = ofRole("control-plane");
  if (own.length === 0) return [];
  const sources = { subnetIds: [...ofRole("node"), urnOf(SUBNET, "others")] };
  return [
    ...(controlPlane === undefined
      ? [resource("aws:eks/cluster:Cluster", "cluster", {}, { sources: { vpcConfig: own } })]
      : []),
    ...(nodeGroups === undefined ? [resource("aws:eks/nodeGroup:NodeGroup", "general", {}, { sources })] : []),
  ];
}

function raiseAcl({ name, subnets, entries }: NetworkAclModel): Registered {
  const written = (direction: "ingress" | "egress"): unknown =>
    (entries as unknown) === UNKNOWN || entries.some((entry) => (entry as unknown) === UNKNOWN)
      ? UNKNOWN
      : entries
          .filter((entry) => entry.direction === direction)
          .map((entry) => ({
            ruleNo: entry.number,
            action: entry.action,
            protocol: entry.protocol === "all" ? "-1" : entry.protocol,
            fromPort: entry.from,
            toPort: entry.to,
            cidrBlock: entry.cidr,
          }));
  return resource(ACL, name, defined({ ingress: written("ingress"), egress: written("egress") }), {
    sources: { subnetIds: list(subnets).map((subnet) => urnOf(SUBNET, subnet)) },
  });
}
