import { REFUSED_IPAM_MODES } from "../../cilium/refused-ipam.ts";
import { cidrFault, overlaps } from "../../net/cidr.ts";
import type { Json } from "../../model.ts";
import { type Values, shown } from "../common.ts";
import { valueRule } from "../value-rule.ts";

const MASQUERADE = "Cilium docs: network/concepts/masquerading";

export const eniTunnel = valueRule({
  id: "datapath-eni-tunnel",
  group: "datapath",
  severity: "error",
  title: "ENI mode routes natively",
  why: "Pods' addresses are the VPC's own: in a tunnel they cost packets and room, and 1.18 renders exactly that when routingMode is left out.",
  source: "Cilium charts 1.18.12 and 1.19.6, rendered",
  *check(values) {
    if (!values.eni || values.text("routingMode") !== "tunnel") return;
    yield { at: "routingMode", found: "tunnel", expected: "native", fix: "Set routingMode to native." };
  },
});

export const ipamMode = valueRule({
  id: "datapath-ipam-mode",
  group: "datapath",
  severity: "error",
  title: "The IPAM mode works alone on EKS",
  why: "One release has one mode for all its nodes, and EKS gives some modes nothing to work with.",
  source: "cilium/cilium#16253, #38432; Cilium docs: network/concepts/ipam",
  *check(values) {
    const mode = values.text("ipam.mode");
    const reason = mode === undefined ? undefined : REFUSED_IPAM_MODES[mode];
    if (reason !== undefined)
      yield {
        at: "ipam.mode",
        found: `${mode ?? ""}: ${reason}`,
        expected: "eni, cluster-pool, multi-pool or aws-cni chaining",
        fix: "Set ipam.mode to eni.",
      };
  },
});

export const poolNative = valueRule({
  id: "datapath-pool-native",
  group: "datapath",
  severity: "error",
  title: "Addresses of a pool travel in a tunnel",
  why: "EC2 drops packets with addresses that belong to no ENI, and nothing puts a pool's ranges into the VPC's route tables.",
  source: "VPC user guide: route tables; Cilium docs: network/concepts/routing",
  *check(values) {
    if (!values.overlay || values.text("routingMode") !== "native") return;
    yield {
      at: "routingMode",
      found: "native with addresses of a pool",
      expected: "tunnel",
      fix: "Set routingMode to tunnel, or ipam.mode to eni.",
    };
  },
});

const list = (value: Json | undefined): string[] => {
  const items = typeof value === "string" ? [value] : Array.isArray(value) ? (value as readonly Json[]) : [];
  return items.filter((item): item is string => typeof item === "string");
};

/** Ranges that pods get: cluster-pool's list, or those of every pool. */
function poolRanges(values: Values): { at: string; cidr: string }[] {
  const listed = values.get("ipam.operator.clusterPoolIPv4PodCIDRList");
  const mode = values.text("ipam.mode") ?? "cluster-pool";
  if (mode === "cluster-pool") {
    const at = "ipam.operator.clusterPoolIPv4PodCIDRList";
    return (listed === undefined ? ["10.0.0.0/8"] : list(listed)).map((cidr) => ({ at, cidr }));
  }
  const pools = values.get("ipam.operator.autoCreateCiliumPodIPPools");
  if (typeof pools !== "object" || pools === null || Array.isArray(pools)) return [];
  return Object.entries(pools as Record<string, { ipv4?: { cidrs?: Json } }>).flatMap(([name, pool]) =>
    list(pool.ipv4?.cidrs).map((cidr) => ({ at: `ipam.operator.autoCreateCiliumPodIPPools.${name}.ipv4.cidrs`, cidr })),
  );
}

export const poolOverlap = valueRule({
  id: "datapath-pool-overlap",
  group: "datapath",
  severity: "error",
  title: "Pools share no address with the VPC or the Services",
  why: "The chart's default pool is 10.0.0.0/8: pods cannot reach anything whose address lies in their own range. A node's share never changes again.",
  source:
    "values.yaml of the Cilium charts: ipam.operator.clusterPoolIPv4PodCIDRList; Cilium docs: network/concepts/ipam/cluster-pool",
  *check(values, _cilium, { network, controlPlane }) {
    if (!values.overlay) return;
    const others = [
      ...(network?.vpcCidrs ?? []).map((cidr) => ({ name: "the VPC", cidr })),
      ...(controlPlane?.serviceCidr === undefined
        ? []
        : [{ name: "the service CIDR", cidr: controlPlane.serviceCidr }]),
      ...(network?.neighbours ?? []).flatMap(({ name, cidrs }) =>
        cidrs.map((cidr) => ({ name: `neighbour "${name}"`, cidr })),
      ),
    ].filter(({ cidr }) => cidrFault(cidr) === undefined);
    for (const { at, cidr } of poolRanges(values)) {
      const fault = cidrFault(cidr);
      if (fault !== undefined) {
        yield {
          at,
          found: `"${cidr}", which ${fault.reason}`,
          expected: "an IPv4 block",
          fix: fault.suggestion === undefined ? "Correct the block." : `Use ${fault.suggestion}.`,
        };
        continue;
      }
      const clash = others.find((other) => overlaps(other.cidr, cidr));
      if (clash !== undefined)
        yield {
          at,
          found: `${cidr}, which overlaps ${clash.cidr} of ${clash.name}`,
          expected: "a range of the pods' own",
          fix: "Choose another range, for example 10.200.0.0/16.",
        };
    }
  },
});

export const defaultPool = valueRule({
  id: "datapath-default-pool",
  group: "datapath",
  severity: "error",
  title: "Multi-pool starts with a default pool",
  why: "Pods without a pool's annotation, CoreDNS among them, wait for the pool `default`; nobody else makes it before they start.",
  source: "Cilium docs: network/concepts/ipam/multi-pool",
  *check(values) {
    if (values.text("ipam.mode") !== "multi-pool" || values.has("ipam.operator.autoCreateCiliumPodIPPools.default"))
      return;
    yield {
      at: "ipam.operator.autoCreateCiliumPodIPPools",
      found: "no pool named default",
      expected: "default, with its ranges and mask size",
      fix: "Name one pool default.",
    };
  },
});

export const chaining = valueRule({
  id: "datapath-chaining",
  group: "datapath",
  severity: "error",
  title: "Chained to the VPC CNI, Cilium leaves addresses and configuration to it",
  why: "An exclusive Cilium moves the VPC CNI's configuration away, and its masquerade or tunnel undoes what the VPC CNI does.",
  source: "Cilium docs: installation/cni-chaining-aws-cni; cilium/cilium#16007",
  *check(values) {
    if (!values.chained) return;
    const wanted: [path: string, right: boolean, expected: string][] = [
      ["cni.exclusive", values.off("cni.exclusive"), "false"],
      ["enableIPv4Masquerade", values.off("enableIPv4Masquerade"), "false"],
      ["routingMode", values.text("routingMode") === "native", "native"],
      ["endpointRoutes.enabled", values.on("endpointRoutes.enabled"), "true"],
    ];
    for (const [at, right, expected] of wanted) {
      if (!right) yield { at, found: shown(values.get(at)), expected, fix: `Set ${at} to ${expected}.` };
    }
  },
});

export const exclusive = valueRule({
  id: "datapath-cni-exclusive",
  group: "datapath",
  severity: "warning",
  title: "Cilium owns the node's CNI configuration",
  why: "With cni.exclusive off, a configuration that something else leaves on the node wins by its file name; custom configurations are read at start only.",
  source: "values.yaml of the Cilium charts: cni.exclusive, cni.customConf",
  *check(values) {
    if (values.chained) return;
    if (values.off("cni.exclusive"))
      yield {
        at: "cni.exclusive",
        found: "false without chaining",
        expected: "true",
        fix: "Remove it, or waive this where Multus needs it.",
      };
    if (values.on("cni.customConf"))
      yield {
        at: "cni.customConf",
        found: "true",
        expected: "false",
        fix: "Use eni.nodeSpec and CiliumNodeConfigs instead (chart 1.19 and newer).",
      };
  },
});

export const masqueradeInterfaces = valueRule({
  id: "datapath-masquerade-interfaces",
  group: "datapath",
  severity: "error",
  title: "egressMasqueradeInterfaces fits the way masquerade is done",
  why: "It belongs to iptables: with BPF masquerade the agent refuses it or falls back silently, without masquerade it does nothing, and one fixed name misses the interfaces of the other image family.",
  source: `${MASQUERADE}; cilium/cilium#10595, #21198`,
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
    else if (/^(?:eth|ens)\d+$/.test(names))
      yield {
        at,
        found: names,
        expected: "a name for every interface, ens+ (AL2023) or eth+ (Bottlerocket)",
        fix: `Set it to ${names.replace(/\d+$/, "+")}.`,
      };
  },
});

export const bpfMasquerade = valueRule({
  id: "datapath-bpf-masquerade",
  group: "datapath",
  severity: "error",
  title: "BPF masquerade comes with kube-proxy replacement and with masquerade on",
  why: "It is part of the BPF NodePort code: without it the agent refuses to start, and without masquerade it does nothing.",
  source: MASQUERADE,
  *check(values) {
    if (!values.on("bpf.masquerade")) return;
    if (!values.replacesKubeProxy)
      yield {
        at: "bpf.masquerade",
        found: "true without kubeProxyReplacement",
        expected: "kubeProxyReplacement: true",
        fix: "Set kubeProxyReplacement to true.",
      };
    else if (values.off("enableIPv4Masquerade"))
      yield {
        at: "bpf.masquerade",
        found: "true with enableIPv4Masquerade false",
        expected: "both or neither",
        fix: "Remove bpf.masquerade, or set enableIPv4Masquerade.",
      };
  },
});

export const masqueradeExplicit = valueRule({
  id: "datapath-masquerade-explicit",
  group: "datapath",
  severity: "warning",
  title: "Whether pods are masqueraded is written down",
  why: "In ENI mode the chart's default changed with 1.18: a release that says nothing changes its pods' addresses with an upgrade.",
  source: "cilium/cilium#38663, #39156",
  *check(values) {
    const value = values.get("enableIPv4Masquerade");
    if (!values.eni || (value !== undefined && value !== null)) return;
    yield {
      at: "enableIPv4Masquerade",
      found: "nothing",
      expected: "true or false",
      fix: "Set enableIPv4Masquerade to false where pods have a NAT gateway.",
    };
  },
});

export const masqueradeNeighbours = valueRule({
  id: "datapath-masquerade-neighbours",
  group: "datapath",
  severity: "warning",
  title: "Masquerade leaves out the networks that know the pods",
  why: "In ENI mode only the VPC's own CIDRs are left out: peers and offices see the node's address instead of the pod's, in their logs and their firewall rules.",
  source: MASQUERADE,
  *check(values, _cilium, { network }) {
    if (!values.eni || !values.on("enableIPv4Masquerade") || values.on("ipMasqAgent.enabled")) return;
    const names = (network?.neighbours ?? []).map(({ name }) => `"${name}"`);
    if (names.length === 0) return;
    yield {
      at: "ipMasqAgent.enabled",
      found: `off, with masquerade on and ${names.join(", ")} as neighbours`,
      expected: "their ranges in nonMasqueradeCIDRs",
      fix: "Set cilium.masquerade.nonMasqueradeCidrs, or waive this where they cannot route the pods.",
    };
  },
});

export const nativeRange = valueRule({
  id: "datapath-native-range",
  group: "datapath",
  severity: "error",
  title: "ipv4NativeRoutingCIDR lies in the VPC",
  why: "The agent compares it with the VPC's CIDRs when it starts and stops where none overlaps.",
  source: MASQUERADE,
  also: ["network"],
  *check(values, _cilium, { network }) {
    const cidr = values.text("ipv4NativeRoutingCIDR");
    if (!values.eni || cidr === undefined || cidr === "") return;
    const fault = cidrFault(cidr);
    const vpc = (network?.vpcCidrs ?? []).filter((own) => cidrFault(own) === undefined);
    if (fault === undefined && vpc.some((own) => overlaps(own, cidr))) return;
    yield {
      at: "ipv4NativeRoutingCIDR",
      found: fault === undefined ? cidr : `"${cidr}", which ${fault.reason}`,
      expected: `a block that overlaps ${vpc.join(" or ")}`,
      fix: "Remove it: Cilium takes the VPC's own CIDR.",
    };
  },
});

export const eniIpv6 = valueRule({
  id: "datapath-eni-ipv6",
  group: "datapath",
  severity: "error",
  title: "ENI mode hands out IPv4",
  why: "The operator of 1.19 and 1.20.2 assigns IPv4 addresses and prefixes only; agents with IPv6 on wait for addresses that never come.",
  source: "Cilium docs: network/concepts/ipam/eni; UNVERIFIED which release brings IPv6",
  *check(values) {
    if (values.eni && values.on("ipv6.enabled"))
      yield { at: "ipv6.enabled", found: "true", expected: "false", fix: "Remove it." };
  },
});

export const eniFilters = valueRule({
  id: "datapath-eni-filters",
  group: "datapath",
  severity: "warning",
  title: "Pod subnets are chosen by eni.nodeSpec, not by the operator's filters",
  why: "The filters hide everything else from the operator, the nodes' own ENIs and their groups included: it then cannot tell which groups to give.",
  source: "Cilium docs: network/concepts/ipam/eni; Smana/cloud-native-ref, Cilium values",
  *check(values) {
    for (const at of ["eni.subnetIDsFilter", "eni.subnetTagsFilter", "eni.instanceTagsFilter"]) {
      if (values.has(at))
        yield {
          at,
          found: shown(values.get(at)),
          expected: "eni.nodeSpec.subnetTags",
          fix: "Use eni.nodeSpec.subnetTags (network.podSubnets).",
        };
    }
  },
});

export const eniGarbage = valueRule({
  id: "datapath-eni-garbage",
  group: "datapath",
  severity: "warning",
  title: "Detached ENIs are collected, and only this cluster's",
  why: "Without collection leaked interfaces eat the subnet and block its deletion. gcTags are tags that Cilium writes and finds again, no EC2 filters; without them clusters share a default and delete each other's.",
  source: "cilium/cilium pkg/aws/eni_gc.go, #21409",
  *check(values) {
    if (!values.eni) return;
    const interval = values.get("eni.gcInterval");
    if (interval === "0s" || interval === "0")
      yield { at: "eni.gcInterval", found: shown(interval), expected: "5m", fix: "Remove it, or set an interval." };
    const tags = values.get("eni.gcTags");
    const names = typeof tags === "object" && tags !== null ? Object.keys(tags) : [];
    const filters = names.filter((name) => name === "state" || name === "status" || name.startsWith("tag:"));
    if (filters.length > 0)
      yield {
        at: "eni.gcTags",
        found: filters.join(", "),
        expected: "tags for this cluster's ENIs, such as io.cilium/cluster-name",
        fix: "Remove what looks like an EC2 filter.",
      };
  },
});

export const awsRules = valueRule({
  id: "datapath-aws-iptables",
  group: "datapath",
  severity: "warning",
  title: "Leftovers of the VPC CNI's iptables rules are taken away",
  why: "AWS-SNAT-CHAIN and AWS-CONNMARK-CHAIN rewrite pod traffic on nodes that ran the VPC CNI before.",
  source: "values.yaml of the Cilium charts: cni.iptablesRemoveAWSRules; cilium/cilium#25804, #17845",
  *check(values) {
    if (values.eni && values.off("cni.iptablesRemoveAWSRules"))
      yield {
        at: "cni.iptablesRemoveAWSRules",
        found: "false",
        expected: "true",
        fix: "Remove it: true is the default.",
      };
  },
});
