import type { ClusterModel, KubernetesObject } from "../../model/index.ts";
import { remembered } from "../../model/remembered.ts";

/** Objects of the Gateway API as rules read them: everything optional, because anybody may have written them. */

export interface Ref {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
  readonly sectionName?: string;
  readonly weight?: number;
}

export interface Listener {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname?: string;
  readonly tls?: {
    readonly mode?: string;
    readonly certificateRefs?: readonly Ref[];
    readonly options?: Readonly<Record<string, string>>;
  };
  readonly allowedRoutes?: {
    readonly namespaces?: { readonly from?: string; readonly selector?: LabelSelector };
    readonly kinds?: readonly { readonly group?: string; readonly kind: string }[];
  };
}

export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

export interface GatewaySpec {
  readonly gatewayClassName?: string;
  readonly listeners?: readonly Listener[];
  readonly addresses?: readonly { readonly type?: string; readonly value?: string }[];
  readonly infrastructure?: {
    readonly annotations?: Annotations;
    readonly labels?: Readonly<Record<string, string>>;
  };
}
export type Annotations = Readonly<Record<string, unknown>>;

export interface RouteSpec {
  readonly parentRefs?: readonly Ref[];
  readonly hostnames?: readonly string[];
  readonly rules?: readonly RouteRule[];
}

export interface RouteRule {
  readonly matches?: readonly RouteMatch[];
  readonly filters?: readonly Filter[];
  readonly backendRefs?: readonly (Ref & { readonly filters?: readonly Filter[] })[];
  readonly timeouts?: { readonly request?: string; readonly backendRequest?: string };
  readonly retry?: unknown;
  readonly sessionPersistence?: unknown;
}

interface RouteMatch {
  readonly path?: { readonly type?: string; readonly value?: string };
  readonly method?: unknown;
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
  readonly queryParams?: readonly { readonly name: string; readonly value: string }[];
}

export interface PathChange {
  readonly type?: string;
  readonly replaceFullPath?: string;
  readonly replacePrefixMatch?: string;
}

export interface Filter {
  readonly type?: string;
  readonly requestRedirect?: { readonly path?: PathChange; readonly statusCode?: number };
  readonly urlRewrite?: { readonly path?: PathChange };
  readonly requestMirror?: { readonly backendRef: Ref; readonly percent?: number; readonly fraction?: unknown };
  readonly [key: string]: unknown;
}

export interface ClassSpec {
  readonly controllerName?: string;
  readonly parametersRef?: Ref;
}

/** CiliumGatewayClassConfig `spec.service`. */
export interface ServiceTemplate {
  readonly type?: string;
  readonly externalTrafficPolicy?: string;
  readonly loadBalancerClass?: string;
  readonly loadBalancerSourceRanges?: readonly string[];
  readonly allocateLoadBalancerNodePorts?: boolean;
}

export const ROUTE_KINDS: readonly string[] = ["HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute"];
export const GATEWAY_GROUP = "gateway.networking.k8s.io";
export const CILIUM_CONTROLLER = "io.cilium/gateway-controller";
/** The class that the chart makes. */
export const CHART_CLASS = "cilium";
const DEFAULT_NAMESPACE = "default";

/** Group of an API version: `apps` of `apps/v1`, nothing for the core group. */
export const groupOf = ({ apiVersion }: KubernetesObject): string =>
  apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";

export const namespaceOf = ({ metadata }: KubernetesObject): string => metadata.namespace ?? DEFAULT_NAMESPACE;

/** The spec under a type of ours; without one it is empty. */
export const specOf = <T extends object>(object: KubernetesObject, empty: Partial<T> = {}): T =>
  (object["spec"] ?? empty) as T;

/** Objects of a kind; those of other groups with the same name are left out. */
export const ofKind = (
  objects: readonly KubernetesObject[] | undefined,
  group: string,
  ...kinds: readonly string[]
): readonly KubernetesObject[] =>
  objects === undefined
    ? []
    : remembered(objects, `of ${group} ${kinds.join(" ")}`, () =>
        objects.filter((object) => kinds.includes(object.kind) && groupOf(object) === group),
      );

/** Listeners of a Gateway, in the order of its spec. */
export const listenersOf = (gateway: KubernetesObject): readonly Listener[] =>
  specOf<GatewaySpec>(gateway).listeners ?? [];

export const rulesOf = (route: KubernetesObject): readonly RouteRule[] => specOf<RouteSpec>(route).rules ?? [];

/** Kinds of routes that look into requests. */
export const hasMatches = (kind: string): boolean => kind === "HTTPRoute" || kind === "GRPCRoute";

const ISSUER = /^cert-manager\.io\/(?:cluster-issuer|issuer)$/;

/** Name and kind of the issuer that a Gateway asks cert-manager for. */
export function issuerOf({ metadata }: KubernetesObject): { kind: string; name: string } | undefined {
  const asked = Object.entries(metadata.annotations ?? {}).find(([key]) => ISSUER.test(key));
  return asked === undefined
    ? undefined
    : { kind: asked[0].endsWith("/issuer") ? "Issuer" : "ClusterIssuer", name: asked[1] };
}

export const gatewaysOf = ({ objects }: ClusterModel) => ofKind(objects, GATEWAY_GROUP, "Gateway");
export const routesOf = ({ objects }: ClusterModel) => ofKind(objects, GATEWAY_GROUP, ...ROUTE_KINDS);
export const servicesOf = ({ objects }: ClusterModel) => ofKind(objects, "", "Service");

/** The object of a name in a namespace; one whose name is not known yet leaves the question open. */
export function find(
  objects: readonly KubernetesObject[],
  name: string,
  namespace: string,
): KubernetesObject | undefined {
  const { named, broken } = remembered(objects, "by name", () => byName(objects));
  const found = named.get(name)?.find((object) => namespaceOf(object) === namespace);
  if (found === undefined && broken !== undefined) throw broken.error;
  return found;
}

interface ByName {
  readonly named: ReadonlyMap<string, readonly KubernetesObject[]>;
  /** The first name that is unknown or not there: what comes after it is not looked at. */
  readonly broken?: { readonly error: unknown };
}

function byName(objects: readonly KubernetesObject[]): ByName {
  const named = new Map<string, KubernetesObject[]>();
  try {
    for (const object of objects) {
      const { name } = object.metadata;
      const same = named.get(name);
      if (same === undefined) named.set(name, [object]);
      else same.push(object);
    }
  } catch (error) {
    return { named, broken: { error } };
  }
  return { named };
}

/** Classes that Cilium serves, as far as the program shows. */
export function isCilium(model: ClusterModel, gateway: KubernetesObject): boolean {
  const name = specOf<GatewaySpec>(gateway).gatewayClassName;
  return (
    name === CHART_CLASS || specOf<ClassSpec>(classOf(model, name) ?? NOTHING).controllerName === CILIUM_CONTROLLER
  );
}

const NOTHING: KubernetesObject = { apiVersion: "v1", kind: "None", metadata: { name: "" } };

const classOf = ({ objects }: ClusterModel, name: string | undefined): KubernetesObject | undefined =>
  ofKind(objects, GATEWAY_GROUP, "GatewayClass").find(({ metadata }) => metadata.name === name);

/** Gateways that Cilium serves. */
export const ciliumGatewaysOf = (model: ClusterModel): KubernetesObject[] =>
  gatewaysOf(model).filter((gateway) => isCilium(model, gateway));

/** What the class says of the Services that Cilium makes for its Gateways. */
export function serviceTemplate(model: ClusterModel, gateway: KubernetesObject): ServiceTemplate {
  const found = classOf(model, specOf<GatewaySpec>(gateway).gatewayClassName);
  const ref = found === undefined ? undefined : specOf<ClassSpec>(found).parametersRef;
  if (ref === undefined) return {};
  const config = find(ofKind(model.objects, "cilium.io", ref.kind ?? ""), ref.name, ref.namespace ?? DEFAULT_NAMESPACE);
  return config === undefined ? {} : (specOf<{ service?: ServiceTemplate }>(config).service ?? {});
}
