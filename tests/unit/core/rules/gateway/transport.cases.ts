import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel } from "../../../../../core/model/index.ts";
import {
  balanced,
  classConfig,
  gateway,
  http,
  listener,
  loadBalancer,
  nlbPath,
  values,
  withObjects,
} from "../../../../support/gateway.ts";
import { cilium, nodeGroup, unknown } from "../../../../support/model.ts";

const PROXY = "target-group-attributes";
const facing = { scheme: "internet-facing" };
const proxied: Partial<ClusterModel> = {
  cilium: cilium({ values: values({ gatewayAPI: { enabled: true, enableProxyProtocol: true } }) }),
};
const tls = { "ssl-cert": "arn:aws:acm:eu-central-1:111122223333:certificate/a" };
const plain = { listeners: [listener(http, { name: "web", port: 443 }), http] };
const crossZone = { attributes: "load_balancing.cross_zone.enabled=true" };
const nodes = (max: number) => ({ nodeGroups: [nodeGroup({ scaling: { min: 1, desired: 1, max } })] });
const ports = (count: number) => ({
  listeners: Array.from({ length: count }, (_, at) => listener(http, { name: `p${at}`, port: 1000 + at })),
});

const pools = (labels: Readonly<Record<string, string>>): NonNullable<ClusterModel["hybrid"]> => ({
  settings: {
    strategy: "overlay",
    nodeCidrs: [],
    identity: { type: "ssm", expires: "" },
    pools: { rack: { maxNodes: 1, os: "rhel-9", labels } },
  },
});
const hybrid = pools({});
const EXCLUDED = "node.kubernetes.io/exclude-from-external-load-balancers";

export default cases({
  "gateway-proxy-protocol-pair": {
    fails: [
      [
        "the load balancer alone",
        withObjects([balanced({ "proxy-protocol": "*" })]),
        { path: nlbPath("proxy-protocol") },
      ],
      [
        "the load balancer's attribute alone",
        withObjects([balanced({ [PROXY]: "proxy_protocol_v2.enabled=true" })]),
        { path: nlbPath("proxy-protocol") },
      ],
      ["Envoy alone", withObjects([gateway()], proxied), { path: nlbPath("proxy-protocol") }],
    ],
    passes: [
      ["both", withObjects([balanced({ "proxy-protocol": "*" })], proxied)],
      ["both by attribute", withObjects([balanced({ [PROXY]: "a=b, proxy_protocol_v2.enabled=true" })], proxied)],
      ["neither", withObjects([gateway()])],
      ["a Service, which is not Envoy's", withObjects([loadBalancer({ "proxy-protocol": "*" })])],
    ],
    unknown: [
      ["an unknown annotation", withObjects([balanced({ "proxy-protocol": unknown })])],
      ["an unknown value", withObjects([gateway()], { cilium: cilium({ values: values({ gatewayAPI: unknown }) }) })],
    ],
  },
  "gateway-external-traffic-policy": {
    fails: [
      [
        "Local in the class",
        withObjects([classConfig({ externalTrafficPolicy: "Local" }), gateway()]),
        { path: "objects.Gateway.edge.spec.gatewayClassName" },
      ],
      [
        "Local in the chart's values",
        withObjects([gateway({ gatewayClassName: "cilium" })], {
          cilium: cilium({ values: values({ gatewayAPI: { enabled: true, externalTrafficPolicy: "Local" } }) }),
        }),
        { path: "objects.Gateway.edge.spec.gatewayClassName" },
      ],
    ],
    passes: [
      ["the default", withObjects([gateway()])],
      ["a Service with pods", withObjects([loadBalancer(facing, { externalTrafficPolicy: "Local" })])],
    ],
    unknown: [["an unknown policy", withObjects([classConfig({ externalTrafficPolicy: unknown }), gateway()])]],
  },
  "gateway-external-traffic-policy-proxy": {
    fails: [
      [
        "Local with the proxy protocol",
        withObjects([classConfig({ externalTrafficPolicy: "Local" }), balanced({ "proxy-protocol": "*" })]),
        { path: "objects.Gateway.edge.spec.gatewayClassName" },
      ],
    ],
    passes: [
      ["Local alone", withObjects([classConfig({ externalTrafficPolicy: "Local" }), gateway()])],
      ["the proxy protocol alone", withObjects([balanced({ "proxy-protocol": "*" })])],
    ],
    unknown: [
      [
        "an unknown policy",
        withObjects([classConfig({ externalTrafficPolicy: unknown }), balanced({ "proxy-protocol": "*" })]),
      ],
    ],
  },
  "gateway-acm-listener": {
    fails: [
      [
        "an HTTPS listener behind it",
        withObjects([balanced({ ...tls, "ssl-ports": "443" })]),
        { path: nlbPath("ssl-cert") },
      ],
      [
        "a port by its name in the Service",
        withObjects([balanced({ ...tls, "ssl-ports": "port-443" })]),
        { path: nlbPath("ssl-cert") },
      ],
      ["every port speaking TLS", withObjects([balanced(tls, plain)]), { path: nlbPath("ssl-ports") }],
      [
        "TLS to an HTTP listener",
        withObjects([balanced({ ...tls, "ssl-ports": "443", "backend-protocol": "ssl" }, plain)]),
        { path: nlbPath("ssl-cert") },
      ],
    ],
    passes: [
      ["an HTTP listener behind it", withObjects([balanced({ ...tls, "ssl-ports": "443" }, plain)])],
      ["an HTTPS listener without it", withObjects([gateway()])],
      ["a Service", withObjects([loadBalancer(tls)])],
      ["one port, which speaks TLS", withObjects([balanced(tls, { listeners: [listener(http, { port: 443 })] })])],
    ],
    unknown: [
      ["an unknown certificate", withObjects([balanced({ "ssl-cert": unknown })])],
      ["unknown listeners", withObjects([balanced(tls, { listeners: unknown })])],
    ],
  },
  "gateway-internal-client-ip": {
    fails: [["nothing said", withObjects([balanced({ scheme: "internal" })]), { path: nlbPath(PROXY) }]],
    passes: [
      [
        "the address given up",
        withObjects([balanced({ scheme: "internal", [PROXY]: "preserve_client_ip.enabled=false" })]),
      ],
      ["the internet", withObjects([gateway()])],
    ],
    unknown: [["unknown attributes", withObjects([balanced({ scheme: "internal", [PROXY]: unknown })])]],
  },
  "gateway-listener-attributes": {
    fails: [
      [
        "a port without a listener",
        withObjects([balanced({ "listener-attributes.TCP-8443": "tcp.idle_timeout.seconds=900" })]),
        { path: nlbPath("listener-attributes.TCP-8443") },
      ],
    ],
    passes: [
      ["a port with one", withObjects([balanced({ "listener-attributes.TCP-443": "tcp.idle_timeout.seconds=900" })])],
    ],
    unknown: [
      ["unknown listeners", withObjects([balanced({ "listener-attributes.TCP-443": "a=b" }, { listeners: unknown })])],
    ],
  },
  "gateway-target-nodes": {
    fails: [["no label", withObjects([gateway()], { hybrid }), { path: nlbPath("target-node-labels") }]],
    passes: [
      ["a label", withObjects([balanced({ "target-node-labels": "gateway=yes" })], { hybrid })],
      ["nodes that are left out", withObjects([gateway()], { hybrid: pools({ [EXCLUDED]: "true" }) })],
    ],
    unknown: [["an unknown label", withObjects([balanced({ "target-node-labels": unknown })], { hybrid })]],
  },
  "gateway-nlb-listeners": {
    fails: [["51 ports", withObjects([gateway(ports(51))]), { path: "objects.Gateway.edge.spec.listeners" }]],
    passes: [["50 ports", withObjects([gateway(ports(50))])]],
    unknown: [["unknown listeners", withObjects([gateway({ listeners: unknown })])]],
  },
  "gateway-nlb-targets": {
    fails: [
      ["two ports of 300 nodes", withObjects([balanced(crossZone)], nodes(300)), { path: nlbPath("attributes") }],
    ],
    passes: [
      ["250 nodes", withObjects([balanced(crossZone)], nodes(250))],
      ["balancing within zones", withObjects([gateway()], nodes(900))],
      ["chosen nodes", withObjects([balanced({ ...crossZone, "target-node-labels": "a=b" })], nodes(900))],
    ],
    unknown: [["an unknown size", withObjects([balanced(crossZone)], nodes(unknown))]],
  },
});
