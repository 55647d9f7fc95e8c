import type { Json, NodeGroupModel } from "../../model/index.ts";
import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import { numberOf, shown } from "../common.ts";

/** What begins the name of every network interface of an image (kubernetes/kops#18642; bottlerocket-os: net.ifnames=0). */
const BEGINS: Partial<Record<NodeGroupModel["amiFamily"], string>> = { AL2023: "en", BOTTLEROCKET: "eth" };

/** Largest frame inside a VPC, in bytes (EC2 user guide: network_mtu). */
const MAX_MTU = 9001;

/** Where containerd of both images looks (awslabs/amazon-eks-ami nodeadm/internal/containerd/config.template.toml). */
const CNI_PATHS = { "cni.binPath": "/opt/cni/bin", "cni.confPath": "/etc/cni/net.d" } as const;

/** `devices` is a list, or a text of names; `eth+` stands for all that begin so. */
const namesOf = (devices: Json | undefined): string[] =>
  (Array.isArray(devices) ? devices.map(String) : typeof devices === "string" ? devices.split(/[\s,]+/) : [])
    .map((name) => name.replace(/\+$/, ""))
    .filter((name) => name !== "");

const meets = (name: string, begin: string): boolean => name.startsWith(begin) || begin.startsWith(name);

export default rulesOn(ciliumValues, [
  {
    id: "datapath-devices",
    severity: "error",
    title: "devices names interfaces that the nodes have",
    why: "AL2023 calls its interfaces ens5 or enp39s0, Bottlerocket eth0: with other names alone the agent finds no device for NodePort, BPF masquerade and Gateways, and stops or serves nothing from outside.",
    symptom: "The agent's log says that no device was found that matches; NodePorts and Gateways time out.",
    source: "Cilium docs: network/kubernetes/kubeproxy-free, devices; kubernetes/kops#18642",
    fix: "Leave devices out: the agent finds those with a default route, and Cilium's own ENIs.",
    also: ["nodeGroups"],
    *check(values, { nodeGroups = [] }) {
      const names = namesOf(values.get("devices"));
      if (names.length === 0) return;
      const missed = nodeGroups.filter(({ kind, amiFamily }) => {
        const begin = kind === "fargate" ? undefined : BEGINS[amiFamily];
        return begin !== undefined && !names.some((name) => meets(name, begin));
      });
      if (missed.length === 0) return;
      yield {
        at: "devices",
        found: `${names.join(", ")}, which names no interface of ${missed.map(({ name, amiFamily }) => `${name} (${amiFamily})`).join(", ")}`,
        expected: "en+ for AL2023, eth+ for Bottlerocket, or nothing",
      };
    },
  },
  {
    id: "datapath-mtu-possible",
    severity: "error",
    title: "MTU is a size that EC2 carries",
    why: "No interface of EC2 takes more than 9001 bytes: the kernel refuses a larger route or device, or frames are dropped on their way.",
    symptom: "The agent logs that it cannot set the MTU, or large answers hang while small ones arrive.",
    source: "EC2 user guide: network_mtu",
    fix: "Leave MTU out: the agent takes it from the node's interface.",
    *check(values) {
      const mtu = numberOf(values, "MTU");
      if (!values.eni || mtu === undefined || (mtu >= 0 && mtu <= MAX_MTU)) return;
      yield { at: "MTU", found: String(mtu), expected: `${String(MAX_MTU)} at most, or 0 to find it` };
    },
  },
  {
    id: "datapath-cni-paths",
    severity: "error",
    title: "The CNI plugin and its configuration lie where containerd looks",
    why: "containerd of EKS's images reads /etc/cni/net.d and runs plugins of /opt/cni/bin only; Cilium writes elsewhere and says nothing.",
    symptom: "Nodes stay NotReady: cni plugin not initialized.",
    source:
      "awslabs/amazon-eks-ami nodeadm/internal/containerd/config.template.toml; values.yaml of the Cilium charts: cni",
    fix: "Remove the path: the default is right.",
    *check(values) {
      if (!values.eni && !values.chained) return;
      for (const [at, right] of Object.entries(CNI_PATHS)) {
        const path = values.text(at);
        if (path !== undefined && path.replace(/\/+$/, "") !== right) yield { at, found: shown(path), expected: right };
      }
    },
  },
]);
