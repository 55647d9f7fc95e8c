import { describe, expect, it } from "vitest";
import { hostnamesMeet } from "../../../../../core/rules/gateway/hostnames.ts";
import * as backends from "../../../../../core/rules/gateway/route-backends.ts";
import * as features from "../../../../../core/rules/gateway/route-features.ts";
import * as parents from "../../../../../core/rules/gateway/route-parents.ts";
import {
  gateway,
  http,
  https,
  listener,
  object,
  route,
  ruleOf,
  service,
  withObjects,
} from "../../../../support/gateway.ts";
import { cilium, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

const path = (field: string, kind = "HTTPRoute") => `objects.${kind}.shop.spec.${field}`;
const withRule = (parts: object, ...others: Parameters<typeof withObjects>[0]) =>
  withObjects([route({ rules: [ruleOf(parts as never)] }), ...others]);
const to = (ref: object, ...others: Parameters<typeof withObjects>[0]) => withRule({ backendRefs: [ref] }, ...others);
const at = (ref: object, ...others: Parameters<typeof withObjects>[0]) =>
  withObjects([gateway(), route({ parentRefs: [ref] }), ...others]);
const apps = { namespace: "apps" };
const inApps = route({}, apps);
const namespaced = (labels: Record<string, string>) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "apps", labels },
});
const opened = (namespaces: object) => gateway({ listeners: [listener(http, { allowedRoutes: { namespaces } })] });
const grant = (to: object[] = [{ group: "", kind: "Service" }]) =>
  object(
    "gateway.networking.k8s.io/v1beta1",
    "ReferenceGrant",
    "routes",
    { spec: { from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "gateway" }], to } },
    "apps",
  );
const named = (...hostnames: unknown[]) => route({ hostnames });
const onHttps = (...hostnames: unknown[]) => withObjects([gateway({ listeners: [https] }), named(...hostnames)]);
const fresh = { cilium: cilium({ version: "1.20.2" }), gatewayApi: { bundle: "v1.6.1", channel: "standard" } } as const;
const filtered = (...filters: object[]) => route({ rules: [ruleOf({ filters })] });
const cors = filtered({ type: "CORS", cors: {} });
const auth = filtered({ type: "ExternalAuth", externalAuth: {} });
const policy = (targetRef: object, kind = "SecurityPolicy") =>
  object("gateway.envoyproxy.io/v1alpha1", kind, "login", { spec: { targetRefs: [targetRef] } });
const onService = (parent: object, spec: object = {}) =>
  withObjects([route({ parentRefs: [{ group: "", kind: "Service", name: "web", ...parent }], ...spec })]);

describeRules([
  {
    rule: backends.routeBackends,
    fails: [
      ["no port", to({ name: "web" }), path("rules.0.backendRefs.0.port")],
      ["a port that is none", to({ name: "web", port: 0 }), path("rules.0.backendRefs.0.port")],
      ["a negative weight", to({ name: "web", port: 80, weight: -1 }), path("rules.0.backendRefs.0.weight")],
      ["only weights of 0", to({ name: "web", port: 80, weight: 0 }), path("rules.0.backendRefs")],
      ["neither backend nor redirect", withRule({ backendRefs: [] }), path("rules.0.backendRefs"), "warning"],
      [
        "a TCPRoute without a backend",
        withObjects([route({ rules: [{ backendRefs: [] }] }, { kind: "TCPRoute" })]),
        path("rules.0.backendRefs", "TCPRoute"),
      ],
    ],
    passes: [
      [
        "shares",
        withRule({
          backendRefs: [
            { name: "a", port: 80, weight: 0 },
            { name: "b", port: 80, weight: 1 },
          ],
        }),
      ],
      ["a redirect", withRule({ backendRefs: [], filters: [{ type: "RequestRedirect", requestRedirect: {} }] })],
    ],
    undecided: [["an unknown weight", to({ name: "web", port: 80, weight: unknown })]],
  },
  {
    rule: backends.backendKind,
    fails: [
      [
        "an InferencePool",
        to({ group: "inference.networking.k8s.io", kind: "InferencePool", name: "llm" }),
        path("rules.0.backendRefs.0"),
      ],
      [
        "a Deployment as mirror",
        withRule({
          filters: [{ type: "RequestMirror", requestMirror: { backendRef: { kind: "Deployment", name: "a" } } }],
        }),
        path("rules.0.filters.0.requestMirror.backendRef"),
      ],
    ],
    passes: [
      ["a Service", to({ group: "", kind: "Service", name: "web", port: 80 })],
      ["a ServiceImport", to({ group: "multicluster.x-k8s.io", kind: "ServiceImport", name: "web", port: 80 })],
    ],
    undecided: [["an unknown kind", to({ kind: unknown, name: "web" })]],
  },
  {
    rule: backends.backendPort,
    fails: [
      ["the pods' port", to({ name: "web", port: 8080 }, service()), path("rules.0.backendRefs.0.port")],
      ["a misspelt Service", to({ name: "wbe", port: 80 }, service()), path("rules.0.backendRefs.0.name"), "warning"],
      [
        "a Service of another namespace",
        to({ name: "web", port: 80 }, service({}, apps)),
        path("rules.0.backendRefs.0.name"),
        "warning",
      ],
    ],
    passes: [
      ["the Service's port", to({ name: "web", port: 80 }, service())],
      ["a Service of another stack", to({ name: "payments", port: 80 }, service())],
    ],
    undecided: [["a Service with unknown ports", to({ name: "web", port: 80 }, service({ ports: unknown }))]],
  },
  {
    rule: backends.backendGrant,
    fails: [
      ["no grant", to({ name: "web", namespace: "apps", port: 80 }), path("rules.0.backendRefs.0")],
      [
        "a grant for another Service",
        to({ name: "web", namespace: "apps", port: 80 }, grant([{ group: "", kind: "Service", name: "b" }])),
        path("rules.0.backendRefs.0"),
      ],
    ],
    passes: [
      ["a grant", to({ name: "web", namespace: "apps", port: 80 }, grant())],
      ["its own namespace", to({ name: "web", port: 80 })],
    ],
    undecided: [["an unknown namespace", to({ name: "web", namespace: unknown, port: 80 })]],
  },
  {
    rule: parents.parentFound,
    fails: [
      [
        "a Gateway of another namespace",
        withObjects([gateway(), route({ parentRefs: [{ name: "edge" }] }, apps)]),
        path("parentRefs.0"),
      ],
      ["a misspelt Gateway", at({ name: "edeg" }), path("parentRefs.0")],
      ["a Gateway that nobody makes", at({ name: "internal-only" }), path("parentRefs.0"), "warning"],
    ],
    passes: [
      ["a Gateway of the program", at({ name: "edge" })],
      ["a program without Gateways", withObjects([route()])],
      ["a Service", at({ group: "", kind: "Service", name: "web" })],
    ],
    undecided: [["an unknown name", at({ name: unknown })]],
  },
  {
    rule: parents.parentSection,
    fails: [
      ["a listener that is not there", at({ name: "edge", sectionName: "htps" }), path("parentRefs.0.sectionName")],
    ],
    passes: [["one that is", at({ name: "edge", sectionName: "https" })]],
    undecided: [["an unknown section", at({ name: "edge", sectionName: unknown })]],
  },
  {
    rule: parents.parentProtocol,
    fails: [
      [
        "TLSRoute on HTTPS",
        withObjects([gateway(), route({}, { kind: "TLSRoute" })]),
        path("parentRefs.0", "TLSRoute"),
      ],
      [
        "a kind that the listener leaves out",
        withObjects([
          gateway({ listeners: [listener(http, { allowedRoutes: { kinds: [{ kind: "GRPCRoute" }] } })] }),
          route(),
        ]),
        path("parentRefs.0"),
      ],
    ],
    passes: [
      ["HTTPRoute on both", at({ name: "edge" })],
      ["GRPCRoute", withObjects([gateway(), route({}, { kind: "GRPCRoute" })])],
    ],
    undecided: [
      ["an unknown protocol", withObjects([gateway({ listeners: [listener(http, { protocol: unknown })] }), route()])],
    ],
  },
  {
    rule: parents.parentNamespace,
    fails: [
      [
        "another namespace by default",
        withObjects([gateway({ listeners: [listener(http, { allowedRoutes: undefined })] }), inApps]),
        path("parentRefs.0"),
      ],
      [
        "a namespace without the label",
        withObjects([
          opened({ from: "Selector", selector: { matchLabels: { gateway: "yes" } } }),
          inApps,
          namespaced({}),
        ]),
        path("parentRefs.0"),
      ],
      [
        "a namespace of another name",
        withObjects([
          opened({ from: "Selector", selector: { matchLabels: { "kubernetes.io/metadata.name": "x" } } }),
          inApps,
        ]),
        path("parentRefs.0"),
      ],
      ["a selector that is missing", withObjects([opened({ from: "Selector" }), inApps]), path("parentRefs.0")],
    ],
    passes: [
      ["the Gateway's namespace", at({ name: "edge" })],
      ["all", withObjects([opened({ from: "All" }), inApps])],
      [
        "a namespace with the label",
        withObjects([
          opened({
            from: "Selector",
            selector: { matchExpressions: [{ key: "gateway", operator: "In", values: ["yes"] }] },
          }),
          inApps,
          namespaced({ gateway: "yes" }),
        ]),
      ],
      [
        "a namespace of another stack",
        withObjects([opened({ from: "Selector", selector: { matchLabels: { a: "b" } } }), inApps]),
      ],
    ],
    undecided: [["an unknown rule", withObjects([opened(unknown), inApps])]],
  },
  {
    rule: parents.parentHostname,
    fails: [
      ["another name", onHttps("blog.example.com"), path("hostnames.0")],
      ["one of two", onHttps("shop.example.com", "blog.example.com"), path("hostnames.1"), "warning"],
    ],
    passes: [
      ["the listener's name", onHttps("shop.example.com")],
      ["a wildcard round it", onHttps("*.example.com")],
      ["no name", onHttps()],
      ["a listener for every name", withObjects([gateway(), named("blog.example.com")])],
    ],
    undecided: [["an unknown name", onHttps(unknown)]],
  },
  {
    rule: features.routeFeature,
    fails: [
      ["CORS with 1.19", withObjects([cors]), path("rules.0.filters.0")],
      [
        "a redirect by 308 with 1.19",
        withObjects([filtered({ type: "RequestRedirect", requestRedirect: { statusCode: 308 } })]),
        path("rules.0.filters.0.requestRedirect.statusCode"),
      ],
      ["external authentication in the standard channel", withObjects([auth], fresh), path("rules.0.filters.0")],
      [
        "retries in the standard channel",
        withObjects([route({ rules: [ruleOf({ retry: {} })] })], fresh),
        path("rules.0.retry"),
      ],
      [
        "an extension",
        withObjects([filtered({ type: "ExtensionRef", extensionRef: {} })], fresh),
        path("rules.0.filters.0"),
      ],
      [
        "sessions",
        withObjects([route({ rules: [ruleOf({ sessionPersistence: {} })] })], fresh),
        path("rules.0.sessionPersistence"),
      ],
      [
        "a port of the Gateway",
        withObjects([route({ parentRefs: [{ name: "edge", port: 443 }] })], fresh),
        path("parentRefs.0.port"),
      ],
    ],
    passes: [
      ["CORS with 1.20", withObjects([cors], fresh)],
      [
        "external authentication in the experimental channel",
        withObjects([auth], { ...fresh, gatewayApi: { bundle: "v1.6.1", channel: "experimental" } }),
      ],
      ["another controller's Gateway", withObjects([gateway({ gatewayClassName: "istio" }), cors])],
    ],
    undecided: [["an unknown channel", withObjects([auth], { ...fresh, gatewayApi: { channel: unknown } })]],
  },
  {
    rule: features.routeKind,
    fails: [["TCPRoute with 1.19", withObjects([route({}, { kind: "TCPRoute" })]), "objects.TCPRoute.shop.kind"]],
    passes: [
      ["TCPRoute with 1.20", withObjects([route({}, { kind: "TCPRoute" })], fresh)],
      ["HTTPRoute", withObjects([route()])],
    ],
    undecided: [["unknown parents", withObjects([route({ parentRefs: unknown }, { kind: "TCPRoute" })])]],
  },
  {
    rule: features.foreignPolicy,
    fails: [
      [
        "authentication on the Gateway",
        withObjects([gateway(), policy({ kind: "Gateway", name: "edge" })]),
        "objects.SecurityPolicy.login.spec.targetRefs",
      ],
      [
        "a rate limit on a route",
        withObjects([gateway(), route(), policy({ kind: "HTTPRoute", name: "shop" }, "BackendTrafficPolicy")]),
        "objects.BackendTrafficPolicy.login.spec.targetRefs",
      ],
    ],
    passes: [
      [
        "another controller's Gateway",
        withObjects([gateway({ gatewayClassName: "eg" }), policy({ kind: "Gateway", name: "edge" })]),
      ],
    ],
    undecided: [["an unknown target", withObjects([gateway(), policy(unknown)])]],
  },
  {
    rule: features.envoyConfig,
    fails: [
      [
        "the Service of a Gateway",
        withObjects([
          object("cilium.io/v2", "CiliumEnvoyConfig", "limit", {
            spec: { services: [{ name: "cilium-gateway-edge" }] },
          }),
        ]),
        "objects.CiliumEnvoyConfig.limit.spec.services.0",
      ],
    ],
    passes: [
      [
        "a Service of its own",
        withObjects([object("cilium.io/v2", "CiliumEnvoyConfig", "limit", { spec: { services: [{ name: "web" }] } })]),
      ],
    ],
    undecided: [
      [
        "unknown Services",
        withObjects([object("cilium.io/v2", "CiliumEnvoyConfig", "limit", { spec: { services: unknown } })]),
      ],
    ],
  },
  {
    rule: features.meshRoute,
    fails: [
      ["a client's namespace", onService({ namespace: "apps" }), path("parentRefs.0.namespace")],
      ["a section", onService({ sectionName: "http" }), path("parentRefs.0.sectionName")],
      ["a hostname", onService({}, { hostnames: ["a.example.com"] }), path("hostnames"), "warning"],
    ],
    passes: [
      ["the Service's namespace", onService({ port: 80 })],
      ["a Gateway", at({ name: "edge" })],
    ],
    undecided: [["an unknown namespace", onService({ namespace: unknown })]],
  },
]);

describe("hostnames", () => {
  it.each([
    ["", "a.example.com", true],
    ["*.example.com", "a.b.example.com", true],
    ["*.example.com", "example.com", false],
    ["*.example.com", "badexample.com", false],
    ["*.example.com", "*.a.example.com", true],
    ["*.a.example.com", "*.example.com", true],
    ["*.a.example.com", "*.b.example.com", false],
    ["a.example.com", "*.example.com", true],
    ["a.example.com", "b.example.com", false],
  ])("%s and %s: %s", (listenerName, routeName, meet) => {
    expect(hostnamesMeet(listenerName, routeName)).toBe(meet);
  });
});
