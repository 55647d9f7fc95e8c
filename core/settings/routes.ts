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

export const ParentKind = { Gateway: "Gateway", Service: "Service", ListenerSet: "ListenerSet" } as const;
export type ParentKind = (typeof ParentKind)[keyof typeof ParentKind];

export interface ParentRefSettings {
  /** `Gateway` (default), `Service` for traffic between pods (GAMMA), or `ListenerSet` (Cilium 1.20). */
  readonly kind?: ParentKind;
  /** Default: the Gateway that the routes belong to. */
  readonly name?: string;
  /** Namespace of the parent. Default: the Gateway's for a Gateway, the route's for a Service. */
  readonly namespace?: string;
  /** One listener by its name. Needed where a route names the same Gateway twice. */
  readonly sectionName?: string;
  /** Port of a Service parent. Cilium does not support it for Gateways: name the listener by sectionName. */
  readonly port?: number;
}

/** HTTPRoute. */
export interface HttpRouteSettings extends RouteSettings {
  /** Host headers that the route takes, `*.example.com` among them. Default: those of the listener. */
  readonly hostnames?: readonly string[];
  /** At most 16; the most specific match wins, whatever the order. */
  readonly rules: readonly HttpRouteRuleSettings[];
}

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

export const MatchType = { Exact: "Exact", RegularExpression: "RegularExpression" } as const;
export type MatchType = (typeof MatchType)[keyof typeof MatchType];

export const PathMatchType = { ...MatchType, PathPrefix: "PathPrefix" } as const;
export type PathMatchType = (typeof PathMatchType)[keyof typeof PathMatchType];

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

export interface HttpMatchSettings {
  readonly path?: PathMatchSettings;
  /** At most 16; all must match. */
  readonly headers?: readonly ValueMatchSettings[];
  /** At most 16; all must match. */
  readonly queryParams?: readonly ValueMatchSettings[];
  readonly method?: HttpMethod;
}

export interface PathMatchSettings {
  /** `PathPrefix` (default) works by path element: `/api` takes `/api/v1`, not `/apiary`. Regular expressions are RE2. */
  readonly type?: PathMatchType;
  /** Starts with `/`. */
  readonly value: string;
}

export interface ValueMatchSettings {
  /** Header or query parameter; header names do not depend on case. */
  readonly name: string;
  /** Default `Exact`. */
  readonly type?: MatchType;
  readonly value: string;
}

export interface BackendRefSettings {
  /** Name of a Service. */
  readonly name: string;
  /** Default: the route's namespace. Another one needs a ReferenceGrant there; the plan makes it. */
  readonly namespace?: string;
  /** Port of the Service, not of its pods. */
  readonly port: number;
  /** Share of the traffic, against the sum of all. Default 1; 0 takes the backend out. */
  readonly weight?: number;
}

/** Each kind of filter at most once; only mirrors may be several. */
export interface HttpFilterSettings {
  /** Changes headers before the request goes to the backend. */
  readonly requestHeaderModifier?: HeaderModifierSettings;
  /** Changes headers of the answer. */
  readonly responseHeaderModifier?: HeaderModifierSettings;
  /** Sends copies elsewhere; their answers are thrown away. */
  readonly requestMirror?: readonly MirrorSettings[];
  /** Answers with a redirect. Never together with backends or urlRewrite. */
  readonly requestRedirect?: RedirectSettings;
  /** Changes host or path before the request goes to the backend. */
  readonly urlRewrite?: RewriteSettings;
  /** Answers preflight requests of browsers. Needs Cilium 1.20 (bundle v1.6.1). */
  readonly cors?: CorsSettings;
}

export interface HeaderModifierSettings {
  /** Header -> value that takes the place of any other. */
  readonly set?: Readonly<Record<string, string>>;
  /** Header -> value that is added to what is there. */
  readonly add?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
}

export interface MirrorSettings {
  /** The Service that gets the copies; it must bear the whole traffic unless a percentage is given. */
  readonly backendRef: BackendTargetSettings;
  /** Share of requests to copy, 0 to 100. Default 100. */
  readonly percent?: number;
}

export interface BackendTargetSettings {
  /** Name of a Service. */
  readonly name: string;
  /** Default: the route's namespace. */
  readonly namespace?: string;
  /** Port of the Service. */
  readonly port: number;
}

export const RedirectScheme = { Http: "http", Https: "https" } as const;
export type RedirectScheme = (typeof RedirectScheme)[keyof typeof RedirectScheme];

export interface RedirectSettings {
  readonly scheme?: RedirectScheme;
  readonly hostname?: string;
  /** Default: that of the scheme where one is given, else the listener's. */
  readonly port?: number;
  readonly path?: PathChangeSettings;
  /** 301 or 302 (default); also 303, 307 and 308 with Cilium 1.20. */
  readonly statusCode?: number;
}

export interface RewriteSettings {
  readonly hostname?: string;
  readonly path?: PathChangeSettings;
}

/** One of both. */
export interface PathChangeSettings {
  readonly replaceFullPath?: string;
  /** Takes the place of the matched prefix; every match of the rule must then be one PathPrefix. */
  readonly replacePrefixMatch?: string;
}

export interface CorsSettings {
  /** `https://example.com`, `https://*.example.com` or `*` alone. */
  readonly allowOrigins?: readonly string[];
  readonly allowMethods?: readonly string[];
  readonly allowHeaders?: readonly string[];
  readonly exposeHeaders?: readonly string[];
  readonly allowCredentials?: boolean;
  /** Seconds that a browser may keep the answer. Default 5. */
  readonly maxAge?: number;
}

/** Gateway API durations: `500ms`, `10s`, `1m30s`. */
export interface TimeoutSettings {
  /** From the first byte of the request to the last of the answer. `0s` switches it off. */
  readonly request?: string;
  /** One try of a backend; not longer than `request`. */
  readonly backendRequest?: string;
}

/** GRPCRoute. */
export interface GrpcRouteSettings extends RouteSettings {
  readonly hostnames?: readonly string[];
  readonly rules: readonly GrpcRouteRuleSettings[];
}

export interface GrpcRouteRuleSettings {
  /** Default: every call. */
  readonly matches?: readonly GrpcMatchSettings[];
  readonly filters?: GrpcFilterSettings;
  readonly backendRefs?: readonly BackendRefSettings[];
}

export interface GrpcMatchSettings {
  readonly method?: GrpcMethodSettings;
  readonly headers?: readonly ValueMatchSettings[];
}

/** A service, a method, or both. */
export interface GrpcMethodSettings {
  /** Default `Exact`. */
  readonly type?: MatchType;
  /** With its package, `helloworld.Greeter`. */
  readonly service?: string;
  readonly method?: string;
}

export interface GrpcFilterSettings {
  readonly requestHeaderModifier?: HeaderModifierSettings;
  readonly responseHeaderModifier?: HeaderModifierSettings;
  readonly requestMirror?: readonly MirrorSettings[];
}

/** TLSRoute: encrypted traffic goes to the backend by its server name, unopened. */
export interface TlsRouteSettings extends StreamRouteSettings {
  /** Server names (SNI). The v1 API demands at least one. */
  readonly hostnames: readonly string[];
}

/** TCPRoute and UDPRoute: everything on a port goes to these backends. */
export interface StreamRouteSettings extends RouteSettings {
  /** At least one. */
  readonly backendRefs: readonly BackendRefSettings[];
}
