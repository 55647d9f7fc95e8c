import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import { cidrFault, overlaps } from "../../net/cidr.ts";

const MASQUERADE = "Cilium docs: network/concepts/masquerading";

export default rulesOn(ciliumValues, [
  {
    id: "datapath-masquerade-interfaces",
    severity: "error",
    title: "egressMasqueradeInterfaces fits the way masquerade is done",
    why: "It belongs to iptables: with BPF masquerade the agent refuses to start, without masquerade it does nothing, and one fixed name misses the interfaces of the other image family.",
    source: `${MASQUERADE}; cilium/cilium#10595, #21198`,
    fix: "Use BPF masquerade, without egressMasqueradeInterfaces.",
    *check(values) {
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
      else if (!names.endsWith("+"))
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
    id: "datapath-masquerade-neighbours",
    severity: "warning",
    title: "Masquerade leaves out the networks that know the pods",
    why: "In ENI mode only the VPC's own CIDRs are left out: peers and offices see the node's address instead of the pod's, in their logs and their firewall rules.",
    source: MASQUERADE,
    fix: "Set cilium.masquerade.mode to bpf and nonMasqueradeCidrs to their ranges, or waive this where they cannot route the pods.",
    *check(values, { network }) {
      if (!values.eni || !values.on("enableIPv4Masquerade") || values.on("ipMasqAgent.enabled")) return;
      const names = (network?.neighbours ?? []).map(({ name }) => `"${name}"`);
      if (names.length === 0) return;
      yield {
        at: "ipMasqAgent.enabled",
        found: `off, with masquerade on and ${names.join(", ")} as neighbours`,
        expected: "their ranges in nonMasqueradeCIDRs, with BPF masquerade",
      };
    },
  },
  {
    id: "datapath-native-range",
    severity: "error",
    title: "ipv4NativeRoutingCIDR lies in the VPC",
    why: "The agent compares it with the VPC's CIDRs when it starts and stops where none overlaps.",
    symptom: "The agent stops at its start; nodes keep the taint agent-not-ready.",
    source: MASQUERADE,
    also: ["network"],
    fix: "Remove it: Cilium takes the VPC's own CIDR.",
    *check(values, { network }) {
      const cidr = values.text("ipv4NativeRoutingCIDR");
      if (!values.eni || cidr === undefined || cidr === "") return;
      const fault = cidrFault(cidr);
      const vpc = (network?.vpcCidrs ?? []).filter((own) => cidrFault(own) === undefined);
      if (fault === undefined && vpc.some((own) => overlaps(own, cidr))) return;
      yield {
        at: "ipv4NativeRoutingCIDR",
        found: fault === undefined ? cidr : `"${cidr}", which ${fault.reason}`,
        expected: `a block that overlaps ${vpc.join(" or ")}`,
      };
    },
  },
  {
    id: "datapath-ip-masq-agent",
    severity: "error",
    title: "Ranges are left out of masquerade by BPF masquerade",
    why: "Cilium's ip-masq-agent is part of it: with masquerade by iptables, or with none, the agent refuses to start.",
    symptom: "The agent does not start: BPF ip-masq-agent requires enable-bpf-masquerade.",
    source: `${MASQUERADE}; cilium/cilium daemon/cmd/daemon.go: BPF ip-masq-agent requires enable-bpf-masquerade`,
    fix: "Set cilium.masquerade.mode to bpf, or remove nonMasqueradeCidrs.",
    *check(values) {
      if (!values.on("ipMasqAgent.enabled")) return;
      if (values.on("bpf.masquerade") && !values.off("enableIPv4Masquerade")) return;
      yield {
        at: "ipMasqAgent.enabled",
        found: `true with masquerade ${values.off("enableIPv4Masquerade") ? "off" : "by iptables"}`,
        expected: "bpf.masquerade: true with enableIPv4Masquerade",
      };
    },
  },
  {
    id: "datapath-masquerade-ranges",
    severity: "error",
    title: "Ranges that are left out of masquerade are IPv4 blocks",
    why: "The agent skips what it cannot read, and the range is masqueraded after all.",
    source: `${MASQUERADE}, ip-masq-agent`,
    fix: "Correct the block.",
    *check(values) {
      const ranges = values.get("ipMasqAgent.config.nonMasqueradeCIDRs");
      if (!values.on("ipMasqAgent.enabled") || !Array.isArray(ranges)) return;
      for (const range of ranges as readonly unknown[]) {
        const fault = typeof range === "string" ? cidrFault(range) : { reason: "is no text" };
        if (fault === undefined) continue;
        yield {
          at: "ipMasqAgent.config.nonMasqueradeCIDRs",
          found: `${JSON.stringify(range)}, which ${fault.reason}`,
          expected: "an IPv4 block, for example 10.20.0.0/16",
        };
      }
    },
  },
  {
    id: "datapath-masquerade-pools",
    severity: "error",
    title: "With several pools, masquerade by iptables names its interfaces",
    why: "There is no one range of pods' addresses that could be left out, so traffic between pods would be rewritten.",
    source: "Cilium docs: network/concepts/ipam/multi-pool, limitations",
    fix: "Set cilium.masquerade.mode to bpf, or use one image family in every group.",
    *check(values) {
      if (values.text("ipam.mode") !== "multi-pool" || values.off("enableIPv4Masquerade")) return;
      if (values.on("bpf.masquerade") || values.has("egressMasqueradeInterfaces")) return;
      yield {
        at: "egressMasqueradeInterfaces",
        found: "nothing, with multi-pool and masquerade by iptables",
        expected: "ens+ (AL2023) or eth+ (Bottlerocket), or BPF masquerade",
      };
    },
  },
]);
