import type {
  ClusterModel,
  FleetMember,
  FleetMesh,
  FleetMeshPeer,
  FleetModel,
} from "../../../../../core/model/index.ts";
import { both, fleetOf, member, meshPart } from "../../../../support/fleet.ts";
import { cases } from "../../../../support/rule-cases.ts";

const JOINED: Partial<FleetModel> = {
  networks: [{ name: "mesh", kind: "mesh", clusters: ["blue", "green"], cidrs: [] }],
};
const mesh = (
  blue: Partial<FleetMesh>,
  green: Partial<FleetMesh>,
  rest: Partial<FleetMember> = {},
  more: Partial<FleetModel> = JOINED,
): ClusterModel =>
  fleetOf([member("blue", meshPart(1, blue)), member("green", { ...meshPart(2, green), ...rest })], more);

const peer = (cluster: string, id: number, parts: Partial<FleetMeshPeer> = {}): FleetMeshPeer => ({
  cluster,
  id,
  addresses: [`10.0.${String(id)}.20`],
  cidrs: [],
  ...parts,
});
const peers = (blue: readonly FleetMeshPeer[], green: readonly FleetMeshPeer[]): ClusterModel =>
  mesh({ peers: blue }, { peers: green }, {}, {});
const APART: Partial<FleetModel> = {};
const at = (setting: string, name = "green"): string => `fleet.clusters.${name}.settings.${setting}`;

export default cases({
  "fleet-meshes-id": {
    fails: [
      ["one id twice", mesh({ id: 7 }, { id: 7 }), { path: at("mesh.id"), example: true }],
      [
        "one id twice among clusters that name each other",
        mesh({ id: 7, peers: [peer("green", 7)] }, { id: 7 }, {}, APART),
      ],
      [
        "one id twice at the ends of a chain",
        fleetOf([
          member("blue", meshPart(1, { peers: [peer("green", 2)] })),
          member("green", meshPart(2)),
          member("red", meshPart(1, { peers: [peer("green", 2)] })),
        ]),
        { found: "blue and red" },
      ],
    ],
    passes: [
      ["ids of their own", mesh({}, {})],
      ["two meshes", mesh({ id: 7 }, { id: 7 }, {}, APART)],
      [
        "a network that is no mesh",
        mesh(
          { id: 7 },
          { id: 7 },
          {},
          { networks: [{ name: "x", kind: "peering", clusters: ["blue", "green"], cidrs: [] }] },
        ),
      ],
      [
        "a mesh of another cluster",
        mesh(
          { id: 7 },
          { id: 7 },
          {},
          { networks: [{ name: "x", kind: "mesh", clusters: ["red", "green"], cidrs: [] }] },
        ),
      ],
    ],
  },
  "fleet-meshes-name": {
    fails: [
      [
        "one name in two Regions",
        mesh({}, {}, { cluster: "blue", region: "us-east-1" }),
        { path: at("cluster.name"), example: true },
      ],
      ["one name in a network of kind mesh", both({ cluster: "shop" }, JOINED)],
    ],
    passes: [
      ["names of their own", mesh({}, {})],
      ["clusters without a mesh", both({ cluster: "shop" })],
      [
        "a network that is no mesh",
        both(
          { cluster: "shop" },
          { networks: [{ name: "x", kind: "peering", clusters: ["blue", "green"], cidrs: [] }] },
        ),
      ],
    ],
  },
  "fleet-meshes-authority": {
    fails: [
      ["two CAs", mesh({}, { authority: "another" }), { path: at("mesh.certificateAuthority"), example: true }],
      [
        "the one that differs from most",
        fleetOf(
          [
            member("blue", meshPart(1, { authority: "another" })),
            member("green", meshPart(2)),
            member("red", meshPart(3)),
          ],
          { networks: [{ name: "mesh", kind: "mesh", clusters: ["blue", "green", "red"], cidrs: [] }] },
        ),
        { path: at("mesh.certificateAuthority", "blue") },
      ],
    ],
    passes: [["one CA", mesh({}, {})]],
  },
  "fleet-meshes-size": {
    fails: [["two sizes", mesh({}, { maxClusters: 511 }), { path: at("mesh.maxClusters"), example: true }]],
    passes: [["one size", mesh({}, {})]],
  },
  "fleet-meshes-datapath": {
    fails: [
      ["a tunnel beside native routing", mesh({}, { datapath: "vxlan" }), { path: at("cilium.ipam"), example: true }],
    ],
    passes: [["native routing in both", mesh({}, {})]],
  },
  "fleet-meshes-versions": {
    fails: [
      [
        "two minors",
        mesh({}, {}, { ciliumVersion: "1.21.0" }),
        { path: at("cilium.version"), found: "1.21.0 in green beside 1.19.6 in blue", example: true },
      ],
    ],
    passes: [
      ["one minor", mesh({}, {}, { ciliumVersion: "1.20.2" })],
      ["a version that is no version", mesh({}, {}, { ciliumVersion: "latest" })],
    ],
  },
  "fleet-meshes-peers": {
    fails: [
      [
        "another id than the peer has",
        peers([peer("green", 3)], [peer("blue", 1)]),
        { path: at("mesh.peers.green.id", "blue"), found: "3", example: true },
      ],
      [
        "an address that the peer has not",
        peers([peer("green", 2, { addresses: ["10.9.9.9"] })], [peer("blue", 1)]),
        { path: at("mesh.peers.green.addresses", "blue"), found: "10.9.9.9" },
      ],
      [
        "a peer that names nobody",
        peers([peer("green", 2)], []),
        { path: at("mesh.peers.green", "blue"), found: "which does not name blue" },
      ],
    ],
    passes: [
      ["what the peers say themselves", peers([peer("green", 2)], [peer("blue", 1)])],
      ["a peer outside the fleet", peers([peer("green", 2), peer("red", 9)], [peer("blue", 1)])],
    ],
  },
});
