import type { ClusterModel, JsonObject } from "../../../../../core/model/index.ts";
import * as rules from "../../../../../core/rules/datapath/host-routing.ts";
import { addon, cilium, eniValues, unknown } from "../../../../support/model.ts";
import { type RuleCases, describeRules } from "../../../../support/rule-table.ts";

const eni = (more: JsonObject = {}): ClusterModel => ({ cilium: cilium({ values: eniValues(more) }) });
const plain = (values: JsonObject): ClusterModel => ({ cilium: cilium({ values }) });
const v = (path: string): string => `cilium.values.${path}`;
const legacy = { hostLegacyRouting: true };
const iptables = { enableIPv4Masquerade: true };
const agent = { addons: [addon({ name: "eks-pod-identity-agent" })] };
const unknownValue = (key: string): NonNullable<RuleCases["undecided"]> => [
  [`an unknown ${key}`, eni({ [key]: unknown })],
];

describeRules([
  {
    rule: rules.hostRouting,
    fails: [
      ["masquerade by iptables", eni({ ...iptables, bpf: { hostLegacyRouting: false } }), v("bpf.hostLegacyRouting")],
      [
        "the chart's masquerade of an overlay",
        plain({ kubeProxyReplacement: true, bpf: { hostLegacyRouting: false } }),
        v("bpf.hostLegacyRouting"),
      ],
      [
        "kube-proxy",
        eni({ kubeProxyReplacement: false, bpf: { hostLegacyRouting: false } }),
        v("bpf.hostLegacyRouting"),
      ],
    ],
    passes: [
      ["masquerade off", eni({ bpf: { hostLegacyRouting: false } })],
      ["masquerade in BPF", eni({ ...iptables, bpf: { hostLegacyRouting: false, masquerade: true } })],
      ["legacy host routing", eni({ ...iptables, bpf: legacy })],
    ],
    undecided: unknownValue("bpf"),
  },
  {
    rule: rules.netkit,
    fails: [
      ["legacy host routing", eni({ bpf: { datapathMode: "netkit", ...legacy } }), v("bpf.datapathMode")],
      ["masquerade by iptables", eni({ ...iptables, bpf: { datapathMode: "netkit-l2" } }), v("bpf.datapathMode")],
    ],
    passes: [
      ["BPF host routing", eni({ bpf: { datapathMode: "netkit", hostLegacyRouting: false } })],
      ["veth", eni({ bpf: { datapathMode: "veth", ...legacy } })],
    ],
    undecided: unknownValue("bpf"),
  },
  {
    rule: rules.netkitScrub,
    fails: [["ENI mode", eni({ bpf: { datapathMode: "netkit" } }), v("bpf.datapathMode")]],
    passes: [
      ["veth", eni({ bpf: { datapathMode: "veth" } })],
      ["no endpoint routes", plain({ bpf: { datapathMode: "netkit" } })],
    ],
    undecided: unknownValue("bpf"),
  },
  {
    rule: rules.bbr,
    fails: [
      ["no bandwidth manager", eni({ bandwidthManager: { bbr: true } }), v("bandwidthManager.bbr")],
      [
        "legacy host routing",
        eni({ bandwidthManager: { enabled: true, bbr: true }, bpf: legacy }),
        v("bandwidthManager.bbr"),
      ],
    ],
    passes: [
      ["both", eni({ bandwidthManager: { enabled: true, bbr: true } })],
      [
        "BBR for the host's sockets only",
        eni({ bandwidthManager: { enabled: true, bbr: true, bbrHostNamespaceOnly: true }, bpf: legacy }),
      ],
    ],
    undecided: unknownValue("bandwidthManager"),
  },
  {
    rule: rules.bigTcp,
    fails: [
      [
        "encryption",
        eni({ enableIPv4BIGTCP: true, encryption: { enabled: true, type: "wireguard" } }),
        v("enableIPv4BIGTCP"),
      ],
      ["legacy host routing", eni({ enableIPv4BIGTCP: true, bpf: legacy }), v("enableIPv4BIGTCP")],
      [
        "DSR by Geneve",
        eni({ enableIPv4BIGTCP: true, loadBalancer: { dsrDispatch: "geneve" } }),
        v("enableIPv4BIGTCP"),
      ],
      ["a tunnel", plain({ enableIPv6BIGTCP: true, routingMode: "tunnel" }), v("enableIPv6BIGTCP")],
    ],
    passes: [["nothing else", eni({ enableIPv4BIGTCP: true })]],
    undecided: unknownValue("enableIPv4BIGTCP"),
  },
  {
    rule: rules.bigTcpDriver,
    fails: [["BIG TCP on EC2", eni({ enableIPv4BIGTCP: true }), v("enableIPv4BIGTCP")]],
    passes: [["none", eni()]],
    undecided: unknownValue("enableIPv4BIGTCP"),
  },
  {
    rule: rules.hostRoutingAgent,
    fails: [
      ["BPF host routing", { ...eni({ bpf: { hostLegacyRouting: false } }), ...agent }, v("bpf.hostLegacyRouting")],
      ["the agent's own choice", { ...eni(), ...agent }, v("bpf.hostLegacyRouting")],
    ],
    passes: [
      ["no agent", { ...eni({ bpf: { hostLegacyRouting: false } }), addons: [] }],
      ["legacy host routing", { ...eni({ bpf: legacy }), ...agent }],
    ],
    undecided: [["an unknown switch", { ...eni({ bpf: { hostLegacyRouting: unknown } }), ...agent }]],
  },
]);
