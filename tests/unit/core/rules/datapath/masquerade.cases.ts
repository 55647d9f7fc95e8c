import { type RuleCases, cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, JsonObject, NetworkModel, NodeGroupModel } from "../../../../../core/model/index.ts";
import { cilium, eniValues, network, nodeGroup, settings, unknown } from "../../../../support/model.ts";

const eni = (more: JsonObject = {}): ClusterModel => ({ cilium: cilium({ values: eniValues(more) }) });
const v = (path: string): string => `cilium.values.${path}`;
const onNetwork = (values: JsonObject, parts: Partial<NetworkModel> = {}): ClusterModel => ({
  cilium: cilium({ values }),
  network: network(parts),
});
const several = (more: JsonObject): ClusterModel => ({
  cilium: cilium({ values: { ipam: { mode: "multi-pool" }, routingMode: "tunnel", ...more } }),
});
const leavingOut = (...ranges: string[]): JsonObject => ({
  enableIPv4Masquerade: true,
  bpf: { masquerade: true },
  ipMasqAgent: { enabled: true, config: { nonMasqueradeCIDRs: ranges } },
});

const podSubnet = { role: "pod" as const, cidr: "100.64.0.0/16" };
const withPods = (values: JsonObject): ClusterModel => {
  const { subnets } = network();
  return onNetwork(eniValues(values), {
    vpcCidrs: ["10.0.0.0/16", "100.64.0.0/16"],
    subnets: [...subnets, ...subnets.slice(0, 1).map((subnet) => ({ ...subnet, name: "pods-a", ...podSubnet }))],
  });
};
const onImage = (amiFamily: NodeGroupModel["amiFamily"], egressMasqueradeInterfaces: string): ClusterModel => ({
  ...eni({ enableIPv4Masquerade: true, egressMasqueradeInterfaces }),
  nodeGroups: [nodeGroup({ amiFamily })],
});

/** Most rules here read one value first; unknown, it leaves them undecided. */
const unknownValue = (key: string): NonNullable<RuleCases["unknown"]> => [
  [`an unknown ${key}`, eni({ [key]: unknown })],
];

export default cases({
  "datapath-masquerade-interfaces": {
    fails: [
      [
        "one fixed name",
        eni({ enableIPv4Masquerade: true, egressMasqueradeInterfaces: "eth0" }),
        { path: v("egressMasqueradeInterfaces") },
      ],
      [
        "eth+ on AL2023",
        onImage("AL2023", "eth+"),
        { path: v("egressMasqueradeInterfaces"), found: "general (AL2023)" },
      ],
      ["en+ on Bottlerocket", onImage("BOTTLEROCKET", "en+"), { path: v("egressMasqueradeInterfaces") }],
      [
        "BPF masquerade",
        eni({ bpf: { masquerade: true }, egressMasqueradeInterfaces: "ens+" }),
        { path: v("egressMasqueradeInterfaces") },
      ],
      [
        "no masquerade",
        eni({ enableIPv4Masquerade: false, egressMasqueradeInterfaces: "ens+" }),
        { path: v("egressMasqueradeInterfaces") },
      ],
    ],
    passes: [
      ["a pattern with masquerade", eni({ enableIPv4Masquerade: true, egressMasqueradeInterfaces: "ens+" })],
      ["en+ on AL2023", onImage("AL2023", "en+")],
      ["ens+ on AL2023", onImage("AL2023", "ens+")],
      ["eth+ on Bottlerocket", onImage("BOTTLEROCKET", "eth+")],
      ["an image that is told elsewhere", onImage("AL2", "eth+")],
      ["a pool of Karpenter", { ...onImage("AL2023", "eth+"), nodeGroups: [nodeGroup({ kind: "karpenter" })] }],
    ],
    unknown: unknownValue("egressMasqueradeInterfaces"),
  },
  "datapath-bpf-masquerade": {
    fails: [
      [
        "masquerade off",
        eni({ bpf: { masquerade: true }, enableIPv4Masquerade: false }),
        { path: v("bpf.masquerade") },
      ],
    ],
    passes: [["both", eni({ bpf: { masquerade: true }, enableIPv4Masquerade: true })]],
    unknown: unknownValue("bpf"),
  },
  "datapath-bpf-masquerade-kube-proxy": {
    fails: [
      [
        "no kube-proxy replacement",
        eni({ bpf: { masquerade: true }, kubeProxyReplacement: false }),
        { path: v("bpf.masquerade") },
      ],
    ],
    passes: [
      ["kube-proxy replacement", eni({ bpf: { masquerade: true } })],
      ["no BPF masquerade", eni({ kubeProxyReplacement: false })],
    ],
    unknown: unknownValue("bpf"),
  },
  "datapath-masquerade-explicit": {
    fails: [["nothing", eni(), { path: v("enableIPv4Masquerade") }]],
    passes: [["off", eni({ enableIPv4Masquerade: false })]],
    unknown: unknownValue("enableIPv4Masquerade"),
  },
  "datapath-masquerade-neighbours": {
    fails: [
      [
        "a neighbour",
        onNetwork(eniValues({ enableIPv4Masquerade: true }), {
          neighbours: [{ name: "office", cidrs: ["192.168.0.0/16"] }],
        }),
        { path: v("ipMasqAgent.enabled") },
      ],
      [
        "a neighbour that the list lacks",
        onNetwork(eniValues(leavingOut("10.0.0.0/16")), {
          neighbours: [{ name: "office", cidrs: ["192.168.0.0/16"] }],
        }),
        { path: v("ipMasqAgent.config.nonMasqueradeCIDRs") },
      ],
    ],
    passes: [
      ["none", onNetwork(eniValues({ enableIPv4Masquerade: true }))],
      [
        "masquerade off",
        onNetwork(eniValues({ enableIPv4Masquerade: false }), {
          neighbours: [{ name: "office", cidrs: ["192.168.0.0/16"] }],
        }),
      ],
      [
        "a neighbour that is left out",
        onNetwork(eniValues(leavingOut("192.168.0.0/16")), {
          neighbours: [{ name: "office", cidrs: ["192.168.0.0/24"] }],
        }),
      ],
      [
        "an overlay",
        onNetwork(
          { ipam: { mode: "cluster-pool" }, enableIPv4Masquerade: true },
          {
            neighbours: [{ name: "office", cidrs: ["192.168.0.0/16"] }],
          },
        ),
      ],
      [
        "a neighbour without a valid block",
        onNetwork(eniValues({ enableIPv4Masquerade: true }), { neighbours: [{ name: "office", cidrs: ["?"] }] }),
      ],
    ],
    unknown: unknownValue("enableIPv4Masquerade"),
  },
  "datapath-masquerade-pods": {
    fails: [
      [
        "masquerade by iptables",
        withPods({ enableIPv4Masquerade: true }),
        { path: v("bpf.masquerade"), example: true },
      ],
      [
        "BPF masquerade without a list",
        withPods({ enableIPv4Masquerade: true, bpf: { masquerade: true } }),
        { path: v("ipMasqAgent.enabled") },
      ],
      [
        "a list without the pods",
        withPods(leavingOut("10.99.0.0/16")),
        { path: v("ipMasqAgent.enabled"), found: "10.99.0.0/16" },
      ],
      [
        "a native range without the pods",
        withPods({ enableIPv4Masquerade: true, ipv4NativeRoutingCIDR: "10.0.0.0/16" }),
        { path: v("ipv4NativeRoutingCIDR") },
      ],
      [
        "nodes' subnets in a second CIDR",
        onNetwork(eniValues({ enableIPv4Masquerade: true }), { vpcCidrs: ["10.1.0.0/16", "10.0.0.0/16"] }),
        { path: v("bpf.masquerade") },
      ],
      ["a stack", { ...withPods({ enableIPv4Masquerade: true }), settings: settings() }, { path: v("bpf.masquerade") }],
      [
        "a stack with a native range",
        { ...withPods({ enableIPv4Masquerade: true, ipv4NativeRoutingCIDR: "10.0.0.0/16" }), settings: settings() },
        { path: v("ipv4NativeRoutingCIDR") },
      ],
    ],
    passes: [
      ["masquerade off", withPods({ enableIPv4Masquerade: false })],
      ["every CIDR left out", withPods(leavingOut("10.0.0.0/16", "100.64.0.0/16"))],
      ["two blocks that hold the pods together", withPods(leavingOut("100.64.0.0/17", "100.64.128.0/17"))],
      [
        "the agent's own list, which holds 100.64.0.0/10",
        withPods({ enableIPv4Masquerade: true, bpf: { masquerade: true }, ipMasqAgent: { enabled: true } }),
      ],
      ["a native range with all", withPods({ enableIPv4Masquerade: true, ipv4NativeRoutingCIDR: "0.0.0.0/0" })],
      ["one CIDR", onNetwork(eniValues({ enableIPv4Masquerade: true }))],
      [
        "an overlay",
        { ...withPods({}), cilium: cilium({ values: { ipam: { mode: "cluster-pool" }, enableIPv4Masquerade: true } }) },
      ],
    ],
    unknown: [["unknown CIDRs", onNetwork(eniValues({ enableIPv4Masquerade: true }), { vpcCidrs: unknown })]],
  },
  "datapath-native-range": {
    fails: [
      [
        "a range elsewhere",
        onNetwork(eniValues({ ipv4NativeRoutingCIDR: "192.168.0.0/16" })),
        { path: v("ipv4NativeRoutingCIDR") },
      ],
    ],
    passes: [
      ["the VPC", onNetwork(eniValues({ ipv4NativeRoutingCIDR: "10.0.0.0/16" }))],
      ["nothing", onNetwork(eniValues())],
    ],
    unknown: [["an unknown range", onNetwork(eniValues({ ipv4NativeRoutingCIDR: unknown }))]],
  },
  "datapath-ip-masq-agent": {
    fails: [
      [
        "masquerade by iptables",
        eni({ enableIPv4Masquerade: true, ipMasqAgent: { enabled: true } }),
        { path: v("ipMasqAgent.enabled") },
      ],
      [
        "none",
        eni({ enableIPv4Masquerade: false, ipMasqAgent: { enabled: true } }),
        { path: v("ipMasqAgent.enabled") },
      ],
    ],
    passes: [
      ["BPF masquerade", eni(leavingOut())],
      ["no agent", eni({ enableIPv4Masquerade: true })],
    ],
    unknown: unknownValue("ipMasqAgent"),
  },
  "datapath-masquerade-pools": {
    fails: [["no interfaces", several({ enableIPv4Masquerade: true }), { path: v("egressMasqueradeInterfaces") }]],
    passes: [
      ["interfaces", several({ egressMasqueradeInterfaces: "ens+" })],
      ["BPF masquerade", several({ bpf: { masquerade: true } })],
      ["no masquerade", several({ enableIPv4Masquerade: false })],
      ["ENI mode", eni({ enableIPv4Masquerade: true })],
    ],
    unknown: [["an unknown switch", several({ enableIPv4Masquerade: unknown })]],
  },
  "datapath-masquerade-ranges": {
    fails: [
      ["a host address", eni(leavingOut("10.20.0.1/16")), { path: v("ipMasqAgent.config.nonMasqueradeCIDRs") }],
      ["a word", eni(leavingOut("office")), { path: v("ipMasqAgent.config.nonMasqueradeCIDRs") }],
    ],
    passes: [["blocks", eni(leavingOut("10.20.0.0/16", "192.168.0.0/24"))]],
    unknown: [["an unknown range", eni(leavingOut(unknown))]],
  },
});
