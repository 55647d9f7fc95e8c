import { rulesOn } from "../rule.ts";
import { ciliumValues, wholeModel } from "../subjects.ts";
import { HostRouting, IpamMode, type Settings } from "../../settings/index.ts";
import { hiddenNodeSubnets } from "../addresses/pod-subnets.ts";
import { minorOfCilium, shown } from "../common.ts";

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
