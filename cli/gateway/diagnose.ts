import { CILIUM_TUPLES } from "../../core/facts/versions.ts";
import { type Step, failed, ok, warning } from "./steps.ts";

/** What is read of a cluster; lists are empty where a kind is not served. */
export interface ClusterView {
  /** Annotations of the CRD gateways.gateway.networking.k8s.io; undefined where there is none. */
  readonly bundle: Readonly<Record<string, string>> | undefined;
  /** Version of the operator's image, `1.19.6`. */
  readonly ciliumVersion: string | undefined;
  readonly classes: readonly Live[];
  readonly gateways: readonly Live[];
  /** HTTPRoutes and GRPCRoutes. */
  readonly routes: readonly Live[];
  readonly services: readonly Live[];
}

export interface Live {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}
interface Listener {
  readonly name: string;
  readonly hostname?: string;
  readonly protocol: string;
  readonly port: number;
}
interface ListenerStatus {
  readonly name: string;
  readonly attachedRoutes?: number;
  readonly conditions?: readonly Condition[];
}

export interface Question {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** `namespace/name`. */
  readonly gateway?: string;
}

export interface Diagnosis {
  readonly steps: readonly Step[];
  /** Names and addresses that the load balancer has. */
  readonly addresses: readonly string[];
}

const conditions = (status: unknown): readonly Condition[] =>
  (status as { conditions?: readonly Condition[] } | undefined)?.conditions ?? [];
const conditionOf = (list: readonly Condition[], type: string) => list.find((condition) => condition.type === type);
const idOf = ({ metadata }: Live): string => `${metadata.namespace ?? ""}/${metadata.name}`;

/** Whether a listener's or route's hostname takes a host; nothing takes every one. */
export function takes(pattern: string | undefined, host: string): boolean {
  if (pattern === undefined || pattern === "") return true;
  return pattern.startsWith("*.")
    ? host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1
    : pattern === host;
}

/** Follows a request through the objects of a cluster; stops where going on would only repeat the fault. */
export function diagnose(view: ClusterView, question: Question): Diagnosis {
  const steps: Step[] = [bundleStep(view)];
  const gateway = findGateway(view, question);
  if (gateway === undefined) return { steps: [...steps, missingGateway(view, question)], addresses: [] };
  steps.push(classStep(view, gateway), gatewayStep(gateway));
  const listeners = listenersFor(gateway, question);
  steps.push(listenerStep(gateway, listeners, question), routeStep(view, gateway, listeners, question));
  const { step, addresses } = serviceStep(view, gateway);
  return { steps: [...steps, step], addresses };
}

function bundleStep({ bundle, ciliumVersion }: ClusterView): Step {
  const name = "Gateway API CRDs";
  if (bundle === undefined) {
    return failed(
      name,
      "not installed",
      "Install the bundle of your Cilium version, then restart deploy/cilium-operator: it looks once, when it starts.",
    );
  }
  const version = bundle["gateway.networking.k8s.io/bundle-version"] ?? "an unknown bundle";
  const channel = bundle["gateway.networking.k8s.io/channel"] ?? "unknown channel";
  const found = `${version}, ${channel}${ciliumVersion === undefined ? "" : `, with Cilium ${ciliumVersion}`}`;
  const tuple = CILIUM_TUPLES.find(({ minor }) => ciliumVersion?.startsWith(`${minor}.`));
  if (tuple === undefined || tuple.gatewayApi === version) return ok(name, found);
  return failed(
    name,
    found,
    `Cilium ${tuple.minor} goes with ${tuple.gatewayApi}: with another bundle its controller stays off or dies at start.`,
  );
}

function findGateway({ gateways }: ClusterView, { gateway, host, secure }: Question): Live | undefined {
  if (gateway !== undefined) return gateways.find((one) => idOf(one) === gateway);
  const wanted = secure ? ["HTTPS", "TLS"] : ["HTTP"];
  return gateways.find((one) =>
    listenersOf(one).some(({ hostname, protocol }) => wanted.includes(protocol) && takes(hostname, host)),
  );
}

const listenersOf = ({ spec }: Live): readonly Listener[] => (spec?.["listeners"] ?? []) as readonly Listener[];

const missingGateway = ({ gateways }: ClusterView, { gateway, host }: Question): Step => {
  const there = gateways.map(idOf).join(", ");
  return failed(
    "Gateway",
    gateway === undefined ? `none has a listener for ${host}` : `there is no ${gateway}`,
    there === "" ? "The cluster has no Gateway at all." : `There are: ${there}. Name one with --gateway.`,
  );
};

function classStep({ classes }: ClusterView, { spec }: Live): Step {
  const wanted = String(spec?.["gatewayClassName"]);
  const name = `GatewayClass ${wanted}`;
  const found = classes.find(({ metadata }) => metadata.name === wanted);
  if (found === undefined)
    return failed(name, "does not exist", 'Create it, or let the chart do so: gatewayAPI.gatewayClass.create "true".');
  const accepted = conditionOf(conditions(found.status), "Accepted");
  if (accepted?.status === "True") return ok(name, "Accepted");
  return failed(
    name,
    accepted === undefined
      ? "no status: no controller has looked at it"
      : `not Accepted: ${accepted.message ?? accepted.reason ?? ""}`,
    "Check gatewayAPI.enabled, kubeProxyReplacement and l7Proxy, and that the CRDs were there before the operator: kubectl -n kube-system rollout restart deploy/cilium-operator.",
  );
}

function gatewayStep(gateway: Live): Step {
  const name = `Gateway ${idOf(gateway)}`;
  const all = conditions(gateway.status);
  for (const type of ["Accepted", "Programmed"]) {
    const condition = conditionOf(all, type);
    if (condition?.status === "True") continue;
    const reason = condition?.message ?? condition?.reason ?? "no such condition yet";
    return failed(
      name,
      `not ${type}: ${reason}`,
      condition?.reason === "AddressNotAssigned" || /address/i.test(reason)
        ? "The Service has no load balancer: kubectl describe it, and look at the log of the load balancer controller."
        : "Look at the message, and at the log of deploy/cilium-operator.",
    );
  }
  return ok(name, "Accepted and Programmed");
}

const listenersFor = (gateway: Live, { host, port, secure }: Question): Listener[] =>
  listenersOf(gateway).filter(
    ({ hostname, protocol, port: own }) =>
      takes(hostname, host) && own === port && (secure ? protocol !== "UDP" : protocol === "HTTP"),
  );

function listenerStep(gateway: Live, listeners: readonly Listener[], { host, port }: Question): Step {
  const name = "Listener";
  if (listeners.length === 0) {
    const there = listenersOf(gateway).map(
      (one) => `${one.name} (${one.protocol} ${String(one.port)} ${one.hostname ?? "any host"})`,
    );
    return failed(name, `none for ${host} on port ${String(port)}`, `There are: ${there.join(", ")}.`);
  }
  const statuses = (gateway.status?.["listeners"] ?? []) as readonly ListenerStatus[];
  for (const listener of listeners) {
    const all = statuses.find((status) => status.name === listener.name)?.conditions ?? [];
    const refs = conditionOf(all, "ResolvedRefs");
    if (refs !== undefined && refs.status !== "True") {
      return failed(
        name,
        `${listener.name}: ${refs.reason ?? "ResolvedRefs is not true"}: ${refs.message ?? ""}`,
        refs.reason === "RefNotPermitted"
          ? "The Secret is in another namespace: add a ReferenceGrant there."
          : "Check that the Secret exists and holds tls.crt and tls.key: kubectl get certificate,secret.",
      );
    }
  }
  return ok(name, listeners.map((one) => `${one.name}, ${one.protocol} ${String(one.port)}`).join("; "));
}

interface ParentStatus {
  readonly parentRef: { readonly name: string; readonly namespace?: string; readonly sectionName?: string };
  readonly conditions?: readonly Condition[];
}

function routeStep(view: ClusterView, gateway: Live, listeners: readonly Listener[], { host }: Question): Step {
  const name = "Route";
  if (listeners.some(({ protocol }) => protocol === "TLS"))
    return ok(name, "passed through: look at the TLSRoute and its backend");
  const routes = view.routes.filter(
    ({ spec, metadata }) =>
      ((spec?.["hostnames"] ?? [undefined]) as readonly (string | undefined)[]).some((one) => takes(one, host)) &&
      ((spec?.["parentRefs"] ?? []) as readonly { name: string; namespace?: string }[]).some(
        (ref) =>
          ref.name === gateway.metadata.name && (ref.namespace ?? metadata.namespace) === gateway.metadata.namespace,
      ),
  );
  if (routes.length === 0)
    return failed(
      name,
      `none of ${idOf(gateway)} takes ${host}`,
      "Add the host to a route's hostnames, and name the Gateway in its parentRefs.",
    );
  for (const route of routes) {
    const parents = (route.status?.["parents"] ?? []) as readonly ParentStatus[];
    const own = parents.filter(({ parentRef }) => parentRef.name === gateway.metadata.name);
    if (own.length === 0)
      return failed(
        name,
        `${idOf(route)}: no controller has looked at it`,
        "Check the parentRefs and the operator's log.",
      );
    for (const { conditions: all = [] } of own) {
      const bad = all.find(({ type, status }) => (type === "Accepted" || type === "ResolvedRefs") && status !== "True");
      if (bad === undefined) continue;
      return failed(
        name,
        `${idOf(route)}: ${bad.reason ?? bad.type}: ${bad.message ?? ""}`,
        ROUTE_FIXES[bad.reason ?? ""] ?? "Look at the message.",
      );
    }
  }
  return ok(name, `${routes.map(idOf).join(", ")}: Accepted, ResolvedRefs`);
}

const ROUTE_FIXES: Readonly<Record<string, string>> = {
  NotAllowedByListeners: "The listener's allowedRoutes do not admit the route's namespace.",
  NoMatchingListenerHostname: "No listener has a hostname that the route's hostnames meet.",
  NoMatchingParent: "The sectionName names no listener, or its protocol takes no such route.",
  BackendNotFound: "The Service of a backendRef does not exist.",
  RefNotPermitted: "The backend is in another namespace: add a ReferenceGrant there.",
  InvalidKind: "A backendRef names something that is no Service.",
};

/** Label of the Service that Cilium makes for a Gateway; the value is cut where the Gateway's name is long. */
const OWNER_LABEL = "gateway.networking.k8s.io/gateway-name";

function serviceStep({ services }: ClusterView, { metadata }: Live): { step: Step; addresses: string[] } {
  const name = "Load balancer";
  const service = services.find(
    (one) =>
      one.metadata.namespace === metadata.namespace &&
      metadata.name.startsWith(one.metadata.labels?.[OWNER_LABEL] ?? "\0"),
  );
  if (service === undefined) {
    return {
      step: failed(name, "Cilium has made no Service for the Gateway", "Look at the log of deploy/cilium-operator."),
      addresses: [],
    };
  }
  const { loadBalancer } = (service.status ?? {}) as {
    loadBalancer?: { ingress?: readonly { hostname?: string; ip?: string }[] };
  };
  const addresses = (loadBalancer?.ingress ?? []).flatMap(({ hostname, ip }) => hostname ?? ip ?? []);
  if (service.spec?.["type"] === "ClusterIP") {
    return {
      step: warning(
        name,
        `${idOf(service)} is a ClusterIP: host-network exposure`,
        "Check the load balancer that your program owns.",
      ),
      addresses,
    };
  }
  if (addresses.length > 0) return { step: ok(name, addresses.join(", ")), addresses };
  const loadBalancerClass = service.spec?.["loadBalancerClass"];
  return {
    step: failed(
      name,
      `${idOf(service)} has no address`,
      loadBalancerClass === undefined
        ? "It has no loadBalancerClass: use a GatewayClass with a CiliumGatewayClassConfig that names service.k8s.aws/nlb."
        : "Is the AWS Load Balancer Controller running, with its rights, Region and VPC? kubectl describe the Service.",
    ),
    addresses,
  };
}
