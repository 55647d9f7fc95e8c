import type { HeaderModifierSettings, HttpFilterSettings, MirrorSettings } from "./route-filters.ts";
import type { Port } from "./values.ts";
/** Routes of a Gateway, by kind and name: part of stack key `cilium-eks:gateway`. Field names are those of the Gateway API. */
export interface RoutesSettings {
  /** HTTPRoutes by name. */
  readonly http?: Readonly<Record<string, HttpRouteSettings>>;
  /** GRPCRoutes by name; the listener is HTTPS, or HTTP for h2c. */
  readonly grpc?: Readonly<Record<string, GrpcRouteSettings>>;
  /** TLSRoutes by name, for listeners of protocol TLS with mode Passthrough. Needs Cilium 1.20, or the experimental channel with 1.19. */
  readonly tls?: Readonly<Record<string, TlsRouteSettings>>;
  /** TCPRoutes by name. Needs Cilium 1.20. */
  readonly tcp?: Readonly<Record<string, StreamRouteSettings>>;
  /** UDPRoutes by name. Needs Cilium 1.20. */
  readonly udp?: Readonly<Record<string, StreamRouteSettings>>;
}

/** What routes of every kind have. */
export interface RouteSettings {
  /** Namespace of the route; the listener's allowedRoutes must admit it. Default: the Gateway's namespace. */
  readonly namespace?: string;
  /** Labels of the route. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of the route; external-dns reads its own here, all but the target. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Where the route is attached. Default: every listener of the Gateway that takes its kind and hostnames. */
  readonly parentRefs?: readonly ParentRefSettings[];
}

/** What a route hangs on. */
export const ParentKind = { Gateway: "Gateway", Service: "Service", ListenerSet: "ListenerSet" } as const;
export type ParentKind = (typeof ParentKind)[keyof typeof ParentKind];

/** The Gateway or Service that a route hangs on. */
export interface ParentRefSettings {
  /** `Gateway`, `Service` for traffic between pods (GAMMA), or `ListenerSet` (Cilium 1.20). @default "Gateway" */
  readonly kind?: ParentKind;
  /** Name of the parent. Default: the Gateway that the routes belong to. */
  readonly name?: string;
  /** Namespace of the parent. Default: the Gateway's for a Gateway, the route's for a Service. */
  readonly namespace?: string;
  /** One listener by its name. Needed where a route names the same Gateway twice. */
  readonly sectionName?: string;
  /** Port of a Service parent. Cilium does not support it for Gateways: name the listener by sectionName. */
  readonly port?: Port;
}

/** HTTPRoute. */
export interface HttpRouteSettings extends RouteSettings {
  /** Host headers that the route takes, `*.example.com` among them. Default: those of the listener. @example ["app.example.com"] */
  readonly hostnames?: readonly string[];
  /** At most 16; the most specific match wins, whatever the order. */
  readonly rules: readonly HttpRouteRuleSettings[];
}

/** A rule of an HTTPRoute. */
export interface HttpRouteRuleSettings {
  /** The rule takes a request that any of these matches; within one, everything must hold. Default: every path. */
  readonly matches?: readonly HttpMatchSettings[];
  /** What is done to a request on its way. */
  readonly filters?: HttpFilterSettings;
  /** Where requests go, by weight. None: only with requestRedirect. */
  readonly backendRefs?: readonly BackendRefSettings[];
  /** How long a request may take. Default: no limit but Envoy's idle timeout of a stream, 300 s. */
  readonly timeouts?: TimeoutSettings;
}

/** How a value is compared. */
export const MatchType = { Exact: "Exact", RegularExpression: "RegularExpression" } as const;
export type MatchType = (typeof MatchType)[keyof typeof MatchType];

/** How a path is compared. */
export const PathMatchType = { ...MatchType, PathPrefix: "PathPrefix" } as const;
export type PathMatchType = (typeof PathMatchType)[keyof typeof PathMatchType];

/** A method of HTTP. */
export const HttpMethod = {
  Get: "GET",
  Head: "HEAD",
  Post: "POST",
  Put: "PUT",
  Delete: "DELETE",
  Connect: "CONNECT",
  Options: "OPTIONS",
  Trace: "TRACE",
  Patch: "PATCH",
} as const;
export type HttpMethod = (typeof HttpMethod)[keyof typeof HttpMethod];

/** Which requests a rule is for. */
export interface HttpMatchSettings {
  /** Path of the request. Default: every path. */
  readonly path?: PathMatchSettings;
  /** At most 16; all must match. */
  readonly headers?: readonly ValueMatchSettings[];
  /** At most 16; all must match. */
  readonly queryParams?: readonly ValueMatchSettings[];
  /** Method of the request. Default: every method. */
  readonly method?: HttpMethod;
}

/** Which paths a rule is for. */
export interface PathMatchSettings {
  /** `PathPrefix` works by path element: `/api` takes `/api/v1`, not `/apiary`. Regular expressions are RE2. @default "PathPrefix" */
  readonly type?: PathMatchType;
  /** Starts with `/`. @example "/api" */
  readonly value: string;
}

/** A header or a query parameter with its value. */
export interface ValueMatchSettings {
  /** Header or query parameter; header names do not depend on case. @example "x-version" */
  readonly name: string;
  /** How `value` is compared. @default "Exact" */
  readonly type?: MatchType;
  /** What the header or parameter must be. @example "2" */
  readonly value: string;
}

/** A Service that gets requests, with its weight. */
export interface BackendRefSettings {
  /** Name of a Service. @example "shop" */
  readonly name: string;
  /** Namespace of the Service. Default: the route's. Another one needs a ReferenceGrant there; the plan makes it. */
  readonly namespace?: string;
  /** Port of the Service, not of its pods. @example 80 */
  readonly port: Port;
  /** Share of the traffic, against the sum of all; 0 takes the backend out. @minimum 0 @maximum 1000000 @default 1 */
  readonly weight?: number;
}

/** Gateway API durations: `500ms`, `10s`, `1m30s`. */
export interface TimeoutSettings {
  /** From the first byte of the request to the last of the answer. `0s` switches it off. @example "10s" */
  readonly request?: string;
  /** One try of a backend; not longer than `request`. @example "5s" */
  readonly backendRequest?: string;
}

/** GRPCRoute. */
export interface GrpcRouteSettings extends RouteSettings {
  /** Host headers that the route takes. Default: those of the listener. */
  readonly hostnames?: readonly string[];
  /** At most 16; the most specific match wins, whatever the order. */
  readonly rules: readonly GrpcRouteRuleSettings[];
}

/** A rule of a GRPCRoute. */
export interface GrpcRouteRuleSettings {
  /** The rule takes a call that any of these matches. Default: every call. */
  readonly matches?: readonly GrpcMatchSettings[];
  /** What is done to a call on its way. */
  readonly filters?: GrpcFilterSettings;
  /** Where calls go, by weight. */
  readonly backendRefs?: readonly BackendRefSettings[];
}

/** Which calls a rule is for. */
export interface GrpcMatchSettings {
  /** Service and method of the call. Default: every one. */
  readonly method?: GrpcMethodSettings;
  /** At most 16; all must match. */
  readonly headers?: readonly ValueMatchSettings[];
}

/** A service, a method, or both. */
export interface GrpcMethodSettings {
  /** How service and method are compared. @default "Exact" */
  readonly type?: MatchType;
  /** With its package, `helloworld.Greeter`. @example "helloworld.Greeter" */
  readonly service?: string;
  /** Name of the method. */
  readonly method?: string;
}

/** What happens to a call on its way. */
export interface GrpcFilterSettings {
  /** Changes headers before the call goes to the backend. */
  readonly requestHeaderModifier?: HeaderModifierSettings;
  /** Changes headers of the answer. */
  readonly responseHeaderModifier?: HeaderModifierSettings;
  /** Sends copies elsewhere; their answers are thrown away. */
  readonly requestMirror?: readonly MirrorSettings[];
}

/** TLSRoute: encrypted traffic goes to the backend by its server name, unopened. */
export interface TlsRouteSettings extends StreamRouteSettings {
  /** Server names (SNI). The v1 API demands at least one. @example ["db.example.com"] */
  readonly hostnames: readonly string[];
}

/** TCPRoute and UDPRoute: everything on a port goes to these backends. */
export interface StreamRouteSettings extends RouteSettings {
  /** At least one. */
  readonly backendRefs: readonly BackendRefSettings[];
}
