/** Cilium's taint: keeps pods off a node until its agent runs; agent and operator take it away (Cilium docs: installation/taints). */
export const AGENT_NOT_READY_TAINT = "node.cilium.io/agent-not-ready";

/** Label that a node registers with and that a CiliumNodeConfig selects its group by; the value is the group's name. */
export const NODE_GROUP_LABEL = "cilium-eks/node-group";
/**
 * Label of the nodes that Cilium runs on while a cluster is split: new node groups carry it, the agent and Envoy select it,
 * aws-node and kube-proxy keep off it.
 */
export const SPLIT_NODE_LABEL = { key: "cilium-eks/datapath", value: "cilium" } as const;
