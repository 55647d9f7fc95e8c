import { type RuleCases, cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, JsonObject, NetworkModel } from "../../../../../core/model/index.ts";
import { cilium, eniValues, network, unknown } from "../../../../support/model.ts";

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
    passes: [["a pattern with masquerade", eni({ enableIPv4Masquerade: true, egressMasqueradeInterfaces: "ens+" })]],
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
        onNetwork(eniValues({ enableIPv4Masquerade: true }), { neighbours: [{ name: "office", cidrs: [] }] }),
        { path: v("ipMasqAgent.enabled") },
      ],
    ],
    passes: [
      ["none", onNetwork(eniValues({ enableIPv4Masquerade: true }))],
      [
        "masquerade off",
        onNetwork(eniValues({ enableIPv4Masquerade: false }), { neighbours: [{ name: "office", cidrs: [] }] }),
      ],
    ],
    unknown: unknownValue("enableIPv4Masquerade"),
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
