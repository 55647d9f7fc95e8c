import { rulesOn } from "../rule.ts";
import { objects } from "../subjects.ts";
import { kindsIn, routes } from "./subjects.ts";
import { CONTROLLER_KINDS } from "../../facts/gateway-api.ts";
import { FOREIGN_POLICIES, ROUTE_FEATURES, type RouteFeature } from "../../facts/gateway-features.ts";
import { minorOf } from "../../facts/version.ts";
import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import {
  type Ref,
  type RouteSpec,
  ciliumGatewaysOf,
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

function missing({ since, channel }: RouteFeature, minor: string, installed: string | undefined): string | undefined {
  if (since === undefined || order(minor) < order(since)) return `Cilium ${minor}`;
  return channel === "experimental" && installed === "standard" ? "the standard channel" : undefined;
}

const expectedOf = ({ since, channel }: RouteFeature): string =>
  since === undefined
    ? "nothing of it: no release of Cilium does it"
    : `Cilium ${since} or newer${channel === "experimental" ? " with the experimental channel" : ""}`;

interface PolicySpec {
  readonly targetRef?: Ref;
  readonly targetRefs?: readonly Ref[];
}

const RECIPE =
  "Put a proxy that does it (oauth2-proxy for authentication, Envoy with its rate limit filter) between the Gateway and the application, or a second Gateway controller in front: docs/routes.md.";

function aimsAtCilium({ kind = "", name, namespace }: Ref, policy: KubernetesObject, model: ClusterModel): boolean {
  const where = namespace ?? namespaceOf(policy);
  if (kind === "Gateway") return find(ciliumGatewaysOf(model), name, where) !== undefined;
  const route = find(routesOf(model), name, where);
  return route !== undefined && route.kind === kind && gatewaysOf(model).length > 0 && forCilium(route, model);
}

/** Start of the name of every Service that Cilium makes for a Gateway. */
const GATEWAY_SERVICE = "cilium-gateway-";

const MESH = "gateway-api conformance/reports: cilium, MESH profiles; Gateway API docs: mesh, consumer routes";

/** Parents of a route that are Services, with their place. */
const serviceParents = (route: KubernetesObject): [number, Ref][] =>
  [...(specOf<RouteSpec>(route).parentRefs ?? []).entries()].filter(([, { kind }]) => kind === "Service");

export default [
  ...rulesOn(routes, [
    {
      id: "gateway-route-feature",
      severity: "error",
      title: "Routes use what the Cilium version and the bundle have",
      why: "The API server refuses the field, or takes it and Cilium does nothing of it: for authentication that is an open door.",
      source: Object.values(ROUTE_FEATURES)
        .map(({ source }) => source)
        .join("; "),
      also: ["cilium"],
      fix: "Use a Cilium version and a channel that have it, or do without.",
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
    },
    {
      id: "gateway-route-kind",
      severity: "error",
      title: "Routes are of kinds that the Cilium version watches",
      why: "Nobody looks at others.",
      symptom: "The route stays without a status and serves nothing.",
      source: "cilium/cilium operator/pkg/gateway-api/cell.go",
      also: ["cilium"],
      fix: "Use Cilium 1.20.2 with bundle v1.6.1, or a Service of type LoadBalancer.",
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
        };
      },
    },
    {
      id: "gateway-mesh-route",
      severity: "error",
      title: "A route on a Service lies beside it",
      why: "Cilium serves routes of the Service's own namespace (producer routes); those of its clients are not served.",
      source: MESH,
      fix: "Create the route in the Service's namespace, and name the Service's port by port.",
      *check(route) {
        for (const [at, { name, namespace = namespaceOf(route), sectionName }] of serviceParents(route)) {
          const path = `spec.parentRefs.${String(at)}`;
          if (namespace !== namespaceOf(route))
            yield {
              at: `${path}.namespace`,
              found: `Service ${namespace}/${name} for a route in ${namespaceOf(route)}`,
              expected: `a route in ${namespace}`,
              fix: "Create the route in the Service's namespace.",
            };
          if (sectionName !== undefined)
            yield {
              at: `${path}.sectionName`,
              found: sectionName,
              expected: "port: a Service has no sections",
              fix: "Name the Service's port by port.",
            };
        }
      },
    },
    {
      id: "gateway-mesh-route-hostnames",
      severity: "warning",
      title: "A route on a Service has no hostnames",
      why: "The Service's name decides; hostnames mean nothing there.",
      source: MESH,
      fix: "Remove them: the Service's name decides.",
      *check(route) {
        const { parentRefs = [], hostnames = [] } = specOf<RouteSpec>(route);
        const services = serviceParents(route).length;
        if (services === 0 || services < parentRefs.length || hostnames.length === 0) return;
        yield { at: "spec.hostnames", found: hostnames.join(", "), expected: "none on a route of a Service" };
      },
    },
  ]),
  ...rulesOn(kindsIn(FOREIGN_POLICIES), [
    {
      id: "gateway-foreign-policy",
      severity: "error",
      title: "Rate limits and authentication are not asked of Cilium",
      why: "Cilium has neither for Gateways, and reads no policy of other controllers: the object is accepted and nothing is limited, nobody is asked for a password.",
      source: "cilium/cilium#33500, #30587, #45951, #46421 (closed)",
      fix: RECIPE,
      *check(policy, model) {
        const { targetRef, targetRefs = [] } = specOf<PolicySpec>(policy);
        const targets = targetRef === undefined ? targetRefs : [targetRef, ...targetRefs];
        const hit = targets.find((target) => aimsAtCilium(target, policy, model));
        if (hit === undefined) return;
        yield {
          at: targetRef === undefined ? "spec.targetRefs" : "spec.targetRef",
          found: `${FOREIGN_POLICIES[`${groupOf(policy)}/${policy.kind}`] ?? policy.kind}, on ${hit.kind ?? "Gateway"} ${hit.name}, which Cilium serves`,
          expected: "a proxy of its own",
        };
      },
    },
  ]),
  ...rulesOn(
    objects((model) =>
      model.objects.filter(({ kind }) => kind === "CiliumEnvoyConfig" || kind === "CiliumClusterwideEnvoyConfig"),
    ),
    [
      {
        id: "gateway-envoy-config",
        severity: "error",
        title: "No CiliumEnvoyConfig takes the Service of a Gateway",
        why: "The Gateway's own configuration holds it: the second is refused as already registered, and its filters (rate limits, mostly) never run.",
        source: "cilium/cilium#26941, #45951",
        fix: RECIPE,
        *check(object) {
          const { services = [] } = specOf<{ services?: readonly Ref[] }>(object);
          for (const [at, { name }] of services.entries()) {
            if (!name.startsWith(GATEWAY_SERVICE)) continue;
            yield { at: `spec.services.${String(at)}`, found: name, expected: "a Service of its own" };
          }
        },
      },
    ],
  ),
];
