import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, JsonObject, TaintModel } from "../../../../../core/model/index.ts";
import { cilium, eniValues, nodeGroup, settings, unknown } from "../../../../support/model.ts";

const eni = (more: JsonObject): ClusterModel => ({ cilium: cilium({ values: eniValues(more) }) });
const v = (path: string): string => `cilium.values.${path}`;
const extra = (extraConfig: JsonObject): ClusterModel => eni({ extraConfig });

const GPU: TaintModel = { key: "nvidia.com/gpu", effect: "NoSchedule", place: "node-group" };
const withGpu = (tolerations: JsonObject[], taint: TaintModel = GPU): ClusterModel => ({
  ...eni({ tolerations }),
  nodeGroups: [nodeGroup({ name: "gpu", taints: [taint] })],
});
const NOT_READY = { key: "node.kubernetes.io/not-ready", operator: "Exists" };
const AGENT = { key: "node.cilium.io/agent-not-ready", operator: "Exists" };

export default cases({
  "helm-values-extra-config": {
    fails: [
      [
        "a key that a value governs",
        extra({ "routing-mode": "tunnel" }),
        { path: v("extraConfig.routing-mode"), found: "tunnel", example: true },
      ],
      ["one that is written in another form", extra({ devices: "ens5" }), { path: v("extraConfig.devices") }],
      ["one that the chart works out", extra({ "enable-metrics": "true" }), { path: v("extraConfig.enable-metrics") }],
    ],
    passes: [
      ["a key that the chart does not write", extra({ "allow-unsafe-policy-skb-usage": "true" })],
      ["none", eni({})],
      ["no map", eni({ extraConfig: "routing-mode: tunnel" })],
    ],
    unknown: [["an unknown value", extra({ "routing-mode": unknown })]],
  },
  "helm-values-iptables-rules": {
    fails: [
      [
        "no rules",
        extra({ "install-iptables-rules": "false" }),
        { path: v("extraConfig.install-iptables-rules"), example: true },
      ],
      [
        "no rules and no L7 proxy, with kube-proxy replacement in 1.20",
        {
          cilium: cilium({
            version: "1.20.2",
            values: eniValues({ l7Proxy: false, extraConfig: { "install-iptables-rules": "false" } }),
          }),
        },
        { path: v("extraConfig.install-iptables-rules"), found: "kubeProxyReplacement" },
      ],
      [
        "no rules and BPF tproxy in 1.19",
        eni({ bpf: { tproxy: true }, extraConfig: { "install-iptables-rules": "false" } }),
        { path: v("extraConfig.install-iptables-rules") },
      ],
    ],
    passes: [
      ["rules", extra({ "install-iptables-rules": "true" })],
      [
        "BPF tproxy in 1.20, and kube-proxy",
        {
          cilium: cilium({
            version: "1.20.2",
            values: eniValues({
              kubeProxyReplacement: false,
              bpf: { tproxy: true },
              extraConfig: { "install-iptables-rules": "false" },
            }),
          }),
        },
      ],
      ["no L7 proxy", eni({ l7Proxy: false, extraConfig: { "install-iptables-rules": "false" } })],
    ],
    unknown: [["an unknown switch", extra({ "install-iptables-rules": unknown })]],
  },
  "helm-values-taint-key": {
    fails: [
      [
        "another name",
        { ...eni({ agentNotReadyTaintKey: "example.com/cilium" }), settings: settings() },
        { path: v("agentNotReadyTaintKey") },
      ],
    ],
    passes: [
      ["the chart's own", { ...eni({}), settings: settings() }],
      ["a program, whose nodes register what it says", eni({ agentNotReadyTaintKey: "example.com/cilium" })],
    ],
    unknown: [["an unknown name", { ...eni({ agentNotReadyTaintKey: unknown }), settings: settings() }]],
  },
  "helm-values-tolerations": {
    fails: [
      [
        "a list for GPUs",
        eni({ tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }] }),
        { path: v("tolerations"), example: true },
      ],
      ["an empty list", eni({ tolerations: [] }), { path: v("tolerations") }],
      [
        "the operator's own list",
        eni({ operator: { tolerations: [AGENT] } }),
        { path: v("operator.tolerations"), found: "not-ready" },
      ],
      [
        "Cilium's own taint",
        { ...eni({ tolerations: [NOT_READY] }), nodeGroups: [nodeGroup()] },
        { path: v("tolerations"), found: "agent-not-ready" },
      ],
    ],
    passes: [
      ["every taint", eni({ tolerations: [{ operator: "Exists" }] })],
      ["what is left to the chart", eni({})],
      ["both taints", { ...eni({ tolerations: [NOT_READY, AGENT] }), nodeGroups: [nodeGroup()] }],
      [
        "groups without Cilium's taint",
        { ...eni({ tolerations: [NOT_READY] }), nodeGroups: [nodeGroup({ taints: [] })] },
      ],
      [
        "a taint of one's own",
        {
          ...eni({ agentNotReadyTaintKey: "example.com/cilium", tolerations: [NOT_READY] }),
          nodeGroups: [nodeGroup()],
        },
      ],
    ],
    unknown: [["an unknown list", eni({ tolerations: unknown })]],
  },
  "helm-values-agent-group-taints": {
    fails: [["a group's own taint", withGpu([NOT_READY, AGENT]), { path: v("tolerations"), found: '"gpu"' }]],
    passes: [
      ["a toleration for it", withGpu([{ key: "nvidia.com/gpu", operator: "Exists" }])],
      ["a taint that only prefers", withGpu([NOT_READY], { ...GPU, effect: "PreferNoSchedule" })],
      ["Cilium's own taint, of which another rule tells", withGpu([NOT_READY], { ...GPU, key: AGENT.key })],
      ["the chart's tolerations", { ...eni({}), nodeGroups: [nodeGroup({ taints: [GPU] })] }],
    ],
    unknown: [["unknown taints", { ...withGpu([NOT_READY]), nodeGroups: [nodeGroup({ taints: unknown })] }]],
  },
});
