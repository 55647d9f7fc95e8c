import type { ClusterModel } from "../../../../../core/model/index.ts";
import * as rules from "../../../../../core/rules/gateway/settings.ts";
import type { GatewayPartSettings } from "../../../../../core/settings/index.ts";
import { unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

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

describeRules([
  {
    rule: rules.gatewaySubnets,
    fails: [
      ["a VPC without public subnets", subnetless(["edge"]), "gateway.exposure"],
      ["another one without", subnetless(["inner"]), "gateway.others.inner.exposure"],
    ],
    passes: [["subnets for all", subnetless([])]],
    undecided: [["unknown subnets", subnetless(unknown)]],
  },
  {
    rule: rules.gatewayOthers,
    fails: [
      [
        "another way of exposure",
        two({}, { exposure: { type: "host-network" } }),
        "gateway.others.inner.exposure.type",
      ],
      [
        "the proxy protocol on one side",
        two({ exposure: { type: "internet-facing", proxyProtocol: true } }, { exposure: { type: "internal" } }),
        "gateway.others.inner.exposure.proxyProtocol",
      ],
      ["one name twice", two({}, {}, "edge"), "gateway.others.edge"],
      ["a first one without listeners", two({ listeners: {} }, {}), "gateway.others"],
    ],
    passes: [
      ["one alone", model({ listeners: http })],
      ["a public and an internal one", two({}, { exposure: { type: "internal" } })],
    ],
    undecided: [["an unknown switch", two({ exposure: { type: "internal", proxyProtocol: unknown } }, {})]],
  },
  {
    rule: rules.gatewayListeners,
    fails: [["a demo without listeners", model({ demo: { enabled: true } }), "gateway.listeners"]],
    passes: [
      ["nothing at all", model({})],
      ["a listener", model({ listeners: http, demo: { enabled: true } })],
    ],
    undecided: [["unknown listeners", model({ listeners: unknown, demo: { enabled: true } })]],
  },
  {
    rule: rules.gatewayExposure,
    fails: [
      [
        "public addresses of an internal load balancer",
        model({ listeners: http, exposure: { type: "internal", elasticIps: "allocate" } }),
        "gateway.exposure.elasticIps",
      ],
      [
        "chosen private addresses of a public one",
        model({ listeners: http, exposure: { type: "internet-facing", privateAddresses: ["10.0.0.9"] } }),
        "gateway.exposure.privateAddresses",
      ],
      ["no controller", model({ listeners: http, loadBalancerController: "none" }), "gateway.loadBalancerController"],
    ],
    passes: [
      ["public addresses", model({ listeners: http, exposure: { type: "internet-facing", elasticIps: "allocate" } })],
      [
        "the host network without a controller",
        model({ listeners: http, exposure: { type: "host-network" }, loadBalancerController: "none" }),
      ],
    ],
    undecided: [["an unknown type", model({ listeners: http, exposure: { type: unknown, elasticIps: "allocate" } })]],
  },
  {
    rule: rules.gatewayCertificates,
    fails: [
      ["no certificate", model({ listeners: https }), "gateway.listeners.https.certificate"],
      [
        "no issuer",
        model({ listeners: https, tls: { certManager: "install" } }),
        "gateway.listeners.https.certificate",
      ],
      [
        "no name to certify",
        model({ listeners: { https: { protocol: "HTTPS" } }, tls: { certManager: "install", issuer } }),
        "gateway.listeners.https.hostname",
      ],
    ],
    passes: [
      ["a Secret", model({ listeners: { https: { protocol: "HTTPS", certificate: { secret: "own" } } } })],
      ["cert-manager", model({ listeners: https, tls: { certManager: "install", issuer } })],
      ["ACM", model({ listeners: https, tls: { acmCertificateArn: "arn" } })],
    ],
    undecided: [["an unknown protocol", model({ listeners: { a: { protocol: unknown } } })]],
  },
  {
    rule: rules.gatewayIssuer,
    fails: [
      [
        "no proof",
        model({ listeners: http, tls: { certManager: "install", issuer: { email: "a" } } }),
        "gateway.tls.issuer",
      ],
      ["no cert-manager", model({ listeners: http, tls: { issuer } }), "gateway.tls.certManager"],
      [
        "proof by HTTP without port 80",
        model({ listeners: https, tls: { certManager: "install", issuer: { email: "a", http01: true } } }),
        "gateway.tls.issuer.http01",
      ],
    ],
    passes: [["proof by DNS", model({ listeners: https, tls: { certManager: "install", issuer } })]],
    undecided: [["an unknown issuer", model({ listeners: https, tls: { certManager: "install", issuer: unknown } })]],
  },
  {
    rule: rules.gatewayPorts,
    fails: [["TCP without a port", model({ listeners: { db: { protocol: "TCP" } } }), "gateway.listeners.db.port"]],
    passes: [["TCP with a port", model({ listeners: { db: { protocol: "TCP", port: 5432 } } })]],
    undecided: [["an unknown protocol", model({ listeners: { a: { protocol: unknown } } })]],
  },
]);
