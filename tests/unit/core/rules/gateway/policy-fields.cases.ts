import { defaultDeny, gatewayPolicies } from "../../../../../core/network-policies/index.ts";
import { object, withObjects } from "../../../../support/gateway.ts";
import { cases } from "../../../../support/rule-cases.ts";
import { unknown } from "../../../../support/model.ts";

const of = (spec: object, kind = "CiliumNetworkPolicy") =>
  withObjects([object("cilium.io/v2", kind, "one", { spec: { endpointSelector: {}, ...spec } })]);
const path = (field: string) => `objects.CiliumNetworkPolicy.one.spec.${field}`;
const port = (port: unknown, protocol = "TCP") => ({ ingress: [{ toPorts: [{ ports: [{ port, protocol }] }] }] });
const PORT = path("ingress.0.toPorts.0.ports.0.port");
const ports = (count: number) => ({
  ingress: [
    { toPorts: [{ ports: Array.from({ length: count }, (_, at) => ({ port: String(at + 1), protocol: "TCP" })) }] },
  ],
});

export default cases({
  "gateway-policy-fields": {
    fails: [
      [
        "a misspelt entity",
        of({ ingress: [{ fromEntities: ["remote-nodes"] }] }),
        { path: path("ingress.0.fromEntities.0"), example: true },
      ],
      [
        "an entity of the agent that the API does not know",
        of({ egress: [{ toEntities: ["world-ipv4"] }] }),
        { path: path("egress.0.toEntities.0") },
      ],
      ["a block that is none", of({ egress: [{ toCIDR: ["10.0.0.0/33"] }] }), { path: path("egress.0.toCIDR.0") }],
      [
        "a block that is left out",
        of({ egress: [{ toCIDRSet: [{ cidr: "10.0.0.0/8", except: ["10.0.0/16"] }] }] }),
        { path: path("egress.0.toCIDRSet.0.except.0") },
      ],
      [
        "a set's block",
        of({ ingressDeny: [{ fromCIDRSet: [{ cidr: "10.0.0.256/32" }] }] }),
        { path: path("ingressDeny.0.fromCIDRSet.0.cidr") },
      ],
      ["a port without quotes", of(port(8080)), { path: PORT, found: "the number 8080" }],
      ["a range in a port", of(port("8000-8080")), { path: PORT }],
      ["a port above all", of(port("65536")), { path: PORT }],
      ["half a port", of(port("80.5")), { path: PORT }],
      ["a protocol in small letters", of(port("80", "tcp")), { path: path("ingress.0.toPorts.0.ports.0.protocol") }],
      ["41 ports", of(ports(41)), { path: path("ingress.0.toPorts.0.ports") }],
      [
        "requests and names in one rule",
        of({ egress: [{ toPorts: [{ ports: [{ port: "53" }], rules: { http: [{}], dns: [{}] } }] }] }),
        { path: path("egress.0.toPorts.0.rules") },
      ],
      [
        "ICMP with ports",
        of({ ingress: [{ icmps: [{}], toPorts: [{ ports: [{ port: "80" }] }] }] }),
        { path: path("ingress.0") },
      ],
      [
        "pods and nodes",
        of({ nodeSelector: {}, ingress: [{}] }, "CiliumClusterwideNetworkPolicy"),
        { path: "objects.CiliumClusterwideNetworkPolicy.one.spec" },
      ],
      [
        "nodes in a namespace",
        of({ endpointSelector: undefined, nodeSelector: {}, ingress: [{}] }),
        { path: path("nodeSelector") },
      ],
      ["no rule", of({ ingress: [] }), { path: "objects.CiliumNetworkPolicy.one.spec", found: "no rule" }],
    ],
    passes: [
      [
        "what the builders make",
        withObjects([...defaultDeny({ namespace: "gateway" }), ...gatewayPolicies({ gateway: "edge", backends: [] })]),
      ],
      [
        "addresses without a length, and bits behind the prefix",
        of({ egress: [{ toCIDR: ["203.0.113.9", "10.0.0.9/8", "2001:db8::/32"] }] }),
      ],
      [
        "a port by name, every port, and the last",
        of({ ingress: [{ toPorts: [{ ports: [{ port: "http" }, { port: "0" }, { port: "65535" }] }] }] }),
      ],
      ["40 ports", of(ports(40))],
      ["ICMP alone", of({ ingress: [{ icmps: [{}], toPorts: [] }] })],
      [
        "a policy for nodes",
        of({ endpointSelector: undefined, nodeSelector: {}, egressDeny: [{}] }, "CiliumClusterwideNetworkPolicy"),
      ],
    ],
    unknown: [["an unknown entity", of({ ingress: [{ fromEntities: [unknown] }] })]],
  },
});
