import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import { type NodeGroupModel } from "../../model/index.ts";

const MASQUERADE = "Cilium docs: network/concepts/masquerading";

const PREFIXES: Partial<Record<NodeGroupModel["amiFamily"], RegExp>> = {
  AL2023: /^(?:e|en)\+$/,
  BOTTLEROCKET: /^(?:e|et|eth)\+$/,
};

/**
 * Whether a pattern names every interface of a group. AL2023 calls them ens5 or enp39s0 by instance family
 * (kubernetes/kops#18642), so ens+ is right for some families only; it is told where none can be right.
 */
function matches(pattern: string, { amiFamily }: NodeGroupModel): boolean {
  const right = PREFIXES[amiFamily];
  return right === undefined || right.test(pattern) || (amiFamily === "AL2023" && /^en[sp]\+$/.test(pattern));
}

const groups = (all: readonly NodeGroupModel[]): readonly NodeGroupModel[] =>
  all.filter(({ kind }) => kind === "managed" || kind === "self-managed");

export default rulesOn(ciliumValues, [
  {
    id: "datapath-masquerade-interfaces",
    severity: "error",
    title: "egressMasqueradeInterfaces fits the way masquerade is done",
    why: "It belongs to iptables: with BPF masquerade the agent refuses to start, without masquerade it does nothing, and one fixed name misses the interfaces of the other image family.",
    source: `${MASQUERADE}; cilium/cilium#10595, #21198`,
    fix: "Use BPF masquerade, without egressMasqueradeInterfaces.",
    *check(values, { nodeGroups = [] }) {
      const at = "egressMasqueradeInterfaces";
      const names = values.get(at);
      if (typeof names !== "string" || names === "") return;
      if (values.on("bpf.masquerade"))
        yield {
          at,
          found: `${names} with bpf.masquerade`,
          expected: "one of them",
          fix: "Remove egressMasqueradeInterfaces and name `devices` instead.",
        };
      else if (!values.on("enableIPv4Masquerade"))
        yield {
          at,
          found: `${names} with masquerade off`,
          expected: "nothing",
          fix: "Remove it, or set enableIPv4Masquerade.",
        };
      else if (names.endsWith("+")) {
        const missed = groups(nodeGroups).filter((group) => !matches(names, group));
        if (missed.length > 0)
          yield {
            at,
            found: `${names}, which names no interface of ${missed.map(({ name, amiFamily }) => `${name} (${amiFamily})`).join(", ")}`,
            expected: "en+ on AL2023, eth+ on Bottlerocket",
            fix: "Use BPF masquerade (bpf.masquerade, without egressMasqueradeInterfaces), which needs no names.",
          };
      } else
        yield {
          at,
          found: names,
          expected: "a pattern for every interface",
          fix: "Use BPF masquerade (bpf.masquerade, without egressMasqueradeInterfaces): the names differ by image and instance family.",
        };
    },
  },
  {
    id: "datapath-bpf-masquerade",
    severity: "error",
    title: "BPF masquerade comes with masquerade on",
    why: "The agent refuses to start where there is nothing to masquerade.",
    source: `${MASQUERADE}; cilium/cilium daemon/cmd/daemon.go`,
    fix: "Remove bpf.masquerade, or set enableIPv4Masquerade.",
    *check(values) {
      if (values.on("bpf.masquerade") && values.off("enableIPv4Masquerade"))
        yield { at: "bpf.masquerade", found: "true with enableIPv4Masquerade false", expected: "both or neither" };
    },
  },
  {
    id: "datapath-bpf-masquerade-kube-proxy",
    severity: "warning",
    title: "BPF masquerade comes with kube-proxy replacement",
    why: "The documentation calls it a dependency. Since 1.19 the agent starts without it and switches its NodePort code on for masquerade alone, beside kube-proxy.",
    source: `${MASQUERADE}; cilium/cilium#13732, commit 31eecce183, pkg/datapath/linux/config/config.go`,
    fix: "Set kubeProxyReplacement to true.",
    *check(values) {
      if (!values.on("bpf.masquerade") || values.replacesKubeProxy) return;
      yield {
        at: "bpf.masquerade",
        found: "true without kubeProxyReplacement",
        expected: "kubeProxyReplacement: true",
      };
    },
  },
  {
    id: "datapath-masquerade-explicit",
    severity: "warning",
    title: "Whether pods are masqueraded is written down",
    why: "In ENI mode the chart's default changed with 1.18: a release that says nothing changes its pods' addresses with an upgrade.",
    source: "cilium/cilium#38663, #39156",
    fix: "Set enableIPv4Masquerade to false where pods have a NAT gateway.",
    *check(values) {
      const value = values.get("enableIPv4Masquerade");
      if (!values.eni || (value !== undefined && value !== null)) return;
      yield {
        at: "enableIPv4Masquerade",
        found: "nothing",
        expected: "true or false",
      };
    },
  },
  {
    id: "datapath-masquerade-pools",
    severity: "error",
    title: "With several pools, masquerade by iptables names its interfaces",
    why: "There is no one range of pods' addresses that could be left out, so traffic between pods would be rewritten.",
    source: "Cilium docs: network/concepts/ipam/multi-pool, limitations",
    fix: "Use BPF masquerade, or one image family in every group with egressMasqueradeInterfaces for it.",
    *check(values) {
      if (values.text("ipam.mode") !== "multi-pool" || values.off("enableIPv4Masquerade")) return;
      if (values.on("bpf.masquerade") || values.has("egressMasqueradeInterfaces")) return;
      yield {
        at: "egressMasqueradeInterfaces",
        found: "nothing, with multi-pool and masquerade by iptables",
        expected: "en+ (AL2023) or eth+ (Bottlerocket), or BPF masquerade",
      };
    },
  },
]);
