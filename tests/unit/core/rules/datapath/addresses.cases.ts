import { type RuleCases, cases } from "../../../../support/rule-cases.ts";
import type {
  ClusterModel,
  Json,
  JsonObject,
  KubernetesObject,
  NetworkModel,
} from "../../../../../core/model/index.ts";
import type { CiliumSettings } from "../../../../../core/settings/index.ts";
import { cilium, controlPlane, eniValues, network, settings, unknown } from "../../../../support/model.ts";

const eni = (more: JsonObject = {}): ClusterModel => ({ cilium: cilium({ values: eniValues(more) }) });
const ipv6 = (version: string): ClusterModel => ({
  cilium: cilium({ version, values: eniValues({ ipv6: { enabled: true } }) }),
});
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
const overlayWith = (tunnel: "vxlan" | "geneve", loadBalancer?: CiliumSettings["loadBalancer"]): ClusterModel =>
  stack({
    ipam: { mode: "cluster-pool", podCidrs: ["10.200.0.0/16"], tunnel },
    ...(loadBalancer === undefined ? {} : { loadBalancer }),
  });
const poolObject: KubernetesObject = {
  apiVersion: "cilium.io/v2alpha1",
  kind: "CiliumPodIPPool",
  metadata: { name: "blue" },
};
const annotations = { "ipam.cilium.io/ip-pool": "blue" };
const asking: KubernetesObject = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop", annotations } };
const deployment: KubernetesObject = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "shop" },
  spec: { template: { metadata: { annotations } } },
};

/** Most rules here read one value first; unknown, it leaves them undecided. */
const unknownValue = (key: string): NonNullable<RuleCases["unknown"]> => [
  [`an unknown ${key}`, eni({ [key]: unknown })],
];

const pools = (value: Json): JsonObject => ({
  ipam: { mode: "multi-pool", operator: { autoCreateCiliumPodIPPools: value } },
});
export default cases({
  "datapath-eni-tunnel": {
    fails: [
      ["a tunnel", eni({ routingMode: "tunnel" }), { path: v("routingMode") }],
      [
        "a tunnel by extraConfig",
        eni({ extraConfig: { "routing-mode": "tunnel" } }),
        { path: v("extraConfig.routing-mode") },
      ],
    ],
    passes: [
      ["native", eni()],
      ["native by extraConfig", eni({ routingMode: "tunnel", extraConfig: { "routing-mode": "native" } })],
    ],
    unknown: unknownValue("routingMode"),
  },
  "datapath-ipam-mode": {
    fails: [["kubernetes host scope", plain({ ipam: { mode: "kubernetes" } }), { path: v("ipam.mode") }]],
    passes: [
      ["eni", eni()],
      ["a pool", plain(pool("10.200.0.0/16"))],
    ],
    unknown: unknownValue("ipam"),
  },
  "datapath-pool-native": {
    fails: [["native routing", plain(pool("10.200.0.0/16", { routingMode: "native" })), { path: v("routingMode") }]],
    passes: [["a tunnel", plain(pool("10.200.0.0/16"))]],
    unknown: [["unknown routing", plain(pool("10.200.0.0/16", { routingMode: unknown }))]],
  },
  "datapath-pool-overlap": {
    fails: [
      [
        "the chart's default",
        onNetwork({ ipam: { mode: "cluster-pool" } }),
        { path: v("ipam.operator.clusterPoolIPv4PodCIDRList") },
      ],
      [
        "the service CIDR",
        { ...plain(pool("172.20.0.0/20")), controlPlane: controlPlane() },
        { path: v("ipam.operator.clusterPoolIPv4PodCIDRList") },
      ],
      ["a bad block", onNetwork(pool("10.200.0.1/16")), { path: v("ipam.operator.clusterPoolIPv4PodCIDRList") }],
      [
        "a pool inside the VPC",
        onNetwork(pools({ default: { ipv4: { cidrs: ["10.0.64.0/18"], maskSize: 24 } } })),
        { path: v("ipam.operator.autoCreateCiliumPodIPPools.default.ipv4.cidrs") },
      ],
      [
        "a neighbour's range",
        onNetwork(pool("10.200.0.0/16"), { neighbours: [{ name: "office", cidrs: ["10.200.0.0/24"] }] }),
        { path: v("ipam.operator.clusterPoolIPv4PodCIDRList") },
      ],
    ],
    passes: [
      ["a range of its own", onNetwork(pool("10.200.0.0/16"))],
      ["no pools yet, which another rule reports", onNetwork(pools(null))],
      ["pools that are a list, which the chart refuses", onNetwork(pools([]))],
      [
        "a route to the pool itself",
        onNetwork(pool("10.200.0.0/16"), { neighbours: [{ name: "route", cidrs: ["10.200.0.0/24"], routed: true }] }),
      ],
    ],
    unknown: [["an unknown range", onNetwork(pool(unknown))]],
  },
  "datapath-default-pool": {
    fails: [
      [
        "no default pool",
        plain({ ipam: { mode: "multi-pool" } }),
        { path: v("ipam.operator.autoCreateCiliumPodIPPools") },
      ],
    ],
    passes: [
      [
        "one",
        plain({ ipam: { mode: "multi-pool", operator: { autoCreateCiliumPodIPPools: { default: { ipv4: {} } } } } }),
      ],
    ],
    unknown: unknownValue("ipam"),
  },
  "datapath-chaining": {
    fails: [
      [
        "an exclusive Cilium",
        plain({
          cni: { chainingMode: "aws-cni" },
          enableIPv4Masquerade: false,
          routingMode: "native",
          endpointRoutes: { enabled: true },
        }),
        { path: v("cni.exclusive") },
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
    unknown: unknownValue("cni"),
  },
  "datapath-cni-exclusive": {
    fails: [
      ["not exclusive", eni({ cni: { exclusive: false } }), { path: v("cni.exclusive") }],
      ["a custom configuration", eni({ cni: { customConf: true } }), { path: v("cni.customConf") }],
      [
        "not exclusive beside what has nothing to do with it",
        {
          ...eni({ cni: { exclusive: false } }),
          releases: [{ name: "a", chart: "cert-manager", values: {} }],
          objects: [
            { apiVersion: "v1", kind: "Service", metadata: { name: "kube-multus" } },
            { apiVersion: "apps/v1", kind: "DaemonSet", metadata: { name: "logs" } },
          ],
        },
      ],
    ],
    passes: [
      ["the default", eni()],
      [
        "Multus beside it",
        {
          ...eni({ cni: { exclusive: false } }),
          objects: [{ apiVersion: "apps/v1", kind: "DaemonSet", metadata: { name: "kube-multus-ds" } }],
        },
      ],
      [
        "Istio's plugin beside it",
        { ...eni({ cni: { exclusive: false } }), releases: [{ name: "cni", chart: "istio/cni", values: {} }] },
      ],
    ],
    unknown: unknownValue("cni"),
  },
  "datapath-eni-ipv6": {
    fails: [["IPv6", eni({ ipv6: { enabled: true } }), { path: v("ipv6.enabled") }]],
    passes: [
      ["IPv4", eni()],
      ["IPv6 of Cilium 1.20, of which another rule warns", ipv6("1.20.2")],
    ],
    unknown: unknownValue("ipv6"),
  },
  "datapath-eni-ipv6-beta": {
    fails: [["IPv6", ipv6("1.20.2"), { path: v("ipv6.enabled") }]],
    passes: [
      ["IPv6 of Cilium 1.19, which another rule refuses", ipv6("1.19.6")],
      ["IPv4", { cilium: cilium({ version: "1.20.2", values: eniValues() }) }],
    ],
    unknown: [["an unknown ipv6", { cilium: cilium({ version: "1.20.2", values: eniValues({ ipv6: unknown }) }) }]],
  },
  "datapath-primary-address": {
    fails: [
      [
        "prefixes",
        eni({ eni: { enabled: true, awsEnablePrefixDelegation: true, nodeSpec: { usePrimaryAddress: true } } }),
        { path: v("eni.nodeSpec.usePrimaryAddress") },
      ],
    ],
    passes: [["single addresses", eni({ eni: { enabled: true, nodeSpec: { usePrimaryAddress: true } } })]],
    unknown: unknownValue("eni"),
  },
  "datapath-eni-settings": {
    fails: [
      ["prefixes in a pool", stack({ ...POOL, prefixDelegation: true }), { path: "cilium.prefixDelegation" }],
      ["watermarks in a pool", stack({ ...POOL, allocation: { minAllocate: 8 } }), { path: "cilium.allocation" }],
      [
        "BPF host routing with chaining",
        stack({ ipam: { mode: "aws-cni" }, hostRouting: "bpf" }),
        { path: "cilium.hostRouting" },
      ],
    ],
    passes: [
      ["ENI mode", stack({ prefixDelegation: true })],
      ["a pool alone", stack({ ...POOL, prefixDelegation: false, hostRouting: "bpf" })],
    ],
  },
  "datapath-eni-filters": {
    fails: [
      [
        "a subnet filter",
        eni({ eni: { enabled: true, subnetTagsFilter: ["a=b"] } }),
        { path: v("eni.subnetTagsFilter") },
      ],
      [
        "a subnet filter in a network that is known, and hides nothing",
        { ...eni({ eni: { enabled: true, subnetTagsFilter: ["a=b"] } }), network: network() },
        { path: v("eni.subnetTagsFilter") },
      ],
    ],
    passes: [
      ["none", eni()],
      [
        "one that hides nodes, of which another rule tells",
        { ...eni({ eni: { enabled: true, subnetTagsFilter: ["a=b"] } }), network: network({ created: true }) },
      ],
    ],
    unknown: unknownValue("eni"),
  },
  "datapath-eni-garbage": {
    fails: [
      ["no collection", eni({ eni: { enabled: true, gcInterval: "0s" } }), { path: v("eni.gcInterval") }],
      ["an EC2 filter", eni({ eni: { enabled: true, gcTags: { state: "available" } } }), { path: v("eni.gcTags") }],
    ],
    passes: [["tags of its own", eni({ eni: { enabled: true, gcTags: { owner: "blue" } } })]],
    unknown: unknownValue("eni"),
  },
  "datapath-eni-garbage-shared": {
    fails: [
      [
        "the tag of every installation",
        eni({ eni: { enabled: true, gcTags: { "io.cilium/cilium-managed": "true" } } }),
        { path: v("eni.gcTags") },
      ],
      [
        "the default name",
        eni({ eni: { enabled: true, gcTags: { "io.cilium/cluster-name": "default", "cilium-managed": true } } }),
        { path: v("eni.gcTags") },
      ],
    ],
    passes: [
      ["the cluster's name", eni({ eni: { enabled: true, gcTags: { "io.cilium/cluster-name": "blue" } } })],
      [
        "a tag of its own beside it",
        eni({ eni: { enabled: true, gcTags: { "io.cilium/cilium-managed": "true", owner: "blue" } } }),
      ],
      ["no tags", eni({ eni: { enabled: true, gcTags: {} } })],
      ["tags that are a list, which the chart refuses", eni({ eni: { enabled: true, gcTags: ["true"] } })],
      ["the default", eni()],
    ],
    unknown: unknownValue("eni"),
  },
  "datapath-eni-pools": {
    fails: [
      [
        "pools in ENI mode",
        eni({ ipam: { mode: "eni", operator: { autoCreateCiliumPodIPPools: { default: {} } } } }),
        { path: v("ipam.operator.autoCreateCiliumPodIPPools") },
      ],
    ],
    passes: [
      ["no pools", eni()],
      [
        "multi-pool",
        {
          cilium: cilium({
            values: { ipam: { mode: "multi-pool", operator: { autoCreateCiliumPodIPPools: { a: {} } } } },
          }),
        },
      ],
    ],
    unknown: unknownValue("ipam"),
  },
  "datapath-eni-pool-objects": {
    fails: [
      ["a pool", { ...eni(), objects: [poolObject] }, { path: "objects.CiliumPodIPPool.blue" }],
      ["a namespace", { ...eni(), objects: [asking] }, { path: "objects.Namespace.shop.metadata.annotations" }],
      [
        "pods of a Deployment",
        { ...eni(), objects: [deployment] },
        { path: "objects.Deployment.shop.metadata.annotations" },
      ],
    ],
    passes: [
      ["multi-pool", { cilium: cilium({ values: { ipam: { mode: "multi-pool" } } }), objects: [poolObject, asking] }],
      ["no Cilium in the program", { objects: [poolObject] }],
      ["another object", { ...eni(), objects: [{ ...asking, metadata: { name: "shop" } }] }],
    ],
    unknown: [["an unknown mode", { cilium: cilium({ values: { ipam: { mode: unknown } } }), objects: [poolObject] }]],
  },
  "datapath-tunnel-direct": {
    fails: [
      ["DSR through VXLAN", overlayWith("vxlan", { mode: "dsr" }), { path: "cilium.ipam.tunnel" }],
      ["DSR by annotation", overlayWith("vxlan", { modeAnnotation: true }), { path: "cilium.ipam.tunnel" }],
    ],
    passes: [
      ["DSR through Geneve", overlayWith("geneve", { mode: "dsr" })],
      ["SNAT through VXLAN", overlayWith("vxlan", { mode: "snat" })],
      ["VXLAN alone", overlayWith("vxlan")],
      ["ENI mode", { settings: settings({ cilium: { loadBalancer: { mode: "dsr" } } }) }],
    ],
  },
  "datapath-aws-iptables": {
    fails: [["kept rules", eni({ cni: { iptablesRemoveAWSRules: false } }), { path: v("cni.iptablesRemoveAWSRules") }]],
    passes: [["the default", eni()]],
    unknown: unknownValue("cni"),
  },
});
