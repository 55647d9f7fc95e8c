import { z } from "zod";
import {
  type BackendRefSettings,
  type BackendTargetSettings,
  type CorsSettings,
  type GrpcFilterSettings,
  type GrpcMatchSettings,
  type GrpcMethodSettings,
  type GrpcRouteRuleSettings,
  type GrpcRouteSettings,
  type HeaderModifierSettings,
  type HttpFilterSettings,
  type HttpMatchSettings,
  HttpMethod,
  type HttpRouteRuleSettings,
  type HttpRouteSettings,
  MatchType,
  type MirrorSettings,
  ParentKind,
  type ParentRefSettings,
  type PathChangeSettings,
  type PathMatchSettings,
  PathMatchType,
  RedirectScheme,
  type RedirectSettings,
  type RewriteSettings,
  type RouteSettings,
  type RoutesSettings,
  type StreamRouteSettings,
  type TimeoutSettings,
  type TlsRouteSettings,
  type ValueMatchSettings,
} from "../../core/settings/index.ts";
import { choice, flag, list, map, object, optional, strings, tags, text, whole } from "./shape.ts";

const port = whole(1, 65_535);

const parentRef = object<ParentRefSettings>({
  kind: optional(choice(ParentKind)),
  name: optional(text),
  namespace: optional(text),
  sectionName: optional(text),
  port: optional(port),
});

/** Keys of every kind; spread, because each kind's object is strict. */
const common = {
  namespace: optional(text),
  labels: optional(tags),
  annotations: optional(tags),
  parentRefs: optional(list(parentRef)),
} satisfies { [K in keyof RouteSettings]-?: z.ZodType };

const backendRef = object<BackendRefSettings>({
  name: text,
  namespace: optional(text),
  port,
  weight: optional(whole(0, 1_000_000)),
});
const backendTarget = object<BackendTargetSettings>({ name: text, namespace: optional(text), port });

const valueMatch = object<ValueMatchSettings>({ name: text, type: optional(choice(MatchType)), value: text });

const headerModifier = object<HeaderModifierSettings>({
  set: optional(tags),
  add: optional(tags),
  remove: optional(strings),
});
const mirror = object<MirrorSettings>({ backendRef: backendTarget, percent: optional(whole(0, 100)) });

const pathChange = object<PathChangeSettings>({
  replaceFullPath: optional(z.string()),
  replacePrefixMatch: optional(z.string()),
});

const httpFilters = object<HttpFilterSettings>({
  requestHeaderModifier: optional(headerModifier),
  responseHeaderModifier: optional(headerModifier),
  requestMirror: optional(list(mirror)),
  requestRedirect: optional(
    object<RedirectSettings>({
      scheme: optional(choice(RedirectScheme)),
      hostname: optional(text),
      port: optional(port),
      path: optional(pathChange),
      statusCode: optional(whole(300, 399)),
    }),
  ),
  urlRewrite: optional(object<RewriteSettings>({ hostname: optional(text), path: optional(pathChange) })),
  cors: optional(
    object<CorsSettings>({
      allowOrigins: optional(strings),
      allowMethods: optional(strings),
      allowHeaders: optional(strings),
      exposeHeaders: optional(strings),
      allowCredentials: optional(flag),
      maxAge: optional(whole(1, 86_400)),
    }),
  ),
});

const httpMatch = object<HttpMatchSettings>({
  path: optional(object<PathMatchSettings>({ type: optional(choice(PathMatchType)), value: text })),
  headers: optional(list(valueMatch)),
  queryParams: optional(list(valueMatch)),
  method: optional(choice(HttpMethod)),
});

const httpRoute = object<HttpRouteSettings>({
  ...common,
  hostnames: optional(strings),
  rules: list(
    object<HttpRouteRuleSettings>({
      matches: optional(list(httpMatch)),
      filters: optional(httpFilters),
      backendRefs: optional(list(backendRef)),
      timeouts: optional(object<TimeoutSettings>({ request: optional(text), backendRequest: optional(text) })),
    }),
  ),
});

const grpcRoute = object<GrpcRouteSettings>({
  ...common,
  hostnames: optional(strings),
  rules: list(
    object<GrpcRouteRuleSettings>({
      matches: optional(
        list(
          object<GrpcMatchSettings>({
            method: optional(
              object<GrpcMethodSettings>({
                type: optional(choice(MatchType)),
                service: optional(text),
                method: optional(text),
              }),
            ),
            headers: optional(list(valueMatch)),
          }),
        ),
      ),
      filters: optional(
        object<GrpcFilterSettings>({
          requestHeaderModifier: optional(headerModifier),
          responseHeaderModifier: optional(headerModifier),
          requestMirror: optional(list(mirror)),
        }),
      ),
      backendRefs: optional(list(backendRef)),
    }),
  ),
});

const streamRoute = object<StreamRouteSettings>({ ...common, backendRefs: list(backendRef) });

export const routesSchema: z.ZodType<RoutesSettings> = object<RoutesSettings>({
  http: optional(map(httpRoute)),
  grpc: optional(map(grpcRoute)),
  tls: optional(map(object<TlsRouteSettings>({ ...common, backendRefs: list(backendRef), hostnames: strings }))),
  tcp: optional(map(streamRoute)),
  udp: optional(map(streamRoute)),
});
