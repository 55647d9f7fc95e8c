import { rulesOn } from "../rule.ts";
import { ciliumRelease, controlPlane, nodeGroups } from "../subjects.ts";
import { clusterSettings } from "./common.ts";
import { SPLIT_NODE_LABEL } from "../../facts/node-labels.ts";
import type { CiliumModel, Json } from "../../model/index.ts";
import type { ClusterSettings } from "../../settings/index.ts";

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
  "controlPlaneTier",
] as const satisfies readonly (keyof ClusterSettings)[];

/** Whether a node selector of the chart names the label of the new nodes. */
function selects(values: CiliumModel["values"], path: string): boolean {
  let value: Json | undefined = values;
  for (const key of [...path.split("."), SPLIT_NODE_LABEL.key]) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
    value = (value as { readonly [key: string]: Json })[key];
  }
  return value === SPLIT_NODE_LABEL.value;
}

export default [
  ...rulesOn(clusterSettings, [
    {
      id: "control-plane-existing-settings",
      severity: "warning",
      title: "Settings of a cluster that exists are left to its owner",
      why: "This program does not change an existing control plane, so these settings have no effect.",
      source: "components/cilium-eni-cluster/control-plane.ts",
      fix: "Remove the setting here and make it where the cluster is made.",
      *check(cluster) {
        if (cluster.existing === undefined) return;
        for (const key of CREATION_ONLY) {
          if (cluster[key] === undefined) continue;
          yield {
            at: key,
            found: `${key} together with cluster.existing`,
            expected: "the setting where the cluster is made",
            fix: `Remove ${key}.`,
          };
        }
      },
    },
    {
      id: "control-plane-existing-version",
      severity: "error",
      title: "The version and the service CIDR of a cluster that exists are given",
      why: "Node images are chosen by the version, and nodes are told the service CIDR; a wrong one gives every pod a DNS server that is not there.",
      source: "awslabs/amazon-eks-ami nodeadm/api/v1alpha1: spec.cluster.cidr",
      fix: "Add what `aws eks describe-cluster` says of the cluster.",
      *check(cluster) {
        if (cluster.existing === undefined) return;
        for (const key of ["kubernetesVersion", "serviceCidr"] as const) {
          if (cluster[key] !== undefined) continue;
          yield {
            at: key,
            found: "nothing",
            expected: "what the cluster has",
            fix: `Add it: aws eks describe-cluster --name ${cluster.name}.`,
          };
        }
      },
    },
    {
      id: "control-plane-secrets-key-choice",
      severity: "error",
      title: "One key for Kubernetes secrets, given or made",
      why: "Both at once contradict each other, and the choice cannot be taken back: EKS keeps the key for the cluster's life.",
      source: "EKS user guide: envelope-encryption",
      fix: "Remove createSecretsKey to use your key, or secretsKeyArn to have one made.",
      *check({ secretsKeyArn, createSecretsKey }) {
        if (secretsKeyArn === undefined || createSecretsKey !== true) return;
        yield {
          at: "createSecretsKey",
          found: "secretsKeyArn and createSecretsKey",
          expected: "one of them",
        };
      },
    },
  ]),
  ...rulesOn(controlPlane, [
    {
      id: "control-plane-existing-fresh-nodes",
      severity: "warning",
      title: "Cilium gets fresh nodes on a cluster that exists",
      why: "A node that ran the VPC CNI keeps its iptables chains, its routing rules and ENIs with single addresses: pods on it lose traffic, and prefixes never come. Removing aws-node and kube-proxy under running nodes cuts their pods off at once.",
      source: ADOPTION,
      fix: "Put Cilium on new nodes only, drain and remove the old ones, and waive this until then.",
      *check({ existing }) {
        if (existing === undefined) return;
        const { strategy } = existing;
        yield {
          at: "existing.strategy",
          found:
            strategy === "no-nodes"
              ? "no-nodes: aws-node and kube-proxy are disabled on every node"
              : "split: old nodes keep the VPC CNI until they are drained",
          expected:
            strategy === "no-nodes" ? "a cluster without any node" : "old nodes that are drained and removed soon",
          fix:
            strategy === "no-nodes"
              ? "Check that `kubectl get nodes` is empty, and that `aws eks list-addons` names neither vpc-cni nor kube-proxy: a managed add-on puts back what is disabled. Then waive this with the date. With nodes use split."
              : "Drain the old node groups, remove them, change to no-nodes, and waive this until then. Pods on old and new nodes reach each other, but policies and Hubble cover the new ones only.",
        };
      },
    },
  ]),
  ...rulesOn(ciliumRelease, [
    {
      id: "control-plane-existing-split-selectors",
      severity: "error",
      title: "While a cluster is split, Cilium runs on the new nodes only",
      why: "On an old node the agent renames the VPC CNI's configuration, and new pods there get no address.",
      source: `${ADOPTION}; chart cilium 1.19.6 values.yaml: nodeSelector, envoy.nodeSelector, cni.exclusive`,
      fix: "Leave the selector to the planner.",
      also: ["controlPlane"],
      *check({ values }, model) {
        if (model.controlPlane?.existing?.strategy !== "split") return;
        for (const path of ["nodeSelector", "envoy.nodeSelector"]) {
          if (selects(values, path)) continue;
          yield {
            at: `values.${path}`,
            found: `no ${SPLIT_NODE_LABEL.key}`,
            expected: `${SPLIT_NODE_LABEL.key}: ${SPLIT_NODE_LABEL.value}`,
          };
        }
      },
    },
  ]),
  ...rulesOn(nodeGroups, [
    {
      id: "control-plane-existing-split-nodes",
      severity: "error",
      title: "While a cluster is split, new node groups carry Cilium's label",
      why: "A group without it gets neither Cilium nor, once the label is required, aws-node.",
      symptom: "The group's nodes stay NotReady.",
      source: "components/cilium-eni-cluster/adopt.ts",
      fix: "Add the label.",
      also: ["controlPlane"],
      *check({ labels }, model) {
        if (model.controlPlane?.existing?.strategy !== "split") return;
        if (labels[SPLIT_NODE_LABEL.key] === SPLIT_NODE_LABEL.value) return;
        yield {
          at: "labels",
          found: `no label ${SPLIT_NODE_LABEL.key}`,
          expected: `${SPLIT_NODE_LABEL.key}=${SPLIT_NODE_LABEL.value}`,
        };
      },
    },
  ]),
];
