import type { FindingDraft } from "../../findings/finding.ts";
import type { ClusterModel } from "../../model/index.ts";
import { ciliumTuple } from "../../facts/versions.ts";
import { addressFault, cidrFault, contains, overlaps } from "../../net/cidr.ts";
import { CGNAT } from "../../network/defaults.ts";
import type { MeshPeer, MeshSettings } from "../../settings/index.ts";
import { Values } from "../common.ts";
import { type Rule, type RuleGroup, rule } from "../rule.ts";

const SETUP = "cilium/cilium Documentation/network/clustermesh/setup.rst";
const GROUP = "mesh" satisfies RuleGroup;

/** Runs a check for every peer that the settings name. */
function* onPeers(
  { settings }: ClusterModel,
  check: (
    peer: MeshPeer,
    place: (at: string) => Pick<FindingDraft, "subject" | "path">,
    mesh: MeshSettings,
  ) => Iterable<FindingDraft>,
): Generator<FindingDraft> {
  const mesh = settings?.mesh;
  if (mesh === undefined) return;
  for (const [name, peer] of Object.entries(mesh.peers))
    yield* check(peer, (at) => ({ subject: `peer "${name}"`, path: `mesh.peers.${name}.${at}` }), mesh);
}

const blocksOf = ({ nodeCidrs, podCidrs }: MeshPeer): string[] =>
  [...new Set([...nodeCidrs, ...podCidrs])].filter((cidr) => cidrFault(cidr, { min: 0, max: 32 }) === undefined);

export const peerForm = rule({
  id: "mesh-peer-addresses",
  group: GROUP,
  severity: "error",
  title: "Addresses and blocks of peers are valid",
  why: "Connections and security-group rules are made of them.",
  source: "docs/clustermesh.md",
  needs: ["settings"],
  *check(model) {
    yield* onPeers(model, function* (peer, place) {
      for (const [at, address] of peer.addresses.entries()) {
        const fault = addressFault(address);
        if (fault !== undefined)
          yield {
            ...place(`addresses.${String(at)}`),
            found: `"${address}", which ${fault}`,
            expected: "an IPv4 address",
            fix: "Correct it.",
          };
      }
      if (peer.addresses.length === 0)
        yield {
          ...place("addresses"),
          found: "none",
          expected: "the addresses of its mesh API",
          fix: "Write what the other cluster has as mesh.addresses.",
        };
      for (const list of ["nodeCidrs", "podCidrs"] as const) {
        for (const [at, cidr] of peer[list].entries()) {
          const fault = cidrFault(cidr, { min: 0, max: 32 });
          if (fault !== undefined)
            yield {
              ...place(`${list}.${String(at)}`),
              found: `"${cidr}", which ${fault.reason}`,
              expected: "an IPv4 block",
              fix: fault.suggestion === undefined ? "Correct it." : `Use ${fault.suggestion}.`,
            };
        }
      }
    });
  },
});

export const peerId = rule({
  id: "mesh-peer-id",
  group: GROUP,
  severity: "error",
  title: "Ids in a mesh are unique, and within reach of ENI mode",
  why: "Two clusters with one id mix up their identities; ids from 128 on break policies in ENI mode.",
  source: `${SETUP}; cilium/cilium#21330`,
  needs: ["settings"],
  *check(model) {
    const own = model.settings?.mesh?.id ?? 0;
    const seen = new Map<number, string>([[own, model.settings?.cluster.name ?? ""]]);
    yield* onPeers(model, function* ({ id }, place, { maxClusters }) {
      const other = seen.get(id);
      if (other !== undefined)
        yield {
          ...place("id"),
          found: `${String(id)}, which "${other}" has`,
          expected: "an id of its own",
          fix: "Choose another id; a change needs every pod restarted.",
        };
      seen.set(id, place("id").subject.slice('peer "'.length, -1));
      if (id > 255 && maxClusters !== 511)
        yield {
          ...place("id"),
          found: String(id),
          expected: "1 to 255",
          fix: "Choose a smaller id, or maxClusters 511 in every cluster from the start.",
        };
    });
  },
});

export const peerOverlap = rule({
  id: "mesh-peer-overlap",
  group: GROUP,
  severity: "error",
  title: "Nodes and pods of a mesh have addresses of their own",
  why: "Cilium routes to pods of other clusters by their addresses: an address that two clusters have reaches the wrong one.",
  source: SETUP,
  needs: ["settings", "network"],
  *check(model) {
    const { network, settings } = model;
    const service = model.controlPlane?.serviceCidr;
    const seen: [string, string][] = [
      ...(network?.vpcCidrs ?? []).map((cidr): [string, string] => ["the VPC", cidr]),
      ...ownPods(settings).map((cidr): [string, string] => ["the pods", cidr]),
      ...(service === undefined ? [] : [["the Services", service] as [string, string]]),
    ];
    yield* onPeers(model, function* (peer, place) {
      const blocks = blocksOf(peer);
      for (const cidr of blocks) {
        const clash = seen.find(([, other]) => cidrFault(other) === undefined && overlaps(other, cidr));
        if (clash !== undefined)
          yield {
            ...place("podCidrs"),
            found: `${cidr}, which overlaps ${clash[0]} (${clash[1]})`,
            expected: "blocks that no other cluster of the mesh has",
            fix: "Give one of the clusters other blocks; pods of a running cluster cannot be renumbered.",
          };
      }
      seen.push(...blocks.map((cidr): [string, string] => [place("").subject, cidr]));
    });
  },
});

function ownPods(settings: ClusterModel["settings"]): readonly string[] {
  const ipam = settings?.cilium?.ipam;
  if (ipam?.mode === "cluster-pool") return ipam.podCidrs;
  return ipam?.mode === "multi-pool" ? Object.values(ipam.pools).flatMap(({ cidrs }) => cidrs) : [];
}

export const peerDatapath = rule({
  id: "mesh-peer-datapath",
  group: GROUP,
  severity: "error",
  title: "Every cluster of a mesh has the same datapath",
  why: "A packet that leaves in a tunnel is not understood by nodes that route natively: ENI mode cannot be joined with a VXLAN cluster.",
  source: "cilium/cilium#40541, #32810",
  needs: ["settings", "cilium"],
  *check(model) {
    if (model.cilium === undefined) return;
    const values = new Values(model.cilium);
    const own =
      values.text("routingMode") === "native" || values.eni ? "native" : (values.text("tunnelProtocol") ?? "vxlan");
    yield* onPeers(model, function* ({ datapath = own }, place) {
      if (datapath === own) return;
      yield {
        ...place("datapath"),
        found: `${datapath}, while this cluster has ${own}`,
        expected: own,
        fix:
          own === "native"
            ? "Use native routing there: cluster-pool with pod blocks that BGP or static routes announce."
            : "Use the same tunnel in every cluster.",
      };
    });
  },
});

export const peerVersion = rule({
  id: "mesh-peer-version",
  group: GROUP,
  severity: "error",
  title: "Versions in a mesh are at most one minor apart",
  why: "Cilium tests no other pairs; fields that one side does not know are lost.",
  source: SETUP,
  needs: ["settings", "cilium"],
  *check(model) {
    const own = minor(model.cilium?.version);
    yield* onPeers(model, function* ({ ciliumVersion }, place) {
      const other = minor(ciliumVersion);
      if (own === undefined || other === undefined || Math.abs(own - other) <= 1) return;
      yield {
        ...place("ciliumVersion"),
        found: `${ciliumVersion ?? ""} beside ${model.cilium?.version ?? ""}`,
        expected: "at most one minor apart",
        fix: `Use ${ciliumTuple(model.cilium?.version ?? "")?.minor ?? "a version"} there${other === 18 && own === 20 ? ", or 1.19 here: AWS's build for hybrid nodes is 1.18" : ""}.`,
      };
    });
  },
});

const minor = (version: string | undefined): number | undefined => {
  const number = /^1\.(\d+)\./.exec(version ?? "")?.[1];
  return number === undefined ? undefined : Number(number);
};

export const peerRoutes = rule({
  id: "mesh-peer-routes",
  group: GROUP,
  severity: "warning",
  title: "There is a way to every peer",
  why: "With native routing pods talk to pods: the VPC's route tables must lead to the other side's nodes and pods.",
  source: `${SETUP}; docs/clustermesh.md`,
  needs: ["settings"],
  *check(model) {
    const { attach, neighbours = [] } = model.settings?.network ?? {};
    const reached = [...(attach?.cidrs ?? []), ...neighbours.flatMap(({ cidrs }) => cidrs)].filter(
      (cidr) => cidrFault(cidr, { min: 0, max: 32 }) === undefined,
    );
    yield* onPeers(model, function* (peer, place) {
      const missing = blocksOf(peer).filter((cidr) => !reached.some((outer) => contains(outer, cidr)));
      if (missing.length === 0) return;
      yield {
        ...place("podCidrs"),
        found: `${missing.join(", ")} in neither network.attach nor network.neighbours`,
        expected: "blocks that routes lead to",
        fix: "Add them to network.attach.cidrs, which makes routes, or to network.neighbours where the routes exist.",
      };
    });
  },
});

export const peerPremises = rule({
  id: "mesh-premises-routable",
  group: GROUP,
  severity: "error",
  title: "Pods have addresses that the other side can route",
  why: "100.64.0.0/10 is not routed over VPN and Direct Connect as a rule, and native mesh has no masquerade between clusters: replies never come back.",
  source: "EKS best practices: custom networking; RFC 6598",
  needs: ["settings", "network"],
  *check(model) {
    const shared = (model.network?.subnets ?? []).filter(({ role, cidr }) => role === "pod" && overlaps(CGNAT, cidr));
    if (shared.length === 0) return;
    yield* onPeers(model, function* ({ onPremises }, place) {
      if (onPremises !== true) return;
      yield {
        ...place("onPremises"),
        found: `true, with pods in ${shared.map(({ cidr }) => cidr).join(", ")}`,
        expected: "pod subnets of RFC 1918 that the premises route",
        fix: "Take network.podSubnets from 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.",
      };
    });
  },
});

export const meshController = rule({
  id: "mesh-load-balancer-controller",
  group: GROUP,
  severity: "warning",
  title: "A load balancer controller makes the mesh's NLB",
  why: "The Service has the class of the AWS Load Balancer Controller: without it there is no load balancer, and the built-in controller leaves the Service alone.",
  source: "AWS Load Balancer Controller guide/service/nlb",
  needs: ["settings"],
  *check({ settings, releases = [] }) {
    if (settings?.mesh === undefined) return;
    if (settings.gateway?.loadBalancerController === "present") return;
    const installed = releases.some(({ chart }) => chart.includes("aws-load-balancer-controller"));
    if (installed) return;
    yield {
      subject: "mesh",
      path: "mesh.addresses",
      found: "no AWS Load Balancer Controller in this stack",
      expected: "gateway.loadBalancerController: install or present",
      fix: "Install it with the stack, or say that it is there.",
    };
  },
});

export const meshPeerRules: readonly Rule[] = [
  peerForm,
  peerId,
  peerOverlap,
  peerDatapath,
  peerVersion,
  peerRoutes,
  peerPremises,
  meshController,
];
