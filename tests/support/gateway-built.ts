import {
  clusterwideNetworkPolicy,
  defaultDeny,
  gatewayPolicies,
  networkPolicy,
} from "../../core/network-policies/index.ts";
import { nodesOf, proposePolicies, remedyOf } from "../../core/network-policies/seen/index.ts";
import { day } from "./seen-traffic.ts";
import {
  type RouteContext,
  byHeader,
  canary,
  exactly,
  mirrored,
  prefix,
  referenceGrants,
  toHttps,
} from "../../core/gateway-api/index.ts";
import type { KubernetesObject } from "../../core/model/index.ts";
import type { HttpRouteSettings, RoutesSettings } from "../../core/settings/index.ts";
import { classConfig, gateway, gatewayClass, object } from "./gateway.ts";

/** One of everything that the builders of routes, grants and policies can make. */

const edge = { name: "edge", namespace: "gateway" };
const shop = { name: "web", port: 80 };
const away = { name: "web", namespace: "apps", port: 80 };

export const old: RouteContext = { gateway: edge, ciliumVersion: "1.19.6", bundle: "v1.4.1", channel: "standard" };
export const fresh: RouteContext = { gateway: edge, ciliumVersion: "1.20.2", bundle: "v1.6.1", channel: "standard" };

/** One of everything that a route can say. */
const everyField: HttpRouteSettings = {
  hostnames: ["shop.example.com", "*.example.org"],
  labels: { team: "shop" },
  annotations: { "external-dns.alpha.kubernetes.io/ttl": "60" },
  parentRefs: [{ sectionName: "http" }, { sectionName: "https" }],
  rules: [
    {
      matches: [
        {
          ...prefix("/api"),
          method: "GET",
          headers: [{ name: "X-Tenant", type: "RegularExpression", value: "a|b" }],
          queryParams: [{ name: "page", value: "1" }],
        },
      ],
      filters: {
        requestHeaderModifier: { set: { "x-a": "1" }, add: { "x-b": "2" }, remove: ["x-c"] },
        responseHeaderModifier: { add: { "cache-control": "no-store" } },
        requestMirror: [{ backendRef: away, percent: 10 }, { backendRef: shop }],
        urlRewrite: { hostname: "inner.example.com", path: { replacePrefixMatch: "/" } },
      },
      backendRefs: [
        { ...shop, weight: 90 },
        { ...away, weight: 10 },
      ],
      timeouts: { request: "30s", backendRequest: "1500ms" },
    },
    {
      matches: [exactly("/old")],
      filters: { requestRedirect: { scheme: "https", port: 8443, path: { replaceFullPath: "/new" }, statusCode: 301 } },
    },
  ],
};

export const common: RoutesSettings = {
  http: {
    everything: everyField,
    canary: canary({ stable: shop, canary: away, percent: 5, header: { name: "x-canary", value: "1" } }),
    "by-header": byHeader({ header: "x-tenant", values: { a: shop }, otherwise: away, matches: [prefix("/a")] }),
    mirror: mirrored({ backend: shop, mirror: away, percent: 1 }),
    "to-https": toHttps({ sectionName: "http" }),
    mesh: {
      namespace: "apps",
      parentRefs: [{ kind: "Service", name: "web", port: 80 }],
      rules: [{ backendRefs: [shop] }],
    },
  },
  grpc: {
    greeter: {
      hostnames: ["grpc.example.com"],
      rules: [
        {
          matches: [
            { method: { service: "helloworld.Greeter", method: "SayHello" }, headers: [{ name: "a", value: "b" }] },
          ],
          filters: { requestHeaderModifier: { set: { a: "b" } }, requestMirror: [{ backendRef: away }] },
          backendRefs: [away],
        },
      ],
    },
  },
};

export const withNewKinds: RoutesSettings = {
  ...common,
  http: {
    ...common.http,
    cors: {
      rules: [
        {
          filters: {
            cors: {
              allowOrigins: ["https://*.example.com"],
              allowMethods: ["GET"],
              allowHeaders: ["a"],
              exposeHeaders: ["b"],
              allowCredentials: true,
              maxAge: 60,
            },
          },
          backendRefs: [shop],
        },
        { filters: { requestRedirect: { hostname: "www.example.com", statusCode: 308 } } },
      ],
    },
  },
  tls: { pass: { hostnames: ["tls.example.com"], backendRefs: [shop] } },
  tcp: { db: { backendRefs: [away] } },
  udp: { dns: { backendRefs: [shop] } },
};

export const policies: readonly KubernetesObject[] = [
  ...gatewayPolicies({
    gateway: "edge",
    backends: [{ namespace: "apps", service: "web", labels: { app: "web" }, ports: [8080, "http"] }],
  }),
  ...defaultDeny({ namespace: "apps", withinNamespace: true, dnsNames: ["*.example.com", "example.com"] }),
  networkPolicy({
    name: "everything",
    namespace: "apps",
    description: "every kind of peer and rule",
    labels: { team: "shop" },
    pods: { app: "web" },
    ingress: [
      {},
      {
        from: { entities: ["ingress", "host", "remote-node", "health"] },
        ports: [{ port: 8080 }],
        http: [{ method: "GET", path: "/.*", host: "a.example.com", headers: ["X-A: b"] }],
      },
      {
        from: { pods: [{ labels: { app: "a" }, namespace: "b" }, {}] },
        ports: [{ port: 8000, endPort: 8100, protocol: "ANY" }],
      },
      { from: { cidrs: ["203.0.113.0/24"], except: ["203.0.113.7/32"] } },
    ],
    egress: [
      { to: { fqdns: ["api.example.com", "*.example.org"] }, ports: [{ port: 443 }] },
      { to: { services: [{ name: "web", namespace: "apps" }] } },
      { to: { cidrs: ["198.51.100.0/24"] }, ports: [{ port: 53, protocol: "UDP" }] },
      { to: { entities: ["kube-apiserver", "world"] } },
    ],
  }),
  clusterwideNetworkPolicy({
    name: "open-dns",
    defaultDeny: false,
    egress: [{ ports: [{ port: 53, protocol: "ANY" }], dns: ["*"] }],
  }),
  ...proposePolicies(day).policies.map(({ policy }) => policy),
  ...day.edges.flatMap((edge) => {
    const remedy = edge.verdicts["DROPPED"] === undefined ? { why: "" } : remedyOf(edge, nodesOf(day));
    return "policies" in remedy ? remedy.policies.map(({ policy }) => policy) : [];
  }),
];

const grants = (context: RouteContext) =>
  referenceGrants(
    [{ from: { kind: "Gateway", namespace: "gateway" }, to: { kind: "Secret", namespace: "apps", name: "tls" } }],
    context,
  );

export const namespaces = ["gateway", "apps"].map((name) => object("v1", "Namespace", name, {}, undefined));
export const infrastructure = (context: RouteContext) => [gatewayClass, classConfig(), gateway(), ...grants(context)];
