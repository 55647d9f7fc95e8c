import {
  CONTROLLER_KINDS,
  GATEWAY_API_BUNDLES,
  type GatewayApiChannel,
  gatewayApiBundle,
  servedVersions,
} from "../facts/gateway-api.ts";
import { minorOf } from "../facts/version.ts";

export const GATEWAY_GROUP = "gateway.networking.k8s.io";

/** What decides the API version that an object is written in. */
export interface RouteTuple {
  readonly ciliumVersion: string;
  /** `v1.4.1`. */
  readonly bundle: string;
  readonly channel: GatewayApiChannel;
}

/** Where neither the bundle nor the controller knows the kind; a rule says so (`versions-gateway-api-served`). */
const FALLBACK = "v1";

/**
 * The version that Cilium's controller watches, where the bundle serves it; otherwise the newest served one. Cilium 1.19 reads
 * TLSRoutes and ReferenceGrants in older versions than 1.20.
 */
export function apiVersionOf(kind: string, { ciliumVersion, bundle, channel }: RouteTuple): string {
  const found = gatewayApiBundle(bundle);
  const served = found === undefined ? [] : servedVersions(found, channel, kind);
  const watched = CONTROLLER_KINDS[minorOf(ciliumVersion) ?? ""]?.find((entry) => entry.kind === kind)?.version;
  const version =
    watched !== undefined && (served.length === 0 || served.includes(watched)) ? watched : (served[0] ?? FALLBACK);
  return `${GATEWAY_GROUP}/${version}`;
}

/** Every other version that a kind of the Gateway API was written in, by any tuple; none for kinds of other groups. */
export function otherApiVersions(kind: string, apiVersion: string): string[] {
  const all = GATEWAY_API_BUNDLES.flatMap((bundle) =>
    bundle.kinds.filter((entry) => entry.kind === kind && entry.group === GATEWAY_GROUP),
  ).flatMap(({ standard, experimental }) => [...standard, ...experimental]);
  return [...new Set(all)].map((version) => `${GATEWAY_GROUP}/${version}`).filter((other) => other !== apiVersion);
}
