/** Stack key `cilium-eks:hybrid`. */
export interface HybridSettings {
  readonly enabled?: boolean;
}
