import * as rules from "../../../../../core/rules/gateway/listeners.ts";
import { gateway, http, https, listener, withObjects } from "../../../../support/gateway.ts";
import { cilium, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const of = (...listeners: unknown[]) => withObjects([gateway({ listeners })]);
const path = (field: string) => `objects.Gateway.edge.spec.listeners${field === "" ? "" : `.${field}`}`;
const tls = listener(https, { name: "tls", protocol: "TLS", tls: { mode: "Passthrough" } });
const fresh = {
  cilium: cilium({ version: "1.20.2" }),
  gatewayApi: { bundle: "v1.6.1", channel: "standard" },
} as const;

describeRules([
  {
    rule: rules.listenerFields,
    fails: [
      ["none", of(), path("")],
      ["65", of(...Array.from({ length: 65 }, (_, at) => listener(http, { name: `l${at}`, port: at + 1 }))), path("")],
      ["a name with capitals", of(listener(http, { name: "HTTP" })), path("0.name")],
      ["a listener without a name", of(listener(http, { name: undefined })), path("0.name")],
      ["port 0", of(listener(http, { port: 0 })), path("0.port")],
      ["port 70000", of(http, listener(https, { port: 70_000 })), path("1.port")],
      ["a hostname on TCP", of(listener(http, { protocol: "TCP", hostname: "a.example.com" })), path("0.hostname")],
      ["a URL as hostname", of(listener(http, { hostname: "https://shop.example.com" })), path("0.hostname")],
      ["an address as hostname", of(listener(http, { hostname: "10.0.0.1" })), path("0.hostname")],
      ["a star inside a hostname", of(listener(http, { hostname: "a.*.example.com" })), path("0.hostname")],
    ],
    passes: [
      ["two listeners", of(http, https)],
      ["a wildcard", of(listener(http, { hostname: "*.example.com" }))],
    ],
    undecided: [["unknown listeners", withObjects([gateway({ listeners: unknown })])]],
  },
  {
    rule: rules.listenerUnique,
    fails: [
      ["a name twice", of(http, listener(https, { name: "http" })), path("1.name")],
      ["one port, protocol and hostname twice", of(http, listener(http, { name: "b" })), path("1")],
      ["no hostname and an empty one", of(http, listener(http, { name: "b", hostname: "" })), path("1")],
    ],
    passes: [["two hostnames on one port", of(https, listener(https, { name: "b", hostname: "b.example.com" }))]],
    undecided: [["an unknown hostname", of(http, listener(http, { name: "b", hostname: unknown }))]],
  },
  {
    rule: rules.listenerConflict,
    fails: [["HTTP on the port of HTTPS", of(https, listener(http, { port: 443 })), path("1.port")]],
    passes: [
      ["HTTPS and passthrough on one port", of(https, listener(tls, { hostname: "b.example.com" }))],
      ["UDP beside HTTPS", of(https, listener(http, { port: 443, protocol: "UDP" }))],
      ["two ports", of(http, https)],
    ],
    undecided: [["an unknown protocol", of(http, listener(http, { name: "b", protocol: unknown }))]],
  },
  {
    rule: rules.listenerTls,
    fails: [
      ["TLS settings on HTTP", of(listener(http, { tls: { certificateRefs: [{ name: "a" }] } })), path("0.tls")],
      ["passthrough on HTTPS", of(listener(https, { tls: { mode: "Passthrough" } })), path("0.tls.mode")],
      ["TLS without a mode", of(listener(tls, { tls: { certificateRefs: [{ name: "a" }] } })), path("0.tls.mode")],
      ["TLS without settings", of(listener(tls, { tls: undefined })), path("0.tls.mode")],
      [
        "TLS that ends in Envoy",
        of(listener(tls, { tls: { mode: "Terminate", certificateRefs: [{ name: "a" }] } })),
        path("0.tls.mode"),
      ],
      [
        "HTTPS without a certificate",
        of(listener(https, { tls: { mode: "Terminate" } })),
        path("0.tls.certificateRefs"),
      ],
      ["HTTPS without settings", of(listener(https, { tls: undefined })), path("0.tls.certificateRefs")],
    ],
    passes: [
      ["a certificate", of(http, https)],
      ["passthrough", of(tls)],
    ],
    undecided: [["unknown settings", of(listener(https, { tls: unknown }))]],
  },
  {
    rule: rules.listenerProtocol,
    fails: [
      ["a protocol in lower case", of(listener(http, { protocol: "http" })), path("0.protocol")],
      ["TCP with 1.19", of(listener(http, { protocol: "TCP" })), path("0.protocol")],
      ["passthrough with the standard channel of 1.19", of(tls), path("0.protocol")],
    ],
    passes: [
      ["HTTP and HTTPS", of(http, https)],
      [
        "UDP and passthrough with 1.20",
        withObjects([gateway({ listeners: [listener(http, { protocol: "UDP" }), tls] })], fresh),
      ],
      [
        "passthrough with the experimental channel",
        withObjects([gateway({ listeners: [tls] })], { gatewayApi: { bundle: "v1.4.1", channel: "experimental" } }),
      ],
    ],
    undecided: [["an unknown protocol", of(listener(http, { protocol: unknown }))]],
  },
]);
