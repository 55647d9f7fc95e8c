/** Stack key `cilium-eks:gateway`. */
export interface GatewaySettings {
  readonly enabled?: boolean;
}
