import { ciliumTuple } from "../../facts/versions.ts";
import { addressFault, cidrFault, contains, overlaps } from "../../net/cidr.ts";
import { CGNAT } from "../../network/defaults.ts";
import { IpamMode, type MeshPeer, type Settings } from "../../settings/index.ts";
import { Values, ciliumSubject, shown } from "../common.ts";
import { rulesOn } from "../rule.ts";
import type { ModelWith } from "../subject.ts";
import { meshPeers, wholeModel } from "../subjects.ts";

const SETUP = "cilium/cilium Documentation/network/clustermesh/setup.rst";

const isBlock = (cidr: string): boolean => cidrFault(cidr, { min: 0, max: 32 }) === undefined;

const blocksOf = ({ nodeCidrs, podCidrs }: MeshPeer): string[] =>
  [...new Set([...nodeCidrs, ...podCidrs])].filter(isBlock);

function ownPods({ cilium }: Settings): readonly string[] {
  const ipam = cilium?.ipam;
  if (ipam?.mode === "cluster-pool") return ipam.podCidrs;
  return ipam?.mode === "multi-pool" ? Object.values(ipam.pools).flatMap(({ cidrs }) => cidrs) : [];
}

/** Peers that the settings name before one: of two that clash the later one is told. */
function before(name: string, { mesh }: Settings): [name: string, peer: MeshPeer][] {
  const all = Object.entries(mesh?.peers ?? {});
  return all.slice(
    0,
    all.findIndex(([other]) => other === name),
  );
}

/** Blocks of this cluster, with what they are for. */
const ownBlocks = ({ network, settings, controlPlane }: ModelWith<"settings">): [whose: string, cidr: string][] => [
  ...(network?.vpcCidrs ?? []).map((cidr): [string, string] => ["the VPC", cidr]),
  ...ownPods(settings).map((cidr): [string, string] => ["the pods", cidr]),
  ...(controlPlane?.serviceCidr === undefined ? [] : [["the Services", controlPlane.serviceCidr] as [string, string]]),
];

const minor = (version: string | undefined): number | undefined => {
  const number = /^1\.(\d+)\./.exec(version ?? "")?.[1];
  return number === undefined ? undefined : Number(number);
};

export default [
  ...rulesOn(meshPeers, [
    {
      id: "mesh-peer-addresses",
      severity: "error",
      title: "Addresses and blocks of peers are valid",
      why: "Connections and security-group rules are made of them.",
      source: "docs/clustermesh.md",
      fix: "Write the addresses that the other cluster has as mesh.addresses, and its blocks.",
      *check({ settings: peer }) {
        for (const [at, address] of peer.addresses.entries()) {
          const fault = addressFault(address);
          if (fault !== undefined)
            yield {
              at: `addresses.${String(at)}`,
              found: `"${address}", which ${fault}`,
              expected: "an IPv4 address",
              fix: "Correct it.",
            };
        }
        if (peer.addresses.length === 0)
          yield {
            at: "addresses",
            found: "none",
            expected: "the addresses of its mesh API",
            fix: "Write what the other cluster has as mesh.addresses.",
          };
        for (const list of ["nodeCidrs", "podCidrs"] as const) {
          for (const [at, cidr] of peer[list].entries()) {
            const fault = cidrFault(cidr, { min: 0, max: 32 });
            if (fault !== undefined)
              yield {
                at: `${list}.${String(at)}`,
                found: `"${cidr}", which ${fault.reason}`,
                expected: "an IPv4 block",
                fix: fault.suggestion === undefined ? "Correct it." : `Use ${fault.suggestion}.`,
              };
          }
        }
      },
    },
    {
      id: "mesh-peer-id",
      severity: "error",
      title: "Ids in a mesh are unique, and within reach of ENI mode",
      why: "Two clusters with one id mix up their identities; ids from 128 on break policies in ENI mode.",
      symptom: "Policies drop or let through traffic between clusters as if it came from other pods.",
      source: `${SETUP}; cilium/cilium#21330`,
      fix: "Give every cluster an id of its own; a change needs every pod restarted.",
      *check({ name, settings: { id } }, { settings }) {
        const others: [string, number][] = [
          [settings.cluster.name, settings.mesh?.id ?? 0],
          ...before(name, settings).map(([other, peer]): [string, number] => [other, peer.id]),
        ];
        const other = others.findLast(([, taken]) => taken === id);
        if (other !== undefined)
          yield {
            at: "id",
            found: `${String(id)}, which "${other[0]}" has`,
            expected: "an id of its own",
            fix: "Choose another id; a change needs every pod restarted.",
          };
        const eni = (settings.cilium?.ipam?.mode ?? IpamMode.Eni) === IpamMode.Eni;
        const large = settings.mesh?.maxClusters === 511;
        if (eni && !(id <= 127 || (large && id >= 256 && id <= 383)))
          yield {
            at: "id",
            found: `${String(id)}, in a mesh with ENI mode`,
            expected: large ? "1 to 127, or 256 to 383" : "1 to 127",
            fix: "Choose a smaller id; a change needs every pod of that cluster restarted.",
          };
        else if (id > 255 && !large)
          yield {
            at: "id",
            found: String(id),
            expected: "1 to 255",
            fix: "Choose a smaller id, or maxClusters 511 in every cluster from the start.",
          };
      },
    },
    {
      id: "mesh-peer-overlap",
      severity: "error",
      title: "Nodes and pods of a mesh have addresses of their own",
      why: "Cilium routes to pods of other clusters by their addresses: an address that two clusters have reaches the wrong one.",
      symptom: "Connections to pods of the other cluster time out, or reach pods of one's own.",
      source: SETUP,
      fix: "Give one of the clusters other blocks; pods of a running cluster cannot be renumbered.",
      also: ["network"],
      *check({ name, settings: peer }, model) {
        const taken = [
          ...ownBlocks(model),
          ...before(name, model.settings).flatMap(([other, { nodeCidrs, podCidrs }]) =>
            [...new Set([...nodeCidrs, ...podCidrs])].map((cidr): [string, string] => [`peer "${other}"`, cidr]),
          ),
        ];
        for (const cidr of blocksOf(peer)) {
          const clash = taken.find(([, other]) => cidrFault(other) === undefined && overlaps(other, cidr));
          if (clash !== undefined)
            yield {
              at: "podCidrs",
              found: `${cidr}, which overlaps ${clash[0]} (${clash[1]})`,
              expected: "blocks that no other cluster of the mesh has",
            };
        }
      },
    },
    {
      id: "mesh-peer-datapath",
      severity: "error",
      title: "Every cluster of a mesh has the same datapath",
      why: "A packet that leaves in a tunnel is not understood by nodes that route natively: ENI mode cannot be joined with a VXLAN cluster.",
      symptom: "`cilium clustermesh status` is well, and connections to pods of the other cluster time out.",
      source: "cilium/cilium#40541, #32810",
      fix: "Use native routing in every cluster, or the same tunnel in every cluster.",
      also: ["cilium"],
      *check({ settings: { datapath } }, { cilium }) {
        if (cilium === undefined) return;
        const values = new Values(cilium);
        const own =
          values.text("routingMode") === "native" || values.eni ? "native" : (values.text("tunnelProtocol") ?? "vxlan");
        if (datapath === undefined || datapath === own) return;
        yield {
          at: "datapath",
          found: `${datapath}, while this cluster has ${own}`,
          expected: own,
          fix:
            own === "native"
              ? "Use native routing there: cluster-pool with pod blocks that BGP or static routes announce."
              : "Use the same tunnel in every cluster.",
        };
      },
    },
    {
      id: "mesh-peer-version",
      severity: "error",
      title: "Versions in a mesh are at most one minor apart",
      why: "Cilium tests no other pairs; fields that one side does not know are lost.",
      source: SETUP,
      fix: "Upgrade the cluster with the older Cilium until one minor lies between the two at most.",
      also: ["cilium"],
      *check({ settings: { ciliumVersion } }, { cilium }) {
        const [own, other] = [minor(cilium?.version), minor(ciliumVersion)];
        if (own === undefined || other === undefined || Math.abs(own - other) <= 1) return;
        yield {
          at: "ciliumVersion",
          found: `${ciliumVersion ?? ""} beside ${cilium?.version ?? ""}`,
          expected: "at most one minor apart",
          fix: `Use ${ciliumTuple(cilium?.version ?? "")?.minor ?? "a version"} there${other === 18 && own === 20 ? ", or 1.19 here: AWS's build for hybrid nodes is 1.18" : ""}.`,
        };
      },
    },
    {
      id: "mesh-peer-routes",
      severity: "warning",
      title: "There is a way to every peer",
      why: "With native routing pods talk to pods: the VPC's route tables must lead to the other side's nodes and pods.",
      symptom:
        "The agents' log says that the remote cluster's mesh API cannot be reached, or connections to its pods time out.",
      source: `${SETUP}; docs/clustermesh.md`,
      fix: "Add them to network.attach.cidrs, which makes routes, or to network.neighbours where the routes exist.",
      *check({ settings: peer }, { settings: { network } }) {
        const { attach, neighbours = [] } = network;
        const reached = [...(attach?.cidrs ?? []), ...neighbours.flatMap(({ cidrs }) => cidrs)].filter(isBlock);
        const missing = blocksOf(peer).filter((cidr) => !reached.some((outer) => contains(outer, cidr)));
        if (missing.length === 0) return;
        yield {
          at: "podCidrs",
          found: `${missing.join(", ")} in neither network.attach nor network.neighbours`,
          expected: "blocks that routes lead to",
        };
      },
    },
    {
      id: "mesh-premises-routable",
      severity: "error",
      title: "Pods have addresses that the other side can route",
      why: "100.64.0.0/10 is not routed over VPN and Direct Connect as a rule, and native mesh has no masquerade between clusters.",
      symptom: "Connections between pods here and on premises time out: replies never come back.",
      source: "EKS best practices: custom networking; RFC 6598",
      fix: "Take network.podSubnets from 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.",
      also: ["network"],
      *check({ settings: { onPremises } }, { network }) {
        if (onPremises !== true) return;
        const shared = (network?.subnets ?? []).filter(({ role, cidr }) => role === "pod" && overlaps(CGNAT, cidr));
        if (shared.length === 0) return;
        yield {
          at: "onPremises",
          found: `true, with pods in ${shared.map(({ cidr }) => cidr).join(", ")}`,
          expected: "pod subnets of RFC 1918 that the premises route",
        };
      },
    },
  ]),
  ...rulesOn(wholeModel("settings", "cilium"), [
    {
      id: "mesh-size-agrees",
      severity: "error",
      title: "The Helm values say the same of the mesh's size as the stack",
      why: "The size is fixed for a cluster's life and the same in every member: values for the other clusters, and for the one on premises, are worked out from mesh.maxClusters.",
      symptom: "Agents refuse the remote cluster: its maximum of clusters differs.",
      source: `${SETUP}; values.yaml of the Cilium charts: clustermesh.maxConnectedClusters`,
      fix: "Set mesh.maxClusters in place of clustermesh.maxConnectedClusters.",
      *check({ settings, cilium }) {
        const size = new Values(cilium).get("clustermesh.maxConnectedClusters");
        const told = settings.mesh?.maxClusters ?? 255;
        if (settings.mesh === undefined || size === undefined || size === told) return;
        yield {
          subject: ciliumSubject(cilium),
          path: "cilium.values.clustermesh.maxConnectedClusters",
          found: `${shown(size)}, with mesh.maxClusters ${String(told)}`,
          expected: String(told),
        };
      },
    },
  ]),
  ...rulesOn(wholeModel("settings"), [
    {
      id: "mesh-load-balancer-controller",
      severity: "warning",
      title: "A load balancer controller makes the mesh's NLB",
      why: "The Service has the class of the AWS Load Balancer Controller: without it there is no load balancer, and the built-in controller leaves the Service alone.",
      symptom: "The Service clustermesh-apiserver has no external address.",
      source: "AWS Load Balancer Controller guide/service/nlb",
      fix: "Install it with the stack, or say that it is there.",
      *check({ settings, releases = [] }) {
        if (settings.mesh === undefined || settings.gateway?.loadBalancerController === "present") return;
        if (releases.some(({ chart }) => chart.includes("aws-load-balancer-controller"))) return;
        yield {
          subject: "mesh",
          path: "mesh.addresses",
          found: "no AWS Load Balancer Controller in this stack",
          expected: "gateway.loadBalancerController: install or present",
        };
      },
    },
  ]),
];
