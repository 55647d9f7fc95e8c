import { cases } from "../../../../support/rule-cases.ts";
import { gateway, http, https, listener, withObjects } from "../../../../support/gateway.ts";
import { cilium, unknown } from "../../../../support/model.ts";

const of = (...listeners: unknown[]) => withObjects([gateway({ listeners })]);
const path = (field: string) => `objects.Gateway.edge.spec.listeners${field === "" ? "" : `.${field}`}`;
const tls = listener(https, { name: "tls", protocol: "TLS", tls: { mode: "Passthrough" } });
const fresh = {
  cilium: cilium({ version: "1.20.2" }),
  gatewayApi: { bundle: "v1.6.1", channel: "standard" },
} as const;

export default cases({
  "gateway-listener-fields": {
    fails: [
      ["none", of(), { path: path("") }],
      [
        "65",
        of(...Array.from({ length: 65 }, (_, at) => listener(http, { name: `l${at}`, port: at + 1 }))),
        { path: path("") },
      ],
      ["a name with capitals", of(listener(http, { name: "HTTP" })), { path: path("0.name") }],
      ["a listener without a name", of(listener(http, { name: undefined })), { path: path("0.name") }],
      ["port 0", of(listener(http, { port: 0 })), { path: path("0.port") }],
      ["port 70000", of(http, listener(https, { port: 70_000 })), { path: path("1.port") }],
      [
        "a hostname on TCP",
        of(listener(http, { protocol: "TCP", hostname: "a.example.com" })),
        { path: path("0.hostname") },
      ],
      ["a URL as hostname", of(listener(http, { hostname: "https://shop.example.com" })), { path: path("0.hostname") }],
      ["an address as hostname", of(listener(http, { hostname: "10.0.0.1" })), { path: path("0.hostname") }],
      ["a star inside a hostname", of(listener(http, { hostname: "a.*.example.com" })), { path: path("0.hostname") }],
    ],
    passes: [
      ["two listeners", of(http, https)],
      ["a wildcard", of(listener(http, { hostname: "*.example.com" }))],
      ["64 of them", of(...Array.from({ length: 64 }, (_, at) => listener(http, { name: `l${at}`, port: at + 1 })))],
      ["a name of 253 characters", of(listener(http, { name: "a".repeat(253) }))],
      ["the last port", of(listener(http, { port: 65_535 }))],
    ],
    unknown: [["unknown listeners", withObjects([gateway({ listeners: unknown })])]],
  },
  "gateway-listener-unique": {
    fails: [
      ["a name twice", of(http, listener(https, { name: "http" })), { path: path("1.name") }],
      ["one port, protocol and hostname twice", of(http, listener(http, { name: "b" })), { path: path("1") }],
      [
        "two TCP listeners on one port",
        of(listener(http, { protocol: "TCP" }), listener(http, { name: "b", protocol: "TCP" })),
        { path: path("1") },
      ],
      ["no hostname and an empty one", of(http, listener(http, { name: "b", hostname: "" })), { path: path("1") }],
    ],
    passes: [["two hostnames on one port", of(https, listener(https, { name: "b", hostname: "b.example.com" }))]],
    unknown: [["an unknown hostname", of(http, listener(http, { name: "b", hostname: unknown }))]],
  },
  "gateway-listener-tls": {
    fails: [
      [
        "TLS settings on HTTP",
        of(listener(http, { tls: { certificateRefs: [{ name: "a" }] } })),
        { path: path("0.tls") },
      ],
      ["passthrough on HTTPS", of(listener(https, { tls: { mode: "Passthrough" } })), { path: path("0.tls.mode") }],
      [
        "TLS without a mode",
        of(listener(tls, { tls: { certificateRefs: [{ name: "a" }] } })),
        { path: path("0.tls.mode") },
      ],
      ["TLS without settings", of(listener(tls, { tls: undefined })), { path: path("0.tls.mode") }],
      [
        "TLS that ends in Envoy",
        of(listener(tls, { tls: { mode: "Terminate", certificateRefs: [{ name: "a" }] } })),
        { path: path("0.tls.mode") },
      ],
      [
        "HTTPS without a certificate",
        of(listener(https, { tls: { mode: "Terminate" } })),
        { path: path("0.tls.certificateRefs") },
      ],
      ["HTTPS without settings", of(listener(https, { tls: undefined })), { path: path("0.tls.certificateRefs") }],
    ],
    passes: [
      ["a certificate", of(http, https)],
      ["passthrough", of(tls)],
    ],
    unknown: [["unknown settings", of(listener(https, { tls: unknown }))]],
  },
  "gateway-listener-protocol": {
    fails: [
      ["a protocol in lower case", of(listener(http, { protocol: "http" })), { path: path("0.protocol") }],
      ["TCP with 1.19", of(listener(http, { protocol: "TCP" })), { path: path("0.protocol") }],
      ["passthrough with the standard channel of 1.19", of(tls), { path: path("0.protocol") }],
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
    unknown: [["an unknown protocol", of(listener(http, { protocol: unknown }))]],
  },
});
