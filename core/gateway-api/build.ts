import type { Json, JsonObject, KubernetesObject } from "../model/index.ts";
import {
  type GrpcRouteRuleSettings,
  type GrpcRouteSettings,
  type HttpRouteRuleSettings,
  type HttpRouteSettings,
  ParentKind,
  type ParentRefSettings,
  type RouteSettings,
  type RoutesSettings,
  type StreamRouteSettings,
  type TlsRouteSettings,
} from "../settings/index.ts";
import { planGrants } from "./grants.ts";
import { backendRef, filled, headerMatches, httpFilters, httpMatch } from "./parts.ts";
import { type RouteTuple, apiVersionOf } from "./versions.ts";
import { defined } from "../model/present.ts";

/** What the routes stand on. */
export interface RouteContext extends RouteTuple {
  /** Parent of routes that name none. */
  readonly gateway: { readonly name: string; readonly namespace: string };
}

export const RouteKind = {
  HTTPRoute: "HTTPRoute",
  GRPCRoute: "GRPCRoute",
  TLSRoute: "TLSRoute",
  TCPRoute: "TCPRoute",
  UDPRoute: "UDPRoute",
} as const;
export type RouteKind = (typeof RouteKind)[keyof typeof RouteKind];

/**
 * Every route of the settings as a Kubernetes object, sorted by kind and name, and the ReferenceGrants that their backends in
 * other namespaces need.
 */
export function planRoutes(settings: RoutesSettings, context: RouteContext): KubernetesObject[] {
  const { http = {}, grpc = {}, tls = {}, tcp = {}, udp = {} } = settings;
  const routes = [
    ...named(grpc, (name, route) => grpcRoute(name, route, context)),
    ...named(http, (name, route) => httpRoute(name, route, context)),
    ...named(tcp, (name, route) => streamRoute(RouteKind.TCPRoute, name, route, context)),
    ...named(tls, (name, route) => tlsRoute(name, route, context)),
    ...named(udp, (name, route) => streamRoute(RouteKind.UDPRoute, name, route, context)),
  ];
  return [...routes, ...planGrants(routes, context)];
}

const named = <T>(routes: Readonly<Record<string, T>>, build: (name: string, route: T) => KubernetesObject) =>
  Object.entries(routes)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, route]) => build(name, route));

export const httpRoute = (name: string, route: HttpRouteSettings, context: RouteContext): KubernetesObject =>
  object(RouteKind.HTTPRoute, name, route, context, {
    hostnames: filled(route.hostnames),
    rules: route.rules.map(httpRule),
  });

const httpRule = ({ matches, filters, backendRefs, timeouts }: HttpRouteRuleSettings): JsonObject =>
  defined<JsonObject>({
    matches: filled(matches?.map(httpMatch)),
    filters: httpFilters(filters),
    backendRefs: filled(backendRefs?.map(backendRef)),
    timeouts: timeouts && { ...timeouts },
  });

export const grpcRoute = (name: string, route: GrpcRouteSettings, context: RouteContext): KubernetesObject =>
  object(RouteKind.GRPCRoute, name, route, context, {
    hostnames: filled(route.hostnames),
    rules: route.rules.map(grpcRule),
  });

const grpcRule = ({ matches, filters, backendRefs }: GrpcRouteRuleSettings): JsonObject =>
  defined<JsonObject>({
    matches: filled(
      matches?.map(({ method, headers }) =>
        defined<JsonObject>({
          method: method === undefined ? undefined : { type: "Exact", ...method },
          headers: headerMatches(headers),
        }),
      ),
    ),
    filters: httpFilters(filters),
    backendRefs: filled(backendRefs?.map(backendRef)),
  });

export const tlsRoute = (name: string, route: TlsRouteSettings, context: RouteContext): KubernetesObject =>
  object(RouteKind.TLSRoute, name, route, context, {
    hostnames: filled(route.hostnames),
    rules: [{ backendRefs: route.backendRefs.map(backendRef) }],
  });

export const streamRoute = (
  kind: "TCPRoute" | "UDPRoute",
  name: string,
  route: StreamRouteSettings,
  context: RouteContext,
): KubernetesObject =>
  object(kind, name, route, context, { rules: [{ backendRefs: route.backendRefs.map(backendRef) }] });

function object(
  kind: RouteKind,
  name: string,
  { namespace, labels, annotations, parentRefs = [{}] }: RouteSettings,
  context: RouteContext,
  spec: Readonly<Record<string, unknown>>,
): KubernetesObject {
  const own = namespace ?? context.gateway.namespace;
  return {
    apiVersion: apiVersionOf(kind, context),
    kind,
    metadata: {
      name,
      namespace: own,
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    },
    spec: defined<JsonObject>({ parentRefs: parentRefs.map((ref) => parentRef(ref, own, context)), ...spec }),
  };
}

/** The API's defaults are written out: who reads the plan sees where a route goes. */
function parentRef(
  { kind = ParentKind.Gateway, name, namespace, sectionName, port }: ParentRefSettings,
  own: string,
  { gateway }: RouteContext,
): Json {
  const service = kind === ParentKind.Service;
  return defined<JsonObject>({
    group: service ? "" : "gateway.networking.k8s.io",
    kind,
    name: name ?? gateway.name,
    namespace: namespace ?? (service ? own : gateway.namespace),
    sectionName,
    port,
  });
}
