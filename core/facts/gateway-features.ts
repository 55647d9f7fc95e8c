import type { GatewayApiChannel } from "./gateway-api.ts";

/** A part of a route that not every tuple has. */
export interface RouteFeature {
  readonly name: string;
  /** First Cilium minor that does it; undefined: none does. */
  readonly since?: string;
  /** Channel that has the field with the bundle of that minor. */
  readonly channel: GatewayApiChannel;
  /** What to do instead. */
  readonly instead: string;
  readonly source: string;
}

const CONFORMANCE = "gateway-api conformance/reports: v1.4.0/cilium, v1.6/cilium";

/** By the path of the field, or by what it asks for. */
export const ROUTE_FEATURES = {
  cors: {
    name: "the CORS filter",
    since: "1.20",
    channel: "standard",
    instead: "Answer preflight requests in the application, or use Cilium 1.20.2.",
    source: `${CONFORMANCE}; gateway-api config/crd at v1.6.1`,
  },
  redirectStatus: {
    name: "redirects by 303, 307 and 308",
    since: "1.20",
    channel: "standard",
    instead: "Use 301 or 302, or Cilium 1.20.2.",
    source: `${CONFORMANCE}; gateway-api config/crd at v1.4.1`,
  },
  retry: {
    name: "retries",
    since: "1.20",
    channel: "experimental",
    instead: "Set gateway.channel to experimental on the first day, or retry in the client.",
    source: `${CONFORMANCE}, experimental report only`,
  },
  externalAuth: {
    name: "the ExternalAuth filter",
    since: "1.20",
    channel: "experimental",
    instead:
      "Put an authenticating proxy (oauth2-proxy, Envoy) between the Gateway and the application: docs/routes.md.",
    source: "cilium/cilium#45739; fail-open faults #47178, #47877; gateway-api GEP-1494",
  },
  sessionPersistence: {
    name: "session persistence",
    channel: "experimental",
    instead: "Keep sessions in a store, or choose the backend by a cookie's header match.",
    source: "no conformance report of Cilium lists it (UNVERIFIED as absent)",
  },
  extensionRef: {
    name: "ExtensionRef filters",
    channel: "standard",
    instead: "Put a proxy that does it behind the Gateway: docs/routes.md.",
    source: "enableExtensionRefFilters is absent from the Cilium charts 1.20.0 and 1.21.0-pre.0; cilium/cilium#33500",
  },
  parentPort: {
    name: "the port of a Gateway as parent",
    channel: "standard",
    instead: "Name the listener by sectionName.",
    source: `${CONFORMANCE}: HTTPRouteParentRefPort unsupported`,
  },
} as const satisfies Readonly<Record<string, RouteFeature>>;

/** Kinds of other gateways that people take for Cilium's: rate limits and authentication by policy objects. */
export const FOREIGN_POLICIES: Readonly<Record<string, string>> = {
  "gateway.envoyproxy.io/BackendTrafficPolicy": "rate limiting of Envoy Gateway",
  "gateway.envoyproxy.io/SecurityPolicy": "authentication of Envoy Gateway",
  "gateway.envoyproxy.io/ClientTrafficPolicy": "client settings of Envoy Gateway",
  "gateway.kgateway.dev/TrafficPolicy": "traffic policies of kgateway",
  "kuadrant.io/RateLimitPolicy": "rate limiting of Kuadrant",
  "kuadrant.io/AuthPolicy": "authentication of Kuadrant",
  "cilium.io/CiliumRateLimitPolicy": "a proposal that was closed (cilium/cilium#46421)",
  "gateway.networking.x-k8s.io/XBackendTrafficPolicy": "a policy that no Cilium release reads",
};
