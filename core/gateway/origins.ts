import { ANNOTATION_PREFIX } from "../facts/load-balancer-annotations.ts";
import type { Origins } from "../contracts/area-part.ts";
import type { RoutesSettings } from "../settings/index.ts";
import type { NamedGateway } from "../settings/gateways.ts";

/** Annotation of the load balancer, without its prefix, to the setting that it is written for. */
const EXPOSURE: Readonly<Record<string, string>> = {
  "load-balancer-source-ranges": "sourceRanges",
  "aws-load-balancer-scheme": "type",
  "aws-load-balancer-subnets": "subnetIds",
  "aws-load-balancer-eip-allocations": "elasticIps",
  "aws-load-balancer-private-ipv4-addresses": "privateAddresses",
  "aws-load-balancer-attributes": "crossZone",
  "aws-load-balancer-target-node-labels": "targetNodeLabels",
};

/** Field of a listener to its setting, where the names differ. */
const LISTENER: Readonly<Record<string, string>> = {
  tls: "certificate",
  allowedRoutes: "allowedNamespaces",
  hostname: "hostname",
  port: "port",
  protocol: "protocol",
};

/** Kind of a route to its group in the settings. */
const ROUTES: Readonly<Record<string, keyof RoutesSettings>> = {
  HTTPRoute: "http",
  GRPCRoute: "grpc",
  TLSRoute: "tls",
  TCPRoute: "tcp",
  UDPRoute: "udp",
};

/** Where the stack file speaks of a Gateway's objects: path in the model to path in the settings, `.*` for all below it. */
export function gatewayOrigins({ name, path, settings }: NamedGateway): Origins {
  const gateway = `objects.Gateway.${name}`;
  const annotations = `${gateway}.spec.infrastructure.annotations.${ANNOTATION_PREFIX}`;
  return {
    [`${gateway}.*`]: path,
    [`${gateway}.spec.infrastructure.*`]: `${path}.exposure`,
    ...renamed(EXPOSURE, (annotation, key) => [`${annotations}${annotation}.*`, `${path}.exposure.${key}`]),
    ...together(listenerNames(settings.listeners).map((key, at) => ofListener(gateway, path, key, at))),
    ...together(Object.entries(ROUTES).map(([kind, group]) => ofRoutes(kind, group, { path, settings }))),
  };
}

/** In the order in which the Gateway lists them. */
const listenerNames = (listeners: NamedGateway["settings"]["listeners"] = {}): string[] =>
  Object.keys(listeners).toSorted((a, b) => (a < b ? -1 : 1));

function ofListener(gateway: string, path: string, key: string, at: number): Origins {
  const listener = `${gateway}.spec.listeners.${String(at)}`;
  const setting = `${path}.listeners.${key}`;
  return {
    [`${listener}.*`]: setting,
    ...renamed(LISTENER, (field, own) => [`${listener}.${field}.*`, `${setting}.${own}`]),
  };
}

const ofRoutes = (
  kind: string,
  group: keyof RoutesSettings,
  { path, settings }: Pick<NamedGateway, "path" | "settings">,
): Origins =>
  Object.fromEntries(
    Object.keys(settings.routes?.[group] ?? {}).map((name) => [
      `objects.${kind}.${name}.*`,
      `${path}.routes.${group}.${name}`,
    ]),
  );

const renamed = (
  table: Readonly<Record<string, string>>,
  entry: (from: string, to: string) => [string, string],
): Origins => Object.fromEntries(Object.entries(table).map(([from, to]) => entry(from, to)));

const together = (parts: readonly Origins[]): Origins => Object.assign({}, ...parts) as Origins;
