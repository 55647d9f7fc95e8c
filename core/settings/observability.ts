/** Hubble: stack key `cilium-eks:observability`. */
export interface ObservabilitySettings {
  /** Hubble Relay, which the UI and the command line read flows of all nodes from. */
  readonly relay?: boolean;
  /** Hubble UI. It has no authentication of its own: reach it by `cilium hubble ui`, which forwards a port. */
  readonly ui?: boolean;
}
