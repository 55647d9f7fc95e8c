import { rulesOn } from "../rule.ts";
import type { Draft } from "../subject.ts";
import { routes } from "./subjects.ts";
import { didYouMean, suggest } from "../../facts/suggest.ts";
import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import { admitsNamespace } from "./admission.ts";
import { hostnamesMeet } from "./hostnames.ts";
import {
  GATEWAY_GROUP,
  type Listener,
  type Ref,
  type RouteSpec,
  find,
  gatewaysOf,
  listenersOf,
  namespaceOf,
  specOf,
} from "./objects.ts";

const SPEC = "Gateway API specification: Route.spec.parentRefs, Listener.allowedRoutes";

interface Parent {
  readonly at: string;
  readonly ref: Ref;
  readonly gateway: KubernetesObject;
  /** Listeners that the reference leaves: all, or those of its section. */
  readonly listeners: readonly Listener[];
}

const isGateway = ({ group = GATEWAY_GROUP, kind = "Gateway" }: Ref): boolean =>
  group === GATEWAY_GROUP && kind === "Gateway";

/** Gateways of the program that a route names. */
const parentsOf = (route: KubernetesObject, model: ClusterModel): Parent[] =>
  (specOf<RouteSpec>(route).parentRefs ?? []).flatMap((ref, at) => {
    const gateway = isGateway(ref) ? find(gatewaysOf(model), ref.name, ref.namespace ?? namespaceOf(route)) : undefined;
    if (gateway === undefined) return [];
    const listeners = listenersOf(gateway).filter(
      ({ name }) => ref.sectionName === undefined || name === ref.sectionName,
    );
    return [{ at: `spec.parentRefs.${String(at)}`, ref, gateway, listeners }];
  });

/** Protocols of listeners that a kind of route attaches to. */
const PROTOCOLS: Readonly<Record<string, readonly string[]>> = {
  HTTPRoute: ["HTTP", "HTTPS"],
  GRPCRoute: ["HTTP", "HTTPS"],
  TLSRoute: ["TLS"],
  TCPRoute: ["TCP"],
  UDPRoute: ["UDP"],
};

const takesKind = ({ protocol, allowedRoutes }: Listener, kind: string): boolean =>
  (PROTOCOLS[kind] ?? []).includes(protocol) &&
  (allowedRoutes?.kinds === undefined || allowedRoutes.kinds.some((one) => one.kind === kind));

/** References of a route to Gateways that the program does not make, with those whose name or namespace is nearly theirs. */
function* missingParents(route: KubernetesObject, model: ClusterModel): Generator<Draft & { readonly slip: boolean }> {
  const gateways = gatewaysOf(model);
  // A program without a Gateway is an application's: its Gateway is made elsewhere.
  if (gateways.length === 0) return;
  for (const [at, ref] of (specOf<RouteSpec>(route).parentRefs ?? []).entries()) {
    const namespace = ref.namespace ?? namespaceOf(route);
    if (!isGateway(ref) || find(gateways, ref.name, namespace) !== undefined) continue;
    const namesake = gateways.filter(({ metadata }) => metadata.name === ref.name).map(namespaceOf);
    const near = suggest(
      ref.name,
      gateways.map(({ metadata }) => metadata.name),
    );
    yield {
      slip: namesake.length > 0 || near.length > 0,
      at: `spec.parentRefs.${String(at)}`,
      found: `Gateway ${namespace}/${ref.name}, which this program does not make`,
      expected: gateways.map((one) => `${namespaceOf(one)}/${one.metadata.name}`).join(" or "),
      fix:
        namesake.length > 0
          ? `Write namespace: ${namesake.join(" or ")}; without it the route's own is meant.`
          : didYouMean(near) || "Name the Gateway, or waive this where another stack makes it.",
    };
  }
}

/** Hostnames of a route that meet no listener of a parent; `idle` where another of its hostnames meets one. */
function* strayHostnames(route: KubernetesObject, model: ClusterModel): Generator<Draft & { readonly idle: boolean }> {
  const { hostnames = [] } = specOf<RouteSpec>(route);
  if (hostnames.length === 0) return;
  for (const { at, gateway, listeners } of parentsOf(route, model)) {
    const fitting = listeners.filter(
      (listener) =>
        takesKind(listener, route.kind) && admitsNamespace(model, listener, namespaceOf(route), namespaceOf(gateway)),
    );
    const meets = (hostname: string): boolean =>
      fitting.some((listener) => hostnamesMeet(listener.hostname ?? "", hostname));
    for (const [index, hostname] of hostnames.entries()) {
      if (fitting.length === 0 || meets(hostname)) continue;
      yield {
        idle: hostnames.some(meets),
        at: `spec.hostnames.${String(index)}`,
        found: `${hostname}, for ${at.replace("spec.", "")} with ${fitting.map((one) => one.hostname ?? "any").join(", ")}`,
        expected: "a hostname of the listener",
      };
    }
  }
}

const HOSTNAME_FIX = "Change one of both; *.example.com takes a.example.com and a.b.example.com, not example.com.";

export default rulesOn(routes, [
  {
    id: "gateway-route-parent",
    severity: "error",
    title: "The Gateway that a route names is not misspelt",
    why: "A route without its Gateway gets no status and serves nothing.",
    symptom: "The route stays without a status.",
    source: SPEC,
    fix: "Write name and namespace of the Gateway.",
    *check(route, model) {
      for (const { slip, ...draft } of missingParents(route, model)) if (slip) yield draft;
    },
  },
  {
    id: "gateway-route-parent-made",
    severity: "warning",
    title: "The Gateway that a route names is there",
    why: "A route without its Gateway gets no status and serves nothing. Another stack may make the Gateway.",
    symptom: "The route stays without a status.",
    source: SPEC,
    fix: "Name the Gateway, or waive this where another stack makes it.",
    *check(route, model) {
      for (const { slip, ...draft } of missingParents(route, model)) if (!slip) yield draft;
    },
  },
  {
    id: "gateway-route-section",
    severity: "error",
    title: "The listener that a route names is there",
    why: "A route that names no listener of its Gateway is not accepted.",
    symptom: "The route has Accepted: False with reason NoMatchingParent.",
    source: SPEC,
    fix: "Name a listener of the Gateway.",
    *check(route, model) {
      for (const { at, ref, gateway, listeners } of parentsOf(route, model)) {
        if (listeners.length > 0 || ref.sectionName === undefined) continue;
        const names = listenersOf(gateway).map(({ name }) => name);
        yield {
          at: `${at}.sectionName`,
          found: ref.sectionName,
          expected: names.join(" or "),
          fix: didYouMean(suggest(ref.sectionName, names)) || "Name a listener of the Gateway.",
        };
      }
    },
  },
  {
    id: "gateway-route-protocol",
    severity: "error",
    title: "A route is of a kind that its listener takes",
    why: "A route that none of its listeners takes is not accepted.",
    symptom: "The route has Accepted: False with reason NotAllowedByListeners.",
    source: SPEC,
    fix: "Name another listener by sectionName, or change the route's kind or the listener's allowedRoutes.kinds.",
    *check(route, model) {
      for (const { at, listeners } of parentsOf(route, model)) {
        if (listeners.length === 0 || listeners.some((listener) => takesKind(listener, route.kind))) continue;
        yield {
          at,
          found: `${route.kind} on ${listeners.map(({ name, protocol }) => `listener "${name}" of protocol ${protocol}`).join(", ")}`,
          expected: `a listener of protocol ${(PROTOCOLS[route.kind] ?? []).join(" or ")} that allows ${route.kind}`,
        };
      }
    },
  },
  {
    id: "gateway-route-namespace",
    severity: "error",
    title: "A route is in a namespace that its listener takes routes from",
    why: "Listeners take routes of their Gateway's namespace only unless they say otherwise; others are not accepted.",
    symptom: "The route has Accepted: False with reason NotAllowedByListeners.",
    source: SPEC,
    fix: "Set allowedRoutes.namespaces of the listener to All, or to a Selector that fits the route's namespace.",
    *check(route, model) {
      const namespace = namespaceOf(route);
      for (const { at, gateway, listeners } of parentsOf(route, model)) {
        const fitting = listeners.filter((listener) => takesKind(listener, route.kind));
        const own = namespaceOf(gateway);
        if (fitting.length === 0 || fitting.some((listener) => admitsNamespace(model, listener, namespace, own)))
          continue;
        yield {
          at,
          found: `a route in ${namespace}, and ${fitting.map(({ name, allowedRoutes }) => `listener "${name}" takes routes from ${allowedRoutes?.namespaces?.from ?? "Same"}`).join(", ")}`,
          expected: `allowedRoutes.namespaces that admit ${namespace}`,
          fix: `Set allowedRoutes.namespaces.from of the listener to All, or to Selector with kubernetes.io/metadata.name: ${namespace}.`,
        };
      }
    },
  },
  {
    id: "gateway-route-hostname",
    severity: "error",
    title: "A route's hostnames meet those of its listener",
    why: "A route none of whose hostnames a listener has is not accepted.",
    symptom: "The route has Accepted: False with reason NoMatchingListenerHostname.",
    source: SPEC,
    fix: HOSTNAME_FIX,
    *check(route, model) {
      for (const { idle, ...draft } of strayHostnames(route, model)) if (!idle) yield draft;
    },
  },
  {
    id: "gateway-route-hostname-idle",
    severity: "warning",
    title: "Each hostname of a route meets one of its listener",
    why: "One hostname that fits is enough for a route to be accepted; the others are never served.",
    source: SPEC,
    fix: HOSTNAME_FIX,
    *check(route, model) {
      for (const { idle, ...draft } of strayHostnames(route, model)) if (idle) yield draft;
    },
  },
]);
