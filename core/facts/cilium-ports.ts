/** Ports that Cilium listens on on every node, with what listens. Source: Cilium docs, operations/system_requirements, firewall rules. */
export const NODE_PORTS_OF_CILIUM: ReadonlyMap<number, string> = new Map([
  [4240, "health checks between nodes"],
  [4244, "Hubble"],
  [4250, "mutual authentication"],
  [6060, "the agent's pprof"],
  [9878, "Envoy's health"],
  [9879, "the agent's health"],
  [9890, "the agent's gops"],
  [9901, "Envoy's administration"],
  [9962, "the agent's metrics"],
  [9963, "the operator's metrics"],
  [9964, "Envoy's metrics"],
]);
