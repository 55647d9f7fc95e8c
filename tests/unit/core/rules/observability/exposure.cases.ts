import { cases } from "../../../../support/rule-cases.ts";
import type { KubernetesObject } from "../../../../../core/model/index.ts";
import type { ObservabilitySettings, OidcSettings } from "../../../../../core/settings/index.ts";
import { unknown } from "../../../../support/model.ts";
import { asked, object, undecidedValues, withValues } from "../../../../support/observability.ts";

const GATEWAY = "gateway.networking.k8s.io/v1";
const has = (...objects: KubernetesObject[]) => withValues({}, { objects });
const route = (name: unknown, kind = "HTTPRoute") =>
  object(GATEWAY, kind, { rules: [{ backendRefs: [{ name, port: 80 }] }] });
const ingress = (name: string, annotations: Readonly<Record<string, string>> = {}) =>
  object(
    "networking.k8s.io/v1",
    "Ingress",
    { rules: [{ http: { paths: [{ path: "/", backend: { service: { name, port: { number: 80 } } } }] } }] },
    { annotations },
  );
const service = (type: string, app: string) =>
  object("v1", "Service", { type, selector: { "k8s-app": app }, ports: [{ port: 80 }] });
const ui = (values: Readonly<Record<string, unknown>>) => withValues({ "hubble.ui.enabled": true, ...values });
const relay = (values: Readonly<Record<string, unknown>>) => withValues({ "hubble.relay.enabled": true, ...values });

const oidc = { issuerUrl: "https://login.example.com", secret: "ui", emailDomains: ["example.com"] };
const exposed = (
  more: Partial<OidcSettings> = {},
  parts: Partial<ObservabilitySettings> = {},
): ObservabilitySettings => ({
  ui: true,
  uiExposure: { hostname: "hubble.example.com", oidc: { ...oidc, ...more } },
  ...parts,
});
const ourRoute = object(GATEWAY, "HTTPRoute", {}, { name: "hubble-ui", namespace: "hubble-ui" });
const withGateway = { "gatewayAPI.enabled": true };

export default cases({
  "observability-ui-authentication": {
    fails: [
      ["an HTTPRoute", has(route("hubble-ui")), { path: "objects.HTTPRoute.it.spec.rules.0.backendRefs" }],
      ["an Ingress", has(ingress("hubble-ui")), { path: "objects.Ingress.it.spec.rules.0" }],
      [
        "a default backend",
        has(object("networking.k8s.io/v1", "Ingress", { defaultBackend: { service: { name: "hubble-ui" } } })),
        { path: "objects.Ingress.it.spec.defaultBackend" },
      ],
      ["a load balancer", has(service("LoadBalancer", "hubble-ui")), { path: "objects.Service.it.spec.type" }],
      ["a node port", has(service("NodePort", "hubble-ui")), { path: "objects.Service.it.spec.type" }],
    ],
    passes: [
      ["a route to the proxy", has(route("oauth2-proxy"))],
      [
        "an Ingress that asks for a login",
        has(ingress("hubble-ui", { "nginx.ingress.kubernetes.io/auth-url": "https://login" })),
      ],
      ["a Service inside the cluster", has(service("ClusterIP", "hubble-ui"))],
      ["a load balancer of others", has(service("LoadBalancer", "web"))],
      ["a route that has another shape", has(object(GATEWAY, "HTTPRoute", { rules: "none" }))],
    ],
    unknown: [["a backend that is not known", has(route(unknown))]],
  },
  "observability-ui-values": {
    fails: [
      [
        "a load balancer",
        ui({ "hubble.ui.service.type": "LoadBalancer" }),
        { path: "cilium.values.hubble.ui.service.type" },
      ],
      [
        "the chart's Ingress",
        ui({ "hubble.ui.ingress.enabled": true }),
        { path: "cilium.values.hubble.ui.ingress.enabled" },
      ],
    ],
    passes: [
      ["the default", ui({})],
      [
        "an Ingress that asks for a login",
        ui({
          "hubble.ui.ingress.enabled": true,
          "hubble.ui.ingress.annotations": { "alb.ingress.kubernetes.io/auth-type": "oidc" },
        }),
      ],
      ["no UI", withValues({ "hubble.ui.service.type": "LoadBalancer" })],
    ],
    unknown: [["a switch that is not known", undecidedValues("hubble.ui.enabled")]],
  },
  "observability-relay-exposure": {
    fails: [
      [
        "a load balancer",
        relay({ "hubble.relay.service.type": "LoadBalancer" }),
        { path: "cilium.values.hubble.relay.service.type" },
      ],
      [
        "TLS that asks nobody",
        relay({ "hubble.relay.service.type": "NodePort", "hubble.relay.tls.server.enabled": true }),
        { path: "cilium.values.hubble.relay.service.type" },
      ],
    ],
    passes: [
      ["the default", relay({})],
      [
        "mutual TLS",
        relay({
          "hubble.relay.service.type": "LoadBalancer",
          "hubble.relay.tls.server.enabled": true,
          "hubble.relay.tls.server.mtls": true,
        }),
      ],
    ],
    unknown: [["a type that is not known", relay({ "hubble.relay.service.type": unknown })]],
  },
  "observability-ui-route": {
    fails: [
      ["a UI that is off", asked(exposed({}, { ui: false }), {}, withGateway), { path: "observability.uiExposure" }],
      ["a cluster without Gateways", asked(exposed()), { path: "observability.uiExposure" }],
      ["a stack without a Gateway", asked(exposed(), {}, withGateway), { path: "observability.uiExposure.gateway" }],
      [
        "a route of that name elsewhere",
        asked(
          exposed(),
          { objects: [{ ...ourRoute, metadata: { name: "hubble-ui", namespace: "elsewhere" } }] },
          withGateway,
        ),
        { path: "observability.uiExposure.gateway" },
      ],
    ],
    passes: [
      ["a route to a Gateway", asked(exposed(), { objects: [ourRoute] }, withGateway)],
      ["a UI by port-forward", asked({ ui: true })],
    ],
    unknown: [["a switch that is not known", asked(exposed(), {}, { "gatewayAPI.enabled": unknown })]],
  },
  "observability-ui-login": {
    fails: [
      [
        "everybody with an account",
        asked(exposed({ emailDomains: ["*"] })),
        { path: "observability.uiExposure.oidc.emailDomains" },
      ],
      [
        "neither domains nor groups",
        asked(exposed({ emailDomains: [] })),
        { path: "observability.uiExposure.oidc.emailDomains" },
      ],
      [
        "an issuer without TLS",
        asked(exposed({ issuerUrl: "http://login.example.com" })),
        { path: "observability.uiExposure.oidc.issuerUrl" },
      ],
    ],
    passes: [
      ["domains", asked(exposed())],
      ["groups", asked(exposed({ emailDomains: [], allowedGroups: ["sre"] }))],
    ],
    unknown: [["an issuer that is not known", asked(exposed({ issuerUrl: unknown }))]],
  },
});
