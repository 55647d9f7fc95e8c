import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, JsonObject, KubernetesObject } from "../../../../../core/model/index.ts";
import { cilium, eniValues, unknown } from "../../../../support/model.ts";

const eni = (more: JsonObject = {}): ClusterModel => ({ cilium: cilium({ values: eniValues(more) }) });
const plain = (values: JsonObject): ClusterModel => ({ cilium: cilium({ values }) });
const v = (path: string): string => `cilium.values.${path}`;

const bpf = { enableIPv4Masquerade: true, bpf: { masquerade: true } };
const gateway = (more: JsonObject = bpf): ClusterModel => eni({ egressGateway: { enabled: true }, ...more });
const rules = (more: JsonObject): ClusterModel => plain({ installNoConntrackIptablesRules: true, ...more });
const native = { routingMode: "native", kubeProxyReplacement: true, bpf: { masquerade: true } };

const release = (chart: string): ClusterModel => ({ releases: [{ name: chart, chart, values: {} }] });
const object = (kind: string, labels: Record<string, string> = {}): ClusterModel => ({
  objects: [{ apiVersion: "v1", kind, metadata: { name: "shop", labels } } satisfies KubernetesObject],
});

const matching = (policyCIDRMatchMode: unknown, version = "1.19.6"): ClusterModel => ({
  cilium: cilium({ version, values: eniValues({ policyCIDRMatchMode: policyCIDRMatchMode as never }) }),
});

const nodeLocal = (name: string): KubernetesObject => ({
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name },
});
const cached = (...objects: KubernetesObject[]): ClusterModel => ({ cilium: cilium(), objects });

export default cases({
  "datapath-auto-direct-routes": {
    fails: [
      ["ENI mode", eni({ autoDirectNodeRoutes: true }), { path: v("autoDirectNodeRoutes"), example: true }],
      ["a tunnel", plain({ autoDirectNodeRoutes: true }), { path: v("autoDirectNodeRoutes"), found: "tunnel" }],
      [
        "by extraConfig",
        eni({ extraConfig: { "auto-direct-node-routes": "true" } }),
        { path: v("extraConfig.auto-direct-node-routes") },
      ],
      [
        "native routing of a pool",
        plain({ autoDirectNodeRoutes: true, routingMode: "native" }),
        { path: v("autoDirectNodeRoutes"), found: "subnets" },
      ],
    ],
    passes: [["none", eni()]],
    unknown: [["an unknown switch", eni({ autoDirectNodeRoutes: unknown })]],
  },
  "datapath-no-conntrack-rules": {
    fails: [
      [
        "a tunnel",
        rules({ kubeProxyReplacement: true, bpf: { masquerade: true } }),
        { path: v("installNoConntrackIptablesRules"), found: "without native routing", example: true },
      ],
      [
        "kube-proxy",
        rules({ ...native, kubeProxyReplacement: false }),
        { path: v("installNoConntrackIptablesRules"), found: "without kubeProxyReplacement" },
      ],
      [
        "masquerade by iptables",
        rules({ ...native, bpf: {} }),
        { path: v("installNoConntrackIptablesRules"), found: "without BPF masquerade" },
      ],
    ],
    passes: [
      ["all that it needs", rules(native)],
      ["masquerade off", rules({ ...native, bpf: {}, enableIPv4Masquerade: false })],
      [
        "ENI mode, where the chart switches it off",
        eni({ installNoConntrackIptablesRules: true, kubeProxyReplacement: false }),
      ],
      ["none", plain({ kubeProxyReplacement: false })],
    ],
    unknown: [["an unknown switch", plain({ installNoConntrackIptablesRules: unknown })]],
  },
  "datapath-cidr-match-mode": {
    fails: [
      ["pods with 1.19", matching(["nodes", "pods"]), { path: "cilium.values.policyCIDRMatchMode", example: true }],
      ["a slip", matching("node", "1.20.2")],
      ["one of several as text", matching("nodes,pod", "1.20.2")],
    ],
    passes: [
      ["nodes", matching(["nodes"])],
      ["both with 1.20", matching("nodes,pods", "1.20.2")],
      ["nothing", matching("")],
      ["none", matching(null)],
    ],
    unknown: [["an unknown mode", matching(unknown)]],
  },
  "datapath-egress-gateway": {
    fails: [
      ["no masquerade", gateway({}), { path: v("egressGateway.enabled"), example: true }],
      ["masquerade by iptables", gateway({ enableIPv4Masquerade: true }), { path: v("egressGateway.enabled") }],
      [
        "CiliumEndpointSlices",
        gateway({ ...bpf, ciliumEndpointSlice: { enabled: true } }),
        { path: v("egressGateway.enabled"), found: "ciliumEndpointSlice" },
      ],
      [
        "identities in a store",
        gateway({ ...bpf, identityAllocationMode: "kvstore" }),
        { path: v("egressGateway.enabled"), found: "kvstore" },
      ],
      [
        "an overlay with masquerade off",
        plain({ egressGateway: { enabled: true }, bpf: { masquerade: true }, enableIPv4Masquerade: false }),
        { path: v("egressGateway.enabled") },
      ],
    ],
    passes: [
      ["BPF masquerade", gateway()],
      ["an overlay", plain({ egressGateway: { enabled: true }, bpf: { masquerade: true } })],
      ["none", eni()],
    ],
    unknown: [["an unknown switch", eni({ egressGateway: { enabled: unknown } })]],
  },
  "datapath-portmap": {
    fails: [["portmap", eni({ cni: { chainingMode: "portmap" } }), { path: v("cni.chainingMode"), example: true }]],
    passes: [
      ["no chaining", eni()],
      ["with kube-proxy", eni({ cni: { chainingMode: "portmap" }, kubeProxyReplacement: false })],
    ],
    unknown: [["an unknown mode", eni({ cni: { chainingMode: unknown } })]],
  },
  "datapath-socket-lb-host-only": {
    fails: [
      ["Istio", { ...eni(), ...release("istiod") }, { path: v("socketLB.hostNamespaceOnly"), example: true }],
      [
        "a namespace with sidecars",
        { ...eni(), ...object("Namespace", { "istio-injection": "enabled" }) },
        { path: v("socketLB.hostNamespaceOnly"), found: '"shop"' },
      ],
      ["KubeVirt", { ...eni(), ...object("KubeVirt") }, { path: v("socketLB.hostNamespaceOnly"), found: "KubeVirt" }],
    ],
    passes: [
      ["the host's namespace only", { ...eni({ socketLB: { hostNamespaceOnly: true } }), ...release("istiod") }],
      ["kube-proxy", { ...eni({ kubeProxyReplacement: false }), ...release("istiod") }],
      ["neither", { ...eni(), ...release("karpenter"), ...object("Namespace") }],
      [
        "a Gateway of 1.20, with which the chart sets it",
        {
          cilium: cilium({ version: "1.20.2", values: eniValues({ gatewayAPI: { enabled: true } }) }),
          ...release("istiod"),
        },
      ],
    ],
    unknown: [["an unknown switch", { ...eni({ socketLB: { hostNamespaceOnly: unknown } }), ...release("istiod") }]],
  },
  "datapath-node-local-dns": {
    fails: [
      [
        "the cache without a redirect",
        cached(nodeLocal("node-local-dns")),
        { path: "cilium.values.localRedirectPolicies.enabled", example: true },
      ],
      ["by its other name", cached(nodeLocal("nodelocaldns"))],
    ],
    passes: [
      [
        "the cache with its redirect",
        cached(nodeLocal("node-local-dns"), {
          apiVersion: "cilium.io/v2",
          kind: "CiliumLocalRedirectPolicy",
          metadata: { name: "nodelocaldns" },
        }),
      ],
      ["no cache", cached(nodeLocal("logs"), { ...nodeLocal("node-local-dns"), kind: "Service" })],
      [
        "kube-proxy",
        {
          ...cached(nodeLocal("node-local-dns")),
          cilium: cilium({ values: eniValues({ kubeProxyReplacement: false }) }),
        },
      ],
    ],
    unknown: [
      [
        "an unknown switch",
        {
          ...cached(nodeLocal("node-local-dns")),
          cilium: cilium({ values: eniValues({ kubeProxyReplacement: unknown }) }),
        },
      ],
    ],
  },
  "datapath-istio-ambient-masquerade": {
    fails: [
      ["ztunnel", { ...eni(bpf), ...release("ztunnel") }, { path: v("bpf.masquerade"), example: true }],
      [
        "a namespace in ambient mode",
        { ...eni(bpf), ...object("Namespace", { "istio.io/dataplane-mode": "ambient" }) },
        { path: v("bpf.masquerade") },
      ],
    ],
    passes: [
      ["masquerade by iptables", { ...eni({ enableIPv4Masquerade: true }), ...release("ztunnel") }],
      ["sidecars", { ...eni(bpf), ...release("istiod"), ...object("Namespace", { "istio-injection": "enabled" }) }],
    ],
    unknown: [["an unknown switch", { ...eni({ bpf: { masquerade: unknown } }), ...release("ztunnel") }]],
  },
});
