import type { ClusterModel, JsonObject, NetworkModel } from "../../../../../core/model/index.ts";
import * as mesh from "../../../../../core/rules/mesh/peers.ts";
import type { MeshPeer, MeshSettings, Settings } from "../../../../../core/settings/index.ts";
import { cilium, controlPlane, eniValues, network, settings, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const PEER: MeshPeer = { id: 2, addresses: ["10.1.8.20"], nodeCidrs: ["10.1.0.0/16"], podCidrs: ["10.1.0.0/16"] };
const meshOf = (parts: Partial<MeshPeer>, more: Partial<MeshSettings> = {}): MeshSettings => ({
  id: 1,
  addresses: ["10.0.0.20"],
  certificateAuthority: { certificate: "c", privateKey: "k" },
  peers: { green: { ...PEER, ...parts } },
  ...more,
});
const stack = (
  parts: Partial<MeshPeer>,
  more: Partial<MeshSettings> = {},
  rest: Partial<Settings> = {},
): ClusterModel => ({
  settings: settings({ mesh: meshOf(parts, more), ...rest }),
});
const inNetwork = (parts: Partial<MeshPeer>, net: Partial<NetworkModel> = {}): ClusterModel => ({
  ...stack(parts),
  network: network(net),
  controlPlane: controlPlane(),
});
const withCilium = (parts: Partial<MeshPeer>, version = "1.19.6", values: JsonObject = eniValues()): ClusterModel => ({
  ...stack(parts),
  cilium: cilium({ version, values }),
});
const at = (path: string): string => `mesh.peers.green.${path}`;
const pods: Partial<NetworkModel> = {
  subnets: network().subnets.map((subnet) => ({ ...subnet, role: "pod", cidr: "100.64.0.0/18" })),
};
const routed = { network: { vpc: { cidr: "10.0.0.0/16" }, neighbours: [{ name: "green", cidrs: ["10.1.0.0/16"] }] } };

describeRules([
  {
    rule: mesh.peerForm,
    fails: [
      ["no addresses", stack({ addresses: [] }), at("addresses")],
      ["a name in place of an address", stack({ addresses: ["green.example.com"] }), at("addresses.0")],
      ["a block with host bits", stack({ podCidrs: ["10.1.0.1/16"] }), at("podCidrs.0")],
    ],
    passes: [["a whole peer", stack({})]],
  },
  {
    rule: mesh.peerId,
    fails: [
      ["this cluster's id", stack({ id: 1 }), at("id")],
      ["an id above 255", stack({ id: 300 }), at("id")],
      ["two peers with one id", stack({}, { peers: { red: PEER, green: PEER } }), at("id")],
    ],
    passes: [
      ["an id of its own", stack({})],
      ["an id above 255 in a large mesh", stack({ id: 300 }, { maxClusters: 511 })],
    ],
  },
  {
    rule: mesh.peerOverlap,
    fails: [
      ["the VPC's block", inNetwork({ nodeCidrs: ["10.0.128.0/17"] }), at("podCidrs")],
      ["the block of Services", inNetwork({ podCidrs: ["172.20.0.0/16"] }), at("podCidrs")],
    ],
    passes: [["blocks of its own", inNetwork({})]],
    undecided: [["an unknown block of the VPC", inNetwork({}, { vpcCidrs: unknown })]],
  },
  {
    rule: mesh.peerDatapath,
    fails: [["a tunnel beside ENI mode", withCilium({ datapath: "vxlan" }), at("datapath")]],
    passes: [
      ["native routing on both sides", withCilium({ datapath: "native" })],
      [
        "a tunnel on both sides",
        withCilium({ datapath: "vxlan" }, "1.19.6", { routingMode: "tunnel", ipam: { mode: "cluster-pool" } }),
      ],
    ],
    undecided: [["unknown routing", withCilium({ datapath: "vxlan" }, "1.19.6", { routingMode: unknown })]],
  },
  {
    rule: mesh.peerVersion,
    fails: [["two minors", withCilium({ ciliumVersion: "1.18.8" }, "1.20.2"), at("ciliumVersion")]],
    passes: [
      ["one minor", withCilium({ ciliumVersion: "1.18.8" }, "1.19.6")],
      ["a version that nobody named", withCilium({})],
    ],
    undecided: [
      ["an unknown version", { ...withCilium({ ciliumVersion: "1.18.8" }), cilium: cilium({ version: unknown }) }],
    ],
  },
  {
    rule: mesh.peerRoutes,
    fails: [["no route", stack({}), at("podCidrs")]],
    passes: [["a neighbour", stack({}, {}, routed)]],
  },
  {
    rule: mesh.peerPremises,
    fails: [["pods in 100.64.0.0/10", inNetwork({ onPremises: true }, pods), at("onPremises")]],
    passes: [
      ["pods of the VPC", inNetwork({ onPremises: true })],
      ["another VPC", inNetwork({}, pods)],
    ],
    undecided: [["unknown subnets", inNetwork({ onPremises: true }, { subnets: unknown })]],
  },
  {
    rule: mesh.meshController,
    fails: [["no controller", stack({}), "mesh.addresses"]],
    passes: [
      [
        "the controller's release",
        { ...stack({}), releases: [{ name: "lbc", chart: "aws-load-balancer-controller", values: {} }] },
      ],
      ["no mesh", { settings: settings() }],
    ],
    undecided: [["an unknown chart", { ...stack({}), releases: [{ name: "lbc", chart: unknown, values: {} }] }]],
  },
]);
