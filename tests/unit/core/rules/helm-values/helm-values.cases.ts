import { type RuleCases, cases } from "../../../../support/rule-cases.ts";
import type { CiliumModel, ClusterModel, JsonObject } from "../../../../../core/model/index.ts";
import { cilium, eniValues, nodeGroup, unknown } from "../../../../support/model.ts";

const eni = (more: JsonObject = {}, parts: Partial<CiliumModel> = {}): ClusterModel => ({
  cilium: cilium({ values: eniValues(more), ...parts }),
});
const plain = (values: JsonObject): ClusterModel => ({ cilium: cilium({ values }) });
const v = (path: string): string => `cilium.values.${path}`;
const unknownValue = (key: string): NonNullable<RuleCases["unknown"]> => [
  [`an unknown ${key}`, eni({ [key]: unknown })],
];
const gateway = { gatewayAPI: { enabled: true } };

export default cases({
  "helm-values-key-unknown": {
    fails: [
      [
        "a misspelled key",
        eni({ eni: { enabled: true, awsEnablePrefixDelegaton: true } }),
        { path: v("eni.awsEnablePrefixDelegaton") },
      ],
      ["an invented branch", eni({ ciliumm: { a: { b: 1 } } }), { path: v("ciliumm.a.b") }],
      ["an unknown value under an unknown key", eni({ nonsense: unknown }), { path: v("nonsense") }],
      ["a key with dots in it", eni({ "bpf.masquerade": true }), { found: "one key with dots in it" }],
    ],
    passes: [
      ["known keys", eni()],
      ["a key only the templates read", eni({ loadBalancer: { mode: "snat" } })],
      ["free-form maps", eni({ eni: { enabled: true, eniTags: { "any/key": "x" } }, extraConfig: { any: "x" } })],
      ["a known key with an unknown value", eni({ k8sServiceHost: unknown })],
    ],
    unknown: [
      [
        "an unknown version",
        {
          cilium: cilium({
            version: unknown,
            values: eniValues({ eni: { enabled: true, awsEnablePrefixDelegaton: true } }),
          }),
        },
      ],
    ],
  },
  "helm-values-key-moved": {
    fails: [
      ["a key of the articles", plain({ awsEnablePrefixDelegation: true }), { path: v("awsEnablePrefixDelegation") }],
      [
        "a removed key",
        eni({ eni: { enabled: true, updateEC2AdapterLimitViaAPI: true } }),
        { path: v("eni.updateEC2AdapterLimitViaAPI") },
      ],
      ["host routing by an invented key", eni({ bpf: { hostRouting: true } }), { path: v("bpf.hostRouting") }],
    ],
    passes: [["the keys of today", eni({ eni: { enabled: true, awsEnablePrefixDelegation: true } })]],
    unknown: [["an unknown value under a moved key", plain({ awsEnablePrefixDelegation: unknown })]],
  },
  "helm-values-key-fails": {
    fails: [["tunnel", eni({ tunnel: "disabled" }), { path: v("tunnel") }]],
    passes: [["routingMode", eni()]],
    unknown: [["an unknown tunnel", eni({ tunnel: unknown })]],
  },
  "helm-values-key-deprecated": {
    fails: [
      [
        "a key that leaves with 1.20",
        eni({ clustermesh: { enableMCSAPISupport: true } }),
        { path: v("clustermesh.enableMCSAPISupport") },
      ],
    ],
    passes: [["its successor", eni({ clustermesh: { mcsapi: { enabled: true } } })]],
    unknown: [["an unknown value under it", eni({ clustermesh: { enableMCSAPISupport: unknown } })]],
  },
  "helm-values-key-idle": {
    fails: [
      [
        "a key for other clouds",
        eni({ nodeinit: { reconfigureKubelet: true } }),
        { path: v("nodeinit.reconfigureKubelet") },
      ],
    ],
    passes: [["none", eni()]],
    unknown: [["an unknown value under it", eni({ nodeinit: { reconfigureKubelet: unknown } })]],
  },
  "helm-values-type": {
    fails: [
      ["text for an id", eni({ cluster: { name: "a", id: "7" } }), { path: v("cluster.id") }],
      [
        "a list for interfaces",
        eni({ egressMasqueradeInterfaces: ["eth0"] }),
        { path: v("egressMasqueradeInterfaces") },
      ],
      [
        "text for a switch",
        eni({ eni: { enabled: true, awsReleaseExcessIPs: "yes" } }),
        { path: v("eni.awsReleaseExcessIPs") },
      ],
    ],
    passes: [
      ["right types", eni({ operator: { replicas: 2 } })],
      ["null, which takes the default away", eni({ operator: { replicas: null } })],
    ],
    unknown: unknownValue("k8sServiceHost"),
  },
  "helm-values-choice": {
    fails: [
      ["strict", eni({ kubeProxyReplacement: "strict" }), { path: v("kubeProxyReplacement") }],
      [
        "a boolean for the class",
        eni({ gatewayAPI: { enabled: true, gatewayClass: { create: true } } }),
        { path: v("gatewayAPI.gatewayClass.create") },
      ],
      ["an invented mode", eni({ loadBalancer: { acceleration: "xdp" } }), { path: v("loadBalancer.acceleration") }],
    ],
    passes: [
      [
        "choices of the chart",
        eni({ loadBalancer: { acceleration: "best-effort", mode: "dsr" }, kubeProxyReplacement: "true" }),
      ],
    ],
    unknown: unknownValue("routingMode"),
  },
  "helm-values-cluster-name": {
    fails: [
      ["the chart's default in a mesh", eni({ cluster: { name: "default", id: 3 } }), { path: v("cluster.name") }],
      ["33 characters", eni({ cluster: { name: "a".repeat(33) } }), { path: v("cluster.name") }],
      ["capitals", eni({ cluster: { name: "Prod" } }), { path: v("cluster.name") }],
    ],
    passes: [
      ["a name", eni()],
      ["the chart's default without a mesh", eni({ cluster: { name: "default" } })],
      ["32 characters", eni({ cluster: { name: "a".repeat(32) } })],
    ],
    unknown: unknownValue("cluster"),
  },
  "helm-values-cluster-id": {
    fails: [
      ["128 in ENI mode", eni({ cluster: { name: "a", id: 128 } }), { path: v("cluster.id") }],
      ["300 of 255", eni({ cluster: { name: "a", id: 300 } }), { path: v("cluster.id") }],
    ],
    passes: [
      ["127", eni({ cluster: { name: "a", id: 127 } })],
      ["256 of 511", eni({ cluster: { name: "a", id: 256 }, clustermesh: { maxConnectedClusters: 511 } })],
      [
        "the escape",
        eni({ cluster: { name: "a", id: 200 }, extraConfig: { "allow-unsafe-policy-skb-usage": "true" } }),
      ],
      ["0", eni({ cluster: { name: "a", id: 0 } })],
      ["383 of 511", eni({ cluster: { name: "a", id: 383 }, clustermesh: { maxConnectedClusters: 511 } })],
    ],
    unknown: unknownValue("cluster"),
  },
  "helm-values-mesh-size": {
    fails: [
      [
        "another number",
        eni({ clustermesh: { maxConnectedClusters: 300 } }),
        { path: v("clustermesh.maxConnectedClusters") },
      ],
    ],
    passes: [["511", eni({ clustermesh: { maxConnectedClusters: 511 } })]],
    unknown: unknownValue("clustermesh"),
  },
  "helm-values-node-taints": {
    fails: [
      ["taints that stay", eni({ operator: { removeNodeTaints: false } }), { path: v("operator.removeNodeTaints") }],
    ],
    passes: [["the default", eni()]],
    unknown: unknownValue("operator"),
  },
  "helm-values-native-routing-cidr": {
    fails: [
      ["no range", plain({ routingMode: "native", enableIPv4Masquerade: true }), { path: v("ipv4NativeRoutingCIDR") }],
      [
        "no range with 1.20",
        { cilium: cilium({ version: "1.20.2", values: { routingMode: "native", enableIPv4Masquerade: true } }) },
        { path: v("ipv4NativeRoutingCIDR") },
      ],
    ],
    passes: [
      ["a range", plain({ routingMode: "native", enableIPv4Masquerade: true, ipv4NativeRoutingCIDR: "10.0.0.0/8" })],
      ["ENI mode", eni({ enableIPv4Masquerade: true })],
    ],
    unknown: [["unknown routing", plain({ routingMode: unknown })]],
  },
  "helm-values-l7-proxy": {
    fails: [["Gateways without it", eni({ ...gateway, l7Proxy: false }), { path: v("l7Proxy") }]],
    passes: [["off with nothing that needs it", eni({ l7Proxy: false })]],
    unknown: unknownValue("l7Proxy"),
  },
  "helm-values-hubble-parts": {
    fails: [
      ["a UI without relay", eni({ hubble: { ui: { enabled: true } } }), { path: v("hubble.relay.enabled") }],
      [
        "a relay without Hubble",
        eni({ hubble: { enabled: false, relay: { enabled: true } } }),
        { path: v("hubble.enabled") },
      ],
    ],
    passes: [["all parts", eni({ hubble: { relay: { enabled: true }, ui: { enabled: true } } })]],
    unknown: unknownValue("hubble"),
  },
  "helm-values-certificate-issuer": {
    fails: [
      [
        "no issuer",
        eni({ hubble: { tls: { auto: { method: "certmanager" } } } }),
        { path: v("hubble.tls.auto.certManagerIssuerRef") },
      ],
    ],
    passes: [
      [
        "an issuer",
        eni({ hubble: { tls: { auto: { method: "certmanager", certManagerIssuerRef: { name: "ca" } } } } }),
      ],
    ],
    unknown: unknownValue("hubble"),
  },
  "helm-values-service-monitor": {
    fails: [
      [
        "no trust",
        eni({ operator: { prometheus: { serviceMonitor: { enabled: true } } } }),
        { path: v("operator.prometheus.serviceMonitor.enabled") },
      ],
    ],
    passes: [["trust", eni({ prometheus: { serviceMonitor: { enabled: true, trustCRDsExist: true } } })]],
    unknown: unknownValue("prometheus"),
  },
  "helm-values-tproxy": {
    fails: [
      ["netkit", eni({ bpf: { tproxy: true, datapathMode: "netkit" } }), { path: v("bpf.tproxy") }],
      ["Gateways", eni({ ...gateway, bpf: { tproxy: true } }), { path: v("bpf.tproxy") }],
    ],
    passes: [["alone", eni({ bpf: { tproxy: true } })]],
    unknown: unknownValue("bpf"),
  },
  "helm-values-api-server": {
    fails: [
      ["no host", eni({ k8sServiceHost: "" }), { path: v("k8sServiceHost") }],
      ["a scheme", eni({ k8sServiceHost: "https://abc.eks.amazonaws.com" }), { path: v("k8sServiceHost") }],
      ["a port", eni({ k8sServiceHost: "abc.eks.amazonaws.com:443" }), { path: v("k8sServiceHost") }],
      ["auto", eni({ k8sServiceHost: "auto" }), { path: v("k8sServiceHost") }],
    ],
    passes: [
      ["a host", eni()],
      ["kube-proxy", eni({ k8sServiceHost: "", kubeProxyReplacement: false })],
    ],
    unknown: unknownValue("k8sServiceHost"),
  },
  "helm-values-api-port": {
    fails: [["6443", eni({ k8sServicePort: 6443 }), { path: v("k8sServicePort") }]],
    passes: [["443 as text", eni({ k8sServicePort: "443" })]],
    unknown: unknownValue("k8sServicePort"),
  },
  "helm-values-eni-pair": {
    fails: [
      ["the mode alone", plain({ ipam: { mode: "eni" } }), { path: v("eni.enabled") }],
      ["the switch alone", plain({ eni: { enabled: true }, ipam: { mode: "multi-pool" } }), { path: v("ipam.mode") }],
    ],
    passes: [["both", eni()]],
    unknown: unknownValue("ipam"),
  },
  "helm-values-hubble-certificates": {
    fails: [["the default", eni(), { path: v("hubble.tls.auto.method") }]],
    passes: [
      ["the default, rendered on the client, which another rule refuses", eni({}, { delivery: "template" })],
      ["a job", eni({ hubble: { tls: { auto: { method: "cronJob" } } } })],
      ["no Hubble", eni({ hubble: { enabled: false } })],
    ],
    unknown: unknownValue("hubble"),
  },
  "helm-values-hubble-certificates-rendered": {
    fails: [
      ["the default, rendered on the client", eni({}, { delivery: "template" }), { path: v("hubble.tls.auto.method") }],
    ],
    passes: [
      ["the default by a release, of which another rule warns", eni()],
      ["a job", eni({ hubble: { tls: { auto: { method: "cronJob" } } } }, { delivery: "template" })],
      ["no TLS", eni({ hubble: { tls: { enabled: false } } }, { delivery: "template" })],
    ],
    unknown: [["an unknown hubble", eni({ hubble: unknown }, { delivery: "template" })]],
  },
  "helm-values-gateway-class-auto": {
    fails: [
      ["auto on the client", eni(gateway, { delivery: "template" }), { path: v("gatewayAPI.gatewayClass.create") }],
    ],
    passes: [["auto by a release", eni(gateway)]],
    unknown: [["an unknown switch", eni({ gatewayAPI: unknown }, { delivery: "template" })]],
  },
  "helm-values-forced": {
    fails: [
      [
        "1.20 with Gateways",
        eni({ ...gateway, socketLB: { hostNamespaceOnly: false } }, { version: "1.20.2" }),
        { path: v("socketLB.hostNamespaceOnly") },
      ],
      ["endpoint routes off", eni({ endpointRoutes: { enabled: false } }), { path: v("endpointRoutes.enabled") }],
    ],
    passes: [
      ["1.19 with Gateways", eni({ ...gateway, socketLB: { hostNamespaceOnly: false } })],
      [
        "1.20 without Gateways",
        eni({ socketLB: { hostNamespaceOnly: false }, bpf: { lbAlgorithmAnnotation: false } }, { version: "1.20.2" }),
      ],
    ],
    unknown: unknownValue("endpointRoutes"),
  },
  "helm-values-roll-out": {
    fails: [["nothing", eni(), { path: v("rollOutCiliumPods") }]],
    passes: [["both", eni({ rollOutCiliumPods: true, operator: { rollOutPods: true } })]],
    unknown: unknownValue("rollOutCiliumPods"),
  },
  "helm-values-operator-replicas": {
    fails: [
      [
        "two on one node",
        { ...eni(), nodeGroups: [nodeGroup({ scaling: { min: 1, desired: 1, max: 3 } })] },
        { path: v("operator.replicas") },
      ],
    ],
    passes: [["two on two", { ...eni(), nodeGroups: [nodeGroup()] }]],
    unknown: [["an unknown size", { ...eni(), nodeGroups: [nodeGroup({ scaling: unknown })] }]],
  },
  "helm-values-policy-enforcement": {
    fails: [["always", eni({ policyEnforcementMode: "always" }), { path: v("policyEnforcementMode") }]],
    passes: [["default", eni({ policyEnforcementMode: "default" })]],
    unknown: unknownValue("policyEnforcementMode"),
  },
});
