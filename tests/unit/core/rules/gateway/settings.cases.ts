import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel } from "../../../../../core/model/index.ts";
import type { GatewayPartSettings } from "../../../../../core/settings/index.ts";
import { unknown } from "../../../../support/model.ts";

const model = (settings: GatewayPartSettings): ClusterModel => ({ gateway: { settings } });
const http = { http: { protocol: "HTTP" } } as const;
const https = { https: { protocol: "HTTPS", hostname: "a.example.com" } } as const;
const issuer = { email: "a@example.com", route53: { hostedZoneIds: ["Z1"] } };

const two = (first: GatewayPartSettings, other: GatewayPartSettings, name = "inner"): ClusterModel => ({
  gateway: { settings: { listeners: http, ...first }, others: { [name]: { listeners: http, ...other } } },
});

const subnetless = (names: readonly string[]): ClusterModel => ({
  gateway: { settings: { listeners: http }, others: { inner: { listeners: http } }, withoutSubnets: names },
});

export default cases({
  "gateway-settings-subnets": {
    fails: [
      ["a VPC without public subnets", subnetless(["edge"]), { path: "gateway.exposure" }],
      ["another one without", subnetless(["inner"]), { path: "gateway.others.inner.exposure" }],
    ],
    passes: [["subnets for all", subnetless([])]],
    unknown: [["unknown subnets", subnetless(unknown)]],
  },
  "gateway-settings-others": {
    fails: [
      [
        "another way of exposure",
        two({}, { exposure: { type: "host-network" } }),
        { path: "gateway.others.inner.exposure.type" },
      ],
      [
        "the proxy protocol on one side",
        two({ exposure: { type: "internet-facing", proxyProtocol: true } }, { exposure: { type: "internal" } }),
        { path: "gateway.others.inner.exposure.proxyProtocol" },
      ],
      ["one name twice", two({}, {}, "edge"), { path: "gateway.others.edge" }],
      ["a first one without listeners", two({ listeners: {} }, {}), { path: "gateway.others" }],
    ],
    passes: [
      ["one alone", model({ listeners: http })],
      ["a public and an internal one", two({}, { exposure: { type: "internal" } })],
      ["one alone without listeners", model({ listeners: {} })],
    ],
    unknown: [["an unknown switch", two({ exposure: { type: "internal", proxyProtocol: unknown } }, {})]],
  },
  "gateway-settings-listeners": {
    fails: [["a demo without listeners", model({ demo: { enabled: true } }), { path: "gateway.listeners" }]],
    passes: [
      ["nothing at all", model({})],
      ["a listener", model({ listeners: http, demo: { enabled: true } })],
    ],
    unknown: [["unknown listeners", model({ listeners: unknown, demo: { enabled: true } })]],
  },
  "gateway-settings-namespaces": {
    fails: [
      [
        "capitals",
        model({ listeners: { web: { protocol: "HTTP", allowedNamespaces: ["shop", "Pay"] } } }),
        { path: "gateway.listeners.web.allowedNamespaces.1" },
      ],
    ],
    passes: [
      ["names", model({ listeners: { web: { protocol: "HTTP", allowedNamespaces: ["shop"] } } })],
      ["all", model({ listeners: { web: { protocol: "HTTP", allowedNamespaces: "All" } } })],
      ["none said", model({ listeners: http })],
      ["no listener", model({})],
    ],
    unknown: [["unknown listeners", model({ listeners: unknown })]],
  },
  "gateway-settings-exposure": {
    fails: [
      [
        "public addresses of an internal load balancer",
        model({ listeners: http, exposure: { type: "internal", elasticIps: "allocate" } }),
        { path: "gateway.exposure.elasticIps" },
      ],
      [
        "chosen private addresses of a public one",
        model({ listeners: http, exposure: { type: "internet-facing", privateAddresses: ["10.0.0.9"] } }),
        { path: "gateway.exposure.privateAddresses" },
      ],
      [
        "no controller",
        model({ listeners: http, loadBalancerController: "none" }),
        { path: "gateway.loadBalancerController" },
      ],
    ],
    passes: [
      ["public addresses", model({ listeners: http, exposure: { type: "internet-facing", elasticIps: "allocate" } })],
      [
        "the host network without a controller",
        model({ listeners: http, exposure: { type: "host-network" }, loadBalancerController: "none" }),
      ],
    ],
    unknown: [["an unknown type", model({ listeners: http, exposure: { type: unknown, elasticIps: "allocate" } })]],
  },
  "gateway-settings-certificates": {
    fails: [
      ["no certificate", model({ listeners: https }), { path: "gateway.listeners.https.certificate" }],
      [
        "no issuer",
        model({ listeners: https, tls: { certManager: "install" } }),
        { path: "gateway.listeners.https.certificate" },
      ],
      [
        "no name to certify",
        model({ listeners: { https: { protocol: "HTTPS" } }, tls: { certManager: "install", issuer } }),
        { path: "gateway.listeners.https.hostname" },
      ],
    ],
    passes: [
      ["a Secret", model({ listeners: { https: { protocol: "HTTPS", certificate: { secret: "own" } } } })],
      ["cert-manager", model({ listeners: https, tls: { certManager: "install", issuer } })],
      ["ACM", model({ listeners: https, tls: { acmCertificateArn: "arn" } })],
    ],
    unknown: [["an unknown protocol", model({ listeners: { a: { protocol: unknown } } })]],
  },
  "gateway-settings-issuer": {
    fails: [
      [
        "no proof",
        model({ listeners: http, tls: { certManager: "install", issuer: { email: "a" } } }),
        { path: "gateway.tls.issuer" },
      ],
      ["no cert-manager", model({ listeners: http, tls: { issuer } }), { path: "gateway.tls.certManager" }],
      [
        "proof by HTTP without port 80",
        model({ listeners: https, tls: { certManager: "install", issuer: { email: "a", http01: true } } }),
        { path: "gateway.tls.issuer.http01" },
      ],
    ],
    passes: [["proof by DNS", model({ listeners: https, tls: { certManager: "install", issuer } })]],
    unknown: [["an unknown issuer", model({ listeners: https, tls: { certManager: "install", issuer: unknown } })]],
  },
  "gateway-settings-ports": {
    fails: [
      ["TCP without a port", model({ listeners: { db: { protocol: "TCP" } } }), { path: "gateway.listeners.db.port" }],
    ],
    passes: [["TCP with a port", model({ listeners: { db: { protocol: "TCP", port: 5432 } } })]],
    unknown: [["an unknown protocol", model({ listeners: { a: { protocol: unknown } } })]],
  },
});
