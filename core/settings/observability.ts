/** Stack key `cilium-eks:observability`. */
export interface ObservabilitySettings {
  readonly enabled?: boolean;
}
