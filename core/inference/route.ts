import { type RouteTuple, httpRoute } from "../gateway-api/index.ts";
import type { KubernetesObject } from "../model/index.ts";
import type { GatewayPlace, InferenceHttpRouteSettings } from "../settings/index.ts";
import { DEFAULT_PATHS, DEFAULT_REQUEST_SECONDS, INTERNAL_HEADERS, ROUTER_PORT } from "./defaults.ts";
import { routerName } from "./router.ts";

export interface InferenceRouteContext {
  readonly name: string;
  readonly namespace: string;
  readonly gateway: GatewayPlace;
  readonly tuple: RouteTuple;
}

/**
 * Named paths only, because a model server answers many more; without the headers that steer the router; with no end, because an
 * answer that streams is one request; and never again, because a completion is work that was done.
 */
export const planRoute = (
  { listener, hostnames, paths = DEFAULT_PATHS, requestSeconds = DEFAULT_REQUEST_SECONDS }: InferenceHttpRouteSettings,
  { name, namespace, gateway, tuple }: InferenceRouteContext,
): KubernetesObject =>
  httpRoute(
    name,
    {
      namespace,
      parentRefs: [
        {
          name: gateway.name,
          namespace: gateway.namespace,
          ...(listener === undefined ? {} : { sectionName: listener }),
        },
      ],
      ...(hostnames === undefined ? {} : { hostnames }),
      rules: [
        {
          matches: paths.map((value) => ({ path: { type: "PathPrefix", value } })),
          filters: { requestHeaderModifier: { remove: INTERNAL_HEADERS } },
          backendRefs: [{ name: routerName(name), port: ROUTER_PORT }],
          timeouts: { request: `${String(requestSeconds)}s` },
        },
      ],
    },
    { ...tuple, gateway },
  );
