import type { ClusterModel, JsonObject, NetworkModel } from "../../../../../core/model/index.ts";
import * as masquerade from "../../../../../core/rules/datapath/masquerade.ts";
import { cilium, eniValues, network, unknown } from "../../../../support/model.ts";
import { type RuleCases, describeRules } from "../../../../support/rule-table.ts";

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
const unknownValue = (key: string): NonNullable<RuleCases["undecided"]> => [
  [`an unknown ${key}`, eni({ [key]: unknown })],
];

describeRules([
  {
    rule: masquerade.masqueradeInterfaces,
    fails: [
      [
        "one fixed name",
        eni({ enableIPv4Masquerade: true, egressMasqueradeInterfaces: "eth0" }),
        v("egressMasqueradeInterfaces"),
      ],
      [
        "BPF masquerade",
        eni({ bpf: { masquerade: true }, egressMasqueradeInterfaces: "ens+" }),
        v("egressMasqueradeInterfaces"),
      ],
      [
        "no masquerade",
        eni({ enableIPv4Masquerade: false, egressMasqueradeInterfaces: "ens+" }),
        v("egressMasqueradeInterfaces"),
      ],
    ],
    passes: [["a pattern with masquerade", eni({ enableIPv4Masquerade: true, egressMasqueradeInterfaces: "ens+" })]],
    undecided: unknownValue("egressMasqueradeInterfaces"),
  },
  {
    rule: masquerade.bpfMasquerade,
    fails: [
      [
        "no kube-proxy replacement",
        eni({ bpf: { masquerade: true }, kubeProxyReplacement: false }),
        v("bpf.masquerade"),
      ],
      ["masquerade off", eni({ bpf: { masquerade: true }, enableIPv4Masquerade: false }), v("bpf.masquerade")],
    ],
    passes: [["both", eni({ bpf: { masquerade: true }, enableIPv4Masquerade: true })]],
    undecided: unknownValue("bpf"),
  },
  {
    rule: masquerade.masqueradeExplicit,
    fails: [["nothing", eni(), v("enableIPv4Masquerade")]],
    passes: [["off", eni({ enableIPv4Masquerade: false })]],
    undecided: unknownValue("enableIPv4Masquerade"),
  },
  {
    rule: masquerade.masqueradeNeighbours,
    fails: [
      [
        "a neighbour",
        onNetwork(eniValues({ enableIPv4Masquerade: true }), { neighbours: [{ name: "office", cidrs: [] }] }),
        v("ipMasqAgent.enabled"),
      ],
    ],
    passes: [
      ["none", onNetwork(eniValues({ enableIPv4Masquerade: true }))],
      [
        "masquerade off",
        onNetwork(eniValues({ enableIPv4Masquerade: false }), { neighbours: [{ name: "office", cidrs: [] }] }),
      ],
    ],
    undecided: unknownValue("enableIPv4Masquerade"),
  },
  {
    rule: masquerade.nativeRange,
    fails: [
      [
        "a range elsewhere",
        onNetwork(eniValues({ ipv4NativeRoutingCIDR: "192.168.0.0/16" })),
        v("ipv4NativeRoutingCIDR"),
      ],
    ],
    passes: [
      ["the VPC", onNetwork(eniValues({ ipv4NativeRoutingCIDR: "10.0.0.0/16" }))],
      ["nothing", onNetwork(eniValues())],
    ],
    undecided: [["an unknown range", onNetwork(eniValues({ ipv4NativeRoutingCIDR: unknown }))]],
  },
  {
    rule: masquerade.masqueradeAgent,
    fails: [
      [
        "masquerade by iptables",
        eni({ enableIPv4Masquerade: true, ipMasqAgent: { enabled: true } }),
        v("ipMasqAgent.enabled"),
      ],
      ["none", eni({ enableIPv4Masquerade: false, ipMasqAgent: { enabled: true } }), v("ipMasqAgent.enabled")],
    ],
    passes: [
      ["BPF masquerade", eni(leavingOut())],
      ["no agent", eni({ enableIPv4Masquerade: true })],
    ],
    undecided: unknownValue("ipMasqAgent"),
  },
  {
    rule: masquerade.masqueradePools,
    fails: [["no interfaces", several({ enableIPv4Masquerade: true }), v("egressMasqueradeInterfaces")]],
    passes: [
      ["interfaces", several({ egressMasqueradeInterfaces: "ens+" })],
      ["BPF masquerade", several({ bpf: { masquerade: true } })],
      ["no masquerade", several({ enableIPv4Masquerade: false })],
      ["ENI mode", eni({ enableIPv4Masquerade: true })],
    ],
    undecided: [["an unknown switch", several({ enableIPv4Masquerade: unknown })]],
  },
  {
    rule: masquerade.masqueradeRanges,
    fails: [
      ["a host address", eni(leavingOut("10.20.0.1/16")), v("ipMasqAgent.config.nonMasqueradeCIDRs")],
      ["a word", eni(leavingOut("office")), v("ipMasqAgent.config.nonMasqueradeCIDRs")],
    ],
    passes: [["blocks", eni(leavingOut("10.20.0.0/16", "192.168.0.0/24"))]],
    undecided: [["an unknown range", eni(leavingOut(unknown))]],
  },
]);
