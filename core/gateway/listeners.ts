import type { Json, JsonObject } from "../model/index.ts";
import { ListenerProtocol, type ListenerSettings } from "../settings/index.ts";

const DEFAULT_PORTS: Readonly<Partial<Record<ListenerProtocol, number>>> = {
  [ListenerProtocol.Http]: 80,
  [ListenerProtocol.Https]: 443,
  [ListenerProtocol.Tls]: 443,
};

export interface ListenerContext {
  readonly namespace: string;
  /** Namespaces that are let in although the settings are silent: the demo's, those of routes. */
  readonly alsoFrom: readonly string[];
  /** The NLB ends TLS: HTTPS listeners are written as HTTP on the same port. */
  readonly acm: boolean;
}

export const portOf = ({ port, protocol }: ListenerSettings): number => port ?? DEFAULT_PORTS[protocol] ?? 0;

/** Secret of an HTTPS listener: the given one, or the one that cert-manager fills. */
export const secretOf = (name: string, { certificate }: ListenerSettings): string =>
  certificate?.secret ?? `${name}-tls`;

export function planListener(name: string, settings: ListenerSettings, context: ListenerContext): JsonObject {
  const { hostname } = settings;
  const ended = context.acm && settings.protocol === ListenerProtocol.Https;
  return {
    name,
    port: portOf(settings),
    protocol: ended ? ListenerProtocol.Http : settings.protocol,
    ...(hostname === undefined ? {} : { hostname }),
    ...tlsOf(name, settings, ended),
    allowedRoutes: { namespaces: allowed(settings, context) },
  };
}

function tlsOf(name: string, settings: ListenerSettings, ended: boolean): JsonObject {
  if (settings.protocol === ListenerProtocol.Tls) return { tls: { mode: "Passthrough" } };
  if (settings.protocol !== ListenerProtocol.Https || ended) return {};
  const namespace = settings.certificate?.namespace;
  return {
    tls: {
      mode: "Terminate",
      certificateRefs: [
        {
          group: "",
          kind: "Secret",
          name: secretOf(name, settings),
          ...(namespace === undefined ? {} : { namespace }),
        },
      ],
    },
  };
}

/** Written out in every case: what the API defaults to is the Gateway's own namespace, which surprises people. */
function allowed({ allowedNamespaces = "Same" }: ListenerSettings, { namespace, alsoFrom }: ListenerContext): Json {
  if (allowedNamespaces === "All") return { from: "All" };
  const names = [...new Set([namespace, ...(allowedNamespaces === "Same" ? [] : allowedNamespaces), ...alsoFrom])];
  if (names.length === 1) return { from: "Same" };
  return {
    from: "Selector",
    selector: {
      matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: names.toSorted() }],
    },
  };
}

/** What the load balancer listens on; listeners of one port share it. */
export const portsOf = (
  listeners: Readonly<Record<string, ListenerSettings>>,
): { port: number; protocol: "TCP" | "UDP" }[] => {
  const all = Object.values(listeners).map((listener) => ({
    port: portOf(listener),
    protocol: listener.protocol === ListenerProtocol.Udp ? ("UDP" as const) : ("TCP" as const),
  }));
  const ports = [...new Map(all.map((one) => [`${one.protocol}-${String(one.port)}`, one])).values()];
  return ports.toSorted((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1));
};

/** Ports where the NLB ends TLS, if it has a certificate. */
export const tlsPortsOf = (listeners: Readonly<Record<string, ListenerSettings>>): number[] => [
  ...new Set(
    Object.values(listeners)
      .filter(({ protocol }) => protocol === ListenerProtocol.Https)
      .map(portOf)
      .toSorted((a, b) => a - b),
  ),
];

/** Names of the listeners of a protocol, in alphabetical order. */
export const listenersOf = (
  listeners: Readonly<Record<string, ListenerSettings>>,
  protocol: ListenerProtocol,
): string[] =>
  Object.entries(listeners)
    .filter(([, listener]) => listener.protocol === protocol)
    .map(([name]) => name)
    .toSorted();
