import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type RouteContext,
  apiVersionOf,
  byHeader,
  canary,
  mirrored,
  planRoutes,
  prefix,
  toHttps,
} from "../../../../core/gateway-api/index.ts";
import { parseSettings } from "../../../../config/parse.ts";
import type { HttpRouteSettings, RoutesSettings } from "../../../../core/settings/index.ts";

const old: RouteContext = {
  gateway: { name: "edge", namespace: "gateway" },
  ciliumVersion: "1.19.6",
  bundle: "v1.4.1",
  channel: "standard",
};
const fresh: RouteContext = { ...old, ciliumVersion: "1.20.2", bundle: "v1.6.1" };
const spec = (route: HttpRouteSettings, context = old) => planRoutes({ http: { one: route } }, context)[0]?.["spec"];

const shop = { name: "shop", port: 80 };
const next = { name: "shop-next", port: 80 };

describe("API versions", () => {
  it.each([
    ["HTTPRoute", old, "v1"],
    ["GRPCRoute", fresh, "v1"],
    ["TLSRoute", { ...old, channel: "experimental" }, "v1alpha2"],
    ["TLSRoute", fresh, "v1"],
    ["ReferenceGrant", old, "v1beta1"],
    ["ReferenceGrant", fresh, "v1"],
    ["TCPRoute", fresh, "v1"],
    ["TCPRoute", { ...old, channel: "experimental" }, "v1alpha2"],
    ["UDPRoute", old, "v1"],
  ] as const)("of %s follow what Cilium watches and the bundle serves", (kind, tuple, version) => {
    expect(apiVersionOf(kind, tuple)).toBe(`gateway.networking.k8s.io/${version}`);
  });
});

describe("routes", () => {
  it("stand on the Gateway they belong to, in its namespace", () => {
    const [route] = planRoutes({ http: { shop: { rules: [{ backendRefs: [shop] }] } } }, old);
    expect(route).toEqual({
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      metadata: { name: "shop", namespace: "gateway" },
      spec: {
        parentRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "edge", namespace: "gateway" }],
        rules: [{ backendRefs: [shop] }],
      },
    });
  });

  it("between pods have a Service in their own namespace as parent", () => {
    const route = {
      namespace: "apps",
      parentRefs: [{ kind: "Service", name: "shop", port: 80 }],
      rules: [{ backendRefs: [next] }],
    } as const;
    expect(spec(route)).toMatchObject({
      parentRefs: [{ group: "", kind: "Service", name: "shop", namespace: "apps", port: 80 }],
    });
  });

  it("carry each filter in the API's list form", () => {
    const filters = {
      requestHeaderModifier: { set: { "x-b": "2", "x-a": "1" }, remove: ["x-c"] },
      requestMirror: [{ backendRef: next, percent: 10 }],
      urlRewrite: { path: { replacePrefixMatch: "/" } },
      cors: { allowOrigins: ["https://example.com"], maxAge: 60 },
    };
    expect(spec({ rules: [{ matches: [prefix("/api")], filters, backendRefs: [shop] }] })).toMatchObject({
      rules: [
        {
          matches: [{ path: { type: "PathPrefix", value: "/api" } }],
          filters: [
            {
              type: "RequestHeaderModifier",
              requestHeaderModifier: {
                set: [
                  { name: "x-a", value: "1" },
                  { name: "x-b", value: "2" },
                ],
                remove: ["x-c"],
              },
            },
            { type: "RequestMirror", requestMirror: { backendRef: next, percent: 10 } },
            { type: "URLRewrite", urlRewrite: { path: { type: "ReplacePrefixMatch", replacePrefixMatch: "/" } } },
            { type: "CORS", cors: { allowOrigins: ["https://example.com"], maxAge: 60 } },
          ],
        },
      ],
    });
  });

  it("into another namespace bring one grant a pair, with the names they use", () => {
    const objects = planRoutes(
      {
        http: {
          a: { rules: [{ backendRefs: [{ ...shop, namespace: "apps" }] }] },
          b: {
            rules: [
              {
                filters: { requestMirror: [{ backendRef: { ...next, namespace: "apps" } }] },
                backendRefs: [{ ...shop, namespace: "apps" }],
              },
            ],
          },
        },
      },
      old,
    );
    expect(objects.slice(2)).toEqual([
      {
        apiVersion: "gateway.networking.k8s.io/v1beta1",
        kind: "ReferenceGrant",
        metadata: { name: "httproute-gateway-service", namespace: "apps" },
        spec: {
          from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "gateway" }],
          to: [
            { group: "", kind: "Service", name: "shop" },
            { group: "", kind: "Service", name: "shop-next" },
          ],
        },
      },
    ]);
  });

  it("of every kind are planned in the same order, whatever the order of keys", () => {
    const stream = { backendRefs: [shop] };
    const settings: RoutesSettings = {
      udp: { dns: stream },
      http: { b: { rules: [] }, a: { rules: [] } },
      tls: { pass: { ...stream, hostnames: ["a.example.com"] } },
      tcp: { db: stream },
      grpc: { api: { rules: [{ matches: [{ method: { service: "a.B" } }], backendRefs: [shop] }] } },
    };
    expect(planRoutes(settings, fresh).map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      "GRPCRoute api",
      "HTTPRoute a",
      "HTTPRoute b",
      "TCPRoute db",
      "TLSRoute pass",
      "UDPRoute dns",
    ]);
    expect(planRoutes(settings, fresh)[0]?.["spec"]).toMatchObject({
      rules: [{ matches: [{ method: { type: "Exact", service: "a.B" } }] }],
    });
  });
});

describe("recipes", () => {
  it("a canary shares traffic by weight", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), (percent) => {
        const { rules } = canary({ stable: shop, canary: next, percent });
        const weights = rules[0]?.backendRefs?.map(({ weight }) => weight ?? 1) ?? [];
        expect(weights).toEqual([100 - percent, percent]);
      }),
    );
  });

  it("a canary can be asked for by header, on the same paths", () => {
    const { rules } = canary({
      stable: shop,
      canary: next,
      percent: 0,
      matches: [prefix("/cart")],
      header: { name: "x-canary", value: "1" },
    });
    expect(rules[0]).toEqual({
      matches: [{ ...prefix("/cart"), headers: [{ name: "x-canary", value: "1" }] }],
      backendRefs: [next],
    });
    expect(rules[1]?.matches).toEqual([prefix("/cart")]);
  });

  it("a header picks the Service, and the rest goes elsewhere or nowhere", () => {
    const values = { beta: next, alpha: shop };
    expect(byHeader({ header: "x-tenant", values }).rules.map(({ backendRefs }) => backendRefs)).toEqual([
      [shop],
      [next],
    ]);
    expect(byHeader({ header: "x-tenant", values, otherwise: shop }).rules.at(-1)).toEqual({ backendRefs: [shop] });
  });

  it("a mirror and the redirect to HTTPS are rules of one filter", () => {
    expect(mirrored({ backend: shop, mirror: next, percent: 5 }).rules).toEqual([
      { filters: { requestMirror: [{ backendRef: next, percent: 5 }] }, backendRefs: [shop] },
    ]);
    expect(toHttps({ sectionName: "http" })).toEqual({
      parentRefs: [{ sectionName: "http" }],
      rules: [{ filters: { requestRedirect: { scheme: "https", statusCode: 301 } } }],
    });
  });

  it("are settings that a stack file may hold word for word", () => {
    const http = {
      canary: canary({ stable: shop, canary: next, percent: 5, hostnames: ["shop.example.com"] }),
      header: byHeader({ header: "x-tenant", values: { a: shop }, otherwise: next, namespace: "apps" }),
      mirror: mirrored({ backend: shop, mirror: next, percent: 5 }),
      https: toHttps({ sectionName: "http" }),
    };
    const stack = (routes: unknown): ReturnType<typeof parseSettings> =>
      parseSettings({
        region: "eu-central-1",
        values: { cluster: { name: "blue" }, network: { vpc: {} }, nodeGroups: {}, gateway: { routes } },
      });
    expect(stack({ http })).toMatchObject({ ok: true, settings: { gateway: { routes: { http } } } });
    expect(stack({ http: { a: { rules: [{ backendRef: [] }] } } }).ok).toBe(false);
  });
});
