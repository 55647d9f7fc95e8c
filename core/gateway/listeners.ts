import type { Json, JsonObject } from "../model.ts";
import { ListenerProtocol, type ListenerSettings } from "../settings/index.ts";
import { DEMO_NAMESPACE } from "./defaults.ts";

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

/** Namespaces whose routes a Gateway must take for its own parts to work. */
export const ownNamespaces = (demo: boolean, routes: readonly string[]): string[] => [
  ...(demo ? [DEMO_NAMESPACE] : []),
  ...routes,
];
