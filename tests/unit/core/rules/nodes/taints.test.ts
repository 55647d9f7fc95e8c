import type { ClusterModel, JsonObject, NodeGroupModel, TaintModel } from "../../../../../core/model/index.ts";
import { groupName, labelReserved, labelSyntax, ownNames, taintSyntax } from "../../../../../core/rules/nodes/names.ts";
import {
  autoscalerTaint,
  taintEffect,
  taintKarpenter,
  taintPlace,
  taintPresent,
  taintsLeaveRoom,
} from "../../../../../core/rules/nodes/taints.ts";
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
import { testRule } from "./cases.ts";

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

testRule(taintPresent, {
  fails: [
    ["no taint", group({ taints: [] }), "no taint"],
    ["only a taint of the user's", group({ taints: [dedicated] }), "no taint"],
    ["Karpenter's nodes without it", group({ kind: "karpenter", taints: [] }), "no taint"],
    [
      "the usual key where the chart names another",
      group({}, { cilium: cilium({ values: eniValues({ agentNotReadyTaintKey: "startup.example.com/cilium" }) }) }),
      "startup.example.com/cilium",
    ],
  ],
  passes: [
    ["the taint in the user data", group({})],
    ["the taint on the group", group({ taints: [{ ...agent, place: "node-group" }] })],
    ["Fargate", group({ kind: "fargate", taints: [] })],
    ["EC2 nodes without Cilium", { nodeGroups: [nodeGroup({ taints: [] })], releases: [hybridCilium()] }],
  ],
  undecided: [["unknown taints", group({ taints: [unknown] })]],
});

testRule(taintEffect, {
  fails: [["NoSchedule", group({ taints: [{ ...agent, effect: "NoSchedule" }] }), "NoSchedule"]],
  passes: [
    ["NoExecute", group({})],
    ["both", group({ taints: [{ ...agent, effect: "NoSchedule" }, agent] })],
    ["none at all, which another rule reports", group({ taints: [] })],
  ],
  undecided: [["unknown taints", group({ taints: unknown })]],
});

testRule(taintPlace, {
  fails: [
    ["the taint on the node group", group({ taints: [{ ...agent, place: "node-group" }] }), "taints of the node group"],
  ],
  passes: [
    ["the taint in the user data", group({})],
    ["another taint on the group", group({ taints: [agent, { ...dedicated, place: "node-group" }] })],
  ],
  undecided: [["unknown taints", group({ taints: unknown })]],
});

testRule(taintKarpenter, {
  fails: [["a permanent taint", group({ kind: "karpenter", taints: [agent] }), "spec.template.spec.taints"]],
  passes: [
    ["a startup taint", group({ kind: "karpenter", taints: [{ ...agent, place: "startup" }] })],
    ["a managed group", group({})],
  ],
  undecided: [["unknown taints", group({ kind: "karpenter", taints: unknown })]],
});

const tolerating = (...tolerations: readonly JsonObject[]) =>
  addon({ configuration: { tolerations: [...tolerations] } });
const hubble = cilium({ values: eniValues({ hubble: { relay: { enabled: true }, ui: { enabled: true } } }) });
testRule(taintsLeaveRoom, {
  fails: [
    ["taints on the only group", group({ taints: [agent, dedicated] }), "dedicated=gpu:NoSchedule"],
    ["Relay without tolerations", group({ taints: [agent, dedicated] }, { addons: [], cilium: hubble }), "general"],
    [
      "tolerations of another value",
      group({ taints: [agent, dedicated] }, { addons: [tolerating({ key: "dedicated", value: "web" })] }),
      "general",
    ],
  ],
  passes: [
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
  undecided: [["unknown taints", group({ taints: unknown })]],
});

const autoscaler = (extraArgs: JsonObject, chart = "cluster-autoscaler"): ClusterModel =>
  baseline({ releases: [{ name: "ca", chart, values: { extraArgs } }] });
testRule(autoscalerTaint, {
  fails: [
    ["no startup taint", autoscaler({ v: 4 }), "no startup-taint"],
    ["another taint", autoscaler({ "startup-taint": "example.com/other" }), "no startup-taint"],
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
  undecided: [
    ["unknown values", baseline({ releases: [{ name: "ca", chart: "cluster-autoscaler", values: unknown }] })],
  ],
});

testRule(labelSyntax, {
  fails: [
    ["a space in a value", group({ labels: { team: "a b" } }), "a b"],
    ["two slashes", group({ labels: { "a/b/c": "d" } }), "slash"],
    ["an upper-case prefix", group({ labels: { "Example.com/a": "d" } }), "DNS"],
    ["a value of 64 characters", group({ labels: { a: "x".repeat(64) } }), "63"],
  ],
  passes: [["usual labels", group({ labels: { "example.com/team": "a", plain: "", Mixed_1: "v1.2" } })]],
  undecided: [["unknown labels", group({ labels: unknown })]],
});

testRule(labelReserved, {
  fails: [
    ["a role", group({ labels: { "node-role.kubernetes.io/worker": "" } }), "node-role"],
    ["a label of k8s.io", group({ labels: { "node-restriction.k8s.io/a": "b" } }), "k8s.io"],
  ],
  passes: [
    [
      "what a kubelet may set",
      group({ labels: { "node.kubernetes.io/pool": "a", "topology.kubernetes.io/zone": "z" } }),
    ],
    ["a label of one's own", group({ labels: { "example.com/a": "b" } })],
    ["Karpenter's labels", group({ kind: "karpenter", labels: { "node-role.kubernetes.io/worker": "" } })],
  ],
  undecided: [["unknown labels", group({ labels: unknown })]],
});

testRule(ownNames, {
  fails: [
    ["the group's label", asked({ labels: { "cilium-eks/node-group": "x" } }), "cilium-eks/node-group"],
    ["Cilium's taint", asked({ taints: [{ key: agent.key, effect: "NoSchedule" }] }), agent.key],
  ],
  passes: [["other names", asked({ labels: { a: "b" }, taints: [{ key: "dedicated", effect: "NoSchedule" }] })]],
  undecided: [["unknown taints", asked({ taints: unknown })]],
});

testRule(taintSyntax, {
  fails: [
    ["a space in a key", group({ taints: [{ ...dedicated, key: "my taint" }] }), "my taint"],
    ["the same twice", group({ taints: [dedicated, { ...dedicated, value: "web" }] }), "more than once"],
  ],
  passes: [["one key with two effects", group({ taints: [dedicated, { ...dedicated, effect: "NoExecute" }] })]],
  undecided: [["unknown taints", group({ taints: unknown })]],
});

testRule(groupName, {
  fails: [
    ["a dot", asked({}, "web.front"), "web.front"],
    ["37 characters", asked({}, "a".repeat(37)), "37 characters"],
  ],
  passes: [["36 characters", asked({}, "a".repeat(36))]],
  undecided: [["unknown groups", baseline({ settings: settings({ nodeGroups: unknown }) })]],
});
