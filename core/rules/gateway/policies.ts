import { rulesOn } from "../rule.ts";
import { cidrFault, contains, overlaps } from "../../net/cidr.ts";
import type { CiliumModel } from "../../model/index.ts";
import { Values, minorOfCilium } from "../common.ts";
import { namespaceOf } from "./objects.ts";
import { type WayIn, type WayOut, draft, policies, policiesOf, waysOf } from "./policy-objects.ts";

/** Address of the Pod Identity agent, on the host network (EKS user guide: pod-identities). */
const POD_IDENTITY = "169.254.170.23";
/** Blocks larger than this are meant for the world, though the cluster lies in them. */
const WORLD_PREFIX = 8;

const LANGUAGE = "security/policy/layer3 (1.20), security/policy/language (1.19)";

/** Roles of subnets whose addresses a policy may name: 1.19 matches nodes, 1.20 pods too (cmdref/cilium-agent.md). */
function matchedRoles(cilium: CiliumModel | undefined): readonly string[] {
  if (cilium === undefined) return [];
  const mode: unknown = new Values(cilium).get("policyCIDRMatchMode");
  const modes = Array.isArray(mode) ? (mode as readonly unknown[]) : [mode];
  return [
    ...(modes.includes("nodes") ? ["node"] : []),
    ...(modes.includes("pods") && minorOfCilium(cilium) !== "1.19" ? ["pod"] : []),
  ];
}

const cidrsOf = (way: WayIn & WayOut): [string, string][] => [
  ...(["fromCIDR", "toCIDR"] as const).flatMap((key) =>
    (way[key] ?? []).map((cidr, at): [string, string] => [`${key}.${String(at)}`, cidr]),
  ),
  ...(["fromCIDRSet", "toCIDRSet"] as const).flatMap((key) =>
    (way[key] ?? []).flatMap(({ cidr }, at): [string, string][] =>
      cidr === undefined ? [] : [[`${key}.${String(at)}.cidr`, cidr]],
    ),
  ),
];

const PEERS = {
  in: ["fromEndpoints", "fromCIDR", "fromCIDRSet", "fromEntities", "fromNodes", "fromGroups"],
  out: ["toEndpoints", "toCIDR", "toCIDRSet", "toEntities", "toServices", "toFQDNs", "toNodes", "toGroups"],
} as const;

const seesDns = ({ toPorts = [] }: WayOut): boolean => toPorts.some(({ rules }) => (rules?.dns ?? []).length > 0);

export default rulesOn(policies, [
  {
    id: "gateway-policy-cidr",
    severity: "warning",
    title: "Policies speak of pods and nodes by labels and entities, not by addresses",
    why: "Cilium knows pods and nodes by identity: an address in a policy matches them only where policyCIDRMatchMode says so (nodes; from 1.20 on pods too), and never a client that comes through a Gateway, which is identity ingress. A rule that should allow closes, one that should deny is open.",
    source: `Cilium docs: ${LANGUAGE}, CIDR based; cmdref/cilium-agent: --policy-cidr-match-mode; cilium/cilium#34387`,
    fix: "Use entities or labels; waive this where only machines outside the cluster are meant.",
    *check(policy, { network, cilium }) {
      const matched = matchedRoles(cilium);
      const inside = (network?.subnets ?? []).filter(
        ({ role }) => (role === "pod" || role === "node") && !matched.includes(role),
      );
      for (const [at, way] of waysOf(policy)) {
        for (const [field, cidr] of cidrsOf(way)) {
          if (cidrFault(cidr) !== undefined) continue;
          const [block, length] = [cidr, Number(cidr.slice(cidr.indexOf("/") + 1))];
          const agent = contains(block, POD_IDENTITY) && length > WORLD_PREFIX;
          const hit = inside.find((subnet) => length > WORLD_PREFIX && overlaps(subnet.cidr, block));
          if (!agent && hit === undefined) continue;
          yield {
            at: `${at}.${field}`,
            found: agent
              ? `${cidr}, the Pod Identity agent of the node`
              : `${cidr}, where pods or nodes of the cluster are (subnet ${hit?.name ?? ""})`,
            expected: agent
              ? "toEntities: [host], port 80"
              : "entities (host, remote-node, ingress, kube-apiserver) or labels",
            ...(agent ? { fix: "Write toEntities: [host]." } : {}),
          };
        }
      }
    },
  },
  {
    id: "gateway-policy-peers",
    severity: "error",
    title: "A rule of a policy speaks of one kind of peer",
    why: "The API server takes the policy, and every agent refuses it: nothing of it is enforced.",
    source: "cilium/cilium pkg/policy/api: rule validation, combining of L3 members",
    fix: "Write one rule for each; rules add up.",
    *check(policy) {
      for (const [at, way] of waysOf(policy)) {
        const used = [...PEERS.in, ...PEERS.out].filter((key) => Array.isArray(way[key]) && way[key].length > 0);
        if (used.length < 2) continue;
        yield {
          at,
          found: used.join(" and "),
          expected: "one of them a rule",
        };
      }
    },
  },
  {
    id: "gateway-policy-names",
    severity: "error",
    title: "Where a policy allows names, DNS goes through Cilium",
    why: "Names are learnt from the DNS answers that Cilium's proxy sees. Without a DNS rule it sees none, and the names never match.",
    source: `Cilium docs: ${LANGUAGE}, DNS based`,
    fix: "Add toEndpoints k8s-app: kube-dns with port 53 and rules.dns.",
    *check(policy, model) {
      const named = waysOf(policy).find(([, { toFQDNs = [] }]) => toFQDNs.length > 0);
      if (named === undefined) return;
      const candidates = policiesOf(model).filter(
        (one) => one.kind === "CiliumClusterwideNetworkPolicy" || namespaceOf(one) === namespaceOf(policy),
      );
      if (candidates.some((one) => waysOf(one).some(([, way]) => seesDns(way)))) return;
      yield {
        at: `${named[0]}.toFQDNs`,
        found: "names, and no DNS rule in the namespace",
        expected: 'a rule to CoreDNS on port 53 with rules.dns, matchPattern "*"',
      };
    },
  },
  {
    id: "gateway-policy-l7",
    severity: "error",
    title: "Rules on requests are on TCP ports, and the proxy that checks them runs",
    why: "Agents refuse a policy whose requests nobody can look into.",
    source: "cilium/cilium pkg/policy/api: rule validation; values.yaml of the Cilium charts: l7Proxy",
    fix: "Name TCP ports for rules on requests, keep DNS rules in egress, and leave l7Proxy on.",
    *check(policy, { cilium }) {
      const off = cilium !== undefined && new Values(cilium).off("l7Proxy");
      for (const [at, { toPorts = [] }] of waysOf(policy)) {
        for (const [index, { ports = [], rules }] of toPorts.entries()) {
          if (rules?.http === undefined && rules?.dns === undefined) continue;
          const path = `${at}.toPorts.${String(index)}`;
          if (off)
            yield draft(
              `${path}.rules`,
              "rules on requests, with l7Proxy: false",
              "l7Proxy: true",
              "Remove l7Proxy: true is the default.",
            );
          if (at.includes("ingress") && rules.dns !== undefined)
            yield draft(
              `${path}.rules.dns`,
              "DNS rules on the way in",
              "DNS rules on the way out",
              "Write them into egress, to CoreDNS.",
            );
          if (ports.length === 0 || ports.some(({ port }) => port === "0"))
            yield draft(`${path}.ports`, "rules on requests without a port", "the port of the pods", "Name the port.");
          if (rules.http !== undefined && ports.some(({ protocol = "ANY" }) => protocol !== "TCP"))
            yield draft(
              `${path}.ports`,
              `HTTP rules on protocol ${ports.map(({ protocol = "ANY" }) => protocol).join(", ")}`,
              "TCP",
              "Write protocol: TCP.",
            );
        }
      }
    },
  },
]);
