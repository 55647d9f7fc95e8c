import {
  CertManagerMode,
  ExposureType,
  type GatewayPartSettings,
  type GatewaySettings,
  LoadBalancerController,
  type Settings,
} from "./index.ts";
import { DEFAULT_GATEWAY_NAME } from "./defaults.ts";

/** A Gateway of a stack with its settings, as a component of its own would get them. */
export interface NamedGateway {
  readonly name: string;
  readonly settings: GatewayPartSettings;
  /** Where its settings stand: `gateway` for the first, `gateway.others.<name>`. */
  readonly path: string;
}

/**
 * The Gateways of a stack. The first one installs controllers, the others take them as present; cert-manager's role covers the
 * zones of all.
 */
export function gatewaysOf({ others = {}, ...first }: GatewaySettings): NamedGateway[] {
  const names = Object.keys(others).toSorted();
  const zones = names.flatMap((name) => others[name]?.tls?.issuer?.route53?.hostedZoneIds ?? []);
  const name = first.name ?? DEFAULT_GATEWAY_NAME;
  const { tls } = first;
  const covered =
    tls === undefined || zones.length === 0
      ? first
      : { ...first, tls: { ...tls, extraHostedZoneIds: [...(tls.extraHostedZoneIds ?? []), ...zones] } };
  return [
    { name, settings: covered, path: "gateway" },
    ...names.map((other) => ({
      name: other,
      settings: standing(other, others[other] ?? {}, first),
      path: `gateway.others.${other}`,
    })),
  ];
}

/** Whether the release serves Gateways: what a stack writes into its values wins over its Gateway settings, as in the release. */
export const servesGateways = ({ gateway, cilium }: Partial<Pick<Settings, "gateway" | "cilium">>): boolean => {
  const written = (cilium?.helmValues?.["gatewayAPI"] as { readonly enabled?: unknown } | undefined)?.enabled;
  return written === undefined ? gateway?.enabled === true : written === true;
};

/** Private addresses that load balancers of Gateways will ask for by name. */
export const fixedAddresses = (settings: GatewaySettings | undefined): string[] =>
  settings?.enabled === true
    ? gatewaysOf(settings).flatMap(({ settings: { exposure } }) =>
        exposure?.type === ExposureType.Internal ? [...(exposure.privateAddresses ?? [])] : [],
      )
    : [];

const standing = (
  name: string,
  settings: GatewayPartSettings,
  { loadBalancerController = LoadBalancerController.Install }: GatewayPartSettings,
): GatewayPartSettings => ({
  ...settings,
  name,
  loadBalancerController:
    loadBalancerController === LoadBalancerController.None
      ? LoadBalancerController.None
      : LoadBalancerController.Present,
  ...(settings.tls?.certManager === undefined
    ? {}
    : { tls: { ...settings.tls, certManager: CertManagerMode.Present } }),
});
