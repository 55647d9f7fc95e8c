import { rulesOn } from "../rule.ts";
import { ciliumValues, wholeModel } from "../subjects.ts";
import { REFUSED_IPAM_MODES } from "../../cilium/refused-ipam.ts";
import { cidrFault, overlaps } from "../../net/cidr.ts";
import type { Json } from "../../model/index.ts";
import { HostRouting, IpamMode, type Settings } from "../../settings/index.ts";
import { hiddenNodeSubnets } from "../addresses/pod-subnets.ts";
import { type Values, minorOfCilium, shown } from "../common.ts";

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

export default [
  ...rulesOn(ciliumValues, [
    {
      id: "datapath-eni-tunnel",
      severity: "error",
      title: "ENI mode routes natively",
      why: "Pods' addresses are the VPC's own: in a tunnel they cost packets and room, and 1.18 renders exactly that when routingMode is left out.",
      source: "Cilium charts 1.18.12 and 1.19.6, rendered",
      fix: "Set routingMode to native.",
      *check(values) {
        if (!values.eni || values.text("routingMode") !== "tunnel") return;
        yield { at: "routingMode", found: "tunnel", expected: "native" };
      },
    },
    {
      id: "datapath-ipam-mode",
      severity: "error",
      title: "The IPAM mode works alone on EKS",
      why: "One release has one mode for all its nodes, and EKS gives some modes nothing to work with.",
      source: "cilium/cilium#16253, #38432; Cilium docs: network/concepts/ipam",
      fix: "Set ipam.mode to eni.",
      *check(values) {
        const mode = values.text("ipam.mode");
        const reason = mode === undefined ? undefined : REFUSED_IPAM_MODES[mode];
        if (reason !== undefined)
          yield {
            at: "ipam.mode",
            found: `${mode ?? ""}: ${reason}`,
            expected: "eni, cluster-pool, multi-pool or aws-cni chaining",
          };
      },
    },
    {
      id: "datapath-pool-native",
      severity: "error",
      title: "Addresses of a pool travel in a tunnel",
      why: "EC2 drops packets with addresses that belong to no ENI, and nothing puts a pool's ranges into the VPC's route tables.",
      symptom: "Pods on different nodes do not reach each other.",
      source: "VPC user guide: route tables; Cilium docs: network/concepts/routing",
      fix: "Set routingMode to tunnel, or ipam.mode to eni.",
      *check(values) {
        if (!values.overlay || values.text("routingMode") !== "native") return;
        yield {
          at: "routingMode",
          found: "native with addresses of a pool",
          expected: "tunnel",
        };
      },
    },
    {
      id: "datapath-pool-overlap",
      severity: "error",
      title: "Pools share no address with the VPC or the Services",
      why: "The chart's default pool is 10.0.0.0/8: pods cannot reach anything whose address lies in their own range. A node's share never changes again.",
      symptom: "Pods time out on the addresses of the VPC or of Services that lie in the pool.",
      source:
        "values.yaml of the Cilium charts: ipam.operator.clusterPoolIPv4PodCIDRList; Cilium docs: network/concepts/ipam/cluster-pool",
      fix: "Choose a range of the pods' own, for example 10.200.0.0/16.",
      *check(values, { network, controlPlane }) {
        if (!values.overlay) return;
        const others = [
          ...(network?.vpcCidrs ?? []).map((cidr) => ({ name: "the VPC", cidr })),
          ...(controlPlane?.serviceCidr === undefined
            ? []
            : [{ name: "the service CIDR", cidr: controlPlane.serviceCidr }]),
          ...(network?.neighbours ?? [])
            // A route tells which way packets go, not which addresses are there; the one to hybrid pods is needed.
            .filter(({ routed = false }) => !routed)
            .flatMap(({ name, cidrs }) => cidrs.map((cidr) => ({ name: `neighbour "${name}"`, cidr }))),
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
    },
    {
      id: "datapath-default-pool",
      severity: "error",
      title: "Multi-pool starts with a default pool",
      why: "Pods without a pool's annotation, CoreDNS among them, wait for the pool `default`; nobody else makes it before they start.",
      symptom: "CoreDNS stays in ContainerCreating.",
      source: "Cilium docs: network/concepts/ipam/multi-pool",
      fix: "Name one pool default.",
      *check(values) {
        if (values.text("ipam.mode") !== "multi-pool" || values.has("ipam.operator.autoCreateCiliumPodIPPools.default"))
          return;
        yield {
          at: "ipam.operator.autoCreateCiliumPodIPPools",
          found: "no pool named default",
          expected: "default, with its ranges and mask size",
        };
      },
    },
    {
      id: "datapath-chaining",
      severity: "error",
      title: "Chained to the VPC CNI, Cilium leaves addresses and configuration to it",
      why: "An exclusive Cilium moves the VPC CNI's configuration away, and its masquerade or tunnel undoes what the VPC CNI does.",
      source: "Cilium docs: installation/cni-chaining-aws-cni; cilium/cilium#16007",
      fix: "Set cni.exclusive and enableIPv4Masquerade to false, routingMode to native and endpointRoutes.enabled to true.",
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
    },
    {
      id: "datapath-cni-exclusive",
      severity: "warning",
      title: "Cilium owns the node's CNI configuration",
      why: "With cni.exclusive off, a configuration that something else leaves on the node wins by its file name; custom configurations are read at start only.",
      source: "values.yaml of the Cilium charts: cni.exclusive, cni.customConf",
      fix: "Leave cni.exclusive and cni.customConf at their defaults, or waive this where Multus or Istio's CNI plugin needs it.",
      *check(values) {
        if (values.chained) return;
        if (values.off("cni.exclusive"))
          yield {
            at: "cni.exclusive",
            found: "false without chaining",
            expected: "true",
            fix: "Remove it, or waive this where Multus or Istio's CNI plugin needs it.",
          };
        if (values.on("cni.customConf"))
          yield {
            at: "cni.customConf",
            found: "true",
            expected: "false",
            fix: "Use eni.nodeSpec and CiliumNodeConfigs instead (chart 1.19 and newer).",
          };
      },
    },
    {
      id: "datapath-eni-ipv6",
      severity: "error",
      title: "ENI mode of Cilium 1.19 hands out IPv4",
      why: "Its operator assigns IPv4 addresses and prefixes only.",
      symptom: "Agents with IPv6 on wait for addresses that never come; nodes keep the taint agent-not-ready.",
      source: "Cilium docs 1.19: network/concepts/ipam/eni",
      fix: "Remove it, or use Cilium 1.20 with dual-stack subnets.",
      *check(values, { cilium }) {
        if (values.eni && values.on("ipv6.enabled") && minorOfCilium(cilium) === "1.19")
          yield { at: "ipv6.enabled", found: "true", expected: "false" };
      },
    },
    {
      id: "datapath-eni-ipv6-beta",
      severity: "warning",
      title: "IPv6 in ENI mode is meant as the beta that it is",
      why: "Cilium 1.20 gives each node one /80 that it never gives back, out of dual-stack subnets, by a right of its own; the feature is beta.",
      symptom:
        "Without dual-stack subnets or ec2:AssignIpv6Addresses the operator logs errors and no pod gets an IPv6 address.",
      source: "Cilium docs 1.20: network/concepts/ipam/eni, ipam_eni_ipv6; cilium/cilium#46619, #46756, #46925",
      fix: "Give node and pod subnets an IPv6 block and the operator ec2:AssignIpv6Addresses, and waive this; or remove it.",
      *check(values, { cilium }) {
        if (values.eni && values.on("ipv6.enabled") && minorOfCilium(cilium) !== "1.19")
          yield { at: "ipv6.enabled", found: "true", expected: "false, or a beta that is meant" };
      },
    },
    {
      id: "datapath-primary-address",
      severity: "warning",
      title: "The ENIs' primary addresses go to pods only without prefix delegation",
      why: "How Cilium counts the additional address of an ENI that holds prefixes is not verified, so neither is any number of pods that is worked out for it.",
      source: "UNVERIFIED: cilium/cilium pkg/aws/ipam/node.go, usePrimaryAddress",
      fix: "Remove it: a /28 more or less matters little beside the ones that a node holds.",
      *check(values) {
        if (!values.on("eni.nodeSpec.usePrimaryAddress") || !values.on("eni.awsEnablePrefixDelegation")) return;
        yield {
          at: "eni.nodeSpec.usePrimaryAddress",
          found: "true with prefix delegation",
          expected: "false",
        };
      },
    },
    {
      id: "datapath-eni-filters",
      severity: "warning",
      title: "Pod subnets are chosen by eni.nodeSpec, not by the operator's filters",
      why: "The filters hide everything else from the operator, the nodes' own ENIs and their groups included: it then cannot tell which groups to give.",
      source: "Cilium docs: network/concepts/ipam/eni; Smana/cloud-native-ref, Cilium values",
      fix: "Use eni.nodeSpec.subnetTags (network.podSubnets).",
      *check(values, model) {
        // Where it hides nodes, another rule says more.
        const hides = model.network !== undefined && hiddenNodeSubnets(model).length > 0;
        for (const at of ["eni.subnetIDsFilter", "eni.subnetTagsFilter", "eni.instanceTagsFilter"]) {
          if (values.has(at) && !(hides && at === "eni.subnetTagsFilter"))
            yield {
              at,
              found: shown(values.get(at)),
              expected: "eni.nodeSpec.subnetTags",
            };
        }
      },
    },
    {
      id: "datapath-eni-garbage",
      severity: "warning",
      title: "Detached ENIs are collected, and only this cluster's",
      why: "Without collection leaked interfaces eat the subnet and block its deletion. gcTags are tags that Cilium writes and finds again, no EC2 filters; without them clusters share a default and delete each other's.",
      source: "cilium/cilium pkg/aws/eni/eni_gc.go (1.19), pkg/aws/ipam/eni_gc.go (1.20), #21409",
      fix: "Leave gcInterval at its default, and give gcTags this cluster's own tags.",
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
    },
    {
      id: "datapath-aws-iptables",
      severity: "warning",
      title: "Leftovers of the VPC CNI's iptables rules are taken away",
      why: "AWS-SNAT-CHAIN and AWS-CONNMARK-CHAIN rewrite pod traffic on nodes that ran the VPC CNI before.",
      source: "values.yaml of the Cilium charts: cni.iptablesRemoveAWSRules; cilium/cilium#25804, #17845",
      fix: "Remove it: true is the default.",
      *check(values) {
        if (values.eni && values.off("cni.iptablesRemoveAWSRules"))
          yield {
            at: "cni.iptablesRemoveAWSRules",
            found: "false",
            expected: "true",
          };
      },
    },
  ]),
  ...rulesOn(wholeModel("settings"), [
    {
      id: "datapath-eni-settings",
      severity: "error",
      title: "Settings about ENIs stand in ENI mode only",
      why: "In the other modes Cilium makes no ENIs: the settings would be left out without a word.",
      source: "Cilium docs: network/concepts/ipam/eni",
      fix: "Remove what only ENI mode reads, or use ENI mode.",
      *check({ settings }) {
        const mode = settings.cilium?.ipam?.mode ?? IpamMode.Eni;
        if (mode === IpamMode.Eni) return;
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
    },
  ]),
];
