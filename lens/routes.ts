import type { NetworkModel, SubnetModel } from "../core/model/index.ts";
import { UNKNOWN } from "../core/model/unknown.ts";
import { type Registered, at, items, ofType, sourcesOf } from "./registered.ts";

const TABLE = "aws:ec2/routeTable:RouteTable";
const ROUTE = "aws:ec2/route:Route";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const ANYWHERE = "0.0.0.0/0";

/** A subnet's way out, by the table that is associated with it; without one it has the VPC's main table, which is not seen. */
export function egressOf(subnet: Registered, resources: readonly Registered[]): SubnetModel["egress"] {
  const tables = ofType(resources, ASSOCIATION)
    .filter((association) => sourcesOf(association, "subnetId").has(subnet.urn))
    .flatMap((association) => [...sourcesOf(association, "routeTableId")]);
  const table = ofType(resources, TABLE).find(({ urn }) => tables.includes(urn));
  if (table === undefined) return "unknown";
  const routes = routesOf(table, resources);
  if (routes.includes(UNKNOWN)) return UNKNOWN as never;
  const destinations = routes.map((route) => at(route, "cidrBlock", at(route, "destinationCidrBlock")));
  const out = routes[destinations.indexOf(ANYWHERE)];
  if (out === undefined) return destinations.includes(UNKNOWN) ? (UNKNOWN as never) : "none";
  if (at(out, "natGatewayId") !== undefined) return "nat";
  return at(out, "gatewayId") === undefined ? "unknown" : "internet-gateway";
}

/** Routes written into a table, and those beside it. */
const routesOf = (table: Registered, resources: readonly Registered[]): readonly unknown[] => [
  ...items(table.props, "routes"),
  ...ofType(resources, ROUTE)
    .filter((route) => sourcesOf(route, "routeTableId").has(table.urn))
    .map(({ props }) => props),
];

/** Ways to other networks, with the word that stands for who is there. */
const TO_OTHERS = ["transitGatewayId", "vpcPeeringConnectionId", "coreNetworkArn", "vpnGatewayId"] as const;

const VPC = "aws:ec2/vpc:Vpc";
const PEERING = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection";

/** VPCs of the program on the other side of a peering connection: their blocks are known, not only routes to them. */
export function peersOf(own: Registered, resources: readonly Registered[]): NetworkModel["neighbours"] {
  return ofType(resources, PEERING).flatMap((peering) => {
    const sides = [...sourcesOf(peering, "vpcId"), ...sourcesOf(peering, "peerVpcId")];
    if (!sides.includes(own.urn)) return [];
    return ofType(resources, VPC)
      .filter(({ urn }) => urn !== own.urn && sides.includes(urn))
      .map(({ name, props }) => ({ name, cidrs: [at(props, "cidrBlock") as string] }));
  });
}

/** Other networks that the VPC has routes to. */
export function neighboursOf(resources: readonly Registered[]): NetworkModel["neighbours"] {
  const found = new Map<string, Set<string>>();
  const written = ofType(resources, TABLE).flatMap((table) =>
    items(table.props, "routes").map((route) => ({ name: table.name, route })),
  );
  const beside = ofType(resources, ROUTE).map(({ name, props }) => ({ name, route: props as unknown }));
  for (const { name, route } of [...written, ...beside]) {
    const way = TO_OTHERS.find((key) => at(route, key) !== undefined);
    const cidr = at(route, "cidrBlock", at(route, "destinationCidrBlock"));
    if (way === undefined || cidr === ANYWHERE || cidr === undefined) continue;
    const target = at(route, way);
    const neighbour = typeof target === "string" ? target : name;
    found.set(neighbour, (found.get(neighbour) ?? new Set()).add(cidr as string));
  }
  return [...found].map(([name, cidrs]) => ({ name, cidrs: [...cidrs], routed: true }));
}
