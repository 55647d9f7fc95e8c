import { cases } from "../../../../support/rule-cases.ts";
import { gateway, object, route, ruleOf, withObjects } from "../../../../support/gateway.ts";
import { cilium, unknown } from "../../../../support/model.ts";

const path = (field: string, kind = "HTTPRoute") => `objects.${kind}.shop.spec.${field}`;
const at = (ref: object) => withObjects([gateway(), route({ parentRefs: [ref] })]);
const fresh = { cilium: cilium({ version: "1.20.2" }), gatewayApi: { bundle: "v1.6.1", channel: "standard" } } as const;
const filtered = (...filters: object[]) => route({ rules: [ruleOf({ filters })] });
const cors = filtered({ type: "CORS", cors: {} });
const auth = filtered({ type: "ExternalAuth", externalAuth: {} });
const policy = (targetRef: object, kind = "SecurityPolicy") =>
  object("gateway.envoyproxy.io/v1alpha1", kind, "login", { spec: { targetRefs: [targetRef] } });
const onService = (parent: object, spec: object = {}) =>
  withObjects([route({ parentRefs: [{ group: "", kind: "Service", name: "web", ...parent }], ...spec })]);

export default cases({
  "gateway-route-feature": {
    fails: [
      ["CORS with 1.19", withObjects([cors]), { path: path("rules.0.filters.0") }],
      [
        "a redirect by 308 with 1.19",
        withObjects([filtered({ type: "RequestRedirect", requestRedirect: { statusCode: 308 } })]),
        { path: path("rules.0.filters.0.requestRedirect.statusCode") },
      ],
      [
        "external authentication in the standard channel",
        withObjects([auth], fresh),
        { path: path("rules.0.filters.0") },
      ],
      [
        "retries in the standard channel",
        withObjects([route({ rules: [ruleOf({ retry: {} })] })], fresh),
        { path: path("rules.0.retry") },
      ],
      [
        "an extension",
        withObjects([filtered({ type: "ExtensionRef", extensionRef: {} })], fresh),
        { path: path("rules.0.filters.0") },
      ],
      [
        "sessions",
        withObjects([route({ rules: [ruleOf({ sessionPersistence: {} })] })], fresh),
        { path: path("rules.0.sessionPersistence") },
      ],
      [
        "a port of the Gateway",
        withObjects([route({ parentRefs: [{ name: "edge", port: 443 }] })], fresh),
        { path: path("parentRefs.0.port") },
      ],
    ],
    passes: [
      ["CORS with 1.20", withObjects([cors], fresh)],
      [
        "external authentication in the experimental channel",
        withObjects([auth], { ...fresh, gatewayApi: { bundle: "v1.6.1", channel: "experimental" } }),
      ],
      ["another controller's Gateway", withObjects([gateway({ gatewayClassName: "istio" }), cors])],
      [
        "a redirect by 302 with 1.19",
        withObjects([filtered({ type: "RequestRedirect", requestRedirect: { statusCode: 302 } })]),
      ],
    ],
    unknown: [["an unknown channel", withObjects([auth], { ...fresh, gatewayApi: { channel: unknown } })]],
  },
  "gateway-route-kind": {
    fails: [
      ["TCPRoute with 1.19", withObjects([route({}, { kind: "TCPRoute" })]), { path: "objects.TCPRoute.shop.kind" }],
    ],
    passes: [
      ["TCPRoute with 1.20", withObjects([route({}, { kind: "TCPRoute" })], fresh)],
      ["HTTPRoute", withObjects([route()])],
    ],
    unknown: [["unknown parents", withObjects([route({ parentRefs: unknown }, { kind: "TCPRoute" })])]],
  },
  "gateway-foreign-policy": {
    fails: [
      [
        "authentication on the Gateway",
        withObjects([gateway(), policy({ kind: "Gateway", name: "edge" })]),
        { path: "objects.SecurityPolicy.login.spec.targetRefs" },
      ],
      [
        "a rate limit on a route",
        withObjects([gateway(), route(), policy({ kind: "HTTPRoute", name: "shop" }, "BackendTrafficPolicy")]),
        { path: "objects.BackendTrafficPolicy.login.spec.targetRefs" },
      ],
    ],
    passes: [
      [
        "another controller's Gateway",
        withObjects([gateway({ gatewayClassName: "eg" }), policy({ kind: "Gateway", name: "edge" })]),
      ],
      [
        "a route of another controller's Gateway",
        withObjects([gateway({ gatewayClassName: "eg" }), route(), policy({ kind: "HTTPRoute", name: "shop" })]),
      ],
      ["a route of another kind", withObjects([gateway(), route(), policy({ kind: "GRPCRoute", name: "shop" })])],
      ["a program without Gateways", withObjects([route(), policy({ kind: "HTTPRoute", name: "shop" })])],
    ],
    unknown: [["an unknown target", withObjects([gateway(), policy(unknown)])]],
  },
  "gateway-envoy-config": {
    fails: [
      [
        "the Service of a Gateway",
        withObjects([
          object("cilium.io/v2", "CiliumEnvoyConfig", "limit", {
            spec: { services: [{ name: "cilium-gateway-edge" }] },
          }),
        ]),
        { path: "objects.CiliumEnvoyConfig.limit.spec.services.0" },
      ],
    ],
    passes: [
      [
        "a Service of its own",
        withObjects([object("cilium.io/v2", "CiliumEnvoyConfig", "limit", { spec: { services: [{ name: "web" }] } })]),
      ],
    ],
    unknown: [
      [
        "unknown Services",
        withObjects([object("cilium.io/v2", "CiliumEnvoyConfig", "limit", { spec: { services: unknown } })]),
      ],
    ],
  },
  "gateway-mesh-route": {
    fails: [
      ["a client's namespace", onService({ namespace: "apps" }), { path: path("parentRefs.0.namespace") }],
      ["a section", onService({ sectionName: "http" }), { path: path("parentRefs.0.sectionName") }],
    ],
    passes: [
      ["the Service's namespace", onService({ port: 80 })],
      ["a Gateway", at({ name: "edge" })],
    ],
    unknown: [["an unknown namespace", onService({ namespace: unknown })]],
  },
  "gateway-mesh-route-hostnames": {
    fails: [["a hostname", onService({}, { hostnames: ["a.example.com"] }), { path: path("hostnames") }]],
    passes: [
      ["none", onService({})],
      ["a Gateway's route", withObjects([route({ hostnames: ["a.example.com"] })])],
      [
        "a route of a Gateway and a Service",
        withObjects([
          route({
            parentRefs: [{ name: "edge" }, { group: "", kind: "Service", name: "web" }],
            hostnames: ["a.example.com"],
          }),
        ]),
      ],
    ],
    unknown: [["an unknown hostname", onService({}, { hostnames: [unknown] })]],
  },
});
