import { rulesOn } from "../rule.ts";
import { nodeGroupSettings, nodeGroups } from "../subjects.ts";
import { AGENT_NOT_READY_TAINT, NODE_GROUP_LABEL, SPLIT_NODE_LABEL } from "../../facts/node-labels.ts";
import { listed } from "./common.ts";

const SYNTAX = "Kubernetes docs: labels and selectors, syntax and character set";
const NAME = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

function keyFault(key: string): string | undefined {
  const [name = "", prefix, ...rest] = key.split("/").toReversed();
  if (rest.length > 0) return "has more than one slash";
  if (prefix !== undefined && (prefix.length > 253 || !PREFIX.test(prefix))) return "has a prefix that is no DNS name";
  return NAME.test(name) ? undefined : "has a name that is not 1 to 63 letters, digits, dashes, dots or underscores";
}

const valueFault = (value: string): string | undefined =>
  value === "" || NAME.test(value)
    ? undefined
    : "has a value that is not up to 63 letters, digits, dashes, dots or underscores";

/** Labels in Kubernetes' own namespaces that a kubelet may give itself (kubernetes/kubernetes staging/src/k8s.io/kubelet/pkg/apis/well_known_labels.go). */
const KUBELET_LABELS: ReadonlySet<string> = new Set([
  "kubernetes.io/hostname",
  "kubernetes.io/arch",
  "kubernetes.io/os",
  "beta.kubernetes.io/arch",
  "beta.kubernetes.io/os",
  "beta.kubernetes.io/instance-type",
  "node.kubernetes.io/instance-type",
  "topology.kubernetes.io/zone",
  "topology.kubernetes.io/region",
  "failure-domain.beta.kubernetes.io/zone",
  "failure-domain.beta.kubernetes.io/region",
]);

function refusedByKubelet(key: string): boolean {
  const prefix = key.includes("/") ? key.slice(0, key.indexOf("/")) : "";
  const kubernetes = /(^|\.)(kubernetes|k8s)\.io$/.test(prefix);
  const allowed = /(^|\.)(kubelet|node)\.kubernetes\.io$/.test(prefix);
  return kubernetes && !allowed && !KUBELET_LABELS.has(key);
}

const OURS: readonly string[] = [NODE_GROUP_LABEL, SPLIT_NODE_LABEL.key];

/** Behind the prefix EKS has room for 37 characters, and the dash is one of them. */
const NAME_LIMIT = 36;

export default [
  ...rulesOn(nodeGroups, [
    {
      id: "nodes-labels-syntax",
      severity: "error",
      title: "Node labels are valid Kubernetes labels",
      why: "The kubelet stops at a label that it cannot register, so the node never joins.",
      symptom: "The instance runs and no node appears; EKS reports NodeCreationFailure.",
      source: SYNTAX,
      fix: "Correct the label.",
      *check({ labels }) {
        for (const [key, value] of Object.entries(labels)) {
          const fault = keyFault(key) ?? valueFault(value);
          if (fault === undefined) continue;
          yield {
            at: `labels.${key}`,
            found: `"${key}=${value}", which ${fault}`,
            expected: "an optional DNS prefix and a slash, then a name; a value of at most 63 characters",
          };
        }
      },
    },
    {
      id: "nodes-labels-reserved",
      severity: "error",
      title: "Node labels keep out of Kubernetes' namespaces",
      why: "A kubelet that is told to register an unknown label under kubernetes.io or k8s.io refuses to start, so the node never joins.",
      symptom:
        "The instance runs and no node appears; the kubelet's log says \"unknown 'kubernetes.io' or 'k8s.io' labels specified with --node-labels\".",
      source: "Kubernetes docs: kubelet --node-labels; NodeRestriction admission",
      fix: "Use a prefix of your own. A role such as node-role.kubernetes.io/… must be set by kubectl or a controller.",
      *check({ labels, kind }) {
        // Karpenter sets labels through the API server, which allows more.
        const refused = kind === "karpenter" ? [] : Object.keys(labels).filter(refusedByKubelet);
        for (const key of refused) {
          yield {
            at: `labels.${key}`,
            found: `the label ${key}`,
            expected: "a label outside kubernetes.io and k8s.io, or one that the kubelet may set itself",
          };
        }
      },
    },
    {
      id: "nodes-taints-syntax",
      severity: "error",
      title: "Taints are valid, and no two have the same key and effect",
      why: "The kubelet cannot register an invalid taint, and the API server refuses a node with two of the same key and effect.",
      symptom: "The instance runs and no node appears; EKS reports NodeCreationFailure.",
      source: `${SYNTAX}; kubernetes/kubernetes pkg/apis/core/validation`,
      fix: "Correct the taint, and give each key and effect once.",
      *check({ taints }) {
        for (const { key, value = "" } of taints) {
          const fault = keyFault(key) ?? valueFault(value);
          if (fault === undefined) continue;
          yield {
            at: "taints",
            found: `"${key}=${value}", which ${fault}`,
            expected: "a valid taint",
            fix: "Correct the taint.",
          };
        }
        const seen = taints.map(({ key, effect, place }) => `${key}:${effect} (${place})`);
        const twice = [...new Set(seen.filter((taint, at) => seen.indexOf(taint) !== at))];
        if (twice.length === 0) return;
        yield {
          at: "taints",
          found: `${listed(twice)} more than once`,
          expected: "each key and effect once",
          fix: "Keep one of them.",
        };
      },
    },
  ]),
  ...rulesOn(nodeGroupSettings, [
    {
      id: "nodes-own-names",
      severity: "error",
      title: "Labels and taints leave to the plan what the plan sets",
      why: "The plan's own label selects the CiliumNodeConfig of a group and its own taint is Cilium's; a second value would be lost or doubled.",
      source: "core/nodes/plan.ts; Cilium docs: installation/taints",
      fix: "Remove the label or the taint: the plan sets it.",
      *check({ settings: { labels = {}, taints = [] } }) {
        for (const key of OURS.filter((own) => Object.hasOwn(labels, own))) {
          yield {
            at: `labels.${key}`,
            found: `the label ${key}`,
            expected: "the value that the plan gives it",
            fix: "Remove the label.",
          };
        }
        if (taints.some(({ key }) => key === AGENT_NOT_READY_TAINT)) {
          yield {
            at: "taints",
            found: `the taint ${AGENT_NOT_READY_TAINT}`,
            expected: "the one that every group has anyway",
            fix: "Remove the taint.",
          };
        }
      },
    },
    {
      id: "nodes-group-name",
      severity: "error",
      title: `A node group's name has at most ${NAME_LIMIT} letters, digits, dashes and underscores`,
      why: "EKS gets the name as a prefix, so that a group can be replaced by a new one before the old one goes.",
      source: "terraform-provider-aws aws_eks_node_group, node_group_name_prefix; EKS API reference: CreateNodegroup",
      fix: "Rename the group. A group that runs is replaced by a rename.",
      *check({ name }) {
        if (/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name) && name.length <= NAME_LIMIT) return;
        yield {
          found: `"${name}", ${name.length} characters`,
          expected: `a letter or digit first, then letters, digits, dashes or underscores; at most ${NAME_LIMIT}`,
        };
      },
    },
  ]),
];
