import { gateway, http, https, listener, object, withObjects } from "../../../../support/gateway.ts";
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

/** A ListenerSet of Gateway "edge", beside others. */
const set = (name: string, listeners: unknown, parent: object = {}) =>
  object("gateway.networking.k8s.io/v1", "ListenerSet", name, {
    spec: { parentRef: { name: "edge", ...parent }, listeners },
  });
const sets = (...more: ReturnType<typeof set>[]) =>
  withObjects([gateway({ listeners: [https] }), ...more], { cilium: cilium({ version: "1.20.2" }) });
const setPath = (name: string, field: string) => `objects.ListenerSet.${name}.spec.listeners.${field}`;
const shop = listener(https, { name: "shop", hostname: "b.example.com" });

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
      ["HTTPS beside TLS that the Gateway ends", of(https, listener(https, { name: "tls", protocol: "TLS" }))],
    ],
    unknown: [
      ["an unknown protocol", of(https, plain(unknown))],
      ["an unknown hostname", of(https, listener(tls(), { hostname: unknown }))],
    ],
  },
  "gateway-listener-set-conflict": {
    fails: [
      [
        "the hostname of the Gateway's listener",
        sets(set("a", [https])),
        { path: setPath("a", "0.hostname"), found: 'listener "https" (443) of Gateway gateway/edge' },
      ],
      ["passthrough over it", sets(set("a", [tls("*.example.com")])), { path: setPath("a", "0.hostname") }],
      ["TCP on its port", sets(set("a", [plain("TCP")])), { path: setPath("a", "0.port") }],
      [
        "the hostname of another set, by name the later one",
        sets(set("b", [shop]), set("a", [shop])),
        { path: setPath("b", "0.hostname"), found: "of ListenerSet gateway/a" },
      ],
      [
        "two of its own",
        sets(set("a", [shop, listener(tls("b.example.com"), { name: "t" })])),
        { path: setPath("a", "1.hostname") },
      ],
    ],
    passes: [
      ["a hostname of its own", sets(set("a", [shop]))],
      [
        "two sets with a hostname each",
        sets(set("a", [shop]), set("b", [listener(shop, { hostname: "c.example.com" })])),
      ],
      ["a port of its own", sets(set("a", [listener(https, { port: 8443 })]))],
      ["a Gateway of another stack", sets(set("a", [https], { name: "other" }))],
      [
        "a Gateway of another controller",
        withObjects([gateway({ gatewayClassName: "envoy", listeners: [https] }), set("a", [https])]),
      ],
      ["one listener twice, which the API server refuses", sets(set("a", [shop, listener(shop, { name: "b" })]))],
    ],
    unknown: [["unknown listeners", sets(set("a", unknown))]],
  },
});
