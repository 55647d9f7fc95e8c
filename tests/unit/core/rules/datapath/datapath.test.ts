import type { ClusterModel, JsonObject, KubernetesObject } from "../../../../../core/model/index.ts";
import * as features from "../../../../../core/rules/datapath/features.ts";
import * as lb from "../../../../../core/rules/datapath/load-balancing.ts";
import type { LoadBalancerSettings } from "../../../../../core/settings/index.ts";
import { cilium, controlPlane, eniValues, network, settings, unknown } from "../../../../support/model.ts";
import { type RuleCases, describeRules } from "../../../../support/rule-table.ts";

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
const unknownValue = (key: string): NonNullable<RuleCases["undecided"]> => [
  [`an unknown ${key}`, eni({ [key]: unknown })],
];

describeRules([
  {
    rule: lb.gatewayKubeProxy,
    fails: [
      [
        "Gateways without kube-proxy replacement",
        eni({ ...gateway, kubeProxyReplacement: false }),
        v("kubeProxyReplacement"),
      ],
    ],
    passes: [["Gateways with it", eni(gateway)]],
    undecided: unknownValue("kubeProxyReplacement"),
  },
  {
    rule: lb.kubeProxyReplacement,
    fails: [
      [
        "neither",
        { ...eni({ kubeProxyReplacement: "false" }), controlPlane: controlPlane() },
        v("kubeProxyReplacement"),
      ],
    ],
    passes: [
      ["replacement", { ...eni(), controlPlane: controlPlane() }],
      [
        "kube-proxy by the program",
        { ...eni({ kubeProxyReplacement: false }), controlPlane: controlPlane({ installsKubeProxy: true }) },
      ],
    ],
    undecided: [["an unknown switch", { ...eni({ kubeProxyReplacement: unknown }), controlPlane: controlPlane() }]],
  },
  {
    rule: lb.xdpEncryption,
    fails: [
      [
        "native with WireGuard",
        eni({ ...wireguard, loadBalancer: { acceleration: "native" } }),
        v("loadBalancer.acceleration"),
      ],
    ],
    passes: [
      ["best-effort", eni({ ...wireguard, loadBalancer: { acceleration: "best-effort" } })],
      ["native alone", eni({ loadBalancer: { acceleration: "native" } })],
    ],
    undecided: unknownValue("encryption"),
  },
  {
    rule: lb.xdpGain,
    fails: [
      [
        "native with Gateways",
        eni({ ...gateway, loadBalancer: { acceleration: "native" } }),
        v("loadBalancer.acceleration"),
      ],
    ],
    passes: [["native without", eni({ loadBalancer: { acceleration: "native" } })]],
    undecided: unknownValue("loadBalancer"),
  },
  {
    rule: lb.dsrDispatch,
    fails: [
      ["a choice for Services alone", eni({ bpf: { lbModeAnnotation: true } }), v("loadBalancer.dsrDispatch")],
      ["the chart's default dispatch", eni({ loadBalancer: { mode: "dsr" } }), v("loadBalancer.dsrDispatch")],
      [
        "Geneve without its protocol",
        eni({ loadBalancer: { mode: "hybrid", dsrDispatch: "geneve" } }),
        v("tunnelProtocol"),
      ],
    ],
    passes: [
      ["Geneve", eni(dsr())],
      ["SNAT", eni()],
    ],
    undecided: unknownValue("loadBalancer"),
  },
  {
    rule: lb.dsrLoadBalancer,
    fails: [
      ["Gateways behind an NLB", eni({ ...dsr(), ...gateway }), v("loadBalancer.mode")],
      ["a LoadBalancer Service", { ...eni(dsr()), objects: [service({}, "LoadBalancer")] }, v("loadBalancer.mode")],
    ],
    passes: [
      [
        "Gateways on the host network",
        eni({ ...dsr(), gatewayAPI: { enabled: true, hostNetwork: { enabled: true } } }),
      ],
      ["ClusterIPs", { ...eni(dsr()), objects: [service({})] }],
    ],
    undecided: unknownValue("loadBalancer"),
  },
  {
    rule: lb.dsrEncryption,
    fails: [
      [
        "WireGuard with another dispatch",
        eni({ ...wireguard, loadBalancer: { mode: "dsr", dsrDispatch: "ipip" } }),
        v("encryption.type"),
      ],
    ],
    passes: [["Geneve", eni({ ...wireguard, ...dsr() })]],
    undecided: unknownValue("encryption"),
  },
  {
    rule: lb.maglevTable,
    fails: [
      [
        "a size that is no prime of the list",
        eni({ loadBalancer: { algorithm: "maglev" }, maglev: { tableSize: 1000 } }),
        v("maglev.tableSize"),
      ],
      [
        "too few entries",
        { ...eni({ loadBalancer: { algorithm: "maglev" } }), ...stack({ largestServiceBackends: 500 }) },
        v("maglev.tableSize"),
      ],
    ],
    passes: [
      ["the default", eni({ loadBalancer: { algorithm: "maglev" } })],
      ["another algorithm", eni({ maglev: { tableSize: 1000 } })],
    ],
    undecided: unknownValue("loadBalancer"),
  },
  {
    rule: lb.maglevIdle,
    fails: [["a table alone", eni({ maglev: { tableSize: 16381 } }), v("maglev.tableSize")]],
    passes: [
      ["maglev", eni({ maglev: { tableSize: 16381 }, loadBalancer: { algorithm: "maglev" } })],
      ["the annotation", eni({ maglev: { tableSize: 16381 }, bpf: { lbAlgorithmAnnotation: true } })],
    ],
    undecided: unknownValue("maglev"),
  },
  {
    rule: lb.annotationMode,
    fails: [
      [
        "hybrid",
        eni({ bpf: { lbModeAnnotation: true }, loadBalancer: { mode: "hybrid", dsrDispatch: "geneve" } }),
        v("loadBalancer.mode"),
      ],
    ],
    passes: [
      ["SNAT", eni({ bpf: { lbModeAnnotation: true }, loadBalancer: { mode: "snat" } })],
      ["hybrid alone", eni({ loadBalancer: { mode: "hybrid" } })],
    ],
    undecided: unknownValue("bpf"),
  },
  {
    rule: lb.serviceAnnotations,
    fails: [
      [
        "a wrong name",
        { ...eni(), objects: [service({ "service.cilium.io/loadbalancer-algorithm": "maglev" })] },
        "objects.Service.web.metadata.annotations",
      ],
      [
        "a switch that is off",
        { ...eni(), objects: [service({ "service.cilium.io/forwarding-mode": "dsr" })] },
        "objects.Service.web.metadata.annotations",
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
    undecided: [
      ["unknown metadata", { ...eni(), objects: [{ apiVersion: "v1", kind: "Service", metadata: unknown }] }],
    ],
  },
  {
    rule: features.ipsec,
    fails: [["no type", eni({ encryption: { enabled: true } }), v("encryption.type")]],
    passes: [["WireGuard", eni(wireguard)]],
    undecided: unknownValue("encryption"),
  },
  {
    rule: features.tproxy,
    fails: [["tproxy", eni({ bpf: { tproxy: true } }), v("bpf.tproxy")]],
    passes: [["none", eni()]],
    undecided: unknownValue("bpf"),
  },
  {
    rule: features.gatewayCrossNode,
    fails: [
      [
        "prefix delegation without WireGuard",
        eni({ ...gateway, eni: { enabled: true, awsEnablePrefixDelegation: true } }),
        v("encryption.type"),
      ],
    ],
    passes: [
      ["WireGuard", eni({ ...gateway, ...wireguard, eni: { enabled: true, awsEnablePrefixDelegation: true } })],
      ["no pod subnets, no prefixes", { ...eni(gateway), network: network() }],
    ],
    undecided: unknownValue("gatewayAPI"),
  },
  {
    rule: features.ipsecKeys,
    fails: [["no secret", eni({ encryption: { enabled: true, type: "ipsec" } }), v("encryption.type")]],
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
    undecided: unknownValue("encryption"),
  },
  {
    rule: features.nodeEncryption,
    fails: [
      ["encryption off", eni({ encryption: { enabled: false, nodeEncryption: true } }), v("encryption.nodeEncryption")],
    ],
    passes: [
      ["WireGuard", eni({ encryption: { enabled: true, type: "wireguard", nodeEncryption: true } })],
      ["none", eni()],
    ],
    undecided: unknownValue("encryption"),
  },
  {
    rule: features.chainingMtu,
    fails: [
      [
        "chaining with WireGuard",
        plain({ ...wireguard, cni: { chainingMode: "aws-cni" } }),
        v("cni.enableRouteMTUForCNIChaining"),
      ],
    ],
    passes: [
      [
        "with the routes",
        plain({ ...wireguard, cni: { chainingMode: "aws-cni", enableRouteMTUForCNIChaining: true } }),
      ],
      ["ENI mode", eni(wireguard)],
    ],
    undecided: [["unknown encryption", plain({ encryption: unknown, cni: { chainingMode: "aws-cni" } })]],
  },
]);
