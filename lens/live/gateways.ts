import type {
  LiveClass,
  LiveGateway,
  LiveListener,
  LivePolicy,
  LiveRoute,
  LiveService,
} from "../../core/model/index.ts";
import { type Raw, ageOf, conditionsOf, listOf, nameOf, namespaceOf, recordOf, textOf } from "./raw.ts";

export const classOf = (object: Raw): LiveClass => ({
  name: nameOf(object),
  controller: textOf(object.spec?.["controllerName"]),
  conditions: conditionsOf(object.status?.["conditions"], object.metadata?.generation),
});

interface RawListener {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
}

interface RawListenerStatus {
  readonly name: string;
  readonly attachedRoutes?: number;
  readonly conditions?: unknown;
}

export function gatewayOf(object: Raw, at: number): LiveGateway {
  const { generation, creationTimestamp } = object.metadata ?? {};
  const statuses = listOf<RawListenerStatus>(object.status?.["listeners"]);
  const listeners = listOf<RawListener>(object.spec?.["listeners"]).map(({ name, protocol, port }): LiveListener => {
    const status = statuses.find((one) => one.name === name);
    return {
      name,
      protocol,
      port,
      attachedRoutes: status?.attachedRoutes ?? 0,
      conditions: conditionsOf(status?.conditions, generation),
    };
  });
  return {
    namespace: namespaceOf(object),
    name: nameOf(object),
    className: textOf(object.spec?.["gatewayClassName"]),
    ageSeconds: ageOf(creationTimestamp, at),
    conditions: conditionsOf(object.status?.["conditions"], generation),
    addresses: listOf<{ readonly value?: string }>(object.status?.["addresses"]).flatMap(({ value }) => value ?? []),
    listeners,
  };
}

interface RawRef {
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
}

interface RawParent {
  readonly parentRef: RawRef;
  readonly controllerName?: string;
  readonly conditions?: unknown;
}

export function routeOf(object: Raw): LiveRoute {
  const own = namespaceOf(object);
  const key = ({ namespace = own, name }: RawRef): string => `${namespace}/${name}`;
  const isGateway = ({ kind = "Gateway" }: RawRef): boolean => kind === "Gateway";
  const rules = listOf<Readonly<Record<string, unknown>>>(object.spec?.["rules"]);
  const backends = rules.flatMap((rule) => listOf<RawRef>(rule["backendRefs"]));
  return {
    kind: object.kind ?? "HTTPRoute",
    namespace: own,
    name: nameOf(object),
    gateways: listOf<RawRef>(object.spec?.["parentRefs"]).filter(isGateway).map(key),
    parents: listOf<RawParent>(object.status?.["parents"])
      .filter(({ parentRef }) => isGateway(parentRef))
      .map(({ parentRef, conditions }) => ({
        gateway: key(parentRef),
        conditions: conditionsOf(conditions, object.metadata?.generation),
      })),
    backends: [...new Set(backends.filter(({ kind = "Service" }) => kind === "Service").map(key))],
  };
}

/** Label of the Service that Cilium makes for a Gateway. */
const GATEWAY_LABEL = "gateway.networking.k8s.io/gateway-name";

export function serviceOf(object: Raw, at: number): LiveService {
  const balancer = recordOf(object.status?.["loadBalancer"]);
  const ingress = listOf<{ readonly hostname?: string; readonly ip?: string }>(balancer["ingress"]);
  const loadBalancerClass = object.spec?.["loadBalancerClass"];
  return {
    namespace: namespaceOf(object),
    name: nameOf(object),
    type: textOf(object.spec?.["type"], "ClusterIP"),
    ...(typeof loadBalancerClass === "string" ? { loadBalancerClass } : {}),
    gateway: object.metadata?.labels?.[GATEWAY_LABEL] ?? "",
    addresses: ingress.flatMap(({ hostname, ip }) => hostname ?? ip ?? []),
    ageSeconds: ageOf(object.metadata?.creationTimestamp, at),
  };
}

interface RawSlice extends Raw {
  readonly endpoints?: readonly {
    readonly addresses?: readonly string[];
    readonly conditions?: { readonly ready?: boolean };
  }[];
}

/** Addresses of a Service that take requests; one without the condition counts as ready, as the API says. */
export const readyAddresses = (slices: readonly unknown[]): number =>
  (slices as readonly RawSlice[])
    .flatMap(({ endpoints }) => endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready !== false)
    .reduce((sum, { addresses = [] }) => sum + addresses.length, 0);

/** A policy and what Cilium says of it: the condition `Valid` that its operator writes since 1.16. */
export function policyOf(object: Raw): LivePolicy {
  const valid = conditionsOf(object.status?.["conditions"], undefined).find(({ type }) => type === "Valid");
  const namespace = object.metadata?.namespace;
  return {
    kind: object.kind ?? "CiliumNetworkPolicy",
    ...(namespace === undefined ? {} : { namespace }),
    name: nameOf(object),
    ...(valid === undefined || valid.status === "Unknown" ? {} : { valid: valid.status === "True" }),
    message: valid?.message ?? "",
  };
}
