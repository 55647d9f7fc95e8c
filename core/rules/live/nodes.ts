import { Severity } from "../../findings/finding.ts";
import { rulesOn } from "../rule.ts";
import { nodeCapacity } from "../../capacity/node.ts";
import { findInstanceType } from "../../facts/instances.ts";
import type { LiveModel, LiveCiliumNode } from "../../model/index.ts";
import { ciliumNodesByName, duration, nodes } from "./subjects.ts";

/** A node that boots is not Ready for a minute or two, and carries the taint until its agent runs. */
const BOOT_SECONDS = 300;

export default rulesOn(nodes, [
  {
    id: "live-nodes-ready",
    severity: Severity.Error,
    title: "Every node is Ready",
    why: "Nothing is scheduled to a node that is not Ready, and after five minutes its pods are evicted. Without an agent that runs, the kubelet says that the network is not ready.",
    symptom:
      "kubectl get nodes shows NotReady; the condition says `cni plugin not initialized` where the CNI is the reason.",
    source: "Kubernetes docs: concepts/architecture/nodes; Cilium docs: installation/taints",
    fix: "kubectl describe node shows the condition; kubectl -n kube-system get pods --field-selector spec.nodeName=NODE shows whether the agent runs there.",
    *check({ name, ready, reason, sinceSeconds, ageSeconds }) {
      if (ready || ageSeconds < BOOT_SECONDS) return;
      yield {
        found: `not Ready for ${duration(sinceSeconds)}: ${reason ?? "no reason given"}`,
        expected: "Ready",
        fix: `kubectl describe node ${name}; kubectl -n kube-system get pods -o wide --field-selector spec.nodeName=${name} shows its agent.`,
      };
    },
  },
  {
    id: "live-nodes-agent-taint",
    severity: Severity.Error,
    title: "No node keeps the taint of an agent that is not ready",
    why: "The taint keeps pods off a node until Cilium runs there. It stays where the agent does not get ready, where nothing removes it (removeNodeTaints off), or where a node group puts it back.",
    symptom: "Pods stay Pending: `had untolerated taint {node.cilium.io/agent-not-ready: true}`.",
    source: "Cilium docs: installation/taints; cilium/cilium#17103, #16602",
    fix: "Look at the agent of the node: kubectl -n kube-system logs ds/cilium -c cilium-agent. Where it is ready, restart the operator, which takes the taint off.",
    *check({ agentTaint, ageSeconds }) {
      if (!agentTaint || ageSeconds < BOOT_SECONDS) return;
      yield { found: `the taint, on a node of ${duration(ageSeconds)}`, expected: "no taint of Cilium's after start" };
    },
  },
  {
    id: "live-nodes-network",
    severity: Severity.Error,
    title: "No node says that its network is unavailable",
    why: "Cilium sets the condition NetworkUnavailable to False when its agent is up. True keeps pods off the node, by the taint that follows from it.",
    symptom: "The node carries node.kubernetes.io/network-unavailable:NoSchedule.",
    source:
      "Kubernetes docs: concepts/architecture/nodes, reference/labels-annotations-taints; Cilium docs: installation/taints",
    fix: "Restart the agent of the node; where another controller wrote the condition, remove that controller.",
    *check({ networkUnavailable, ageSeconds }) {
      if (!networkUnavailable || ageSeconds < BOOT_SECONDS) return;
      yield { found: "NetworkUnavailable is True", expected: "False, or no such condition" };
    },
  },
  {
    id: "live-nodes-cilium-node",
    severity: Severity.Error,
    title: "Every node has a CiliumNode",
    why: "Its agent writes it when it starts, and the operator gives addresses only to what it finds there. Without one no pod of the node gets an address.",
    symptom: "Pods stay in ContainerCreating; kubectl get ciliumnodes lacks the node.",
    source: "Cilium docs: network/concepts/ipam/eni",
    fix: "Look at the agent of the node: it does not run, or it may not write ciliumnodes.cilium.io.",
    *check({ name, kind, ageSeconds }, model) {
      if (kind !== "ec2" || ageSeconds < BOOT_SECONDS) return;
      const { live } = model;
      const served = ciliumNodesByName(model);
      // A cluster half of whose nodes keep another CNI has agents only on the others.
      if (served.has(name) || (keepsOtherCni(live.workloads) && served.size > 0)) return;
      yield { found: "no CiliumNode of this name", expected: "one that the agent wrote" };
    },
  },
  {
    id: "live-nodes-max-pods",
    severity: Severity.Warning,
    title: "A node takes no more pods than it can have addresses for",
    why: "The scheduler goes by the kubelet's maxPods. Pods above what ENIs can hold are placed on the node and wait there for an address that never comes.",
    symptom: "Pods in ContainerCreating with `no IPs available` or `all CIDR ranges are exhausted` on full nodes.",
    source: "cilium/cilium#22054, #33595; Cilium docs: network/concepts/ipam/eni",
    fix: "Set the group's maxPods to what the plan recommends (cilium-eks capacity TYPE), or let pods use more ENIs or prefixes.",
    *check({ name, maxPods }, model) {
      const room = roomOf(ciliumNodesByName(model).get(name), model.live.config);
      if (room === undefined || maxPods <= room) return;
      yield { found: `maxPods ${String(maxPods)}, addresses for ${String(room)}`, expected: `at most ${String(room)}` };
    },
  },
]);

const keepsOtherCni = (workloads: readonly { readonly part: string; readonly desired: number }[]): boolean =>
  workloads.some(({ part, desired }) => part === "aws-node" && desired > 0);

/** Pods that a node's type has room for, as it is set up; undefined where that is not known. */
function roomOf(node: LiveCiliumNode | undefined, { data }: LiveModel["config"]): number | undefined {
  const limits = findInstanceType(node?.instanceType ?? "");
  if (node === undefined || limits === undefined || data["ipam"] !== "eni") return undefined;
  const on = (key: string): boolean => data[key] === "true";
  return nodeCapacity(limits, {
    prefixDelegation: on("aws-enable-prefix-delegation") && !node.prefixDelegationOff,
    firstInterfaceIndex: node.firstInterfaceIndex,
    gateway: on("enable-gateway-api") || on("enable-ingress-controller"),
  }).podLimit;
}
