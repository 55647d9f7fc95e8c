import { type RuleCases, cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, JsonObject, KubernetesObject } from "../../../../../core/model/index.ts";
import type { LoadBalancerSettings } from "../../../../../core/settings/index.ts";
import { addon, cilium, controlPlane, eniValues, network, settings, unknown } from "../../../../support/model.ts";

const eni = (more: JsonObject = {}): ClusterModel => ({ cilium: cilium({ values: eniValues(more) }) });
const plain = (values: JsonObject): ClusterModel => ({ cilium: cilium({ values }) });
const v = (path: string): string => `cilium.values.${path}`;
const gateway = { gatewayAPI: { enabled: true } };
const wireguard = { encryption: { enabled: true, type: "wireguard" } };
const dsr = (more: JsonObject = {}): JsonObject => ({
  loadBalancer: { mode: "dsr", dsrDispatch: "geneve", ...more },
  tunnelProtocol: "geneve",
});
const service = (annotations: Record<string, string>, type = "ClusterIP"): KubernetesObject => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "web", annotations },
  spec: { type },
});
const stack = (loadBalancer: LoadBalancerSettings): ClusterModel => ({
  settings: settings({ cilium: { loadBalancer } }),
});
/** Most rules here read one value first; unknown, it leaves them undecided. */
const unknownValue = (key: string): NonNullable<RuleCases["unknown"]> => [
  [`an unknown ${key}`, eni({ [key]: unknown })],
];

export default cases({
  "datapath-gateway-kube-proxy": {
    fails: [
      [
        "Gateways without kube-proxy replacement",
        eni({ ...gateway, kubeProxyReplacement: false }),
        { path: v("kubeProxyReplacement") },
      ],
    ],
    passes: [["Gateways with it", eni(gateway)]],
    unknown: unknownValue("kubeProxyReplacement"),
  },
  "datapath-kube-proxy-replacement": {
    fails: [
      [
        "neither",
        { ...eni({ kubeProxyReplacement: "false" }), controlPlane: controlPlane() },
        { path: v("kubeProxyReplacement") },
      ],
    ],
    passes: [
      ["replacement", { ...eni(), controlPlane: controlPlane() }],
      [
        "kube-proxy by the program",
        { ...eni({ kubeProxyReplacement: false }), controlPlane: controlPlane({ installsKubeProxy: true }) },
      ],
      [
        "kube-proxy as an add-on",
        {
          ...eni({ kubeProxyReplacement: false }),
          controlPlane: controlPlane(),
          addons: [addon({ name: "kube-proxy" })],
        },
      ],
    ],
    unknown: [["an unknown switch", { ...eni({ kubeProxyReplacement: unknown }), controlPlane: controlPlane() }]],
  },
  "datapath-xdp-encryption": {
    fails: [
      [
        "native with WireGuard",
        eni({ ...wireguard, loadBalancer: { acceleration: "native" } }),
        { path: v("loadBalancer.acceleration") },
      ],
      [
        "best-effort",
        eni({ ...wireguard, loadBalancer: { acceleration: "best-effort" } }),
        { path: v("loadBalancer.acceleration") },
      ],
    ],
    passes: [
      ["no acceleration", eni({ ...wireguard, loadBalancer: { acceleration: "disabled" } })],
      ["native alone", eni({ loadBalancer: { acceleration: "native" } })],
    ],
    unknown: unknownValue("encryption"),
  },
  "datapath-kube-proxy-idle": {
    fails: [
      [
        "DSR with kube-proxy",
        eni({ kubeProxyReplacement: false, loadBalancer: { mode: "dsr" } }),
        { path: v("loadBalancer.mode") },
      ],
      [
        "Maglev with kube-proxy",
        eni({ kubeProxyReplacement: false, loadBalancer: { algorithm: "maglev" } }),
        { path: v("loadBalancer.algorithm") },
      ],
      [
        "XDP with kube-proxy",
        eni({ kubeProxyReplacement: false, loadBalancer: { acceleration: "native" } }),
        { path: v("loadBalancer.acceleration") },
      ],
      [
        "annotations with kube-proxy",
        eni({ kubeProxyReplacement: false, bpf: { lbModeAnnotation: true } }),
        { path: v("bpf.lbModeAnnotation") },
      ],
    ],
    passes: [
      ["DSR without kube-proxy", eni({ loadBalancer: { mode: "dsr" } })],
      [
        "what is so anyway",
        eni({
          kubeProxyReplacement: false,
          loadBalancer: { mode: "snat", algorithm: "random", acceleration: "disabled" },
        }),
      ],
    ],
    unknown: [["an unknown mode", eni({ kubeProxyReplacement: false, loadBalancer: { mode: unknown } })]],
  },
  "datapath-xdp-mtu": {
    fails: [
      ["jumbo frames", eni({ loadBalancer: { acceleration: "native" }, MTU: 9001 }), { path: v("MTU") }],
      [
        "jumbo frames by an option",
        eni({ loadBalancer: { acceleration: "native" }, extraConfig: { mtu: "9001" } }),
        { path: v("extraConfig.mtu") },
      ],
    ],
    passes: [
      ["what the driver takes", eni({ loadBalancer: { acceleration: "native" }, MTU: 3498 })],
      ["no MTU", eni({ loadBalancer: { acceleration: "native" } })],
      ["no XDP", eni({ MTU: 9001 })],
      [
        "an overlay",
        {
          cilium: cilium({
            values: { ipam: { mode: "cluster-pool" }, loadBalancer: { acceleration: "native" }, MTU: 9001 },
          }),
        },
      ],
    ],
    unknown: [["an unknown MTU", eni({ loadBalancer: { acceleration: "native" }, MTU: unknown })]],
  },
  "datapath-xdp-gain": {
    fails: [
      [
        "native with Gateways",
        eni({ ...gateway, loadBalancer: { acceleration: "native" } }),
        { path: v("loadBalancer.acceleration") },
      ],
    ],
    passes: [["native without", eni({ loadBalancer: { acceleration: "native" } })]],
    unknown: unknownValue("loadBalancer"),
  },
  "datapath-dsr-dispatch": {
    fails: [
      [
        "a choice for Services alone",
        eni({ bpf: { lbModeAnnotation: true } }),
        { path: v("loadBalancer.dsrDispatch") },
      ],
      ["the chart's default dispatch", eni({ loadBalancer: { mode: "dsr" } }), { path: v("loadBalancer.dsrDispatch") }],
      [
        "Geneve without its protocol",
        eni({ loadBalancer: { mode: "hybrid", dsrDispatch: "geneve" } }),
        { path: v("tunnelProtocol") },
      ],
    ],
    passes: [
      ["Geneve", eni(dsr())],
      ["SNAT", eni()],
    ],
    unknown: unknownValue("loadBalancer"),
  },
  "datapath-dsr-load-balancer": {
    fails: [
      ["Gateways behind an NLB", eni({ ...dsr(), ...gateway }), { path: v("loadBalancer.mode") }],
      [
        "a LoadBalancer Service",
        { ...eni(dsr()), objects: [service({}, "LoadBalancer")] },
        { path: v("loadBalancer.mode") },
      ],
    ],
    passes: [
      [
        "Gateways on the host network",
        eni({ ...dsr(), gatewayAPI: { enabled: true, hostNetwork: { enabled: true } } }),
      ],
      ["ClusterIPs", { ...eni(dsr()), objects: [service({})] }],
    ],
    unknown: unknownValue("loadBalancer"),
  },
  "datapath-dsr-encryption": {
    fails: [
      [
        "WireGuard with another dispatch",
        eni({ ...wireguard, loadBalancer: { mode: "dsr", dsrDispatch: "ipip" } }),
        { path: v("encryption.type") },
      ],
    ],
    passes: [
      ["Geneve", eni({ ...wireguard, ...dsr() })],
      ["WireGuard with SNAT", eni(wireguard)],
    ],
    unknown: unknownValue("encryption"),
  },
  "datapath-maglev-table": {
    fails: [
      [
        "a size that is no prime of the list",
        eni({ loadBalancer: { algorithm: "maglev" }, maglev: { tableSize: 1000 } }),
        { path: v("maglev.tableSize") },
      ],
      [
        "too few entries",
        { ...eni({ loadBalancer: { algorithm: "maglev" } }), ...stack({ largestServiceBackends: 500 }) },
        { path: v("maglev.tableSize") },
      ],
    ],
    passes: [
      ["the default", eni({ loadBalancer: { algorithm: "maglev" } })],
      ["another algorithm", eni({ maglev: { tableSize: 1000 } })],
      [
        "as many backends as the table has room for",
        { ...eni({ loadBalancer: { algorithm: "maglev" } }), ...stack({ largestServiceBackends: 163 }) },
      ],
    ],
    unknown: unknownValue("loadBalancer"),
  },
  "datapath-maglev-idle": {
    fails: [["a table alone", eni({ maglev: { tableSize: 16381 } }), { path: v("maglev.tableSize") }]],
    passes: [
      ["maglev", eni({ maglev: { tableSize: 16381 }, loadBalancer: { algorithm: "maglev" } })],
      ["the annotation", eni({ maglev: { tableSize: 16381 }, bpf: { lbAlgorithmAnnotation: true } })],
    ],
    unknown: unknownValue("maglev"),
  },
  "datapath-mode-annotation": {
    fails: [
      [
        "hybrid",
        eni({ bpf: { lbModeAnnotation: true }, loadBalancer: { mode: "hybrid", dsrDispatch: "geneve" } }),
        { path: v("loadBalancer.mode") },
      ],
    ],
    passes: [
      ["SNAT", eni({ bpf: { lbModeAnnotation: true }, loadBalancer: { mode: "snat" } })],
      ["hybrid alone", eni({ loadBalancer: { mode: "hybrid" } })],
    ],
    unknown: unknownValue("bpf"),
  },
  "datapath-service-annotation": {
    fails: [
      [
        "a wrong name",
        { ...eni(), objects: [service({ "service.cilium.io/loadbalancer-algorithm": "maglev" })] },
        { path: "objects.Service.web.metadata.annotations" },
      ],
      [
        "a switch that is off",
        { ...eni(), objects: [service({ "service.cilium.io/forwarding-mode": "dsr" })] },
        { path: "objects.Service.web.metadata.annotations" },
      ],
    ],
    passes: [
      [
        "a switch that is on",
        {
          ...eni({ bpf: { lbAlgorithmAnnotation: true } }),
          objects: [service({ "service.cilium.io/lb-algorithm": "maglev" })],
        },
      ],
    ],
    unknown: [["unknown metadata", { ...eni(), objects: [{ apiVersion: "v1", kind: "Service", metadata: unknown }] }]],
  },
  "datapath-encryption-type": {
    fails: [["no type", eni({ encryption: { enabled: true } }), { path: v("encryption.type") }]],
    passes: [["WireGuard", eni(wireguard)]],
    unknown: unknownValue("encryption"),
  },
  "datapath-tproxy": {
    fails: [["tproxy", eni({ bpf: { tproxy: true } }), { path: v("bpf.tproxy") }]],
    passes: [["none", eni()]],
    unknown: unknownValue("bpf"),
  },
  "datapath-gateway-cross-node": {
    fails: [
      [
        "prefix delegation without WireGuard",
        eni({ ...gateway, eni: { enabled: true, awsEnablePrefixDelegation: true } }),
        { path: v("encryption.type") },
      ],
    ],
    passes: [
      ["WireGuard", eni({ ...gateway, ...wireguard, eni: { enabled: true, awsEnablePrefixDelegation: true } })],
      ["no pod subnets, no prefixes", { ...eni(gateway), network: network() }],
    ],
    unknown: unknownValue("gatewayAPI"),
  },
  "datapath-ipsec-keys": {
    fails: [
      ["no secret", eni({ encryption: { enabled: true, type: "ipsec" } }), { path: v("encryption.type") }],
      [
        "a Secret of another name",
        {
          ...eni({ encryption: { enabled: true, type: "ipsec" } }),
          objects: [{ apiVersion: "v1", kind: "Secret", metadata: { name: "other", namespace: "kube-system" } }],
        },
        { path: v("encryption.type") },
      ],
      [
        "a Secret of another namespace",
        {
          ...eni({ encryption: { enabled: true, type: "ipsec" } }),
          objects: [
            { apiVersion: "v1", kind: "Secret", metadata: { name: "cilium-ipsec-keys", namespace: "default" } },
          ],
        },
        { path: v("encryption.type") },
      ],
    ],
    passes: [
      [
        "a secret",
        {
          ...eni({ encryption: { enabled: true, type: "ipsec" } }),
          objects: [
            { apiVersion: "v1", kind: "Secret", metadata: { name: "cilium-ipsec-keys", namespace: "kube-system" } },
          ],
        },
      ],
      ["WireGuard", eni(wireguard)],
    ],
    unknown: unknownValue("encryption"),
  },
  "datapath-ipsec-keys-new": {
    fails: [
      [
        "a cluster of the same program",
        { ...eni({ encryption: { enabled: true, type: "ipsec" } }), controlPlane: controlPlane() },
        { path: v("encryption.type"), example: true },
      ],
    ],
    passes: [
      [
        "a cluster that exists, of which another rule tells",
        {
          ...eni({ encryption: { enabled: true, type: "ipsec" } }),
          controlPlane: controlPlane({ existing: { strategy: "no-nodes" } }),
        },
      ],
      [
        "a secret",
        {
          ...eni({ encryption: { enabled: true, type: "ipsec" } }),
          controlPlane: controlPlane(),
          objects: [
            { apiVersion: "v1", kind: "Secret", metadata: { name: "cilium-ipsec-keys", namespace: "kube-system" } },
          ],
        },
      ],
      ["WireGuard", { ...eni(wireguard), controlPlane: controlPlane() }],
    ],
    unknown: [["unknown encryption", { ...eni({ encryption: unknown }), controlPlane: controlPlane() }]],
  },
  "datapath-node-encryption": {
    fails: [
      [
        "encryption off",
        eni({ encryption: { enabled: false, nodeEncryption: true } }),
        { path: v("encryption.nodeEncryption") },
      ],
    ],
    passes: [
      ["WireGuard", eni({ encryption: { enabled: true, type: "wireguard", nodeEncryption: true } })],
      ["none", eni()],
    ],
    unknown: unknownValue("encryption"),
  },
  "datapath-chaining-mtu": {
    fails: [
      [
        "chaining with WireGuard",
        plain({ ...wireguard, cni: { chainingMode: "aws-cni" } }),
        { path: v("cni.enableRouteMTUForCNIChaining") },
      ],
    ],
    passes: [
      [
        "with the routes",
        plain({ ...wireguard, cni: { chainingMode: "aws-cni", enableRouteMTUForCNIChaining: true } }),
      ],
      ["ENI mode", eni(wireguard)],
    ],
    unknown: [["unknown encryption", plain({ encryption: unknown, cni: { chainingMode: "aws-cni" } })]],
  },
});
