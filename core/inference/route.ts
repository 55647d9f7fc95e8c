import { type RouteTuple, httpRoute } from "../gateway-api/index.ts";
import type { Json, JsonObject, KubernetesObject } from "../model/index.ts";
import type {
  AgentgatewayOption,
  GatewayPlace,
  HttpRouteSettings,
  InferenceHttpRouteSettings,
} from "../settings/index.ts";
import { ownGatewayName, ownGatewayPort } from "./agentgateway.ts";
import { DEFAULT_PATHS, DEFAULT_REQUEST_SECONDS, INTERNAL_HEADERS, ROUTER_PORT } from "./defaults.ts";
import { routerName } from "./router.ts";

export interface InferenceRouteContext {
  readonly name: string;
  readonly namespace: string;
  readonly gateway: GatewayPlace;
  readonly tuple: RouteTuple;
  /** A gateway of the model's own, which asks the router. */
  readonly second: AgentgatewayOption | undefined;
}

/** The way to the router: one route, or one to the model's own gateway and one from there to the pool. */
export function planRoutes(settings: InferenceHttpRouteSettings, context: InferenceRouteContext): KubernetesObject[] {
  const { name, namespace, second } = context;
  if (second === undefined) {
    return [planRoute(name, settings, { ...context, backend: { name: routerName(name), port: ROUTER_PORT } })];
  }
  const own = ownGatewayName(name);
  const inside = { ...context, gateway: { name: own, namespace } };
  // Behind the Cilium Gateway the other route has checked the request; requests come from nowhere else.
  const toPool = { ...settings, listener: undefined };
  if (second.loadBalancer !== undefined)
    return [toPoolOf(planRoute(name, toPool, { ...inside, backend: undefined }), name)];
  return [
    planRoute(name, settings, { ...context, backend: { name: own, port: ownGatewayPort(second) } }),
    toPoolOf(planRoute(own, { ...toPool, hostnames: undefined }, { ...inside, backend: undefined }), name),
  ];
}

type Loose<T> = { readonly [K in keyof T]: T[K] | undefined };

/**
 * Named paths only, because a model server answers many more; without the headers that steer the router; with no end, because an
 * answer that streams is one request; and never again, because a completion is work that was done.
 */
function planRoute(
  name: string,
  {
    listener,
    hostnames,
    paths = DEFAULT_PATHS,
    requestSeconds = DEFAULT_REQUEST_SECONDS,
  }: Loose<InferenceHttpRouteSettings>,
  {
    namespace,
    gateway,
    tuple,
    backend,
  }: Pick<InferenceRouteContext, "namespace" | "gateway" | "tuple"> & {
    readonly backend: { readonly name: string; readonly port: number } | undefined;
  },
): KubernetesObject {
  const route: HttpRouteSettings = {
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
        ...(backend === undefined ? {} : { backendRefs: [backend] }),
        timeouts: { request: `${String(requestSeconds)}s` },
      },
    ],
  };
  return httpRoute(name, route, { ...tuple, gateway });
}

/** Settings of routes name Services only; the pool has the name of the router's release. */
function toPoolOf(route: KubernetesObject, pool: string): KubernetesObject {
  const spec = route["spec"] as JsonObject & { readonly rules: readonly JsonObject[] };
  const backendRefs: Json = [{ group: "inference.networking.k8s.io", kind: "InferencePool", name: pool }];
  return { ...route, spec: { ...spec, rules: spec.rules.map((rule) => ({ ...rule, backendRefs })) } };
}
