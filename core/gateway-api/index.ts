export { type RouteContext, RouteKind, grpcRoute, httpRoute, planRoutes, streamRoute, tlsRoute } from "./build.ts";
export { type GrantRequest, planGrants, referenceGrants } from "./grants.ts";
export {
  type ByHeaderArgs,
  type CanaryArgs,
  type MirroredArgs,
  type ToHttpsArgs,
  byHeader,
  canary,
  exactly,
  mirrored,
  prefix,
  toHttps,
} from "./recipes.ts";
export { GATEWAY_GROUP, type RouteTuple, apiVersionOf, otherApiVersions } from "./versions.ts";
