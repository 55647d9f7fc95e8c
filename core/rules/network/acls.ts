import { rulesOn } from "../rule.ts";
import { type Draft, type Subject, subjectOf } from "../subject.ts";
import type { NetworkAclEntryModel, NetworkAclModel, SubnetModel } from "../../model/index.ts";
import type { NetworkAclSettings } from "../../settings/index.ts";
import { contains, overlaps } from "../../net/cidr.ts";

const ANYWHERE = "0.0.0.0/0";
const SOURCE = "VPC user guide: nacl-rules, custom-network-acl (ephemeral ports)";

/** Ports that must pass in one direction. */
interface Passage {
  readonly direction: NetworkAclEntryModel["direction"];
  readonly protocol: "tcp" | "udp";
  readonly from: number;
  readonly to: number;
  readonly cidr: string;
}

type Ports = readonly [number, number];

/**
 * The ports of a passage that a list does not let through. Entries are read in the order of their numbers and the first that
 * fits decides; what none fits is denied.
 */
export function blockedPorts({ entries }: NetworkAclModel, passage: Passage): Ports[] {
  let open: Ports[] = [[passage.from, passage.to]];
  const blocked: Ports[] = [];
  for (const entry of entries.toSorted((a, b) => a.number - b.number)) {
    if (entry.direction !== passage.direction || !fits(entry, passage)) continue;
    const ports: Ports = entry.protocol === "all" ? [0, 65_535] : [entry.from, entry.to];
    if (entry.action === "deny") blocked.push(...open.flatMap((range) => common(range, ports)));
    open = open.flatMap((range) => without(range, ports));
  }
  return [...blocked, ...open].toSorted(([a], [b]) => a - b);
}

/** An entry that allows must hold the whole range; one that denies cuts a hole wherever it touches it. */
const fits = ({ protocol, action, cidr }: NetworkAclEntryModel, passage: Passage): boolean =>
  (protocol === "all" || protocol === passage.protocol) &&
  (action === "allow" ? contains(cidr, passage.cidr) : overlaps(cidr, passage.cidr));

const common = ([from, to]: Ports, [first, last]: Ports): Ports[] =>
  first > to || last < from ? [] : [[Math.max(from, first), Math.min(to, last)]];

function without([from, to]: Ports, [first, last]: Ports): Ports[] {
  if (first > to || last < from) return [[from, to]];
  const parts: Ports[] = [
    [from, first - 1],
    [last + 1, to],
  ];
  return parts.filter(([start, end]) => start <= end);
}

const shownPorts = (ports: readonly Ports[]): string =>
  ports.map(([from, to]) => (from === to ? String(from) : `${String(from)} to ${String(to)}`)).join(", ");

interface NodeAcl {
  readonly acl: NetworkAclModel;
  /** Subnets of nodes and pods that it is on. */
  readonly nodes: readonly SubnetModel[];
}

/** Lists of the subnets that nodes and pods are in. */
const nodeAcls: Subject<NodeAcl, "network"> = subjectOf({
  needs: ["network"],
  of: ({ network }) => network.acls ?? [],
  read: (acl, { network }) => {
    const nodes = network.subnets.filter(
      ({ name, role }) => acl.subnets.includes(name) && (role === "node" || role === "pod"),
    );
    return nodes.length === 0 ? undefined : { acl, nodes };
  },
  place: ({ name }) => ({ subject: `network ACL "${name}"`, path: `network.acls.${name}` }),
});

/** The first passage that a list does not let through: the next one fails for the same reason. */
function* firstBlocked(acl: NetworkAclModel, passages: readonly Passage[], expected: string): Generator<Draft> {
  for (const passage of passages) {
    const blocked = blockedPorts(acl, passage);
    if (blocked.length === 0) continue;
    const { direction, protocol, cidr } = passage;
    const found = `${protocol} ${shownPorts(blocked)} ${direction === "ingress" ? "from" : "to"} ${cidr} not allowed`;
    yield { at: direction, found, expected };
    return;
  }
}

const OUTSIDE: readonly Passage[] = [
  { direction: "egress", protocol: "tcp", from: 443, to: 443, cidr: ANYWHERE },
  { direction: "ingress", protocol: "tcp", from: 1024, to: 65_535, cidr: ANYWHERE },
];

/** One list of the stack's settings. */
const aclSettings: Subject<NetworkAclSettings, "settings"> = subjectOf({
  needs: ["settings"],
  of: ({ settings }) => Object.keys(settings.network.vpc.acls ?? {}),
  read: (name, { settings }) => settings.network.vpc.acls?.[name],
  place: (name) => ({ subject: `network ACL "${name}"`, path: `network.vpc.acls.${name}` }),
});

export default [
  ...rulesOn(nodeAcls, [
    {
      id: "network-acl-inside",
      severity: "error",
      title: "Network ACLs let nodes, pods and control plane talk to each other",
      why: "Pods have addresses of the VPC and talk on any port, and an ACL keeps no state: replies to short-lived ports are dropped too. Pods on some nodes fail to reach others.",
      symptom: "Connections between pods of different subnets time out in one direction.",
      source: SOURCE,
      fix: "Allow all protocols between the VPC's own ranges, and limit traffic by security groups and network policies, which keep state.",
      *check({ acl }, { network: { vpcCidrs } }) {
        const passages = vpcCidrs.flatMap((cidr) =>
          (["ingress", "egress"] as const).flatMap((direction) =>
            (["tcp", "udp"] as const).map((protocol): Passage => ({ direction, protocol, from: 1, to: 65_535, cidr })),
          ),
        );
        yield* firstBlocked(acl, passages, `all traffic with ${vpcCidrs.join(" and ")}`);
      },
    },
    {
      id: "network-acl-outside",
      severity: "error",
      title: "Network ACLs let nodes reach registries and AWS, and let the replies in",
      why: "Nodes cannot pull images, join or get credentials. NAT gateways send replies to ports 1024 to 65535.",
      symptom: "Nodes do not join, or images stay in ImagePullBackOff.",
      source: SOURCE,
      fix: "Add both, or take the way out of these subnets and give them VPC endpoints (network.endpoints: all).",
      *check({ acl, nodes }) {
        if (!nodes.some(({ egress }) => egress === "nat")) return;
        yield* firstBlocked(acl, OUTSIDE, "TCP 443 out to 0.0.0.0/0 and TCP 1024 to 65535 in from it");
      },
    },
  ]),
  ...rulesOn(aclSettings, [
    {
      id: "network-acl-subnets",
      severity: "error",
      title: "Network ACLs name subnets that exist",
      why: "A list on no subnet of the stack is never checked, and nobody notices.",
      source: "docs/config.md, network.vpc.acls",
      fix: "Correct the blocks, or remove acls: a VPC made here has the default list.",
      *check({ subnets }, { settings: { network } }) {
        const { vpc, podSubnets } = network;
        const { private: own = [], controlPlane = [], public: open = [] } = vpc.subnets ?? {};
        const there = [...own, ...controlPlane, ...open, ...(podSubnets?.existing ?? [])].map(({ cidr }) => cidr);
        const missing = subnets.filter((cidr) => !there.includes(cidr));
        if (missing.length === 0) return;
        yield {
          at: "subnets",
          found: missing.join(", "),
          expected: there.length === 0 ? "subnets of an existing VPC" : `blocks of vpc.subnets: ${there.join(", ")}`,
          fix: vpc.id === undefined ? "Remove acls: a VPC made here has the default list." : "Correct the blocks.",
        };
      },
    },
  ]),
];
