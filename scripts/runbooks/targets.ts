import type { Runbooks } from "./runbook.ts";

export const TARGET_RUNBOOKS: Runbooks = {
  CiliumTargetDown: {
    meaning:
      "Prometheus knows the target and gets no answer. One node: often the node is going away. Many at once: a closed port.",
    look: [
      "`kubectl -n kube-system get pods -o wide -l k8s-app=cilium`: is the pod there and ready?",
      "The security group of the nodes: does it admit Prometheus on TCP 9962 to 9966?",
    ],
    act: ["Restart or drain what hangs; open the port (`observability.metrics` opens it for the nodes' own group)."],
  },
  CiliumTargetMissing: {
    meaning: "No target of that job exists: the alerts on its series cannot fire. Nothing need be broken but the view.",
    look: [
      "`kubectl -n kube-system get servicemonitors,services`: do monitor and Service exist?",
      "Prometheus' page *Service discovery*: is the monitor picked up? kube-prometheus-stack takes only objects with label `release: <its release>`.",
    ],
    act: [
      "Give the monitors the labels that Prometheus selects by; set `jobs` where your scrape configuration names jobs otherwise.",
    ],
  },
  CiliumOperatorDown: {
    meaning:
      "Nobody creates ENIs, addresses and identities. Running pods go on; new pods on full nodes get no address.",
    look: [
      "`kubectl -n kube-system describe deployment cilium-operator` and `kubectl -n kube-system logs deployment/cilium-operator --previous`",
      "Can the operator's pod reach EC2 and STS, and does it have its role (Pod Identity association or IRSA annotation)?",
    ],
    act: ["Fix what the events say: image, role, taints without toleration, no room. Two replicas need two nodes."],
  },
  CiliumDaemonSetUnavailable: {
    meaning:
      "On those nodes either no agent runs (no new pods, no policy updates) or no Envoy (no L7 rules, no Gateway traffic through them).",
    look: [
      "`kubectl -n kube-system get pods -o wide -l 'k8s-app in (cilium,cilium-envoy)' | grep -v Running`, then `describe` and `logs --previous`.",
    ],
    act: [
      "During a rollout: wait. Else read the agent's log: a rejected option, a missing kernel feature, no access to the API server.",
    ],
  },
  CiliumDeploymentUnavailable: {
    meaning:
      "Fewer replicas than wanted. Relay or UI: flows cannot be read. clustermesh-apiserver: other clusters see nothing new of this one.",
    look: [
      "`kubectl -n kube-system describe deployment <name>` and its pods' events. Relay stays pending until its certificates exist.",
    ],
    act: ["Make room, or issue the certificates (see HubbleCertificateJobFailed)."],
  },
  CiliumPodRestarting: {
    meaning: "The container crashes. An agent that restarts keeps forwarding, but policies and new pods wait.",
    look: [
      "`kubectl -n kube-system logs <pod> -c <container> --previous`; `describe pod` for OOMKilled and failed probes.",
    ],
    act: [
      "Out of memory: raise the limit, or make maps and identities fewer. After an upgrade: go back one patch and report it.",
    ],
  },
  CiliumVersionsMixed: {
    meaning: "A rollout of the agents stopped half-way. Mixed minors are supported only while an upgrade runs.",
    look: ["`kubectl -n kube-system rollout status ds/cilium`; nodes whose pod cannot be replaced."],
    act: ["Finish the rollout or go back; see docs/upgrade.md."],
  },
};
