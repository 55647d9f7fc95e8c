import type { ClusterModel, NetworkAclEntryModel } from "../../../../../core/model/index.ts";
import type { HybridSettings } from "../../../../../core/settings/index.ts";
import { cases } from "../../../../support/rule-cases.ts";
import { controlPlane, network, settings, unknown } from "../../../../support/model.ts";

const PREMISES = "192.168.10.0/24";
const remote = (nodeCidrs: readonly string[] = [PREMISES]) =>
  controlPlane({ remoteNetworks: { nodeCidrs, podCidrs: [] } });
const routed = (...cidrs: string[]): ClusterModel => ({
  controlPlane: remote(),
  network: network({ created: true, neighbours: cidrs.map((cidr) => ({ name: cidr, cidrs: [cidr], routed: true })) }),
});
const entry = (parts: Partial<NetworkAclEntryModel>): NetworkAclEntryModel => ({
  direction: "ingress",
  number: 100,
  action: "allow",
  protocol: "all",
  from: 0,
  to: 65_535,
  cidr: "0.0.0.0/0",
  ...parts,
});
const both = (parts: Partial<NetworkAclEntryModel> = {}) => [entry(parts), entry({ ...parts, direction: "egress" })];
const acl = (
  entries: readonly NetworkAclEntryModel[],
  more: ClusterModel = {},
  subnets = ["private-a"],
): ClusterModel => ({
  controlPlane: remote(),
  network: network({ acls: [{ name: "nodes", subnets, entries }] }),
  ...more,
});
const deny = (parts: Partial<NetworkAclEntryModel>) => entry({ number: 10, action: "deny", ...parts });
const asked = (parts: Partial<HybridSettings>): HybridSettings => ({
  strategy: "mixed",
  nodeCidrs: [PREMISES],
  identity: { type: "ssm", expires: "2027-01-01T00:00:00Z" },
  pools: {},
  ...parts,
});
const hybrid = (parts: Partial<HybridSettings>, more: ClusterModel = {}): ClusterModel => ({
  hybrid: { settings: asked(parts) },
  ...more,
});
const bgp = (parts: object) => ({ bgp: { localAsn: 64_512, peers: {}, advertise: {}, ...parts } });
const local = (address: unknown) => hybrid(bgp({ nodes: { n1: { localAddresses: { tor: address } } } }));
const services = (parts: object, pools?: object) =>
  hybrid({
    ...bgp({ advertise: { services: parts } }),
    ...(pools === undefined ? {} : { loadBalancerPools: pools as never }),
  });
const stack = (parts: object = {}): ClusterModel => ({
  settings: settings({ network: { vpc: { cidr: "10.0.0.0/16" }, ...parts } }),
});

export default cases({
  "hybrid-premises-way": {
    fails: [
      ["no route", routed(), { path: "controlPlane.remoteNetworks.nodeCidrs", example: true }],
      ["a route to a part", routed("192.168.10.0/25")],
    ],
    passes: [
      ["a route to the block", routed(PREMISES)],
      ["a route to all of the company", routed("192.168.0.0/16", "x")],
      ["a VPC that the program does not make", { controlPlane: remote(), network: network() }],
      ["no hybrid nodes", { controlPlane: controlPlane(), network: network({ created: true }) }],
      [
        "a network that is none, of which another rule tells",
        { controlPlane: remote(["x"]), network: network({ created: true }) },
      ],
    ],
    unknown: [
      ["an unknown route", { controlPlane: remote(), network: network({ created: true, neighbours: unknown }) }],
    ],
  },
  "hybrid-network-acl": {
    fails: [
      [
        "kubelets out of reach",
        acl([...both(), deny({ direction: "egress", protocol: "tcp", from: 10_250, to: 10_250, cidr: PREMISES })]),
        { path: "network.acls.nodes", found: "egress tcp 10250", example: true },
      ],
      [
        "the API out of reach",
        acl([...both(), deny({ protocol: "tcp", from: 443, to: 443 })]),
        { found: "ingress tcp 443" },
      ],
      ["no way back", acl([...both(), deny({ protocol: "tcp", from: 1024, to: 65_535 })]), { found: "1024 to 65535" }],
      [
        "no tunnel",
        acl([...both({ protocol: "tcp" })], hybrid({ strategy: "hybridGateway" })),
        { found: "ingress udp 8472" },
      ],
      [
        "no tunnel of an overlay",
        acl([...both({ protocol: "tcp" })], hybrid({ strategy: "overlay" })),
        { found: "egress udp 8472" },
      ],
    ],
    passes: [
      ["an open list", acl(both())],
      ["no tunnel where none is used", acl(both({ protocol: "tcp" }), hybrid({ strategy: "mixed" }))],
      ["a list on other subnets", acl([], {}, ["elsewhere"])],
      [
        "no hybrid nodes",
        {
          controlPlane: controlPlane(),
          network: network({ acls: [{ name: "nodes", subnets: ["private-a"], entries: [] }] }),
        },
      ],
      ["no list", { controlPlane: remote(), network: network() }],
      ["a network that is none, of which another rule tells", { ...acl([]), controlPlane: remote(["x"]) }],
    ],
    unknown: [["unknown entries", acl(unknown)]],
  },
  "hybrid-bgp-local-address": {
    fails: [
      [
        "an address of another network",
        local("10.9.0.5"),
        { path: "hybrid.bgp.nodes.n1.localAddresses.tor", example: true },
      ],
      ["no address", local("router")],
    ],
    passes: [
      ["an address of the nodes", local("192.168.10.5")],
      ["IPv6", local("2001:db8::1")],
      ["none", hybrid(bgp({ nodes: { n1: {} } }))],
      ["no BGP", hybrid({})],
    ],
    unknown: [["an unknown address", local(unknown)]],
  },
  "hybrid-bgp-service-addresses": {
    fails: [
      ["addresses that nobody gives", services({}), { path: "hybrid.bgp.advertise.services", example: true }],
      ["the same in words", services({ addresses: ["LoadBalancerIP"] }, {})],
    ],
    passes: [
      ["a pool", services({}, { blue: { cidrs: ["192.168.40.0/24"] } })],
      ["other addresses", services({ addresses: ["ClusterIP"] })],
      ["no Services", hybrid(bgp({}))],
      [
        "a mesh, whose API has a pool of its own",
        hybrid({ strategy: "clusterMesh", ...bgp({ advertise: { services: {} } }) }),
      ],
    ],
    unknown: [["unknown addresses", services({ addresses: unknown })]],
  },
  "hybrid-routes-given": {
    fails: [["no way", hybrid({}, stack()), { path: "hybrid.routes", example: true }]],
    passes: [
      ["routes", hybrid({ routes: { routeTableIds: ["rtb-1"], transitGatewayId: "tgw-1" } }, stack())],
      ["an attachment", hybrid({}, stack({ attach: { cidrs: ["192.168.0.0/16", "x"] } }))],
      ["a neighbour", hybrid({}, stack({ neighbours: [{ name: "premises", cidrs: [PREMISES] }] }))],
      ["a mesh", hybrid({ strategy: "clusterMesh" }, stack())],
      ["a block that is none, of which another rule tells", hybrid({ nodeCidrs: ["x"] }, stack())],
    ],
    unknown: [["an unknown block", hybrid({ nodeCidrs: [unknown] }, stack())]],
  },
});
