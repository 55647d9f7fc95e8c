import * as features from "../../../../../core/rules/gateway/route-features.ts";
import { gateway, object, route, ruleOf, withObjects } from "../../../../support/gateway.ts";
import { cilium, unknown } from "../../../../support/model.ts";
import { describeRules } from "../../../../support/rule-table.ts";

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

describeRules([
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
