import type { KubernetesObject } from "../../core/model/index.ts";
import { balanced, classConfig, gateway, http, https, listener, route, ruleOf } from "./gateway.ts";

const shop = { name: "web", port: 80 };

export interface Broken {
  readonly what: string;
  readonly object: KubernetesObject;
  /** The rule that refuses it. */
  readonly rule: string;
  /** Refused by this bundle only. */
  readonly bundle?: "v1.4.1" | "v1.6.1";
}

const listeners = (...list: unknown[]) => gateway({ listeners: list });
const rule = (parts: object) => route({ rules: [ruleOf(parts as never)] });
const many = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const annotated = (count: number) =>
  gateway({ infrastructure: { annotations: Object.fromEntries(many(count, (at) => [`example.com/a${at}`, ""])) } });

/** What the API server refuses, and the rule that says so before. */
export const broken: readonly Broken[] = [
  { what: "nine annotations", object: annotated(9), rule: "gateway-annotation-count", bundle: "v1.4.1" },
  { what: "seventeen annotations", object: annotated(17), rule: "gateway-annotation-count" },
  { what: "an annotation that is no text", object: balanced({ internal: true }), rule: "gateway-annotation-text" },
  { what: "a Gateway without listeners", object: listeners(), rule: "gateway-listener-fields" },
  { what: "port 70000", object: listeners(listener(http, { port: 70_000 })), rule: "gateway-listener-fields" },
  {
    what: "a listener's name in capitals",
    object: listeners(listener(http, { name: "HTTP" })),
    rule: "gateway-listener-fields",
  },
  {
    what: "a URL as hostname",
    object: listeners(listener(http, { hostname: "https://a.example.com" })),
    rule: "gateway-listener-fields",
  },
  {
    what: "a hostname on TCP",
    object: listeners(listener(http, { protocol: "TCP", hostname: "a.example.com" })),
    rule: "gateway-listener-fields",
  },
  {
    what: "two listeners of one name",
    object: listeners(http, listener(https, { name: "http" })),
    rule: "gateway-listener-unique",
  },
  {
    what: "one listener twice",
    object: listeners(http, listener(http, { name: "b" })),
    rule: "gateway-listener-unique",
  },
  {
    what: "TLS settings on HTTP",
    object: listeners(listener(http, { tls: { certificateRefs: [{ name: "a" }] } })),
    rule: "gateway-listener-tls",
  },
  {
    what: "passthrough on HTTPS",
    object: listeners(listener(https, { tls: { mode: "Passthrough" } })),
    rule: "gateway-listener-tls",
  },
  {
    what: "no certificate",
    object: listeners(listener(https, { tls: { mode: "Terminate" } })),
    rule: "gateway-listener-tls",
  },
  {
    what: "protocol TLS without a mode",
    object: listeners(listener(https, { protocol: "TLS", tls: undefined })),
    rule: "gateway-listener-tls",
    bundle: "v1.6.1",
  },
  { what: "17 rules", object: route({ rules: many(17, () => ruleOf()) }), rule: "gateway-route-sizes" },
  {
    what: "130 matches",
    object: route({ rules: many(3, () => ruleOf({ matches: many(44, () => ({ method: "GET" })) })) }),
    rule: "gateway-route-sizes",
  },
  { what: "a route without rules", object: route({ rules: [] }), rule: "gateway-route-sizes", bundle: "v1.6.1" },
  {
    what: "a relative path",
    object: rule({ matches: [{ path: { type: "PathPrefix", value: "api" } }] }),
    rule: "gateway-route-path",
  },
  {
    what: "dots in a path",
    object: rule({ matches: [{ path: { type: "Exact", value: "/a/../b" } }] }),
    rule: "gateway-route-path",
  },
  {
    what: "a path type of another gateway",
    object: rule({ matches: [{ path: { type: "Prefix", value: "/a" } }] }),
    rule: "gateway-route-path",
  },
  { what: "a method in lower case", object: rule({ matches: [{ method: "get" }] }), rule: "gateway-route-matches" },
  {
    what: "a header with a colon",
    object: rule({ matches: [{ headers: [{ name: "A: b", value: "c" }] }] }),
    rule: "gateway-route-matches",
  },
  {
    what: "an address as hostname of a TLSRoute",
    object: route({ hostnames: ["10.0.0.1"] }, { kind: "TLSRoute" }),
    rule: "gateway-route-hostname-syntax",
    bundle: "v1.6.1",
  },
  {
    what: "a TLSRoute without a name",
    object: route({}, { kind: "TLSRoute" }),
    rule: "gateway-route-hostname-syntax",
    bundle: "v1.6.1",
  },
  {
    what: "one parent twice",
    object: route({ parentRefs: [{ name: "edge" }, { name: "edge" }] }),
    rule: "gateway-route-parents",
  },
  {
    what: "a backend without a port",
    object: rule({ backendRefs: [{ name: "web" }] }),
    rule: "gateway-route-backends",
  },
  {
    what: "a weight below 0",
    object: rule({ backendRefs: [{ name: "web", port: 80, weight: -1 }] }),
    rule: "gateway-route-backends",
  },
  {
    what: "a redirect beside a backend",
    object: rule({ filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https" } }] }),
    rule: "gateway-route-filters",
  },
  {
    what: "a redirect and a rewrite",
    object: route({
      rules: [
        {
          filters: [
            { type: "RequestRedirect", requestRedirect: {} },
            { type: "URLRewrite", urlRewrite: {} },
          ],
        },
      ],
    }),
    rule: "gateway-route-filters",
  },
  {
    what: "a filter without its field",
    object: rule({ filters: [{ type: "URLRewrite" }] }),
    rule: "gateway-route-filters",
  },
  {
    what: "a mirror of 101 percent",
    object: rule({ filters: [{ type: "RequestMirror", requestMirror: { backendRef: shop, percent: 101 } }] }),
    rule: "gateway-route-filters",
  },
  {
    what: "a prefix replaced in an exact match",
    object: rule({
      matches: [{ path: { type: "Exact", value: "/a" } }],
      filters: [{ type: "URLRewrite", urlRewrite: { path: { type: "ReplacePrefixMatch", replacePrefixMatch: "/" } } }],
    }),
    rule: "gateway-route-filters",
  },
  {
    what: "a try longer than the request",
    object: rule({ timeouts: { request: "1s", backendRequest: "2s" } }),
    rule: "gateway-route-timeouts",
  },
  { what: "a timeout without a unit", object: rule({ timeouts: { request: "30" } }), rule: "gateway-route-timeouts" },
  {
    what: "CORS with the older bundle",
    object: rule({ filters: [{ type: "CORS", cors: { allowOrigins: ["*"] } }] }),
    rule: "gateway-route-feature",
    bundle: "v1.4.1",
  },
  {
    what: "a redirect by 308 with the older bundle",
    object: route({ rules: [{ filters: [{ type: "RequestRedirect", requestRedirect: { statusCode: 308 } }] }] }),
    rule: "gateway-route-feature",
    bundle: "v1.4.1",
  },
  {
    what: "external authentication in the standard channel",
    object: rule({ filters: [{ type: "ExternalAuth", externalAuth: {} }] }),
    rule: "gateway-route-feature",
  },
  { what: "retries in the standard channel", object: rule({ retry: { attempts: 3 } }), rule: "gateway-route-feature" },
  {
    what: "annotations in a class's config",
    object: classConfig({ annotations: { a: "b" } }),
    rule: "gateway-class-config",
  },
  {
    what: "a Service type that a class does not take",
    object: classConfig({ type: "ClusterIP" }),
    rule: "gateway-class-config",
  },
];
