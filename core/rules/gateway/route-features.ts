import { CONTROLLER_KINDS } from "../../facts/gateway-api.ts";
import { FOREIGN_POLICIES, ROUTE_FEATURES, type RouteFeature } from "../../facts/gateway-features.ts";
import { minorOf } from "../../facts/version.ts";
import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import { type ObjectDraft, objectRule } from "./object-rule.ts";
import {
  type Ref,
  type RouteSpec,
  ciliumGateways,
  find,
  gatewaysOf,
  groupOf,
  isCilium,
  namespaceOf,
  routesOf,
  specOf,
} from "./objects.ts";

/** Minor as a number that sorts: `1.20` is newer than `1.9`. */
const order = (minor: string): number => Number(minor.slice(minor.indexOf(".") + 1));

/** Routes that Cilium serves: those of its Gateways, of Services, and of Gateways that the program does not show. */
const forCilium = (route: KubernetesObject, model: ClusterModel): boolean =>
  (specOf<RouteSpec>(route).parentRefs ?? []).some(({ kind = "Gateway", name, namespace }) => {
    const gateway = kind === "Gateway" ? find(gatewaysOf(model), name, namespace ?? namespaceOf(route)) : undefined;
    return gateway === undefined || isCilium(model, gateway);
  });

/** Features that a route uses, with the field that asks for each. */
function* used(route: KubernetesObject): Generator<{ at: string; feature: RouteFeature }> {
  const { rules = [], parentRefs = [] } = specOf<RouteSpec>(route);
  for (const [at, { kind = "Gateway", port }] of parentRefs.entries()) {
    if (kind === "Gateway" && port !== undefined)
      yield { at: `spec.parentRefs.${String(at)}.port`, feature: ROUTE_FEATURES.parentPort };
  }
  for (const [at, rule] of rules.entries()) {
    const path = `spec.rules.${String(at)}`;
    if (rule.retry !== undefined) yield { at: `${path}.retry`, feature: ROUTE_FEATURES.retry };
    if (rule.sessionPersistence !== undefined)
      yield { at: `${path}.sessionPersistence`, feature: ROUTE_FEATURES.sessionPersistence };
    for (const [index, { type, requestRedirect }] of (rule.filters ?? []).entries()) {
      const filter = `${path}.filters.${String(index)}`;
      const feature = BY_FILTER[type ?? ""];
      if (feature !== undefined) yield { at: filter, feature };
      const status = requestRedirect?.statusCode;
      if (status !== undefined && status > 302)
        yield { at: `${filter}.requestRedirect.statusCode`, feature: ROUTE_FEATURES.redirectStatus };
    }
  }
}

const BY_FILTER: Readonly<Record<string, RouteFeature>> = {
  CORS: ROUTE_FEATURES.cors,
  ExternalAuth: ROUTE_FEATURES.externalAuth,
  ExtensionRef: ROUTE_FEATURES.extensionRef,
};

export const routeFeature = objectRule({
  id: "gateway-route-feature",
  severity: "error",
  title: "Routes use what the Cilium version and the bundle have",
  why: "The API server refuses the field, or takes it and Cilium does nothing of it: for authentication that is an open door.",
  source: Object.values(ROUTE_FEATURES)
    .map(({ source }) => source)
    .join("; "),
  also: ["cilium"],
  of: routesOf,
  *check(route, model) {
    const { cilium, gatewayApi } = model;
    const minor = cilium === undefined ? undefined : minorOf(cilium.version);
    if (cilium === undefined || minor === undefined || !forCilium(route, model)) return;
    for (const { at, feature } of used(route)) {
      const fault = missing(feature, minor, gatewayApi?.channel);
      if (fault === undefined) continue;
      yield { at, found: `${feature.name} with ${fault}`, expected: expectedOf(feature), fix: feature.instead };
    }
  },
});

function missing({ since, channel }: RouteFeature, minor: string, installed: string | undefined): string | undefined {
  if (since === undefined || order(minor) < order(since)) return `Cilium ${minor}`;
  return channel === "experimental" && installed === "standard" ? "the standard channel" : undefined;
}

const expectedOf = ({ since, channel }: RouteFeature): string =>
  since === undefined
    ? "nothing of it: no release of Cilium does it"
    : `Cilium ${since} or newer${channel === "experimental" ? " with the experimental channel" : ""}`;

export const routeKind = objectRule({
  id: "gateway-route-kind",
  severity: "error",
  title: "Routes are of kinds that the Cilium version watches",
  why: "Nobody looks at others: they get no status and serve nothing.",
  source: "cilium/cilium operator/pkg/gateway-api/cell.go",
  also: ["cilium"],
  of: routesOf,
  *check(route, model) {
    const kinds = CONTROLLER_KINDS[minorOf(model.cilium?.version ?? "") ?? ""];
    if (kinds === undefined || !forCilium(route, model) || kinds.some(({ kind }) => kind === route.kind)) return;
    yield {
      at: "kind",
      found: `${route.kind} with Cilium ${model.cilium?.version ?? ""}`,
      expected: kinds
        .filter(({ kind }) => kind.endsWith("Route"))
        .map(({ kind }) => kind)
        .join(", "),
      fix: "Use Cilium 1.20.2 with bundle v1.6.1, or a Service of type LoadBalancer.",
    };
  },
});

interface PolicySpec {
  readonly targetRef?: Ref;
  readonly targetRefs?: readonly Ref[];
}

const RECIPE =
  "Put a proxy that does it (oauth2-proxy for authentication, Envoy with its rate limit filter) between the Gateway and the application, or a second Gateway controller in front: docs/routes.md.";

export const foreignPolicy = objectRule({
  id: "gateway-foreign-policy",
  severity: "error",
  title: "Rate limits and authentication are not asked of Cilium",
  why: "Cilium has neither for Gateways, and reads no policy of other controllers: the object is accepted and nothing is limited, nobody is asked for a password.",
  source: "cilium/cilium#33500, #30587, #45951, #46421 (closed)",
  of: ({ objects = [] }) => objects.filter((object) => `${groupOf(object)}/${object.kind}` in FOREIGN_POLICIES),
  *check(policy, model) {
    const { targetRef, targetRefs = [] } = specOf<PolicySpec>(policy);
    const targets = targetRef === undefined ? targetRefs : [targetRef, ...targetRefs];
    const hit = targets.find((target) => aimsAtCilium(target, policy, model));
    if (hit === undefined) return;
    yield {
      at: targetRef === undefined ? "spec.targetRefs" : "spec.targetRef",
      found: `${FOREIGN_POLICIES[`${groupOf(policy)}/${policy.kind}`] ?? policy.kind}, on ${hit.kind ?? "Gateway"} ${hit.name}, which Cilium serves`,
      expected: "a proxy of its own",
      fix: RECIPE,
    };
  },
});

function aimsAtCilium({ kind = "", name, namespace }: Ref, policy: KubernetesObject, model: ClusterModel): boolean {
  const where = namespace ?? namespaceOf(policy);
  if (kind === "Gateway") return find(ciliumGateways(model), name, where) !== undefined;
  const route = find(routesOf(model), name, where);
  return route !== undefined && route.kind === kind && gatewaysOf(model).length > 0 && forCilium(route, model);
}

/** Start of the name of every Service that Cilium makes for a Gateway. */
const GATEWAY_SERVICE = "cilium-gateway-";

export const envoyConfig = objectRule({
  id: "gateway-envoy-config",
  severity: "error",
  title: "No CiliumEnvoyConfig takes the Service of a Gateway",
  why: "The Gateway's own configuration holds it: the second is refused as already registered, and its filters (rate limits, mostly) never run.",
  source: "cilium/cilium#26941, #45951",
  of: ({ objects = [] }) =>
    objects.filter(({ kind }) => kind === "CiliumEnvoyConfig" || kind === "CiliumClusterwideEnvoyConfig"),
  *check(object) {
    const { services = [] } = specOf<{ services?: readonly Ref[] }>(object);
    for (const [at, { name }] of services.entries()) {
      if (!name.startsWith(GATEWAY_SERVICE)) continue;
      yield { at: `spec.services.${String(at)}`, found: name, expected: "a Service of its own", fix: RECIPE };
    }
  },
});

export const meshRoute = objectRule({
  id: "gateway-mesh-route",
  severity: "error",
  title: "A route on a Service lies beside it",
  why: "Cilium serves routes of the Service's own namespace (producer routes); those of its clients are not served, and hostnames mean nothing.",
  source: "gateway-api conformance/reports: cilium, MESH profiles; Gateway API docs: mesh, consumer routes",
  of: routesOf,
  *check(route) {
    const { parentRefs = [], hostnames = [] } = specOf<RouteSpec>(route);
    const services = [...parentRefs.entries()].filter(([, { kind }]) => kind === "Service");
    for (const [at, { name, namespace = namespaceOf(route), sectionName }] of services) {
      const path = `spec.parentRefs.${String(at)}`;
      if (namespace !== namespaceOf(route))
        yield draft(
          `${path}.namespace`,
          `Service ${namespace}/${name} for a route in ${namespaceOf(route)}`,
          `a route in ${namespace}`,
          "Create the route in the Service's namespace.",
        );
      if (sectionName !== undefined)
        yield draft(
          `${path}.sectionName`,
          sectionName,
          "port: a Service has no sections",
          "Name the Service's port by port.",
        );
    }
    if (services.length > 0 && hostnames.length > 0 && services.length === parentRefs.length)
      yield {
        severity: "warning",
        ...draft(
          "spec.hostnames",
          hostnames.join(", "),
          "none on a route of a Service",
          "Remove them: the Service's name decides.",
        ),
      };
  },
});

const draft = (at: string, found: string, expected: string, fix: string): ObjectDraft => ({ at, found, expected, fix });

export const routeFeatureRules = [routeFeature, routeKind, foreignPolicy, envoyConfig, meshRoute];
