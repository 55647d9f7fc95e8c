import { cases } from "../../../../support/rule-cases.ts";
import { gatewayPolicies, networkPolicy } from "../../../../../core/network-policies/index.ts";
import { object, route, service, values, withObjects } from "../../../../support/gateway.ts";
import { cilium, network, unknown } from "../../../../support/model.ts";

const policy = (spec: object, namespace = "gateway") =>
  object("cilium.io/v2", "CiliumNetworkPolicy", "one", { spec: { endpointSelector: {}, ...spec } }, namespace);
const of = (spec: object, ...others: Parameters<typeof withObjects>[0]) => withObjects([policy(spec), ...others]);
const path = (field: string) => `objects.CiliumNetworkPolicy.one.spec.${field}`;
const nodes = { cilium: cilium({ values: values({ policyCIDRMatchMode: ["nodes"] }) }) };
/** Subnets of pods alone, with a Cilium that matches some of the cluster by addresses. */
const onPods = (version: string, policyCIDRMatchMode: unknown) =>
  withObjects([policy({ ingress: [{ fromCIDR: ["10.0.0.0/20"] }] })], {
    cilium: cilium({ version, values: values({ policyCIDRMatchMode: policyCIDRMatchMode as never }) }),
    network: network({ subnets: network().subnets.map((subnet) => ({ ...subnet, role: "pod" as const })) }),
  });
const dns = {
  toEndpoints: [{}],
  toPorts: [{ ports: [{ port: "53", protocol: "ANY" }], rules: { dns: [{ matchPattern: "*" }] } }],
};
const fqdn = { toFQDNs: [{ matchName: "api.example.com" }] };
const l7 = (ports: object[], rules: object = { http: [{ method: "GET" }] }) => ({ toPorts: [{ ports, rules }] });
const http = [{ port: "8080", protocol: "TCP" }];
const web = { name: "web", namespace: "gateway" };
const behind = (...policies: Parameters<typeof withObjects>[0]) => withObjects([route(), service(), ...policies]);
const closed = (ingress: object[], pods?: Record<string, string>) =>
  policy({ endpointSelector: pods === undefined ? {} : { matchLabels: pods }, ingress });
const kubernetes = (spec: object) =>
  object("networking.k8s.io/v1", "NetworkPolicy", "one", { spec: { podSelector: {}, ...spec } });
const BACKEND = "objects.HTTPRoute.shop.spec.rules.0.backendRefs.0";

export default cases({
  "gateway-policy-cidr": {
    fails: [
      ["addresses of nodes", of({ ingress: [{ fromCIDR: ["10.0.0.0/20"] }] }), { path: path("ingress.0.fromCIDR.0") }],
      [
        "the whole VPC",
        of({ egress: [{ toCIDRSet: [{ cidr: "10.0.0.0/16" }] }] }),
        { path: path("egress.0.toCIDRSet.0.cidr") },
      ],
      [
        "the Pod Identity agent",
        of({ egress: [{ toCIDR: ["169.254.170.23/32"] }] }),
        { path: path("egress.0.toCIDR.0") },
      ],
      ["pods with 1.19", onPods("1.19.6", ["pods"]), { path: path("ingress.0.fromCIDR.0") }],
      ["pods where addresses match nodes", onPods("1.20.2", ["nodes"]), { path: path("ingress.0.fromCIDR.0") }],
      [
        "one that is denied",
        of({ egressDeny: [{ toCIDR: ["10.0.16.0/24"] }] }),
        { path: path("egressDeny.0.toCIDR.0") },
      ],
      [
        "one in a list of specs",
        withObjects([
          {
            ...object("cilium.io/v2", "CiliumNetworkPolicy", "one"),
            specs: [{ ingress: [{ fromCIDR: ["10.0.0.9/32"] }] }],
          },
        ]),
        { path: "objects.CiliumNetworkPolicy.one.specs.0.ingress.0.fromCIDR.0" },
      ],
    ],
    passes: [
      ["addresses elsewhere", of({ ingress: [{ fromCIDR: ["203.0.113.0/24"] }] })],
      ["the world", of({ egress: [{ toCIDR: ["0.0.0.0/0"] }] })],
      ["entities", of({ ingress: [{ fromEntities: ["ingress"] }] })],
      ["pods where addresses match them, from 1.20 on", onPods("1.20.2", ["nodes", "pods"])],
      ["pods alone, as text", onPods("1.20.2", "pods")],
      ["nodes where addresses match them", withObjects([policy({ ingress: [{ fromCIDR: ["10.0.0.0/20"] }] })], nodes)],
      ["IPv6", of({ ingress: [{ fromCIDR: ["2001:db8::/32"] }] })],
      ["blocks of /8, which are mostly of others", of({ egress: [{ toCIDR: ["10.0.0.0/8", "169.0.0.0/8"] }] })],
    ],
    unknown: [["an unknown address", of({ ingress: [{ fromCIDR: [unknown] }] })]],
  },
  "gateway-policy-peers": {
    fails: [
      [
        "two kinds",
        of({ ingress: [{}, { fromEntities: ["world"], fromCIDR: ["203.0.113.0/24"] }] }),
        { path: path("ingress.1") },
      ],
    ],
    passes: [
      ["a rule each", of({ ingress: [{ fromEntities: ["world"] }, { fromEndpoints: [{}] }] })],
      ["a list of addresses without any", of({ ingress: [{ fromEntities: ["world"], fromCIDR: [] }] })],
    ],
    unknown: [["unknown peers", of({ ingress: [{ fromEntities: unknown }] })]],
  },
  "gateway-policy-names": {
    fails: [
      ["no DNS rule", of({ egress: [fqdn] }), { path: path("egress.0.toFQDNs") }],
      [
        "one of another namespace",
        of({ egress: [fqdn] }, policy({ egress: [dns] }, "apps")),
        { path: path("egress.0.toFQDNs") },
      ],
      [
        "ports without a DNS rule",
        of({ egress: [{ toEndpoints: [{}], toPorts: [{ ports: http }] }, fqdn] }),
        { path: path("egress.1.toFQDNs") },
      ],
    ],
    passes: [
      ["a DNS rule beside it", of({ egress: [dns, fqdn] })],
      [
        "one for the whole cluster",
        of(
          { egress: [fqdn] },
          object("cilium.io/v2", "CiliumClusterwideNetworkPolicy", "dns", { spec: { egress: [dns] } }, undefined),
        ),
      ],
      [
        "what the builder makes of names",
        withObjects([
          networkPolicy({ name: "one", namespace: "apps", egress: [{ to: { fqdns: ["a.example.com"] } }] }),
        ]),
      ],
      ["a list of names without any", of({ egress: [{ toFQDNs: [] }] })],
    ],
    unknown: [["unknown rules", of({ egress: unknown })]],
  },
  "gateway-policy-l7": {
    fails: [
      [
        "no proxy",
        withObjects([policy({ ingress: [l7(http)] })], { cilium: cilium({ values: values({ l7Proxy: false }) }) }),
        { path: path("ingress.0.toPorts.0.rules") },
      ],
      ["DNS on the way in", of({ ingress: [l7(http, { dns: [] })] }), { path: path("ingress.0.toPorts.0.rules.dns") }],
      ["no port", of({ ingress: [l7([])] }), { path: path("ingress.0.toPorts.0.ports") }],
      [
        "HTTP over UDP",
        of({ ingress: [l7([{ port: "80", protocol: "UDP" }])] }),
        { path: path("ingress.0.toPorts.0.ports") },
      ],
    ],
    passes: [
      ["HTTP over TCP", of({ ingress: [l7(http)] })],
      ["DNS on the way out", of({ egress: [dns] })],
    ],
    unknown: [["unknown ports", of({ ingress: [{ toPorts: unknown }] })]],
  },
  "gateway-policy-ingress": {
    fails: [
      ["pods that only pods may call", behind(closed([{ fromEndpoints: [{}] }])), { path: BACKEND }],
      [
        "pods that the world may call",
        behind(closed([{ fromEntities: ["world"] }], { app: "web" })),
        { path: BACKEND },
      ],
      ["a closed namespace", behind(closed([{}])), { path: BACKEND }],
      ["a namespace closed by Kubernetes", behind(kubernetes({ policyTypes: ["Ingress"] })), { path: BACKEND }],
      [
        "pods that Kubernetes lets the namespace call",
        behind(kubernetes({ ingress: [{ from: [{ podSelector: {} }] }] })),
        { path: BACKEND },
      ],
      [
        "clients by address, which Envoy is none of",
        behind(kubernetes({ ingress: [{ from: [{ ipBlock: { cidr: "0.0.0.0/0" } }] }] })),
        { path: BACKEND },
      ],
      [
        "clients of other namespaces",
        behind(kubernetes({ ingress: [{ from: [{ namespaceSelector: {} }] }] })),
        { path: BACKEND },
      ],
    ],
    passes: [
      [
        "a policy for the Gateway beside it",
        behind(closed([{}]), policy({ ingress: [{ fromEntities: ["ingress"] }] })),
      ],
      [
        "what the builder makes for a Gateway",
        behind(
          closed([{}]),
          ...gatewayPolicies({
            gateway: "edge",
            backends: [{ ...web, service: "web", labels: { app: "web" }, ports: [8080] }],
          }),
        ),
      ],
      ["policies of other pods", behind(closed([{}], { app: "db" }))],
      ["policies of another namespace", behind(policy({ ingress: [{}] }, "apps"))],
      ["no policy", behind()],
      ["a rule on ports for everybody", behind(closed([{ toPorts: [{ ports: http }] }]))],
      [
        "rules that close nothing",
        behind(policy({ enableDefaultDeny: { ingress: false }, ingress: [{ fromEndpoints: [{}] }] })),
      ],
      [
        "a route between pods",
        withObjects([route({ parentRefs: [{ kind: "Service", name: "web" }] }), service(), closed([{}])]),
      ],
      ["a list of rules without any, which closes nothing", behind(closed([]))],
      ["a port for everybody, by Kubernetes", behind(kubernetes({ ingress: [{ ports: [{ port: 8080 }] }] }))],
      ["the way out, by Kubernetes", behind(kubernetes({ policyTypes: ["Egress"] }))],
    ],
    unknown: [["unknown rules", behind(closed(unknown))]],
  },
});
