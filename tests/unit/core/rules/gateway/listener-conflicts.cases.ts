import { gateway, http, https, listener, withObjects } from "../../../../support/gateway.ts";
import { cilium, unknown } from "../../../../support/model.ts";
import { cases } from "../../../../support/rule-cases.ts";

const of = (...listeners: unknown[]) => withObjects([gateway({ listeners })]);
const fresh = (...listeners: unknown[]) =>
  withObjects([gateway({ listeners })], { cilium: cilium({ version: "1.20.2" }) });
const path = (field: string) => `objects.Gateway.edge.spec.listeners.${field}`;
const web = (parts: object = {}) => listener(https, { hostname: "*.example.com", ...parts });
const tls = (hostname?: string) =>
  listener(https, { name: "tls", protocol: "TLS", tls: { mode: "Passthrough" }, hostname });
const plain = (protocol: unknown, name = "b") => listener(http, { name, port: 443, protocol });

/* The table of the operator's Test_listenerPairConflict. */
export default cases({
  "gateway-listener-conflict": {
    fails: [
      [
        "HTTPS and passthrough of one hostname",
        of(https, tls("shop.example.com")),
        { path: path("1.hostname"), found: "shop.example.com on TLS" },
      ],
      ["a wildcard over a hostname", of(web(), tls("argocd.example.com")), { path: path("1.hostname") }],
      ["a hostname under a wildcard", of(https, tls("*.example.com")), { path: path("1.hostname") }],
      ["passthrough for every name", of(https, tls()), { path: path("1.hostname"), found: "every name on TLS" }],
      ["passthrough before HTTPS", of(tls("shop.example.com"), https), { path: path("1.hostname") }],
      ["the same with 1.20", fresh(web(), tls("argocd.example.com")), { path: path("1.hostname") }],
      [
        "a second pair",
        of(web(), tls("a.example.com"), listener(tls("b.example.com"), { name: "b" })),
        { path: path("2.hostname") },
      ],
      ["TCP beside HTTPS with 1.20", fresh(https, plain("TCP")), { path: path("1.port"), found: "TCP on the port" }],
      ["UDP beside HTTPS with 1.20", fresh(https, plain("UDP")), { path: path("1.port") }],
      ["HTTP beside TCP with 1.20", fresh(plain("TCP"), plain("HTTP", "c")), { path: path("1.port") }],
    ],
    passes: [
      ["HTTPS and passthrough of two hostnames", of(https, tls("b.example.com"))],
      ["HTTPS and passthrough under two wildcards", of(web({ hostname: "*.a.example.com" }), tls("*.b.example.com"))],
      ["HTTP and HTTPS of one hostname", fresh(https, listener(http, { port: 443, hostname: "shop.example.com" }))],
      ["a wildcard and a hostname of one protocol", of(web(), listener(https, { name: "b" }))],
      ["two ports", fresh(https, listener(tls("shop.example.com"), { port: 8443 }))],
      ["TCP and UDP on one port", fresh(plain("TCP"), plain("UDP", "c"))],
      ["TCP with 1.19, which serves none", of(https, plain("TCP"))],
      [
        "a Gateway of another controller",
        withObjects([gateway({ gatewayClassName: "envoy", listeners: [https, tls("shop.example.com")] })]),
      ],
    ],
    unknown: [
      ["an unknown protocol", of(https, plain(unknown))],
      ["an unknown hostname", of(https, listener(tls(), { hostname: unknown }))],
    ],
  },
});
