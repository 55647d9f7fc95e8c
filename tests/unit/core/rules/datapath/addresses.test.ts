import type { ClusterModel, JsonObject, NetworkModel } from "../../../../../core/model.ts";
import * as addresses from "../../../../../core/rules/datapath/addresses.ts";
import { cilium, controlPlane, eniValues, network, unknown } from "../../../../support/model.ts";
import { type RuleCases, describeRules } from "../../../../support/rule-table.ts";

const eni = (more: JsonObject = {}): ClusterModel => ({ cilium: cilium({ values: eniValues(more) }) });
const plain = (values: JsonObject): ClusterModel => ({ cilium: cilium({ values }) });
const v = (path: string): string => `cilium.values.${path}`;
const pool = (cidr: string, more: JsonObject = {}): JsonObject => ({
  ipam: { mode: "cluster-pool", operator: { clusterPoolIPv4PodCIDRList: [cidr] } },
  routingMode: "tunnel",
  ...more,
});
const onNetwork = (values: JsonObject, parts: Partial<NetworkModel> = {}): ClusterModel => ({
  cilium: cilium({ values }),
  network: network(parts),
});

/** Most rules here read one value first; unknown, it leaves them undecided. */
const unknownValue = (key: string): NonNullable<RuleCases["undecided"]> => [
  [`an unknown ${key}`, eni({ [key]: unknown })],
];

describeRules([
  {
    rule: addresses.eniTunnel,
    fails: [["a tunnel", eni({ routingMode: "tunnel" }), v("routingMode")]],
    passes: [["native", eni()]],
    undecided: unknownValue("routingMode"),
  },
  {
    rule: addresses.ipamMode,
    fails: [["kubernetes host scope", plain({ ipam: { mode: "kubernetes" } }), v("ipam.mode")]],
    passes: [
      ["eni", eni()],
      ["a pool", plain(pool("10.200.0.0/16"))],
    ],
    undecided: unknownValue("ipam"),
  },
  {
    rule: addresses.poolNative,
    fails: [["native routing", plain(pool("10.200.0.0/16", { routingMode: "native" })), v("routingMode")]],
    passes: [["a tunnel", plain(pool("10.200.0.0/16"))]],
    undecided: [["unknown routing", plain(pool("10.200.0.0/16", { routingMode: unknown }))]],
  },
  {
    rule: addresses.poolOverlap,
    fails: [
      [
        "the chart's default",
        onNetwork({ ipam: { mode: "cluster-pool" } }),
        v("ipam.operator.clusterPoolIPv4PodCIDRList"),
      ],
      [
        "the service CIDR",
        { ...plain(pool("172.20.0.0/20")), controlPlane: controlPlane() },
        v("ipam.operator.clusterPoolIPv4PodCIDRList"),
      ],
      ["a bad block", onNetwork(pool("10.200.0.1/16")), v("ipam.operator.clusterPoolIPv4PodCIDRList")],
    ],
    passes: [["a range of its own", onNetwork(pool("10.200.0.0/16"))]],
    undecided: [["an unknown range", onNetwork(pool(unknown))]],
  },
  {
    rule: addresses.defaultPool,
    fails: [
      ["no default pool", plain({ ipam: { mode: "multi-pool" } }), v("ipam.operator.autoCreateCiliumPodIPPools")],
    ],
    passes: [
      [
        "one",
        plain({ ipam: { mode: "multi-pool", operator: { autoCreateCiliumPodIPPools: { default: { ipv4: {} } } } } }),
      ],
    ],
    undecided: unknownValue("ipam"),
  },
  {
    rule: addresses.chaining,
    fails: [
      [
        "an exclusive Cilium",
        plain({
          cni: { chainingMode: "aws-cni" },
          enableIPv4Masquerade: false,
          routingMode: "native",
          endpointRoutes: { enabled: true },
        }),
        v("cni.exclusive"),
      ],
    ],
    passes: [
      [
        "what the documentation asks",
        plain({
          cni: { chainingMode: "aws-cni", exclusive: false },
          enableIPv4Masquerade: false,
          routingMode: "native",
          endpointRoutes: { enabled: true },
        }),
      ],
    ],
    undecided: unknownValue("cni"),
  },
  {
    rule: addresses.exclusive,
    fails: [
      ["not exclusive", eni({ cni: { exclusive: false } }), v("cni.exclusive")],
      ["a custom configuration", eni({ cni: { customConf: true } }), v("cni.customConf")],
    ],
    passes: [["the default", eni()]],
    undecided: unknownValue("cni"),
  },
  {
    rule: addresses.masqueradeInterfaces,
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
    rule: addresses.bpfMasquerade,
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
    rule: addresses.masqueradeExplicit,
    fails: [["nothing", eni(), v("enableIPv4Masquerade")]],
    passes: [["off", eni({ enableIPv4Masquerade: false })]],
    undecided: unknownValue("enableIPv4Masquerade"),
  },
  {
    rule: addresses.masqueradeNeighbours,
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
    rule: addresses.nativeRange,
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
    rule: addresses.eniIpv6,
    fails: [["IPv6", eni({ ipv6: { enabled: true } }), v("ipv6.enabled")]],
    passes: [["IPv4", eni()]],
    undecided: unknownValue("ipv6"),
  },
  {
    rule: addresses.eniFilters,
    fails: [["a subnet filter", eni({ eni: { enabled: true, subnetTagsFilter: ["a=b"] } }), v("eni.subnetTagsFilter")]],
    passes: [["none", eni()]],
    undecided: unknownValue("eni"),
  },
  {
    rule: addresses.eniGarbage,
    fails: [
      ["no collection", eni({ eni: { enabled: true, gcInterval: "0s" } }), v("eni.gcInterval")],
      ["an EC2 filter", eni({ eni: { enabled: true, gcTags: { state: "available" } } }), v("eni.gcTags")],
    ],
    passes: [["tags of its own", eni({ eni: { enabled: true, gcTags: { owner: "blue" } } })]],
    undecided: unknownValue("eni"),
  },
  {
    rule: addresses.awsRules,
    fails: [["kept rules", eni({ cni: { iptablesRemoveAWSRules: false } }), v("cni.iptablesRemoveAWSRules")]],
    passes: [["the default", eni()]],
    undecided: unknownValue("cni"),
  },
]);
