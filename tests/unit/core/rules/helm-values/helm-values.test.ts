import type { CiliumModel, ClusterModel, JsonObject } from "../../../../../core/model/index.ts";
import * as consistency from "../../../../../core/rules/helm-values/consistency.ts";
import * as keys from "../../../../../core/rules/helm-values/keys.ts";
import * as refused from "../../../../../core/rules/helm-values/refused.ts";
import { cilium, eniValues, nodeGroup, unknown } from "../../../../support/model.ts";
import { type RuleCases, describeRules } from "../../../../support/rule-table.ts";

const eni = (more: JsonObject = {}, parts: Partial<CiliumModel> = {}): ClusterModel => ({
  cilium: cilium({ values: eniValues(more), ...parts }),
});
const plain = (values: JsonObject): ClusterModel => ({ cilium: cilium({ values }) });
const v = (path: string): string => `cilium.values.${path}`;
const unknownValue = (key: string): NonNullable<RuleCases["undecided"]> => [
  [`an unknown ${key}`, eni({ [key]: unknown })],
];
const gateway = { gatewayAPI: { enabled: true } };

describeRules([
  {
    // The path of an unknown value is known, so only its surroundings could be unknown.
    rule: keys.unknownKey,
    fails: [
      [
        "a misspelled key",
        eni({ eni: { enabled: true, awsEnablePrefixDelegaton: true } }),
        v("eni.awsEnablePrefixDelegaton"),
      ],
      ["an invented branch", eni({ ciliumm: { a: { b: 1 } } }), v("ciliumm.a.b")],
      ["an unknown value under an unknown key", eni({ nonsense: unknown }), v("nonsense")],
    ],
    passes: [
      ["known keys", eni()],
      ["a key only the templates read", eni({ loadBalancer: { mode: "snat" } })],
      ["free-form maps", eni({ eni: { enabled: true, eniTags: { "any/key": "x" } }, extraConfig: { any: "x" } })],
      ["a known key with an unknown value", eni({ k8sServiceHost: unknown })],
    ],
  },
  {
    rule: keys.movedKeys,
    fails: [
      ["a key of the articles", plain({ awsEnablePrefixDelegation: true }), v("awsEnablePrefixDelegation")],
      [
        "a removed key",
        eni({ eni: { enabled: true, updateEC2AdapterLimitViaAPI: true } }),
        v("eni.updateEC2AdapterLimitViaAPI"),
      ],
      ["host routing by an invented key", eni({ bpf: { hostRouting: true } }), v("bpf.hostRouting")],
    ],
    passes: [["the keys of today", eni({ eni: { enabled: true, awsEnablePrefixDelegation: true } })]],
    undecided: [["an unknown value under a moved key", plain({ awsEnablePrefixDelegation: unknown })]],
  },
  {
    rule: keys.failingKeys,
    fails: [["tunnel", eni({ tunnel: "disabled" }), v("tunnel")]],
    passes: [["routingMode", eni()]],
    undecided: [["an unknown tunnel", eni({ tunnel: unknown })]],
  },
  {
    rule: keys.deprecatedKeys,
    fails: [
      [
        "a key that leaves with 1.20",
        eni({ clustermesh: { enableMCSAPISupport: true } }),
        v("clustermesh.enableMCSAPISupport"),
      ],
    ],
    passes: [["its successor", eni({ clustermesh: { mcsapi: { enabled: true } } })]],
    undecided: [["an unknown value under it", eni({ clustermesh: { enableMCSAPISupport: unknown } })]],
  },
  {
    rule: keys.idleKeys,
    fails: [
      ["a key for other clouds", eni({ nodeinit: { reconfigureKubelet: true } }), v("nodeinit.reconfigureKubelet")],
    ],
    passes: [["none", eni()]],
    undecided: [["an unknown value under it", eni({ nodeinit: { reconfigureKubelet: unknown } })]],
  },
  {
    rule: keys.typeRight,
    fails: [
      ["text for an id", eni({ cluster: { name: "a", id: "7" } }), v("cluster.id")],
      ["a list for interfaces", eni({ egressMasqueradeInterfaces: ["eth0"] }), v("egressMasqueradeInterfaces")],
      ["text for a switch", eni({ eni: { enabled: true, awsReleaseExcessIPs: "yes" } }), v("eni.awsReleaseExcessIPs")],
    ],
    passes: [
      ["right types", eni({ operator: { replicas: 2 } })],
      ["null, which takes the default away", eni({ operator: { replicas: null } })],
    ],
    undecided: unknownValue("k8sServiceHost"),
  },
  {
    rule: keys.enumRight,
    fails: [
      ["strict", eni({ kubeProxyReplacement: "strict" }), v("kubeProxyReplacement")],
      [
        "a boolean for the class",
        eni({ gatewayAPI: { enabled: true, gatewayClass: { create: true } } }),
        v("gatewayAPI.gatewayClass.create"),
      ],
      ["an invented mode", eni({ loadBalancer: { acceleration: "xdp" } }), v("loadBalancer.acceleration")],
    ],
    passes: [
      [
        "choices of the chart",
        eni({ loadBalancer: { acceleration: "best-effort", mode: "dsr" }, kubeProxyReplacement: "true" }),
      ],
    ],
    undecided: unknownValue("routingMode"),
  },
  {
    rule: refused.clusterName,
    fails: [
      ["the chart's default", eni({ cluster: { name: "default" } }), v("cluster.name")],
      ["33 characters", eni({ cluster: { name: "a".repeat(33) } }), v("cluster.name")],
      ["capitals", eni({ cluster: { name: "Prod" } }), v("cluster.name")],
    ],
    passes: [["a name", eni()]],
    undecided: unknownValue("cluster"),
  },
  {
    rule: refused.clusterId,
    fails: [["128 in ENI mode", eni({ cluster: { name: "a", id: 128 } }), v("cluster.id")]],
    passes: [
      ["127", eni({ cluster: { name: "a", id: 127 } })],
      ["256 of 511", eni({ cluster: { name: "a", id: 256 }, clustermesh: { maxConnectedClusters: 511 } })],
      [
        "the escape",
        eni({ cluster: { name: "a", id: 200 }, extraConfig: { "allow-unsafe-policy-skb-usage": "true" } }),
      ],
    ],
    undecided: unknownValue("cluster"),
  },
  {
    rule: refused.meshSize,
    fails: [
      ["another number", eni({ clustermesh: { maxConnectedClusters: 300 } }), v("clustermesh.maxConnectedClusters")],
    ],
    passes: [["511", eni({ clustermesh: { maxConnectedClusters: 511 } })]],
    undecided: unknownValue("clustermesh"),
  },
  {
    rule: refused.nodeTaints,
    fails: [["taints that stay", eni({ operator: { removeNodeTaints: false } }), v("operator.removeNodeTaints")]],
    passes: [["the default", eni()]],
    undecided: unknownValue("operator"),
  },
  {
    rule: refused.nativeMasquerade,
    fails: [["no range", plain({ routingMode: "native", enableIPv4Masquerade: true }), v("ipv4NativeRoutingCIDR")]],
    passes: [
      ["a range", plain({ routingMode: "native", enableIPv4Masquerade: true, ipv4NativeRoutingCIDR: "10.0.0.0/8" })],
      ["ENI mode", eni({ enableIPv4Masquerade: true })],
    ],
    undecided: [["unknown routing", plain({ routingMode: unknown })]],
  },
  {
    rule: refused.l7Proxy,
    fails: [["Gateways without it", eni({ ...gateway, l7Proxy: false }), v("l7Proxy")]],
    passes: [["off with nothing that needs it", eni({ l7Proxy: false })]],
    undecided: unknownValue("l7Proxy"),
  },
  {
    rule: refused.hubbleParts,
    fails: [
      ["a UI without relay", eni({ hubble: { ui: { enabled: true } } }), v("hubble.relay.enabled")],
      ["a relay without Hubble", eni({ hubble: { enabled: false, relay: { enabled: true } } }), v("hubble.enabled")],
    ],
    passes: [["all parts", eni({ hubble: { relay: { enabled: true }, ui: { enabled: true } } })]],
    undecided: unknownValue("hubble"),
  },
  {
    rule: refused.certificateIssuer,
    fails: [
      [
        "no issuer",
        eni({ hubble: { tls: { auto: { method: "certmanager" } } } }),
        v("hubble.tls.auto.certManagerIssuerRef"),
      ],
    ],
    passes: [
      [
        "an issuer",
        eni({ hubble: { tls: { auto: { method: "certmanager", certManagerIssuerRef: { name: "ca" } } } } }),
      ],
    ],
    undecided: unknownValue("hubble"),
  },
  {
    rule: refused.serviceMonitors,
    fails: [
      [
        "no trust",
        eni({ operator: { prometheus: { serviceMonitor: { enabled: true } } } }),
        v("operator.prometheus.serviceMonitor.enabled"),
      ],
    ],
    passes: [["trust", eni({ prometheus: { serviceMonitor: { enabled: true, trustCRDsExist: true } } })]],
    undecided: unknownValue("prometheus"),
  },
  {
    rule: refused.tproxyNetkit,
    fails: [
      ["netkit", eni({ bpf: { tproxy: true, datapathMode: "netkit" } }), v("bpf.tproxy")],
      ["Gateways", eni({ ...gateway, bpf: { tproxy: true } }), v("bpf.tproxy")],
    ],
    passes: [["alone", eni({ bpf: { tproxy: true } })]],
    undecided: unknownValue("bpf"),
  },
  {
    rule: consistency.apiServer,
    fails: [
      ["no host", eni({ k8sServiceHost: "" }), v("k8sServiceHost")],
      ["a scheme", eni({ k8sServiceHost: "https://abc.eks.amazonaws.com" }), v("k8sServiceHost")],
      ["auto", eni({ k8sServiceHost: "auto" }), v("k8sServiceHost")],
    ],
    passes: [
      ["a host", eni()],
      ["kube-proxy", eni({ k8sServiceHost: "", kubeProxyReplacement: false })],
    ],
    undecided: unknownValue("k8sServiceHost"),
  },
  {
    rule: consistency.apiPort,
    fails: [["6443", eni({ k8sServicePort: 6443 }), v("k8sServicePort")]],
    passes: [["443 as text", eni({ k8sServicePort: "443" })]],
    undecided: unknownValue("k8sServicePort"),
  },
  {
    rule: consistency.eniPair,
    fails: [
      ["the mode alone", plain({ ipam: { mode: "eni" } }), v("eni.enabled")],
      ["the switch alone", plain({ eni: { enabled: true }, ipam: { mode: "multi-pool" } }), v("ipam.mode")],
    ],
    passes: [["both", eni()]],
    undecided: unknownValue("ipam"),
  },
  {
    rule: consistency.hubbleCertificates,
    fails: [
      ["the default", eni(), v("hubble.tls.auto.method")],
      ["the default, rendered on the client", eni({}, { delivery: "template" }), v("hubble.tls.auto.method"), "error"],
    ],
    passes: [
      ["a job", eni({ hubble: { tls: { auto: { method: "cronJob" } } } })],
      ["no Hubble", eni({ hubble: { enabled: false } })],
    ],
    undecided: unknownValue("hubble"),
  },
  {
    rule: consistency.gatewayClassAuto,
    fails: [["auto on the client", eni(gateway, { delivery: "template" }), v("gatewayAPI.gatewayClass.create")]],
    passes: [["auto by a release", eni(gateway)]],
    undecided: [["an unknown switch", eni({ gatewayAPI: unknown }, { delivery: "template" })]],
  },
  {
    rule: consistency.forced,
    fails: [
      [
        "1.20 with Gateways",
        eni({ ...gateway, socketLB: { hostNamespaceOnly: false } }, { version: "1.20.2" }),
        v("socketLB.hostNamespaceOnly"),
      ],
      ["endpoint routes off", eni({ endpointRoutes: { enabled: false } }), v("endpointRoutes.enabled")],
    ],
    passes: [["1.19 with Gateways", eni({ ...gateway, socketLB: { hostNamespaceOnly: false } })]],
    undecided: unknownValue("endpointRoutes"),
  },
  {
    rule: consistency.rollOut,
    fails: [["nothing", eni(), v("rollOutCiliumPods")]],
    passes: [["both", eni({ rollOutCiliumPods: true, operator: { rollOutPods: true } })]],
    undecided: unknownValue("rollOutCiliumPods"),
  },
  {
    rule: consistency.operatorReplicas,
    fails: [
      [
        "two on one node",
        { ...eni(), nodeGroups: [nodeGroup({ scaling: { min: 1, desired: 1, max: 3 } })] },
        v("operator.replicas"),
      ],
    ],
    passes: [["two on two", { ...eni(), nodeGroups: [nodeGroup()] }]],
    undecided: [["an unknown size", { ...eni(), nodeGroups: [nodeGroup({ scaling: unknown })] }]],
  },
  {
    rule: consistency.policyMode,
    fails: [["always", eni({ policyEnforcementMode: "always" }), v("policyEnforcementMode")]],
    passes: [["default", eni({ policyEnforcementMode: "default" })]],
    undecided: unknownValue("policyEnforcementMode"),
  },
]);
