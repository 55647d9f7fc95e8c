import type { NetworkAclEntryModel, NetworkAclModel, NetworkModel } from "../../model/index.ts";
import { contains, overlaps } from "../../net/cidr.ts";
import { type Rule, rule } from "../rule.ts";
import { each } from "../../model/unknown.ts";

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

/** Lists of the subnets that nodes and pods are in. */
function* onNodeLists(
  { acls = [], subnets }: NetworkModel,
  passagesOf: (nodes: NetworkModel["subnets"]) => readonly Passage[],
  expected: string,
  fix: string,
) {
  yield* each(acls, function* (acl) {
    const nodes = subnets.filter(({ name, role }) => acl.subnets.includes(name) && (role === "node" || role === "pod"));
    if (nodes.length === 0) return;
    for (const passage of passagesOf(nodes)) {
      const blocked = blockedPorts(acl, passage);
      if (blocked.length === 0) continue;
      const { direction, protocol, cidr } = passage;
      yield {
        subject: `network ACL "${acl.name}"`,
        path: `network.acls.${acl.name}.${direction}`,
        found: `${protocol} ${shownPorts(blocked)} ${direction === "ingress" ? "from" : "to"} ${cidr} not allowed`,
        expected,
        fix,
      };
      // One line a list: the next passage fails for the same reason.
      return;
    }
  });
}

export const aclInside = rule({
  id: "network-acl-inside",
  group: "network",
  severity: "error",
  title: "Network ACLs let nodes, pods and control plane talk to each other",
  why: "Pods have addresses of the VPC and talk on any port, and an ACL keeps no state: replies to short-lived ports are dropped too. Pods on some nodes fail to reach others.",
  source: SOURCE,
  needs: ["network"],
  *check({ network }) {
    if (network === undefined) return;
    const passages = network.vpcCidrs.flatMap((cidr) =>
      (["ingress", "egress"] as const).flatMap((direction) =>
        (["tcp", "udp"] as const).map((protocol): Passage => ({ direction, protocol, from: 1, to: 65_535, cidr })),
      ),
    );
    yield* onNodeLists(
      network,
      () => passages,
      `all traffic with ${network.vpcCidrs.join(" and ")}`,
      "Allow all protocols between the VPC's own ranges, and limit traffic by security groups and network policies, which keep state.",
    );
  },
});

export const aclOutside = rule({
  id: "network-acl-outside",
  group: "network",
  severity: "error",
  title: "Network ACLs let nodes reach registries and AWS, and let the replies in",
  why: "Nodes cannot pull images, join or get credentials. NAT gateways send replies to ports 1024 to 65535.",
  source: SOURCE,
  needs: ["network"],
  *check({ network }) {
    if (network === undefined) return;
    const passages: readonly Passage[] = [
      { direction: "egress", protocol: "tcp", from: 443, to: 443, cidr: ANYWHERE },
      { direction: "ingress", protocol: "tcp", from: 1024, to: 65_535, cidr: ANYWHERE },
    ];
    yield* onNodeLists(
      network,
      (nodes) => (nodes.some(({ egress }) => egress === "nat") ? passages : []),
      "TCP 443 out to 0.0.0.0/0 and TCP 1024 to 65535 in from it",
      "Add both, or take the way out of these subnets and give them VPC endpoints (network.endpoints: all).",
    );
  },
});

export const aclSubnets = rule({
  id: "network-acl-subnets",
  group: "network",
  severity: "error",
  title: "Network ACLs name subnets that exist",
  why: "A list on no subnet of the stack is never checked, and nobody notices.",
  source: "docs/config.md, network.vpc.acls",
  needs: ["settings"],
  *check({ settings }) {
    if (settings === undefined) return;
    const { vpc, podSubnets } = settings.network;
    const { private: own = [], controlPlane = [], public: open = [] } = vpc.subnets ?? {};
    const there = [...own, ...controlPlane, ...open, ...(podSubnets?.existing ?? [])].map(({ cidr }) => cidr);
    for (const [name, { subnets }] of Object.entries(vpc.acls ?? {})) {
      const unknown = subnets.filter((cidr) => !there.includes(cidr));
      if (unknown.length === 0) continue;
      yield {
        subject: `network ACL "${name}"`,
        path: `network.vpc.acls.${name}.subnets`,
        found: unknown.join(", "),
        expected: there.length === 0 ? "subnets of an existing VPC" : `blocks of vpc.subnets: ${there.join(", ")}`,
        fix: vpc.id === undefined ? "Remove acls: a VPC made here has the default list." : "Correct the blocks.",
      };
    }
  },
});

export const aclRules: readonly Rule[] = [aclSubnets, aclInside, aclOutside];
