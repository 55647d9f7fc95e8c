import { SPLIT_NODE_LABEL } from "../../facts/node-labels.ts";
import type { ClusterModel, Json } from "../../model/index.ts";
import type { ClusterSettings } from "../../settings/index.ts";
import { rule } from "../rule.ts";

const ADOPTION = "cilium-cli install/aws.go; cilium/cilium#25804, #17845, #28676";

/** Settings that only have a meaning for a cluster that is created. */
const CREATION_ONLY = [
  "endpoint",
  "logs",
  "secretsKeyArn",
  "createSecretsKey",
  "deletionProtection",
  "upgradePolicy",
  "zonalShift",
] as const satisfies readonly (keyof ClusterSettings)[];

export const existingSettings = rule({
  id: "control-plane-existing-settings",
  group: "control-plane",
  severity: "warning",
  title: "Settings of a cluster that exists are left to its owner",
  why: "This program does not change an existing control plane, so these settings have no effect.",
  source: "components/cilium-eni-cluster/control-plane.ts",
  needs: ["settings"],
  *check({ settings }) {
    const cluster = settings?.cluster;
    if (cluster?.existing === undefined) return;
    for (const key of CREATION_ONLY) {
      if (cluster[key] === undefined) continue;
      yield {
        subject: "control plane",
        path: `cluster.${key}`,
        found: `${key} together with cluster.existing`,
        expected: "the setting where the cluster is made",
        fix: `Remove ${key}.`,
      };
    }
  },
});

export const existingVersion = rule({
  id: "control-plane-existing-version",
  group: "control-plane",
  severity: "error",
  title: "The version and the service CIDR of a cluster that exists are given",
  why: "Node images are chosen by the version, and nodes are told the service CIDR; a wrong one gives every pod a DNS server that is not there.",
  source: "awslabs/amazon-eks-ami nodeadm/api/v1alpha1: spec.cluster.cidr",
  needs: ["settings"],
  *check({ settings }) {
    const cluster = settings?.cluster;
    if (cluster?.existing === undefined) return;
    for (const key of ["kubernetesVersion", "serviceCidr"] as const) {
      if (cluster[key] !== undefined) continue;
      yield {
        subject: "control plane",
        path: `cluster.${key}`,
        found: "nothing",
        expected: "what the cluster has",
        fix: `Add it: aws eks describe-cluster --name ${cluster.name}.`,
      };
    }
  },
});

export const existingFreshNodes = rule({
  id: "control-plane-existing-fresh-nodes",
  group: "control-plane",
  severity: "warning",
  title: "Cilium gets fresh nodes on a cluster that exists",
  why: "A node that ran the VPC CNI keeps its iptables chains, its routing rules and ENIs with single addresses: pods on it lose traffic, and prefixes never come. Removing aws-node and kube-proxy under running nodes cuts their pods off at once.",
  source: ADOPTION,
  needs: ["controlPlane"],
  *check({ controlPlane }) {
    const strategy = controlPlane?.existing?.strategy;
    if (strategy === undefined) return;
    yield {
      subject: "control plane",
      path: "controlPlane.existing.strategy",
      found:
        strategy === "no-nodes"
          ? "no-nodes: aws-node and kube-proxy are parked on every node"
          : "split: old nodes keep the VPC CNI until they are drained",
      expected: strategy === "no-nodes" ? "a cluster without any node" : "old nodes that are drained and removed soon",
      fix:
        strategy === "no-nodes"
          ? "Check that `kubectl get nodes` is empty, and waive this with the date. With nodes use split."
          : "Drain the old node groups, remove them, change to no-nodes, and waive this until then. Pods on old and new nodes reach each other, but policies and Hubble cover the new ones only.",
    };
  },
});

export const splitSelectors = rule({
  id: "control-plane-existing-split-selectors",
  group: "control-plane",
  severity: "error",
  title: "While a cluster is split, Cilium runs on the new nodes only",
  why: "On an old node the agent renames the VPC CNI's configuration, and new pods there get no address.",
  source: `${ADOPTION}; chart cilium 1.19.6 values.yaml: nodeSelector, envoy.nodeSelector, cni.exclusive`,
  needs: ["controlPlane", "cilium"],
  *check(model) {
    if (model.controlPlane?.existing?.strategy !== "split") return;
    for (const path of ["nodeSelector", "envoy.nodeSelector"]) {
      if (selects(model, path)) continue;
      yield {
        subject: "Cilium",
        path: `cilium.values.${path}`,
        found: `no ${SPLIT_NODE_LABEL.key}`,
        expected: `${SPLIT_NODE_LABEL.key}: ${SPLIT_NODE_LABEL.value}`,
        fix: "Leave the selector to the planner.",
      };
    }
  },
});

/** Whether a node selector of the chart names the label of the new nodes. */
function selects({ cilium }: ClusterModel, path: string): boolean {
  let value: Json | undefined = cilium?.values;
  for (const key of [...path.split("."), SPLIT_NODE_LABEL.key]) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
    value = (value as { readonly [key: string]: Json })[key];
  }
  return value === SPLIT_NODE_LABEL.value;
}

export const splitNodes = rule({
  id: "control-plane-existing-split-nodes",
  group: "control-plane",
  severity: "error",
  title: "While a cluster is split, new node groups carry Cilium's label",
  why: "A group without it gets neither Cilium nor, once the label is required, aws-node: its nodes never become ready.",
  source: "components/cilium-eni-cluster/adopt.ts",
  needs: ["controlPlane", "nodeGroups"],
  *check({ controlPlane, nodeGroups = [] }) {
    if (controlPlane?.existing?.strategy !== "split") return;
    for (const { name, labels } of nodeGroups) {
      if (labels[SPLIT_NODE_LABEL.key] === SPLIT_NODE_LABEL.value) continue;
      yield {
        subject: `node group "${name}"`,
        path: `nodeGroups.${name}.labels`,
        found: `no label ${SPLIT_NODE_LABEL.key}`,
        expected: `${SPLIT_NODE_LABEL.key}=${SPLIT_NODE_LABEL.value}`,
        fix: "Add the label.",
      };
    }
  },
});

export const keyChoice = rule({
  id: "control-plane-secrets-key-choice",
  group: "control-plane",
  severity: "error",
  title: "One key for Kubernetes secrets, given or made",
  why: "Both at once contradict each other, and the choice cannot be taken back: EKS keeps the key for the cluster's life.",
  source: "EKS user guide: envelope-encryption",
  needs: ["settings"],
  *check({ settings }) {
    const { secretsKeyArn, createSecretsKey } = settings?.cluster ?? {};
    if (secretsKeyArn === undefined || createSecretsKey !== true) return;
    yield {
      subject: "control plane",
      path: "cluster.createSecretsKey",
      found: "secretsKeyArn and createSecretsKey",
      expected: "one of them",
      fix: "Remove createSecretsKey to use your key, or secretsKeyArn to have one made.",
    };
  },
});
