import { rulesOn } from "../rule.ts";
import type { Draft } from "../subject.ts";
import type { ClusterModel } from "../../model/index.ts";
import { Values } from "../common.ts";
import {
  type Direction,
  type Pods,
  type Scope,
  admitsEntity,
  admitsPort,
  allScopes,
  closes,
  covers,
  namesPort,
  networkPolicies,
  scopesOf,
  waysFor,
} from "./policy-reach.ts";
import { policies } from "./policy-objects.ts";

const INTRO = "Cilium docs: security/policy/intro, Policy enforcement modes and rule basics";
const DNS_PORT = 53;
const RELAY_PORT = 4244;
const KUBELET_PORT = 10_250;
const DIRECTIONS: readonly Direction[] = ["ingress", "egress"];

const COREDNS: Pods = { namespace: "kube-system", labels: { "k8s-app": "kube-dns" } };
/** Labels of the relay's pods (templates/hubble-relay/deployment.yaml of the Cilium charts 1.19.6 and 1.20.0). */
const relayIn = (namespace: string): Pods => ({
  namespace,
  labels: {
    "k8s-app": "hubble-relay",
    "app.kubernetes.io/name": "hubble-relay",
    "app.kubernetes.io/part-of": "cilium",
  },
});

interface Need {
  readonly pods: Pods;
  readonly who: string;
  readonly direction: Direction;
  readonly port?: number;
  readonly entities: readonly string[];
  readonly words: string;
  readonly rule: string;
}

/** What pods that every cluster has must be let do. */
function needsOf({ cilium }: ClusterModel): Need[] {
  const dns: Need[] = [
    {
      pods: COREDNS,
      who: "CoreDNS",
      direction: "ingress",
      port: DNS_PORT,
      entities: ["cluster"],
      words: "port 53 from the cluster",
      rule: "fromEntities: [cluster] with port 53, UDP and TCP",
    },
    {
      pods: COREDNS,
      who: "CoreDNS",
      direction: "egress",
      entities: ["kube-apiserver", "cluster", "world"],
      words: "the Kubernetes API",
      rule: "toEntities: [kube-apiserver] with port 443, and port 53 to the VPC's resolver",
    },
  ];
  if (cilium === undefined || !new Values(cilium).on("hubble.relay.enabled")) return dns;
  return [
    ...dns,
    {
      pods: relayIn(cilium.namespace),
      who: "Hubble's relay",
      direction: "egress",
      port: RELAY_PORT,
      entities: ["remote-node", "cluster"],
      words: "port 4244 of every node",
      rule: "toEntities: [host, remote-node] with port 4244",
    },
  ];
}

/** A rule says the port itself, or speaks of everybody that is meant. */
const meets = (model: ClusterModel, { pods, direction, port, entities }: Need): boolean =>
  waysFor(model, pods, direction).some(
    (way) =>
      (port !== undefined && direction === "ingress" && namesPort(way, port)) ||
      (admitsEntity(way, direction, entities) && (port === undefined || admitsPort(way, port))) ||
      (port === undefined && (way["toCIDR"] ?? way["toCIDRSet"]) !== undefined),
  );

function* unmet(scope: Scope, model: ClusterModel): Generator<Draft> {
  for (const need of needsOf(model)) {
    const { pods, direction, who, words, rule } = need;
    // Of several policies that close the first is told.
    const first = allScopes(model).find((one) => closes(one, direction) && covers(one, pods));
    if (first?.policy !== scope.policy || first.at !== scope.at || meets(model, need)) continue;
    yield {
      at: `${scope.at}.${direction}`,
      found: `nothing that lets ${who} have ${words}`,
      expected: `a policy for ${who} (${Object.entries(pods.labels)[0]?.join(": ") ?? ""} in ${pods.namespace}) with ${rule}`,
      fix: `Leave ${pods.namespace} out of the selector, or add ${rule} for ${who}.`,
    };
  }
}

/** Pods that a spec is for, as far as its own labels tell. */
function podsOf({ spec, namespace }: Scope): Pods | undefined {
  const labels = spec.endpointSelector?.matchLabels ?? {};
  return (spec.endpointSelector?.matchExpressions ?? []).length > 0
    ? undefined
    : { namespace: namespace ?? labels["k8s:io.kubernetes.pod.namespace"] ?? "", labels };
}

const DNS_LABELS = /kube-dns|coredns/;

/** Whether a rule leads to the DNS server: by port, by its labels or Service, or to everybody. */
const reachesDns = (way: Parameters<typeof admitsPort>[0] & Readonly<Record<string, unknown>>): boolean =>
  namesPort(way, DNS_PORT) ||
  (admitsPort(way, DNS_PORT) &&
    (admitsEntity(way, "egress", ["cluster"]) ||
      DNS_LABELS.test(JSON.stringify([way["toEndpoints"], way["toServices"]]) ?? "")));

/** Whether some policy lets the pods of a scope look names up. A closed namespace opens for some pods: then they have theirs. */
function looksUp(scope: Scope, model: ClusterModel): boolean {
  const pods = podsOf(scope);
  const allowsNothing = (scope.spec.egress ?? []).every((way) => Object.keys(way).length === 0);
  return allScopes(model).some(
    (other) =>
      (other.namespace === undefined || scope.namespace === undefined || other.namespace === scope.namespace) &&
      (allowsNothing || pods === undefined || covers(other, pods)) &&
      (other.spec.egress ?? []).some(reachesDns),
  );
}

/** Whether any policy opens a direction for the pods of a scope. */
function opens(scope: Scope, direction: Direction, model: ClusterModel): boolean {
  const pods = podsOf(scope);
  return allScopes(model).some(
    (other) =>
      (other.spec[direction] ?? []).length > 0 &&
      (other.namespace === undefined || scope.namespace === undefined || other.namespace === scope.namespace) &&
      (pods === undefined || covers(other, pods)),
  );
}

export default [
  ...rulesOn(networkPolicies, [
    {
      id: "gateway-policy-system-pods",
      severity: "error",
      title: "Policies leave CoreDNS and Hubble's relay what they need",
      why: "A policy for every pod is one for CoreDNS and the relay too: closed, the cluster has no DNS, or Hubble no nodes.",
      symptom: "Names are not resolved anywhere in the cluster, or `hubble status` shows no connected nodes.",
      source: `${INTRO}; Cilium docs: observability/hubble/setup (port 4244), security/policy-creation`,
      fix: "Leave system namespaces out of the selector, or add policies that allow what their pods need.",
      *check(policy, model) {
        for (const scope of scopesOf(policy)) yield* unmet(scope, model);
      },
    },
    {
      id: "gateway-policy-dns",
      severity: "warning",
      title: "Pods whose way out is closed can look names up",
      why: "Once a policy speaks of egress everything else is closed, port 53 of CoreDNS too: nothing that pods call by name is reached.",
      symptom: "Pods log that names are not resolved; Hubble shows drops to kube-system on port 53.",
      source: `${INTRO}; Cilium docs: security/dns`,
      fix: "Add a rule to the pods k8s-app: kube-dns of kube-system on port 53, UDP and TCP; or waive this where pods call addresses only.",
      *check(policy, model) {
        for (const scope of scopesOf(policy)) {
          if (scope.spec.egress === undefined || scope.spec.nodeSelector !== undefined) continue;
          if (!closes(scope, "egress") || looksUp(scope, model)) continue;
          yield {
            at: `${scope.at}.egress`,
            found: "a closed way out without port 53",
            expected: "a rule to CoreDNS on port 53",
          };
        }
      },
    },
  ]),
  ...rulesOn(policies, [
    {
      id: "gateway-policy-deny-only",
      severity: "error",
      title: "A policy that only denies leaves the rest as it was",
      why: "A rule of denial switches the direction's default to deny like one that allows: with nothing that allows, all of it is closed for the selected pods.",
      symptom: "Pods of the selector lose every connection in that direction, not only the denied ones.",
      source:
        "cilium/cilium pkg/policy/api/rule_validation.go: Sanitize, EnableDefaultDeny; Cilium docs: security/policy/deny",
      fix: "Set enableDefaultDeny for the direction to false, or add a rule that allows the rest.",
      *check(policy, model) {
        for (const scope of scopesOf(policy)) {
          for (const direction of DIRECTIONS) {
            const denied = scope.spec[`${direction}Deny`] ?? [];
            if (denied.length === 0 || !closes(scope, direction) || opens(scope, direction, model)) continue;
            yield {
              at: `${scope.at}.${direction}Deny`,
              found: `${direction}Deny, and no ${direction} that allows anything`,
              expected: `enableDefaultDeny.${direction}: false, or an ${direction} rule that allows the rest`,
              fix: `Write enableDefaultDeny: { ${direction}: false }, or add ${direction}: [{ ${direction === "egress" ? "to" : "from"}Entities: [all] }].`,
            };
          }
        }
      },
    },
    {
      id: "gateway-policy-services-denied",
      severity: "error",
      title: "What is denied is not named by its Service",
      why: "Agents resolve toServices for rules that allow; of one that denies they make no peer, so nothing is denied.",
      symptom: "Traffic to the Service goes on; the policy is Valid: True.",
      source:
        "cilium/cilium pkg/policy/k8s/service.go: specHasToServices, processRule (egress only); cozystack/cozystack#3997",
      fix: "Name the pods by toEndpoints, or machines outside the cluster by toCIDRSet.",
      *check(policy) {
        for (const { at, spec } of scopesOf(policy)) {
          for (const [index, way] of (spec.egressDeny ?? []).entries()) {
            if (!Array.isArray(way["toServices"]) || way["toServices"].length === 0) continue;
            yield {
              at: `${at}.egressDeny.${String(index)}.toServices`,
              found: "toServices in a rule that denies",
              expected: "toEndpoints or toCIDRSet",
            };
          }
        }
      },
    },
    {
      id: "gateway-policy-host-ports",
      severity: "error",
      title: "A policy for nodes leaves open what the cluster needs of them",
      why: "The host firewall closes the node itself: without 10250 the API server reaches no kubelet, without 4244 the relay no Hubble, and without the tunnel's or WireGuard's port no pod another node's.",
      symptom:
        "`kubectl logs` and `exec` time out; `hubble status` shows unavailable nodes; nodes lose each other's pods.",
      source: "Cilium docs: security/host-firewall; operations/system_requirements, Firewall rules",
      fix: "Add an ingress rule with fromEntities: [cluster] for these ports.",
      also: ["cilium"],
      *check(policy, { cilium, objects: all }) {
        if (cilium === undefined) return;
        const values = new Values(cilium);
        const scopes = allScopes({ objects: all ?? [] }).filter(({ spec }) => spec.nodeSelector !== undefined);
        const own = scopesOf(policy).find((scope) => scope.spec.nodeSelector !== undefined && closes(scope, "ingress"));
        const first = scopes.find((scope) => closes(scope, "ingress"));
        if (own === undefined || first?.policy !== policy) return;
        const needed: [number, string][] = [
          [KUBELET_PORT, "TCP 10250 (kubelet)"],
          ...(values.on("hubble.relay.enabled") ? [[RELAY_PORT, "TCP 4244 (Hubble)"] as [number, string]] : []),
          ...(values.wireguard ? [[51_871, "UDP 51871 (WireGuard)"] as [number, string]] : []),
          ...(values.overlay && values.text("routingMode") !== "native"
            ? [
                values.text("tunnelProtocol") === "geneve"
                  ? ([6081, "UDP 6081 (Geneve)"] as [number, string])
                  : ([8472, "UDP 8472 (VXLAN)"] as [number, string]),
              ]
            : []),
        ];
        const ways = scopes.flatMap(({ spec }) => spec.ingress ?? []);
        const missing = needed.filter(
          ([port]) =>
            !ways.some(
              (way) =>
                namesPort(way, port) ||
                ((way.toPorts ?? []).length === 0 &&
                  admitsEntity(way, "ingress", ["cluster", "remote-node", "kube-apiserver"])),
            ),
        );
        if (missing.length === 0) return;
        yield {
          at: `${own.at}.ingress`,
          found: `no rule for ${missing.map(([, words]) => words).join(", ")}`,
          expected: "a rule from the cluster's own entities for each",
        };
      },
    },
    {
      id: "gateway-policy-host-firewall",
      severity: "error",
      title: "Policies for nodes have the host firewall",
      why: "With hostFirewall.enabled off nobody enforces a policy with nodeSelector: the node stays open.",
      symptom: "`cilium-dbg endpoint list` shows no enforcement for the host endpoint.",
      source: "Cilium docs: security/host-firewall; values.yaml of the Cilium charts: hostFirewall.enabled",
      fix: "Set hostFirewall.enabled to true, first with the policy in audit mode; or remove the policy.",
      also: ["cilium"],
      *check(policy, { cilium }) {
        if (cilium === undefined || new Values(cilium).on("hostFirewall.enabled")) return;
        const found = scopesOf(policy).find(({ spec }) => spec.nodeSelector !== undefined);
        if (found === undefined) return;
        yield {
          at: `${found.at}.nodeSelector`,
          found: "a policy for nodes, with hostFirewall.enabled off",
          expected: "true",
        };
      },
    },
  ]),
];
