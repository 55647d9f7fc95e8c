import type { Port } from "./values.ts";

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

/** Headers that a route sets, adds or removes. */
export interface HeaderModifierSettings {
  /** Header -> value that takes the place of any other. */
  readonly set?: Readonly<Record<string, string>>;
  /** Header -> value that is added to what is there. */
  readonly add?: Readonly<Record<string, string>>;
  /** Headers to take away. */
  readonly remove?: readonly string[];
}

/** A backend that gets a copy of requests. */
export interface MirrorSettings {
  /** The Service that gets the copies; it must bear the whole traffic unless a percentage is given. */
  readonly backendRef: BackendTargetSettings;
  /** Share of requests to copy, in percent. @minimum 0 @maximum 100 @default 100 */
  readonly percent?: number;
}

/** A Service and its port. */
export interface BackendTargetSettings {
  /** Name of a Service. @example "shop" */
  readonly name: string;
  /** Namespace of the Service. Default: the route's. */
  readonly namespace?: string;
  /** Port of the Service. @example 80 */
  readonly port: Port;
}

/** The scheme that a redirect leads to. */
export const RedirectScheme = { Http: "http", Https: "https" } as const;
export type RedirectScheme = (typeof RedirectScheme)[keyof typeof RedirectScheme];

/** A redirect that a route answers with. */
export interface RedirectSettings {
  /** Scheme that clients are sent to; the request's own where left out. */
  readonly scheme?: RedirectScheme;
  /** Host that clients are sent to; the request's own where left out. @example "www.example.com" */
  readonly hostname?: string;
  /** Port that clients are sent to. Default: that of the scheme where one is given, else the listener's. */
  readonly port?: Port;
  /** Change of the path; the request's own where left out. */
  readonly path?: PathChangeSettings;
  /** 301 or 302; also 303, 307 and 308 with Cilium 1.20. @minimum 300 @maximum 399 @default 302 */
  readonly statusCode?: number;
}

/** Host and path that a backend sees. */
export interface RewriteSettings {
  /** Host that the backend sees; the request's own where left out. */
  readonly hostname?: string;
  /** Change of the path; the request's own where left out. */
  readonly path?: PathChangeSettings;
}

/** One of both. */
export interface PathChangeSettings {
  /** Takes the place of the whole path. @minLength 0 @example "/new" */
  readonly replaceFullPath?: string;
  /** Takes the place of the matched prefix; every match of the rule must then be one PathPrefix. @minLength 0 @example "/" */
  readonly replacePrefixMatch?: string;
}

/** Answers to requests from other origins. */
export interface CorsSettings {
  /** `https://example.com`, `https://*.example.com` or `*` alone. @example ["https://example.com"] */
  readonly allowOrigins?: readonly string[];
  /** Methods that a browser may use. */
  readonly allowMethods?: readonly string[];
  /** Headers that a browser may send. */
  readonly allowHeaders?: readonly string[];
  /** Headers of the answer that a page may read. */
  readonly exposeHeaders?: readonly string[];
  /** A browser may send cookies and other credentials. */
  readonly allowCredentials?: boolean;
  /** Seconds that a browser may keep the answer. @minimum 1 @maximum 86400 @default 5 */
  readonly maxAge?: number;
}
