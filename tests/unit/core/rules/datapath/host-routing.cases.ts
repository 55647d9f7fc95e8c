import { type RuleCases, cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, JsonObject } from "../../../../../core/model/index.ts";
import { addon, cilium, eniValues, unknown } from "../../../../support/model.ts";

const eni = (more: JsonObject = {}): ClusterModel => ({ cilium: cilium({ values: eniValues(more) }) });
const plain = (values: JsonObject): ClusterModel => ({ cilium: cilium({ values }) });
const v = (path: string): string => `cilium.values.${path}`;
const legacy = { hostLegacyRouting: true };
const iptables = { enableIPv4Masquerade: true };
const agent = { addons: [addon({ name: "eks-pod-identity-agent" })] };
const unknownValue = (key: string): NonNullable<RuleCases["unknown"]> => [
  [`an unknown ${key}`, eni({ [key]: unknown })],
];

export default cases({
  "datapath-host-routing": {
    fails: [
      [
        "masquerade by iptables",
        eni({ ...iptables, bpf: { hostLegacyRouting: false } }),
        { path: v("bpf.hostLegacyRouting") },
      ],
      [
        "the chart's masquerade of an overlay",
        plain({ kubeProxyReplacement: true, bpf: { hostLegacyRouting: false } }),
        { path: v("bpf.hostLegacyRouting") },
      ],
      [
        "kube-proxy",
        eni({ kubeProxyReplacement: false, bpf: { hostLegacyRouting: false } }),
        { path: v("bpf.hostLegacyRouting") },
      ],
    ],
    passes: [
      ["masquerade off", eni({ bpf: { hostLegacyRouting: false } })],
      ["masquerade in BPF", eni({ ...iptables, bpf: { hostLegacyRouting: false, masquerade: true } })],
      ["legacy host routing", eni({ ...iptables, bpf: legacy })],
    ],
    unknown: unknownValue("bpf"),
  },
  "datapath-netkit": {
    fails: [
      ["legacy host routing", eni({ bpf: { datapathMode: "netkit", ...legacy } }), { path: v("bpf.datapathMode") }],
      [
        "masquerade by iptables",
        eni({ ...iptables, bpf: { datapathMode: "netkit-l2" } }),
        { path: v("bpf.datapathMode") },
      ],
    ],
    passes: [
      ["BPF host routing", eni({ bpf: { datapathMode: "netkit", hostLegacyRouting: false } })],
      ["veth", eni({ bpf: { datapathMode: "veth", ...legacy } })],
    ],
    unknown: unknownValue("bpf"),
  },
  "datapath-netkit-endpoint-routes": {
    fails: [["ENI mode", eni({ bpf: { datapathMode: "netkit" } }), { path: v("bpf.datapathMode") }]],
    passes: [
      ["veth", eni({ bpf: { datapathMode: "veth" } })],
      ["no endpoint routes", plain({ bpf: { datapathMode: "netkit" } })],
    ],
    unknown: unknownValue("bpf"),
  },
  "datapath-bbr": {
    fails: [
      ["no bandwidth manager", eni({ bandwidthManager: { bbr: true } }), { path: v("bandwidthManager.bbr") }],
      [
        "legacy host routing",
        eni({ bandwidthManager: { enabled: true, bbr: true }, bpf: legacy }),
        { path: v("bandwidthManager.bbr") },
      ],
    ],
    passes: [
      ["both", eni({ bandwidthManager: { enabled: true, bbr: true } })],
      [
        "BBR for the host's sockets only",
        eni({ bandwidthManager: { enabled: true, bbr: true, bbrHostNamespaceOnly: true }, bpf: legacy }),
      ],
    ],
    unknown: unknownValue("bandwidthManager"),
  },
  "datapath-big-tcp": {
    fails: [
      [
        "encryption",
        eni({ enableIPv4BIGTCP: true, encryption: { enabled: true, type: "wireguard" } }),
        { path: v("enableIPv4BIGTCP") },
      ],
      ["legacy host routing", eni({ enableIPv4BIGTCP: true, bpf: legacy }), { path: v("enableIPv4BIGTCP") }],
      [
        "DSR by Geneve",
        eni({ enableIPv4BIGTCP: true, loadBalancer: { dsrDispatch: "geneve" } }),
        { path: v("enableIPv4BIGTCP") },
      ],
      ["a tunnel", plain({ enableIPv6BIGTCP: true, routingMode: "tunnel" }), { path: v("enableIPv6BIGTCP") }],
    ],
    passes: [["nothing else", eni({ enableIPv4BIGTCP: true })]],
    unknown: unknownValue("enableIPv4BIGTCP"),
  },
  "datapath-big-tcp-driver": {
    fails: [["BIG TCP on EC2", eni({ enableIPv4BIGTCP: true }), { path: v("enableIPv4BIGTCP") }]],
    passes: [["none", eni()]],
    unknown: unknownValue("enableIPv4BIGTCP"),
  },
  "datapath-host-routing-pod-identity": {
    fails: [
      [
        "BPF host routing",
        { ...eni({ bpf: { hostLegacyRouting: false } }), ...agent },
        { path: v("bpf.hostLegacyRouting") },
      ],
      ["the agent's own choice", { ...eni(), ...agent }, { path: v("bpf.hostLegacyRouting") }],
    ],
    passes: [
      ["no agent", { ...eni({ bpf: { hostLegacyRouting: false } }), addons: [] }],
      ["legacy host routing", { ...eni({ bpf: legacy }), ...agent }],
    ],
    unknown: [["an unknown switch", { ...eni({ bpf: { hostLegacyRouting: unknown } }), ...agent }]],
  },
});
