import type { GatewayApiChannel } from "../facts/gateway-api.ts";

/** Gateway API by Cilium: stack key `cilium-eks:gateway`. */
export interface GatewaySettings {
  /** Installs the Gateway API bundle of the Cilium version and switches Cilium's controller on. */
  readonly enabled?: boolean;
  /** Channel of the bundle; decide on day one, because the safe-upgrades policy denies going from experimental objects back. */
  readonly channel?: GatewayApiChannel;
  /** Let the chart make GatewayClass `cilium`; off where classes are made elsewhere. */
  readonly createClass?: boolean;
}
