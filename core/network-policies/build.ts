import type { JsonObject, KubernetesObject } from "../model/index.ts";
import type {
  ClusterwidePolicyArgs,
  EgressAllowance,
  HttpAllowance,
  IngressAllowance,
  NamespacedPolicyArgs,
  PodSelector,
  PolicyArgs,
  PolicyPort,
} from "./types.ts";

const API_VERSION = "cilium.io/v2";
/** Label of a pod's namespace in Cilium's identities (Cilium docs: security/policy/kubernetes). */
const NAMESPACE_LABEL = "k8s:io.kubernetes.pod.namespace";
/** Label of Envoy's identity (Cilium docs: servicemesh/ingress-and-network-policy). */
const INGRESS_LABEL = "reserved:ingress";
/** One rule that allows nobody: a list without rules would not close anything (Cilium docs: security/policy/intro). */
const NOBODY: readonly JsonObject[] = [{}];

/** CiliumNetworkPolicy: for pods of one namespace. */
export const networkPolicy = (args: NamespacedPolicyArgs): KubernetesObject => ({
  apiVersion: API_VERSION,
  kind: "CiliumNetworkPolicy",
  metadata: metadata(args, { namespace: args.namespace }),
  spec: spec(args, podSelector(args.pods)),
});

/** CiliumClusterwideNetworkPolicy: for pods of every namespace, or for Envoy of the Gateways. */
export const clusterwideNetworkPolicy = (args: ClusterwidePolicyArgs): KubernetesObject => ({
  apiVersion: API_VERSION,
  kind: "CiliumClusterwideNetworkPolicy",
  metadata: metadata(args, {}),
  spec: spec(
    args,
    args.ingressIdentity === true
      ? { matchExpressions: [{ key: INGRESS_LABEL, operator: "Exists" }] }
      : podSelector(args.pods),
  ),
});

const metadata = ({ name, labels }: PolicyArgs, more: { namespace?: string }): KubernetesObject["metadata"] => ({
  name,
  ...more,
  ...(labels === undefined ? {} : { labels }),
});

const podSelector = (labels: Readonly<Record<string, string>> | undefined): JsonObject =>
  labels === undefined || Object.keys(labels).length === 0 ? {} : { matchLabels: labels };

function spec({ description, ingress, egress, defaultDeny = true }: PolicyArgs, selector: JsonObject): JsonObject {
  const ways = egress === undefined ? undefined : withDns(egress).map(egressRule);
  return {
    ...(description === undefined ? {} : { description }),
    endpointSelector: selector,
    ...(defaultDeny ? {} : { enableDefaultDeny: { ingress: false, egress: false } }),
    ...(ingress === undefined ? {} : { ingress: ingress.length === 0 ? NOBODY : ingress.map(ingressRule) }),
    ...(ways === undefined ? {} : { egress: ways.length === 0 ? NOBODY : ways }),
  };
}

function ingressRule({ from, ports, http }: IngressAllowance): JsonObject {
  return {
    ...(from === undefined
      ? { fromEntities: ["all"] }
      : "entities" in from
        ? { fromEntities: from.entities }
        : "pods" in from
          ? { fromEndpoints: from.pods.map(endpoints) }
          : { fromCIDRSet: cidrSet(from.cidrs, from.except) }),
    ...toPorts(ports, http === undefined ? undefined : { http: http.map(httpRule) }),
  };
}

function egressRule({ to, ports, http, dns }: EgressAllowance): JsonObject {
  const rules =
    http !== undefined ? { http: http.map(httpRule) } : dns !== undefined ? { dns: dns.map(named) } : undefined;
  return { ...egressPeer(to), ...toPorts(ports, rules) };
}

function egressPeer(to: EgressAllowance["to"]): JsonObject {
  if (to === undefined) return { toEntities: ["all"] };
  if ("entities" in to) return { toEntities: to.entities };
  if ("pods" in to) return { toEndpoints: to.pods.map(endpoints) };
  if ("fqdns" in to) return { toFQDNs: to.fqdns.map(named) };
  if ("services" in to) {
    return {
      toServices: to.services.map(({ name, namespace }) => ({ k8sService: { serviceName: name, namespace } })),
    };
  }
  return { toCIDRSet: cidrSet(to.cidrs, to.except) };
}

const endpoints = ({ labels = {}, namespace }: PodSelector): JsonObject =>
  podSelector({ ...labels, ...(namespace === undefined ? {} : { [NAMESPACE_LABEL]: namespace }) });

const cidrSet = (cidrs: readonly string[], except: readonly string[] | undefined): JsonObject[] =>
  cidrs.map((cidr) => ({ cidr, ...(except === undefined || except.length === 0 ? {} : { except }) }));

const named = (name: string): JsonObject => (name.includes("*") ? { matchPattern: name } : { matchName: name });

const httpRule = ({ method, path, host, headers }: HttpAllowance): JsonObject => ({
  ...(method === undefined ? {} : { method }),
  ...(path === undefined ? {} : { path }),
  ...(host === undefined ? {} : { host }),
  ...(headers === undefined ? {} : { headers }),
});

function toPorts(ports: readonly PolicyPort[] | undefined, rules: JsonObject | undefined): JsonObject {
  if (ports === undefined || ports.length === 0) return {};
  const list = ports.map(({ port, endPort, protocol = "TCP" }) => ({
    port: String(port),
    protocol,
    ...(endPort === undefined ? {} : { endPort }),
  }));
  return { toPorts: [{ ports: list, ...(rules === undefined ? {} : { rules }) }] };
}

/** CoreDNS of EKS (EKS user guide: managing-coredns). */
const COREDNS: PodSelector = { labels: { "k8s-app": "kube-dns" }, namespace: "kube-system" };

/** The way to CoreDNS, seen by Cilium's DNS proxy: without it names in rules never match. */
export const dnsAllowance = (names: readonly string[] = ["*"]): EgressAllowance => ({
  to: { pods: [COREDNS] },
  ports: [
    { port: 53, protocol: "UDP" },
    { port: 53, protocol: "TCP" },
  ],
  dns: names,
});

const withDns = (egress: readonly EgressAllowance[]): readonly EgressAllowance[] => {
  const needed = egress.some(({ to }) => to !== undefined && "fqdns" in to);
  return needed && !egress.some(({ dns }) => dns !== undefined) ? [dnsAllowance(), ...egress] : egress;
};
