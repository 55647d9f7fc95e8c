import { AGENT, type Runbooks } from "./runbook.ts";

const WATCH =
  "`hubble observe -P --verdict DROPPED -f` (all nodes, through Relay) names source, destination and reason.";

export const DATAPATH_RUNBOOKS: Runbooks = {
  CiliumPacketsDropped: {
    meaning: "The datapath throws packets away for a reason that is no policy. The reason's text is the best hint.",
    look: [
      WATCH,
      `\`${AGENT} cilium-dbg monitor --type drop\` on the node with the highest rate (dashboard *Datapath drops*).`,
    ],
    act: [
      "*Service backend not found*: a Service without ready pods. *CT: …* and *NAT …*: see CiliumConnectionTableFull. Others: search Cilium's issues for the text.",
    ],
  },
  CiliumPolicyDenied: {
    meaning:
      "Policies work, and deny much: a client that retries against a policy that is too strict, a scan, or a policy of today.",
    look: [
      "`hubble observe -P --verdict DROPPED --drop-reason-desc POLICY_DENIED --last 100`",
      "`npx cilium-eks service-map --kube --by verdict` draws who is refused.",
    ],
    act: ["Allow what is meant (docs/policies.md), or stop the client."],
  },
  CiliumConnectionTableFull: {
    meaning: "New connections of that node fail. Established ones go on.",
    look: [
      `\`${AGENT} cilium-dbg status --verbose\` (BPF maps) and the alert CiliumBpfMapNearlyFull.`,
      `\`${AGENT} cilium-dbg bpf ct list global | wc -l\`, and who holds the entries.`,
    ],
    act: [
      "Stop the flood if it is one. Raise `bpf.mapDynamicSizeRatio` or `bpf.ctTcpMax`, `bpf.ctAnyMax`, `bpf.natMax` by `cilium.helmValues`; agents restart and connections are lost once.",
    ],
  },
  CiliumBpfMapNearlyFull: {
    meaning:
      "A full map takes no entries: connections (ct, nat), Services (lb) or policies (policy maps, per endpoint) fail.",
    look: [
      `\`${AGENT} cilium-dbg map list\`; for policy maps: which endpoint selects so many identities (CIDR or toFQDNs rules).`,
    ],
    act: ["Raise the size (`bpf.*Max`, `bpf.policyMapMax`), or make policies select fewer identities."],
  },
  CiliumBpfMapOperationsFailing: {
    meaning: "Writes to a map fail: it is full, or the kernel refuses. What was to be written is not in force.",
    look: [`\`kubectl -n kube-system logs <agent> | grep -i 'map'\``, "CiliumBpfMapNearlyFull for the same map."],
    act: ["Enlarge the map. With no full map: restart the agent, which rewrites maps from scratch, and keep its log."],
  },
  CiliumNatPortsNearlyUsed: {
    meaning:
      "Masqueraded connections of a node to one address and port need a source port each; at 100 % new ones fail. It is a fraction of the range between the NodePorts' end and 65535.",
    look: [`\`${AGENT} cilium-dbg bpf nat list\`: which destination.`],
    act: [
      "Reuse connections (pools, keep-alive), spread over more destination addresses, or take that destination out of masquerading.",
    ],
  },
  CiliumConntrackCleaningFails: {
    meaning:
      "The cleaning of the connection table is interrupted again and again, mostly because the table changes faster than it is read.",
    look: [`\`kubectl -n kube-system logs <agent> | grep -i 'gc'\`; rate of new connections on that node.`],
    act: ["Find the source of the many short connections; enlarge the table."],
  },
};
