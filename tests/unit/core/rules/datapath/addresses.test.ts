import type { ClusterModel, JsonObject, NetworkModel } from "../../../../../core/model/index.ts";
import * as addresses from "../../../../../core/rules/datapath/addresses.ts";
import type { CiliumSettings } from "../../../../../core/settings/index.ts";
import { cilium, controlPlane, eniValues, network, settings, unknown } from "../../../../support/model.ts";
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

const stack = (parts: CiliumSettings): ClusterModel => ({ settings: settings({ cilium: parts }) });
const POOL: CiliumSettings = { ipam: { mode: "cluster-pool", podCidrs: ["10.200.0.0/16"], tunnel: "vxlan" } };

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
    rule: addresses.eniIpv6,
    fails: [["IPv6", eni({ ipv6: { enabled: true } }), v("ipv6.enabled")]],
    passes: [["IPv4", eni()]],
    undecided: unknownValue("ipv6"),
  },
  {
    rule: addresses.primaryAddress,
    fails: [
      [
        "prefixes",
        eni({ eni: { enabled: true, awsEnablePrefixDelegation: true, nodeSpec: { usePrimaryAddress: true } } }),
        v("eni.nodeSpec.usePrimaryAddress"),
      ],
    ],
    passes: [["single addresses", eni({ eni: { enabled: true, nodeSpec: { usePrimaryAddress: true } } })]],
    undecided: unknownValue("eni"),
  },
  {
    // What a stack writes is never unknown.
    rule: addresses.eniOnly,
    fails: [
      ["prefixes in a pool", stack({ ...POOL, prefixDelegation: true }), "cilium.prefixDelegation"],
      ["watermarks in a pool", stack({ ...POOL, allocation: { minAllocate: 8 } }), "cilium.allocation"],
      [
        "BPF host routing with chaining",
        stack({ ipam: { mode: "aws-cni" }, hostRouting: "bpf" }),
        "cilium.hostRouting",
      ],
    ],
    passes: [
      ["ENI mode", stack({ prefixDelegation: true })],
      ["a pool alone", stack({ ...POOL, prefixDelegation: false, hostRouting: "bpf" })],
    ],
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
