import { cases } from "../../../../support/rule-cases.ts";
import { route, ruleOf, withObjects } from "../../../../support/gateway.ts";
import { unknown } from "../../../../support/model.ts";

const of = (spec: object, options?: object) => withObjects([route(spec as never, options)]);
const withRule = (parts: object, options?: object) => of({ rules: [ruleOf(parts as never)] }, options);
const path = (field: string, kind = "HTTPRoute") => `objects.${kind}.shop.spec.${field}`;
const grpc = { kind: "GRPCRoute" };
const tls = { kind: "TLSRoute" };
const match = (value: string, type = "PathPrefix") => ({ matches: [{ path: { type, value } }] });
const times = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);
const prefix = { path: { type: "PathPrefix", value: "/a" } };
const filter = (type: string, field: string, value: unknown = {}) => ({ type, [field]: value });
const redirect = (value: object = { scheme: "https" }) => filter("RequestRedirect", "requestRedirect", value);
const rewrite = (change: object) => filter("URLRewrite", "urlRewrite", { path: change });
const mirror = (value: object) =>
  filter("RequestMirror", "requestMirror", { backendRef: { name: "copy", port: 80 }, ...value });
const only = (...list: unknown[]) => withRule({ filters: list });

export default cases({
  "gateway-route-sizes": {
    fails: [
      ["17 rules", of({ rules: times(17, ruleOf()) }), { path: path("rules") }],
      ["65 matches", withRule({ matches: times(65, prefix) }), { path: path("rules.0.matches") }],
      ["128 matches in all", of({ rules: times(2, ruleOf({ matches: times(64, prefix) })) }), { path: path("rules") }],
      [
        "17 backends",
        withRule({ backendRefs: times(17, { name: "a", port: 80 }) }),
        { path: path("rules.0.backendRefs") },
      ],
      ["no rule", of({ rules: [] }), { path: path("rules") }],
      ["two rules of a TLSRoute", of({ rules: times(2, ruleOf()) }, tls), { path: path("rules", "TLSRoute") }],
      ["17 hostnames", of({ hostnames: times(17, "a.example.com") }), { path: path("hostnames") }],
    ],
    passes: [
      ["16 rules", of({ rules: times(16, ruleOf()) })],
      ["127 matches", of({ rules: [ruleOf({ matches: times(64, prefix) }), ruleOf({ matches: times(63, prefix) })] })],
    ],
    unknown: [["unknown rules", of({ rules: unknown })]],
  },
  "gateway-route-path": {
    fails: [
      ["a relative path", withRule(match("api")), { path: path("rules.0.matches.0.path.value") }],
      ["double slashes", withRule(match("/a//b", "Exact")), { path: path("rules.0.matches.0.path.value") }],
      ["dots", withRule(match("/a/../b")), { path: path("rules.0.matches.0.path.value") }],
      ["dots at the end", withRule(match("/a/..")), { path: path("rules.0.matches.0.path.value") }],
      ["a fragment", withRule(match("/a#b")), { path: path("rules.0.matches.0.path.value") }],
      ["a blank", withRule(match("/a b")), { path: path("rules.0.matches.0.path.value") }],
      ["a type of another gateway", withRule(match("/a", "Prefix")), { path: path("rules.0.matches.0.path.type") }],
    ],
    passes: [
      ["a prefix", withRule(match("/api/v1"))],
      ["an expression", withRule(match("/a|b", "RegularExpression"))],
      ["other kinds", of({}, grpc)],
    ],
    unknown: [["an unknown path", withRule(match(unknown))]],
  },
  "gateway-route-matches": {
    fails: [
      [
        "a header with a colon",
        withRule({ matches: [{ headers: [{ name: "X-A: b", value: "c" }] }] }),
        { path: path("rules.0.matches.0.headers.0.name") },
      ],
      [
        "a parameter with a blank",
        withRule({ matches: [{ queryParams: [{ name: "a b", value: "c" }] }] }),
        { path: path("rules.0.matches.0.queryParams.0.name") },
      ],
      [
        "a method in lower case",
        withRule({ matches: [{ method: "get" }] }),
        { path: path("rules.0.matches.0.method") },
      ],
      [
        "a call without a name",
        withRule({ matches: [{ method: { type: "Exact" } }] }, grpc),
        { path: path("rules.0.matches.0.method", "GRPCRoute") },
      ],
    ],
    passes: [
      ["what there is", withRule({ matches: [{ method: "GET", headers: [{ name: "X-A", value: "b" }] }] })],
      ["a call", withRule({ matches: [{ method: { service: "a.B" } }] }, grpc)],
    ],
    unknown: [["an unknown header", withRule({ matches: [{ headers: [{ name: unknown, value: "a" }] }] })]],
  },
  "gateway-route-hostname-syntax": {
    fails: [
      ["a URL", of({ hostnames: ["https://shop.example.com"] }), { path: path("hostnames.0") }],
      ["an address", of({ hostnames: ["shop.example.com", "10.0.0.1"] }), { path: path("hostnames.1") }],
      ["a TLSRoute without one", of({}, tls), { path: path("hostnames", "TLSRoute") }],
    ],
    passes: [
      ["names", of({ hostnames: ["shop.example.com", "*.example.com"] })],
      ["an older TLSRoute without one", of({}, { ...tls, version: "v1alpha2" })],
    ],
    unknown: [["an unknown name", of({ hostnames: [unknown] })]],
  },
  "gateway-route-parents": {
    fails: [
      [
        "one twice",
        of({ parentRefs: [{ name: "edge" }, { name: "edge", sectionName: "http" }] }),
        { path: path("parentRefs.1") },
      ],
      [
        "one section twice",
        of({ parentRefs: times(2, { name: "edge", sectionName: "http" }) }),
        { path: path("parentRefs.1") },
      ],
      ["none", of({ parentRefs: [] }), { path: path("parentRefs") }],
    ],
    passes: [
      [
        "two sections",
        of({
          parentRefs: [
            { name: "edge", sectionName: "a" },
            { name: "edge", sectionName: "b" },
          ],
        }),
      ],
      ["two Gateways", of({ parentRefs: [{ name: "edge" }, { name: "inner" }] })],
    ],
    unknown: [["unknown parents", of({ parentRefs: unknown })]],
  },
  "gateway-route-filters": {
    fails: [
      ["a redirect beside backends", only(redirect()), { path: path("rules.0.backendRefs") }],
      [
        "a redirect and a rewrite",
        withRule({
          backendRefs: [],
          filters: [redirect(), rewrite({ type: "ReplaceFullPath", replaceFullPath: "/" })],
        }),
        { path: path("rules.0.filters") },
      ],
      ["one twice", only(...times(2, filter("URLRewrite", "urlRewrite"))), { path: path("rules.0.filters.1") }],
      ["a type without its field", only({ type: "CORS" }), { path: path("rules.0.filters.0") }],
      [
        "a field of another type",
        only({ ...filter("CORS", "cors"), urlRewrite: {} }),
        { path: path("rules.0.filters.0") },
      ],
      ["a type of another gateway", only({ type: "RateLimit" }), { path: path("rules.0.filters.0.type") }],
      [
        "a percentage above 100",
        only(mirror({ percent: 101 })),
        { path: path("rules.0.filters.0.requestMirror.percent") },
      ],
      [
        "a percentage and a fraction",
        only(mirror({ percent: 1, fraction: { numerator: 1 } })),
        { path: path("rules.0.filters.0.requestMirror") },
      ],
      [
        "a mirror without a port",
        only(mirror({ backendRef: { name: "a" } })),
        { path: path("rules.0.filters.0.requestMirror.backendRef.port") },
      ],
      [
        "a prefix replaced in an exact match",
        withRule({
          matches: [{ path: { type: "Exact", value: "/a" } }],
          filters: [rewrite({ type: "ReplacePrefixMatch", replacePrefixMatch: "/" })],
        }),
        { path: path("rules.0.filters.0.urlRewrite.path.replacePrefixMatch") },
      ],
      [
        "a prefix replaced in two matches",
        withRule({
          matches: [prefix, prefix],
          filters: [rewrite({ type: "ReplacePrefixMatch", replacePrefixMatch: "/" })],
        }),
        { path: path("rules.0.filters.0.urlRewrite.path.replacePrefixMatch") },
      ],
      [
        "a change without its value",
        only(rewrite({ type: "ReplaceFullPath" })),
        { path: path("rules.0.filters.0.urlRewrite.path") },
      ],
      [
        "a wrong filter of a backend",
        withRule({ backendRefs: [{ name: "web", port: 80, filters: [{ type: "CORS" }] }] }),
        { path: path("rules.0.backendRefs.0.filters.0") },
      ],
    ],
    passes: [
      [
        "a rewrite",
        withRule({ matches: [prefix], filters: [rewrite({ type: "ReplacePrefixMatch", replacePrefixMatch: "/" })] }),
      ],
      ["a rewrite of every path", only(rewrite({ type: "ReplacePrefixMatch", replacePrefixMatch: "/b" }))],
      ["a redirect alone", withRule({ backendRefs: [], filters: [redirect()] })],
      ["two mirrors", only(mirror({}), mirror({ percent: 5 }))],
      ["mirrors of nothing and of all", only(mirror({ percent: 0 }), mirror({ percent: 100 }))],
    ],
    unknown: [["unknown filters", withRule({ filters: unknown })]],
  },
  "gateway-route-timeouts": {
    fails: [
      ["a number", withRule({ timeouts: { request: "30" } }), { path: path("rules.0.timeouts.request") }],
      [
        "a part of a second",
        withRule({ timeouts: { backendRequest: "1.5s" } }),
        { path: path("rules.0.timeouts.backendRequest") },
      ],
      [
        "a try longer than the request",
        withRule({ timeouts: { request: "1s", backendRequest: "1001ms" } }),
        { path: path("rules.0.timeouts.backendRequest") },
      ],
    ],
    passes: [
      ["a shorter try", withRule({ timeouts: { request: "1m30s", backendRequest: "90s" } })],
      ["no limit for the request", withRule({ timeouts: { request: "0s", backendRequest: "10s" } })],
    ],
    unknown: [["an unknown timeout", withRule({ timeouts: { request: unknown } })]],
  },
});
