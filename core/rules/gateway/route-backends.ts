import type { Draft } from "../subject.ts";
import { rulesOn } from "../rule.ts";
import { routes } from "./subjects.ts";
import { didYouMean, suggest } from "../../facts/suggest.ts";
import type { KubernetesObject } from "../../model/index.ts";
import { isGranted } from "./grants.ts";
import {
  type Filter,
  type Ref,
  type RouteRule,
  find,
  hasMatches,
  namespaceOf,
  rulesOf,
  servicesOf,
  specOf,
} from "./objects.ts";

const CRD = "gateway-api config/crd at v1.4.1 and v1.6.1: routes";
const MAX_WEIGHT = 1_000_000;
const MAX_PORT = 65_535;

function* sharesOf(at: number, { backendRefs = [] }: RouteRule): Generator<Draft> {
  const path = `spec.rules.${String(at)}.backendRefs`;
  for (const [index, { port, weight = 1, group = "", kind: target = "Service" }] of backendRefs.entries()) {
    const service = group === "" && target === "Service";
    if (service && (port === undefined || !Number.isInteger(port) || port < 1 || port > MAX_PORT))
      yield {
        at: `${path}.${String(index)}.port`,
        found: port === undefined ? "nothing" : String(port),
        expected: "the port of the Service",
        fix: "Write the port of the Service, not of its pods.",
      };
    if (!Number.isInteger(weight) || weight < 0 || weight > MAX_WEIGHT)
      yield {
        at: `${path}.${String(index)}.weight`,
        found: String(weight),
        expected: `a whole number from 0 to ${String(MAX_WEIGHT)}`,
        fix: "Use whole shares, 95 and 5.",
      };
  }
  if (backendRefs.length > 0 && backendRefs.every(({ weight }) => weight === 0))
    yield {
      at: path,
      found: "only weights of 0",
      expected: "a weight above 0",
      fix: "Give one backend a share, or remove the rule.",
    };
}

/** Rules that send requests nowhere and answer none. */
function* emptyRules(route: KubernetesObject): Generator<Draft> {
  for (const [at, { backendRefs = [], filters = [] }] of rulesOf(route).entries()) {
    const [backend] = backendRefs;
    if (backend !== undefined || filters.some(({ type }) => type === "RequestRedirect")) continue;
    yield { at: `spec.rules.${String(at)}.backendRefs`, found: "no backend and no redirect", expected: "a backend" };
  }
}

interface Target {
  readonly at: string;
  readonly ref: Ref;
}

/** Everything that a route sends requests to, mirrors too, with its field. */
function targetsOf(route: KubernetesObject): Target[] {
  return rulesOf(route).flatMap(({ backendRefs = [], filters = [] }, at) => {
    const rule = `spec.rules.${String(at)}`;
    return [
      ...mirrors(`${rule}.filters`, filters),
      ...backendRefs.flatMap((ref, index) => [
        { at: `${rule}.backendRefs.${String(index)}`, ref },
        ...mirrors(`${rule}.backendRefs.${String(index)}.filters`, ref.filters ?? []),
      ]),
    ];
  });
}

const mirrors = (at: string, filters: readonly Filter[]): Target[] =>
  filters.flatMap(({ requestMirror }, index) =>
    requestMirror === undefined
      ? []
      : [{ at: `${at}.${String(index)}.requestMirror.backendRef`, ref: requestMirror.backendRef }],
  );

const isService = ({ group = "", kind = "Service" }: Ref): boolean => group === "" && kind === "Service";

interface ServicePort {
  readonly port: number;
}

/** `shop` and `shop-svc`: one is the other with a word more. */
const isPart = (one: string, other: string): boolean => one.startsWith(`${other}-`) || other.startsWith(`${one}-`);

export default rulesOn(routes, [
  {
    id: "gateway-route-backends",
    severity: "error",
    title: "Backends of routes have a port, and a share of the traffic",
    why: "The API server refuses a Service without a port. A rule whose shares are all 0 answers 500.",
    source: `${CRD}; Gateway API specification: HTTPBackendRef.weight`,
    fix: "Name the Service's port, and give one backend of each rule a share.",
    *check(route) {
      for (const [at, rule] of rulesOf(route).entries()) yield* sharesOf(at, rule);
      if (hasMatches(route.kind)) return;
      for (const draft of emptyRules(route)) yield { ...draft, fix: "Name a Service." };
    },
  },
  {
    id: "gateway-route-backends-none",
    severity: "warning",
    title: "Rules of routes send requests somewhere",
    why: "The API takes a rule without a backend; the requests that it matches go nowhere.",
    symptom: "Every request that the rule matches is answered with 500.",
    source: `${CRD}; Gateway API specification: HTTPRouteRule.backendRefs`,
    fix: "Name a Service, or redirect.",
    *check(route) {
      if (hasMatches(route.kind)) yield* emptyRules(route);
    },
  },
  {
    id: "gateway-route-backend-kind",
    severity: "error",
    title: "Backends of routes are Services",
    why: "Cilium reads Services and ServiceImports only; no release up to 1.20 knows InferencePool. The route stays unresolved and answers 500.",
    source: "cilium/cilium operator/pkg/gateway-api/cell.go; cilium/cilium#48813 (open)",
    fix: "Name a Service.",
    *check(route) {
      for (const { at, ref } of targetsOf(route)) {
        const { group = "", kind = "Service" } = ref;
        if (isService(ref) || (kind === "ServiceImport" && group === "multicluster.x-k8s.io")) continue;
        yield {
          at,
          found: `${kind} of group "${group}"`,
          expected: "a Service",
          fix:
            kind === "InferencePool"
              ? "Send requests to the Service of the endpoint picker's proxy instead."
              : "Name a Service.",
        };
      }
    },
  },
  {
    id: "gateway-route-backend",
    severity: "error",
    title: "Services behind routes have the port that the route names",
    why: "The route is accepted, and its backend is not found.",
    symptom: "The route has ResolvedRefs: False with reason BackendNotFound, and clients get 500.",
    source: "Gateway API specification: HTTPRoute conditions, ResolvedRefs",
    fix: "Write a port of the Service; targetPort is the pods'.",
    *check(route, model) {
      for (const { at, ref } of targetsOf(route)) {
        if (!isService(ref) || ref.port === undefined) continue;
        const namespace = ref.namespace ?? namespaceOf(route);
        const service = find(servicesOf(model), ref.name, namespace);
        if (service === undefined) continue;
        const ports = (specOf<{ ports?: readonly ServicePort[] }>(service).ports ?? []).map(({ port }) => port);
        if (ports.includes(ref.port)) continue;
        yield {
          at: `${at}.port`,
          found: `${String(ref.port)}, which Service ${namespace}/${ref.name} does not have`,
          expected: ports.length === 0 ? "a port of the Service" : ports.join(" or "),
          fix: `Write the Service's port${ports.length === 1 ? ` ${String(ports[0])}` : ""}; targetPort is the pods'.`,
        };
      }
    },
  },
  {
    id: "gateway-route-backend-made",
    severity: "warning",
    title: "Services behind routes are not misspelt",
    why: "A Service that another stack makes is none of our business; one whose name or namespace is nearly there is a slip.",
    symptom: "The route has ResolvedRefs: False with reason BackendNotFound, and clients get 500.",
    source: "Gateway API specification: HTTPRoute conditions, ResolvedRefs",
    fix: "Write name and namespace of the Service, or waive this where another stack makes it.",
    *check(route, model) {
      const services = servicesOf(model);
      for (const { at, ref } of targetsOf(route)) {
        const namespace = ref.namespace ?? namespaceOf(route);
        if (!isService(ref) || find(services, ref.name, namespace) !== undefined) continue;
        const beside = services
          .filter((service) => namespaceOf(service) === namespace)
          .map(({ metadata }) => metadata.name);
        const near = [...new Set([...suggest(ref.name, beside), ...beside.filter((name) => isPart(name, ref.name))])];
        const elsewhere = services.filter(({ metadata }) => metadata.name === ref.name);
        if (near.length === 0 && elsewhere.length === 0) continue;
        yield {
          at: `${at}.name`,
          found: `${namespace}/${ref.name}, which this program does not make`,
          expected: (near.length > 0 ? near : elsewhere.map((one) => `${namespaceOf(one)}/${ref.name}`)).join(" or "),
          fix: near.length > 0 ? didYouMean(near) : "Name the Service's namespace in the backend.",
        };
      }
    },
  },
  {
    id: "gateway-route-backend-grant",
    severity: "error",
    title: "A Service in another namespace is granted there",
    why: "Without a ReferenceGrant nothing is sent there.",
    symptom: "The route has ResolvedRefs: False with reason RefNotPermitted, and clients get 500.",
    source: "Gateway API specification: ReferenceGrant",
    fix: "Create the grant in the Service's namespace, or the route beside the Service.",
    *check(route, model) {
      const from = { kind: route.kind, namespace: namespaceOf(route) };
      for (const { at, ref } of targetsOf(route)) {
        if (!isService(ref) || isGranted(model, from, { ...ref, kind: "Service" })) continue;
        yield {
          at,
          found: `Service ${ref.namespace ?? ""}/${ref.name}, without a ReferenceGrant`,
          expected: `a ReferenceGrant in ${ref.namespace ?? ""} for ${route.kind}s of ${from.namespace}`,
        };
      }
    },
  },
]);
