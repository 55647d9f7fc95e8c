/** Cilium's taint: keeps pods off a node until its agent runs; agent and operator take it away (Cilium docs: installation/taints). */
export const AGENT_NOT_READY_TAINT = "node.cilium.io/agent-not-ready";

/** Label that a node registers with and that a CiliumNodeConfig selects its group by; the value is the group's name. */
export const NODE_GROUP_LABEL = "cilium-eks/node-group";
