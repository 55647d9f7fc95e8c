import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, JsonObject, NetworkModel } from "../../../../../core/model/index.ts";
import type { MeshPeer, MeshSettings, Settings } from "../../../../../core/settings/index.ts";
import { cilium, controlPlane, eniValues, network, settings, unknown } from "../../../../support/model.ts";

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

const overlay: Partial<Settings> = {
  cilium: { ipam: { mode: "cluster-pool", podCidrs: ["10.200.0.0/16"], tunnel: "vxlan" } },
};
const sized = (size: unknown, more: Partial<MeshSettings> = {}): ClusterModel => ({
  ...stack({}, more),
  cilium: cilium({ values: eniValues({ clustermesh: { maxConnectedClusters: size as never } }) }),
});

export default cases({
  "mesh-size-agrees": {
    fails: [
      [
        "a size among the Helm values alone",
        sized(511),
        { path: "cilium.values.clustermesh.maxConnectedClusters", example: true },
      ],
      ["the default beside a large mesh", sized(255, { maxClusters: 511 })],
    ],
    passes: [
      ["the same size", sized(511, { maxClusters: 511 })],
      ["the default", sized(255)],
      ["no size", { ...stack({}), cilium: cilium() }],
      [
        "no mesh",
        { settings: settings(), cilium: cilium({ values: eniValues({ clustermesh: { maxConnectedClusters: 511 } }) }) },
      ],
    ],
    unknown: [["an unknown size", sized(unknown)]],
  },
  "mesh-peer-addresses": {
    fails: [
      ["no addresses", stack({ addresses: [] }), { path: at("addresses") }],
      ["a name in place of an address", stack({ addresses: ["green.example.com"] }), { path: at("addresses.0") }],
      ["a block with host bits", stack({ podCidrs: ["10.1.0.1/16"] }), { path: at("podCidrs.0") }],
    ],
    passes: [["a whole peer", stack({})]],
  },
  "mesh-peer-id": {
    fails: [
      ["this cluster's id", stack({ id: 1 }), { path: at("id") }],
      ["an id above 255", stack({ id: 300 }, {}, overlay), { path: at("id") }],
      ["an id above 127 with ENI mode", stack({ id: 128 }), { path: at("id"), found: "with ENI mode", example: true }],
      ["one between the two ranges", stack({ id: 255 }, { maxClusters: 511 }), { path: at("id") }],
      ["one above both", stack({ id: 384 }, { maxClusters: 511 }), { path: at("id") }],
      ["two peers with one id", stack({}, { peers: { red: PEER, green: PEER } }), { path: at("id") }],
    ],
    passes: [
      ["the id 255 without ENI mode", stack({ id: 255 }, {}, overlay)],
      ["the last id with ENI mode", stack({ id: 127 })],
      ["the first and the last of a large mesh", stack({ id: 256 }, { maxClusters: 511 })],
      ["the last of a large mesh", stack({ id: 383 }, { maxClusters: 511 })],
      ["an id above 383 without ENI mode", stack({ id: 500 }, { maxClusters: 511 }, overlay)],

      ["an id of its own", stack({})],
      ["an id above 255 in a large mesh", stack({ id: 300 }, { maxClusters: 511 })],
    ],
  },
  "mesh-peer-overlap": {
    fails: [
      ["the VPC's block", inNetwork({ nodeCidrs: ["10.0.128.0/17"] }), { path: at("podCidrs") }],
      ["the block of Services", inNetwork({ podCidrs: ["172.20.0.0/16"] }), { path: at("podCidrs") }],
    ],
    passes: [["blocks of its own", inNetwork({})]],
    unknown: [["an unknown block of the VPC", inNetwork({}, { vpcCidrs: unknown })]],
  },
  "mesh-peer-datapath": {
    fails: [["a tunnel beside ENI mode", withCilium({ datapath: "vxlan" }), { path: at("datapath") }]],
    passes: [
      [
        "native routing of a pool on both sides",
        withCilium({ datapath: "native" }, "1.19.6", { routingMode: "native", ipam: { mode: "cluster-pool" } }),
      ],

      ["native routing on both sides", withCilium({ datapath: "native" })],
      [
        "a tunnel on both sides",
        withCilium({ datapath: "vxlan" }, "1.19.6", { routingMode: "tunnel", ipam: { mode: "cluster-pool" } }),
      ],
    ],
    unknown: [["unknown routing", withCilium({ datapath: "vxlan" }, "1.19.6", { routingMode: unknown })]],
  },
  "mesh-peer-version": {
    fails: [["two minors", withCilium({ ciliumVersion: "1.18.8" }, "1.20.2"), { path: at("ciliumVersion") }]],
    passes: [
      ["one minor", withCilium({ ciliumVersion: "1.18.8" }, "1.19.6")],
      ["a version that nobody named", withCilium({})],
    ],
    unknown: [
      ["an unknown version", { ...withCilium({ ciliumVersion: "1.18.8" }), cilium: cilium({ version: unknown }) }],
    ],
  },
  "mesh-peer-routes": {
    fails: [["no route", stack({}), { path: at("podCidrs") }]],
    passes: [["a neighbour", stack({}, {}, routed)]],
  },
  "mesh-premises-routable": {
    fails: [["pods in 100.64.0.0/10", inNetwork({ onPremises: true }, pods), { path: at("onPremises") }]],
    passes: [
      [
        "pods in 10.0.0.0/8",
        inNetwork(
          { onPremises: true },
          { subnets: network().subnets.map((subnet) => ({ ...subnet, role: "pod" as const })) },
        ),
      ],
      [
        "nodes in 100.64.0.0/10",
        inNetwork(
          { onPremises: true },
          { subnets: network().subnets.map((subnet) => ({ ...subnet, cidr: "100.64.0.0/18" })) },
        ),
      ],

      ["pods of the VPC", inNetwork({ onPremises: true })],
      ["another VPC", inNetwork({}, pods)],
    ],
    unknown: [["unknown subnets", inNetwork({ onPremises: true }, { subnets: unknown })]],
  },
  "mesh-load-balancer-controller": {
    fails: [["no controller", stack({}), { path: "mesh.addresses" }]],
    passes: [
      [
        "the controller's release",
        { ...stack({}), releases: [{ name: "lbc", chart: "aws-load-balancer-controller", values: {} }] },
      ],
      ["no mesh", { settings: settings() }],
    ],
    unknown: [["an unknown chart", { ...stack({}), releases: [{ name: "lbc", chart: unknown, values: {} }] }]],
  },
});
