import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import { cidrFault, contains, merge, overlaps } from "../../net/cidr.ts";
import { type NetworkModel, SubnetRole } from "../../model/index.ts";
import type { Values } from "../common.ts";

const MASQUERADE = "Cilium docs: network/concepts/masquerading";

const NATIVE = "cilium/cilium pkg/ipam/crd.go: autoDetectIPv4NativeRoutingCIDR";

const RANGES = "ipMasqAgent.config.nonMasqueradeCIDRs";

/** What the agent leaves out where its ip-masq-agent has no list (Cilium pkg/ipmasq/ipmasq.go: defaultNonMasqCIDRs). */
const DEFAULT_RANGES = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "240.0.0.0/4",
];

const valid = (cidr: unknown): cidr is string => typeof cidr === "string" && cidrFault(cidr) === undefined;

/** Destinations that pods reach with their own address. */
function leftOut(values: Values, network: NetworkModel | undefined): string[] {
  const native = values.text("ipv4NativeRoutingCIDR");
  const own = native === undefined || native === "" ? (network?.vpcCidrs ?? []).slice(0, 1) : [native];
  if (!values.on("bpf.masquerade") || !values.on("ipMasqAgent.enabled")) return own.filter(valid);
  const listed = values.get(RANGES);
  return [...own, ...(Array.isArray(listed) ? (listed as readonly unknown[]) : DEFAULT_RANGES)].filter(valid);
}

const lies = (cidr: string, kept: readonly string[]): boolean => merge(kept).some((range) => contains(range, cidr));

/** Blocks of the subnets that pods' interfaces are in: those made for pods, else the nodes'. */
function podCidrs(network: NetworkModel | undefined): string[] {
  const of = (wanted: string): string[] =>
    (network?.subnets ?? []).filter(({ role }) => role === wanted).map(({ cidr }) => cidr);
  const own = of(SubnetRole.Pod);
  return (own.length > 0 ? own : of(SubnetRole.Node)).filter(valid);
}

export default rulesOn(ciliumValues, [
  {
    id: "datapath-masquerade-neighbours",
    severity: "warning",
    title: "Masquerade leaves out the networks that know the pods",
    why: "In ENI mode the agent leaves out the VPC's primary CIDR by itself, and nothing else: peers and offices see the node's address instead of the pod's, in their logs and their firewall rules.",
    source: `${MASQUERADE}; ${NATIVE}`,
    fix: "Use BPF masquerade with their ranges in ipMasqAgent.config.nonMasqueradeCIDRs, or waive this where they cannot route the pods.",
    *check(values, { network, settings }) {
      if (!values.eni || !values.on("enableIPv4Masquerade")) return;
      const kept = leftOut(values, network);
      const names = (network?.neighbours ?? [])
        .filter(({ cidrs }) => cidrs.some((cidr) => cidrFault(cidr) === undefined && !lies(cidr, kept)))
        .map(({ name }) => `"${name}"`);
      if (names.length === 0) return;
      yield {
        at: values.on("ipMasqAgent.enabled") ? RANGES : "ipMasqAgent.enabled",
        found: `masquerade on, and ${names.join(", ")} not left out`,
        expected: "their ranges in nonMasqueradeCIDRs, with BPF masquerade",
        ...(settings === undefined
          ? {}
          : {
              fix: "Set cilium.masquerade.mode to bpf and nonMasqueradeCidrs to their ranges, or waive this where they cannot route the pods.",
            }),
      };
    },
  },
  {
    id: "datapath-masquerade-pods",
    severity: "error",
    title: "Masquerade leaves out every range that pods are in",
    why: "In ENI mode the agent leaves out ipv4NativeRoutingCIDR, or the VPC's primary CIDR where it is not set. Traffic to pods anywhere else gets a node's address: the pod's identity is lost, and policies drop what they should admit.",
    symptom: "Hubble shows remote-node or world where a pod is the source; policies between pods drop traffic.",
    source: `${MASQUERADE}; ${NATIVE}; bpf/lib/nat.h: IPV4_SNAT_EXCLUSION_DST_CIDR; cilium/cilium#39515, #10595`,
    also: ["network"],
    fix: "Use BPF masquerade with every CIDR of the VPC in ipMasqAgent.config.nonMasqueradeCIDRs, or set enableIPv4Masquerade to false where pods have a NAT gateway.",
    *check(values, { network, settings }) {
      if (!values.eni || !values.on("enableIPv4Masquerade")) return;
      const kept = leftOut(values, network);
      const rewritten = [...new Set(podCidrs(network).filter((cidr) => !lies(cidr, kept)))];
      if (rewritten.length === 0) return;
      const bpf = values.on("bpf.masquerade");
      const native = values.has("ipv4NativeRoutingCIDR");
      yield {
        at: native ? "ipv4NativeRoutingCIDR" : bpf ? "ipMasqAgent.enabled" : "bpf.masquerade",
        found: `pods in ${rewritten.join(", ")}, and masquerade by ${bpf ? "BPF" : "iptables"} that leaves out ${kept.join(", ") || "nothing"}`,
        expected: "BPF masquerade that leaves out every CIDR of the VPC, or masquerade off",
        ...(settings === undefined
          ? {}
          : {
              fix: native
                ? "Remove helmValues.ipv4NativeRoutingCIDR, and set cilium.masquerade.mode to bpf (every CIDR of the VPC is left out then) or off."
                : "Set cilium.masquerade.mode to bpf, which leaves out every CIDR of the VPC, or to off.",
            }),
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
    fix: "Remove it: Cilium takes the VPC's primary CIDR.",
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
    fix: "Set bpf.masquerade to true, or ipMasqAgent.enabled to false.",
    *check(values, { settings }) {
      if (!values.on("ipMasqAgent.enabled")) return;
      if (values.on("bpf.masquerade") && !values.off("enableIPv4Masquerade")) return;
      yield {
        at: "ipMasqAgent.enabled",
        found: `true with masquerade ${values.off("enableIPv4Masquerade") ? "off" : "by iptables"}`,
        expected: "bpf.masquerade: true with enableIPv4Masquerade",
        ...(settings?.cilium?.masquerade === undefined
          ? {}
          : { fix: "Set cilium.masquerade.mode to bpf, or remove nonMasqueradeCidrs." }),
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
]);
