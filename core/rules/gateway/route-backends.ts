import { didYouMean, suggest } from "../../facts/suggest.ts";
import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import { isGranted } from "./grants.ts";
import { type ObjectDraft, objectRule } from "./object-rule.ts";
import {
  type Filter,
  type Ref,
  type RouteRule,
  type RouteSpec,
  find,
  namespaceOf,
  routesOf,
  servicesOf,
  specOf,
} from "./objects.ts";

const CRD = "gateway-api config/crd at v1.4.1 and v1.6.1: routes";
const MAX_WEIGHT = 1_000_000;
const MAX_PORT = 65_535;

const rulesOf = (route: KubernetesObject): readonly RouteRule[] => specOf<RouteSpec>(route).rules ?? [];
const hasMatches = (kind: string): boolean => kind === "HTTPRoute" || kind === "GRPCRoute";

export const routeBackends = objectRule({
  id: "gateway-route-backends",
  severity: "error",
  title: "Backends of routes have a port, and a share of the traffic",
  why: "The API server refuses a Service without a port. A rule whose shares are all 0 answers 500.",
  source: `${CRD}; Gateway API specification: HTTPBackendRef.weight`,
  of: routesOf,
  *check(route) {
    for (const [at, rule] of rulesOf(route).entries()) yield* backendsOf(route.kind, at, rule);
  },
});

function* backendsOf(kind: string, at: number, { backendRefs = [], filters = [] }: RouteRule): Generator<ObjectDraft> {
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
  const answers = filters.some(({ type }) => type === "RequestRedirect");
  if (backendRefs.length === 0 && !answers)
    yield {
      ...(hasMatches(kind) ? { severity: "warning" as const } : {}),
      at: path,
      found: "no backend and no redirect",
      expected: "a backend",
      fix: hasMatches(kind) ? "Name a Service; such a rule answers every request with 500." : "Name a Service.",
    };
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

export const backendKind = objectRule({
  id: "gateway-route-backend-kind",
  severity: "error",
  title: "Backends of routes are Services",
  why: "Cilium reads Services and ServiceImports only; no release up to 1.20 knows InferencePool. The route stays unresolved and answers 500.",
  source: "cilium/cilium operator/pkg/gateway-api/cell.go; cilium/cilium#48813 (open)",
  of: routesOf,
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
});

interface ServicePort {
  readonly port: number;
}

export const backendPort = objectRule({
  id: "gateway-route-backend",
  severity: "error",
  title: "Services behind routes have the port that the route names",
  why: "The route is accepted and answers 500: BackendNotFound.",
  source: "Gateway API specification: HTTPRoute conditions, ResolvedRefs",
  of: routesOf,
  *check(route, model) {
    for (const { at, ref } of targetsOf(route)) {
      if (!isService(ref)) continue;
      const namespace = ref.namespace ?? namespaceOf(route);
      const service = find(servicesOf(model), ref.name, namespace);
      if (service === undefined) {
        yield* misspelt(model, at, ref.name, namespace);
        continue;
      }
      const ports = (specOf<{ ports?: readonly ServicePort[] }>(service).ports ?? []).map(({ port }) => port);
      if (ref.port === undefined || ports.includes(ref.port)) continue;
      yield {
        at: `${at}.port`,
        found: `${String(ref.port)}, which Service ${namespace}/${ref.name} does not have`,
        expected: ports.length === 0 ? "a port of the Service" : ports.join(" or "),
        fix: `Write the Service's port${ports.length === 1 ? ` ${String(ports[0])}` : ""}; targetPort is the pods'.`,
      };
    }
  },
});

/** A Service that another stack makes is none of our business; one that is nearly there is a slip. */
function* misspelt(model: ClusterModel, at: string, name: string, namespace: string): Generator<ObjectDraft> {
  const there = servicesOf(model).filter((service) => namespaceOf(service) === namespace);
  const near = suggest(
    name,
    there.map(({ metadata }) => metadata.name),
  );
  const elsewhere = servicesOf(model).filter(({ metadata }) => metadata.name === name);
  if (near.length === 0 && elsewhere.length === 0) return;
  yield {
    severity: "warning",
    at: `${at}.name`,
    found: `${namespace}/${name}, which this program does not make`,
    expected: near.length > 0 ? near.join(" or ") : elsewhere.map((one) => `${namespaceOf(one)}/${name}`).join(" or "),
    fix: near.length > 0 ? didYouMean(near) : "Name the Service's namespace in the backend.",
  };
}

export const backendGrant = objectRule({
  id: "gateway-route-backend-grant",
  severity: "error",
  title: "A Service in another namespace is granted there",
  why: "Without a ReferenceGrant the route answers 500: RefNotPermitted.",
  source: "Gateway API specification: ReferenceGrant",
  of: routesOf,
  *check(route, model) {
    const from = { kind: route.kind, namespace: namespaceOf(route) };
    for (const { at, ref } of targetsOf(route)) {
      if (!isService(ref) || isGranted(model, from, { ...ref, kind: "Service" })) continue;
      yield {
        at,
        found: `Service ${ref.namespace ?? ""}/${ref.name}, without a ReferenceGrant`,
        expected: `a ReferenceGrant in ${ref.namespace ?? ""} for ${route.kind}s of ${from.namespace}`,
        fix: "Create the grant in the Service's namespace, or the route beside the Service.",
      };
    }
  },
});

export const routeBackendRules = [routeBackends, backendKind, backendPort, backendGrant];
