import { REFUSED_IPAM_MODES } from "../../cilium/refused-ipam.ts";
import { cidrFault, overlaps } from "../../net/cidr.ts";
import type { Json } from "../../model/index.ts";
import { HostRouting, IpamMode, type Settings } from "../../settings/index.ts";
import { type Values, shown } from "../common.ts";
import { rule } from "../rule.ts";
import { valueRule } from "../value-rule.ts";

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

export const primaryAddress = valueRule({
  id: "datapath-primary-address",
  group: "datapath",
  severity: "warning",
  title: "The ENIs' primary addresses go to pods only without prefix delegation",
  why: "How Cilium counts the additional address of an ENI that holds prefixes is not verified, so neither is any number of pods that is worked out for it.",
  source: "UNVERIFIED: cilium/cilium pkg/aws/ipam/node.go, usePrimaryAddress",
  *check(values) {
    if (!values.on("eni.nodeSpec.usePrimaryAddress") || !values.on("eni.awsEnablePrefixDelegation")) return;
    yield {
      at: "eni.nodeSpec.usePrimaryAddress",
      found: "true with prefix delegation",
      expected: "false",
      fix: "Remove it: a /28 more or less matters little beside the ones that a node holds.",
    };
  },
});

/** Settings that only the ENI operator reads. */
function eniSettings({ cilium = {}, network }: Settings): string[] {
  const set: [string, unknown][] = [
    ["cilium.prefixDelegation", cilium.prefixDelegation],
    ["cilium.releaseExcessIps", cilium.releaseExcessIps],
    ["cilium.firstInterfaceIndex", cilium.firstInterfaceIndex],
    ["cilium.allocation", cilium.allocation],
    ["cilium.eni", cilium.eni],
    ["cilium.operatorApi", cilium.operatorApi],
    ["network.podSubnets", network.podSubnets],
  ];
  return set.flatMap(([path, value]) => (value === undefined || value === false ? [] : [path]));
}

export const eniOnly = rule({
  id: "datapath-eni-settings",
  group: "datapath",
  severity: "error",
  title: "Settings about ENIs stand in ENI mode only",
  why: "In the other modes Cilium makes no ENIs: the settings would be left out without a word.",
  source: "Cilium docs: network/concepts/ipam/eni",
  needs: ["settings"],
  *check({ settings }) {
    const mode = settings?.cilium?.ipam?.mode ?? IpamMode.Eni;
    if (settings === undefined || mode === IpamMode.Eni) return;
    for (const path of eniSettings(settings)) {
      yield {
        subject: "Cilium",
        path,
        found: `set, with cilium.ipam.mode ${mode}`,
        expected: "nothing, or ipam.mode eni",
        fix: `Remove ${path}, or use ENI mode.`,
      };
    }
    if (mode === IpamMode.AwsCni && settings.cilium?.hostRouting === HostRouting.Bpf) {
      yield {
        subject: "Cilium",
        path: "cilium.hostRouting",
        found: "bpf with cilium.ipam.mode aws-cni, which forces legacy host routing",
        expected: "legacy",
        fix: "Remove cilium.hostRouting.",
      };
    }
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
    if (typeof interval === "string" && /^0+(?:[hms]|ms)?$/.test(interval))
      yield { at: "eni.gcInterval", found: shown(interval), expected: "5m", fix: "Remove it, or set an interval." };
    const tags = values.get("eni.gcTags");
    const names = typeof tags === "object" && tags !== null ? Object.keys(tags) : [];
    const filters = names.filter((name) => /^(?:state|status|tag:.*|attachment\..*)$/.test(name));
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
