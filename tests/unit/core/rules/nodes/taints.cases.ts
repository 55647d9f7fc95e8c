import { cases } from "../../../../support/rule-cases.ts";
import type { ClusterModel, JsonObject, NodeGroupModel, TaintModel } from "../../../../../core/model/index.ts";
import type { NodeGroupSettings } from "../../../../../core/settings/index.ts";
import {
  addon,
  baseline,
  cilium,
  eniValues,
  hybridCilium,
  nodeGroup,
  settings,
  unknown,
} from "../../../../support/model.ts";

const agent: TaintModel = {
  key: "node.cilium.io/agent-not-ready",
  value: "true",
  effect: "NoExecute",
  place: "kubelet",
};
const dedicated: TaintModel = { key: "dedicated", value: "gpu", effect: "NoSchedule", place: "kubelet" };
const group = (parts: Partial<NodeGroupModel>, more: Partial<ClusterModel> = {}): ClusterModel =>
  baseline({ nodeGroups: [nodeGroup(parts)], ...more });
const asked = (parts: Partial<NodeGroupSettings>, name = "general"): ClusterModel =>
  baseline({
    settings: settings({
      nodeGroups: { [name]: { instanceTypes: ["m6i.large"], scaling: { min: 2, max: 4 }, ...parts } },
    }),
  });

const renamed = cilium({ values: eniValues({ agentNotReadyTaintKey: "startup.example.com/cilium" }) });
const withoutSettings = (model: ClusterModel): ClusterModel => {
  const { settings: _, ...rest } = model;
  return rest;
};

const tolerating = (...tolerations: readonly JsonObject[]) =>
  addon({ configuration: { tolerations: [...tolerations] } });
const hubble = cilium({ values: eniValues({ hubble: { relay: { enabled: true }, ui: { enabled: true } } }) });

const autoscaler = (extraArgs: JsonObject, chart = "cluster-autoscaler"): ClusterModel =>
  baseline({ releases: [{ name: "ca", chart, values: { extraArgs } }] });

export default cases({
  "nodes-taint-present": {
    fails: [
      ["no taint", group({ taints: [] }), { found: "no taint" }],
      ["only a taint of the user's", group({ taints: [dedicated] }), { found: "no taint" }],
      ["Karpenter's nodes without it", group({ kind: "karpenter", taints: [] }), { found: "no taint" }],
      [
        "the usual key where the chart names another",
        withoutSettings(group({}, { cilium: renamed })),
        { found: "startup.example.com/cilium" },
      ],
    ],
    passes: [
      ["a stack that renames it, which another rule reports", group({}, { cilium: renamed })],
      ["the taint in the user data", group({})],
      ["the taint on the group", group({ taints: [{ ...agent, place: "node-group" }] })],
      ["Fargate", group({ kind: "fargate", taints: [] })],
      ["EC2 nodes without Cilium", { nodeGroups: [nodeGroup({ taints: [] })], releases: [hybridCilium()] }],
    ],
    unknown: [["unknown taints", group({ taints: [unknown] })]],
  },
  "nodes-taint-effect": {
    fails: [["NoSchedule", group({ taints: [{ ...agent, effect: "NoSchedule" }] }), { found: "NoSchedule" }]],
    passes: [
      ["NoExecute", group({})],
      ["both", group({ taints: [{ ...agent, effect: "NoSchedule" }, agent] })],
      ["none at all, which another rule reports", group({ taints: [] })],
    ],
    unknown: [["unknown taints", group({ taints: unknown })]],
  },
  "nodes-taint-place": {
    fails: [
      [
        "the taint on the node group",
        group({ taints: [{ ...agent, place: "node-group" }] }),
        { found: "taints of the node group" },
      ],
    ],
    passes: [
      ["the taint in the user data", group({})],
      ["another taint on the group", group({ taints: [agent, { ...dedicated, place: "node-group" }] })],
    ],
    unknown: [["unknown taints", group({ taints: unknown })]],
  },
  "nodes-taint-karpenter-startup": {
    fails: [
      ["a permanent taint", group({ kind: "karpenter", taints: [agent] }), { found: "spec.template.spec.taints" }],
    ],
    passes: [
      ["a startup taint", group({ kind: "karpenter", taints: [{ ...agent, place: "startup" }] })],
      ["a managed group", group({})],
    ],
    unknown: [["unknown taints", group({ kind: "karpenter", taints: unknown })]],
  },
  "nodes-taints-leave-room": {
    fails: [
      ["taints on the only group", group({ taints: [agent, dedicated] }), { found: "dedicated=gpu:NoSchedule" }],
      [
        "Relay without tolerations",
        group({ taints: [agent, dedicated] }, { addons: [], cilium: hubble }),
        { found: "general" },
      ],
      [
        "tolerations of another value",
        group({ taints: [agent, dedicated] }, { addons: [tolerating({ key: "dedicated", value: "web" })] }),
        { found: "general" },
      ],
    ],
    passes: [
      ["no groups, which another rule reports", baseline({ nodeGroups: [] })],

      ["one group without", baseline({ nodeGroups: [nodeGroup({ taints: [agent, dedicated] }), nodeGroup()] })],
      ["a soft taint", group({ taints: [agent, { ...dedicated, effect: "PreferNoSchedule" }] })],
      [
        "a toleration of the taint",
        group(
          { taints: [agent, dedicated] },
          { addons: [tolerating({ key: "dedicated", operator: "Equal", value: "gpu", effect: "NoSchedule" })] },
        ),
      ],
      ["a toleration of everything", group({ taints: [dedicated] }, { addons: [tolerating({ operator: "Exists" })] })],
    ],
    unknown: [["unknown taints", group({ taints: unknown })]],
  },
  "nodes-autoscaler-startup-taint": {
    fails: [
      ["no startup taint", autoscaler({ v: 4 }), { found: "no startup-taint" }],
      ["another taint", autoscaler({ "startup-taint": "example.com/other" }), { found: "no startup-taint" }],
    ],
    passes: [
      ["the startup taint", autoscaler({ "startup-taint": agent.key })],
      ["the old flag, one of several", autoscaler({ "ignore-taint_2": agent.key })],
      ["another chart", autoscaler({}, "external-dns")],
      [
        "EC2 nodes without Cilium",
        { releases: [hybridCilium(), { name: "ca", chart: "cluster-autoscaler", values: {} }] },
      ],
    ],
    unknown: [
      ["unknown values", baseline({ releases: [{ name: "ca", chart: "cluster-autoscaler", values: unknown }] })],
    ],
  },
  "nodes-labels-syntax": {
    fails: [
      ["a space in a value", group({ labels: { team: "a b" } }), { found: "a b" }],
      ["two slashes", group({ labels: { "a/b/c": "d" } }), { found: "slash" }],
      ["an upper-case prefix", group({ labels: { "Example.com/a": "d" } }), { found: "DNS" }],
      ["a value of 64 characters", group({ labels: { a: "x".repeat(64) } }), { found: "63" }],
    ],
    passes: [
      ["a prefix of 253 characters", group({ labels: { [`${"x".repeat(253)}/a`]: "b" } })],
      ["usual labels", group({ labels: { "example.com/team": "a", plain: "", Mixed_1: "v1.2" } })],
    ],
    unknown: [["unknown labels", group({ labels: unknown })]],
  },
  "nodes-labels-reserved": {
    fails: [
      ["a role", group({ labels: { "node-role.kubernetes.io/worker": "" } }), { found: "node-role" }],
      ["a label of k8s.io", group({ labels: { "node-restriction.k8s.io/a": "b" } }), { found: "k8s.io" }],
    ],
    passes: [
      [
        "what a kubelet may set",
        group({ labels: { "node.kubernetes.io/pool": "a", "topology.kubernetes.io/zone": "z" } }),
      ],
      ["a label of one's own", group({ labels: { "example.com/a": "b" } })],
      ["Karpenter's labels", group({ kind: "karpenter", labels: { "node-role.kubernetes.io/worker": "" } })],
    ],
    unknown: [["unknown labels", group({ labels: unknown })]],
  },
  "nodes-own-names": {
    fails: [
      ["the group's label", asked({ labels: { "cilium-eks/node-group": "x" } }), { found: "cilium-eks/node-group" }],
      ["Cilium's taint", asked({ taints: [{ key: agent.key, effect: "NoSchedule" }] }), { found: agent.key }],
    ],
    passes: [["other names", asked({ labels: { a: "b" }, taints: [{ key: "dedicated", effect: "NoSchedule" }] })]],
    unknown: [["unknown taints", asked({ taints: unknown })]],
  },
  "nodes-taints-syntax": {
    fails: [
      ["a space in a key", group({ taints: [{ ...dedicated, key: "my taint" }] }), { found: "my taint" }],
      ["the same twice", group({ taints: [dedicated, { ...dedicated, value: "web" }] }), { found: "more than once" }],
    ],
    passes: [["one key with two effects", group({ taints: [dedicated, { ...dedicated, effect: "NoExecute" }] })]],
    unknown: [["unknown taints", group({ taints: unknown })]],
  },
  "nodes-group-name": {
    fails: [
      ["a dot", asked({}, "web.front"), { found: "web.front" }],
      ["37 characters", asked({}, "a".repeat(37)), { found: "37 characters" }],
    ],
    passes: [["36 characters", asked({}, "a".repeat(36))]],
    unknown: [["unknown groups", baseline({ settings: settings({ nodeGroups: unknown }) })]],
  },
});
