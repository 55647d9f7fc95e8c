import type { Finding } from "../findings/finding.ts";
import type { ClusterModel } from "../model/index.ts";
import { runRules } from "../rules/run.ts";
import peers from "../rules/mesh/peers.ts";
import { MeshDatapath, type MeshPeer, type MeshSettings } from "../settings/index.ts";

/** Clusters of a mesh, by name. */
export type MeshMembers = Readonly<Record<string, MeshPeer>>;

/** A member's settings but for the CA, which is made while deploying. */
export const settingsOf = (
  members: MeshMembers,
  name: string,
): Omit<MeshSettings, "certificateAuthority"> | undefined => {
  const own = members[name];
  if (own === undefined) return undefined;
  return { id: own.id, addresses: own.addresses, peers: without(members, name) };
};

const without = (members: MeshMembers, name: string): MeshMembers =>
  Object.fromEntries(Object.entries(members).filter(([other]) => other !== name));

/** What can be said of the members alone; the others are on what a stack has beside its mesh. */
const JUDGED = ["mesh-peer-addresses", "mesh-peer-id", "mesh-peer-overlap", "mesh-peer-datapath", "mesh-peer-version"];
const RULES = peers.filter(({ id }) => JUDGED.includes(id));

/** What is wrong with a mesh, seen from each of its clusters; the same fault is told once. */
export function evaluateMembers(members: MeshMembers): Finding[] {
  const names = Object.keys(members);
  const findings = names.flatMap((name, at) => runRules(RULES, modelOf(members, name, names.slice(at + 1))).findings);
  return [...new Map(findings.map((finding) => [`${finding.rule} ${finding.path}`, finding])).values()].map(
    (finding) => ({
      ...finding,
      path: finding.path.replace(/^mesh\.peers\./, "members."),
    }),
  );
}

/** One cluster with those that come after it, so that each pair is looked at once. */
function modelOf(members: MeshMembers, name: string, peers: readonly string[]): ClusterModel {
  const own = members[name];
  if (own === undefined) return {};
  const { id, addresses, nodeCidrs, podCidrs, datapath = MeshDatapath.Native, ciliumVersion = "" } = own;
  const native = datapath === MeshDatapath.Native;
  return {
    settings: {
      region: "",
      cluster: { name },
      network: { vpc: {} },
      nodeGroups: {},
      mesh: {
        id,
        addresses,
        certificateAuthority: { certificate: "", privateKey: "" },
        peers: Object.fromEntries(
          peers.flatMap((peer) => (members[peer] === undefined ? [] : [[peer, members[peer]]])),
        ),
      },
    },
    network: {
      vpcCidrs: [...new Set([...nodeCidrs, ...podCidrs])],
      created: false,
      subnets: [],
      natGateways: 0,
      flowLogs: true,
      endpoints: [],
      attached: true,
      neighbours: [],
    },
    cilium: {
      version: ciliumVersion,
      releaseName: "cilium",
      namespace: "kube-system",
      values: { routingMode: native ? "native" : "tunnel", ...(native ? {} : { tunnelProtocol: datapath }) },
      userValues: {},
      skipAwait: true,
      atomic: false,
      delivery: "release",
    },
  };
}
