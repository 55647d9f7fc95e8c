import type { KubernetesObject } from "../model/index.ts";
import {
  type GatewayPartSettings,
  type HttpRouteRuleSettings,
  ListenerProtocol,
  type ListenerSettings,
  type RoutesSettings,
} from "../settings/index.ts";
import { demoHostname, demoListener, demoOn, demoRoute } from "./demo.ts";
import { listenersOf, tlsPortsOf } from "./listeners.ts";
import { gatewayPolicies } from "../network-policies/index.ts";
import { type RouteTuple, planRoutes, referenceGrants, toHttps } from "../gateway-api/index.ts";

interface RouteContext extends RouteTuple {
  readonly name: string;
  readonly namespace: string;
}

/** Routes of the settings, the redirect, the demo's route, grants for certificates elsewhere, and the policies for backends. */
export function planRouteObjects(settings: GatewayPartSettings, context: RouteContext): KubernetesObject[] {
  const { listeners = {}, routes = {}, backends = {} } = settings;
  const { name, namespace } = context;
  const all: RoutesSettings = {
    ...routes,
    http: { ...routes.http, ...redirectOf(settings, name), ...demoOf(settings, name) },
  };
  const policies = Object.entries(backends).map(([service, backend]) => ({ ...backend, service }));
  return [
    ...certificateGrants(listeners, context),
    ...planRoutes(all, { ...context, gateway: { name, namespace } }),
    ...(policies.length === 0 ? [] : gatewayPolicies({ gateway: name, backends: policies })),
  ];
}

/**
 * On every HTTP listener, named one by one: without a name it would answer on HTTPS too. Behind ACM it is made only where it is
 * asked for, because HTTPS listeners are HTTP to Envoy then.
 */
function redirectOf({ listeners = {}, tls = {} }: GatewayPartSettings, name: string): RoutesSettings["http"] {
  const http = listenersOf(listeners, ListenerProtocol.Http);
  const https = listenersOf(listeners, ListenerProtocol.Https);
  const wanted = tls.redirect ?? tls.acmCertificateArn === undefined;
  if (!wanted || http.length === 0 || https.length === 0) return {};
  const [sectionName = ""] = http;
  const { rules } = toHttps({ sectionName });
  const ports = tlsPortsOf(listeners);
  const port = ports.includes(HTTPS_PORT) ? undefined : ports[0];
  return {
    [`${name}-to-https`]: {
      parentRefs: http.map((one) => ({ sectionName: one })),
      rules: port === undefined ? rules : rules.map((rule) => toPort(rule, port)),
    },
  };
}

/** Where a redirect to https goes by itself. */
const HTTPS_PORT = 443;

const toPort = ({ filters = {}, ...rule }: HttpRouteRuleSettings, port: number): HttpRouteRuleSettings => ({
  ...rule,
  filters: { ...filters, requestRedirect: { ...filters.requestRedirect, port } },
});

const demoOf = (settings: GatewayPartSettings, name: string): RoutesSettings["http"] =>
  demoOn(settings) ? { [`${name}-demo`]: demoRoute(demoListener(settings), demoHostname(settings)) } : {};

const certificateGrants = (
  listeners: Readonly<Record<string, ListenerSettings>>,
  { namespace, ...context }: RouteContext,
): KubernetesObject[] =>
  referenceGrants(
    Object.values(listeners).flatMap(({ certificate }) =>
      certificate?.namespace === undefined || certificate.namespace === namespace
        ? []
        : [
            {
              from: { kind: "Gateway", namespace },
              to: { kind: "Secret" as const, namespace: certificate.namespace, name: certificate.secret },
            },
          ],
    ),
    context,
  );
