import { rulesOn } from "../rule.ts";
import { nodeGroups, releases, wholeModel } from "../subjects.ts";
import { only } from "../subject.ts";
import type { ClusterModel, Json, NodeGroupModel, TaintModel } from "../../model/index.ts";
import { ciliumOnHybridOnly } from "../hybrid/common.ts";
import { agentTaintKey, chartValue, listed } from "./common.ts";
import { tolerates } from "./tolerations.ts";

const TAINTS = "Cilium docs: installation/taints";

/** Nodes that join by a template, and Karpenter's, which name startup taints for the same end. */
const joins = ({ kind }: NodeGroupModel): boolean => kind !== "fargate";

/** Pods that exist once or twice and tolerate nothing by themselves. */
interface Singleton {
  readonly name: string;
  readonly tolerations: Json | undefined;
  readonly setting: string;
}

function singletons(model: ClusterModel): Singleton[] {
  const found: Singleton[] = [];
  const coredns = model.addons?.find(({ name }) => name === "coredns");
  if (coredns !== undefined) {
    found.push({
      name: "CoreDNS",
      tolerations: coredns.configuration?.["tolerations"],
      setting: "cluster.addons.coredns.configuration.tolerations",
    });
  }
  for (const [name, part] of [
    ["Hubble Relay", "relay"],
    ["Hubble UI", "ui"],
  ] as const) {
    if (chartValue(model, "hubble", part, "enabled") !== true) continue;
    found.push({
      name,
      tolerations: chartValue(model, "hubble", part, "tolerations"),
      setting: `cilium.values.hubble.${part}.tolerations`,
    });
  }
  return found;
}

const written = ({ key, value, effect }: TaintModel): string =>
  value === undefined ? `${key}:${effect}` : `${key}=${value}:${effect}`;

export default [
  ...rulesOn(only(nodeGroups, joins), [
    {
      id: "nodes-taint-present",
      severity: "error",
      title: "New nodes carry Cilium's agent-not-ready taint",
      why: "Pods that start before the agent get no Cilium network, are not policed, and stay so until they are restarted.",
      symptom: "`cilium status` counts fewer pods as managed by Cilium than there are, most of them on new nodes.",
      source: `${TAINTS}; cilium/cilium#16602`,
      fix: "Let the kubelet register the taint: registerWithTaints in nodeadm's kubelet.config, node-taints in Bottlerocket's settings.kubernetes, startupTaints of a NodePool.",
      *check({ taints, kind }, model) {
        if (ciliumOnHybridOnly(model)) return;
        const key = agentTaintKey(model);
        if (taints.some((taint) => taint.key === key)) return;
        yield {
          at: "taints",
          found: `no taint ${key}`,
          expected: `${key}=true:NoExecute`,
          fix:
            kind === "karpenter"
              ? "Add it to spec.template.spec.startupTaints of the NodePool."
              : "Let the kubelet register it: registerWithTaints in nodeadm's kubelet.config, node-taints in Bottlerocket's settings.kubernetes.",
        };
      },
    },
  ]),
  ...rulesOn(nodeGroups, [
    {
      id: "nodes-taint-effect",
      severity: "warning",
      title: "Cilium's taint has the effect NoExecute",
      why: "NoSchedule does not stop pods that already are on the node or that are bound to it, DaemonSets among them; they start without Cilium.",
      symptom: "`cilium status` counts fewer pods as managed by Cilium than there are, most of them on new nodes.",
      source: TAINTS,
      fix: "Change the effect to NoExecute.",
      *check({ taints }, model) {
        const key = agentTaintKey(model);
        const own = taints.filter((taint) => taint.key === key);
        const [first] = own;
        if (first === undefined || own.some(({ effect }) => effect === "NoExecute")) return;
        yield {
          at: "taints",
          found: `${key}:${first.effect}`,
          expected: `${key}=true:NoExecute`,
        };
      },
    },
    {
      id: "nodes-taint-place",
      severity: "warning",
      title: "Cilium's taint is registered by the kubelet, not by the node group",
      why: "EKS puts a node group's taints back on running nodes whenever the group is updated, and NoExecute then evicts their pods; with an image of one's own it adds them only after the node has joined.",
      symptom: "Pods of the whole group are evicted in the minute in which the group is updated.",
      source: "cilium/cilium#17103, #19890; EKS user guide: launch-templates, Using a custom AMI",
      fix: "Move it to registerWithTaints (nodeadm) or node-taints (Bottlerocket).",
      *check({ taints }, model) {
        const key = agentTaintKey(model);
        if (!taints.some((taint) => taint.key === key && taint.place === "node-group")) return;
        yield {
          at: "taints",
          found: `${key} among the taints of the node group`,
          expected: "the taint in the user data, and not on the group",
        };
      },
    },
    {
      id: "nodes-taint-karpenter-startup",
      severity: "error",
      title: "Karpenter knows Cilium's taint as a startup taint",
      why: "As a permanent taint it makes Karpenter think that no pod fits the node it is starting, and start another one, again and again.",
      symptom: "NodeClaims come and go for the same pending pods.",
      source: "cilium/cilium#29887; Karpenter docs: NodePools, spec.template.spec.startupTaints",
      fix: "Move it to spec.template.spec.startupTaints of the NodePool.",
      *check({ kind, taints }, model) {
        const key = agentTaintKey(model);
        const own = taints.filter((taint) => taint.key === key);
        if (kind !== "karpenter" || own.length === 0 || own.some(({ place }) => place === "startup")) return;
        yield {
          at: "taints",
          found: `${key} in spec.template.spec.taints`,
          expected: "the taint in startupTaints",
        };
      },
    },
  ]),
  ...rulesOn(wholeModel("nodeGroups"), [
    {
      id: "nodes-taints-leave-room",
      severity: "error",
      title: "CoreDNS, Hubble Relay and the UI find a node whose taints they tolerate",
      why: "They tolerate nothing by default. Where every group has taints of its own they stay pending, and without DNS nothing works.",
      symptom: "CoreDNS, Hubble Relay or the UI stay Pending; the event FailedScheduling names an untolerated taint.",
      source: "rendered charts cilium 1.19.6 and 1.20.0; EKS user guide: managing-coredns",
      fix: "Leave one group without taints, or give these pods tolerations for those of one group.",
      *check(model) {
        const key = agentTaintKey(model);
        const groups = model.nodeGroups.map(({ name, taints }) => ({
          name,
          taints: taints.filter((taint) => taint.effect !== "PreferNoSchedule" && taint.key !== key),
        }));
        if (groups.length === 0 || groups.some(({ taints }) => taints.length === 0)) return;
        for (const { name, tolerations, setting } of singletons(model)) {
          if (groups.some(({ taints }) => taints.every((taint) => tolerates(tolerations, taint)))) continue;
          yield {
            subject: name,
            path: setting,
            found: `taints on every group: ${listed(groups.map((group) => `${group.name} (${group.taints.map(written).join(", ")})`))}`,
            expected: `a group without taints, or tolerations for those of one group`,
            fix: `Leave one group without taints, or set ${setting}.`,
          };
        }
      },
    },
  ]),
  ...rulesOn(releases("cluster-autoscaler"), [
    {
      id: "nodes-autoscaler-startup-taint",
      severity: "error",
      title: "The cluster-autoscaler knows Cilium's taint as a startup taint",
      why: "Otherwise it thinks that pending pods do not tolerate the nodes that it could add, and adds none.",
      symptom: "Pods stay Pending with the event NotTriggerScaleUp, which names an untolerated taint.",
      source: "kubernetes/autoscaler cluster-autoscaler/FAQ.md, startup taints; cilium/cilium#29887",
      fix: "Set extraArgs.startup-taint of the cluster-autoscaler to the key of Cilium's taint.",
      *check({ values }, model) {
        if (ciliumOnHybridOnly(model)) return;
        const key = agentTaintKey(model);
        if (/^(ignore|startup)-taint\.cluster-autoscaler\.kubernetes\.io\//.test(key)) return;
        const args = values["extraArgs"];
        const known =
          typeof args === "object" && args !== null && !Array.isArray(args)
            ? Object.entries(args as Record<string, Json>).some(
                ([flag, value]) => /^(startup|ignore)-taint(_|$)/.test(flag) && value === key,
              )
            : false;
        if (known) return;
        yield {
          at: "values.extraArgs",
          found: `no startup-taint ${key}`,
          expected: `extraArgs.startup-taint: ${key}`,
          fix: `Set extraArgs.startup-taint to ${key}.`,
        };
      },
    },
  ]),
];
