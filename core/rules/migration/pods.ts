import { NODE_PORTS_OF_CILIUM } from "../../facts/cilium-ports.ts";
import type { NodeBoundWorkload } from "../../model/index.ts";
import { keyOf } from "../live/subjects.ts";
import { rulesOn } from "../rule.ts";
import { wholeModel } from "../subjects.ts";

const RESOURCE = "vpc.amazonaws.com/pod-eni";
const WEBHOOK =
  "aws/amazon-vpc-resource-controller-k8s webhooks/core/pod_webhook.go; EKS user guide: security-groups-for-pods";

const place = (workload: NodeBoundWorkload) => ({
  subject: `${workload.kind} "${keyOf(workload)}"`,
  path: `migration.workloads.${keyOf(workload)}`,
});

/** Labels that only the nodes of one group or pool have. */
const GROUP_LABELS = ["eks.amazonaws.com/nodegroup", "alpha.eksctl.io/nodegroup-name", "karpenter.sh/nodepool"];

export default rulesOn(wholeModel("migration"), [
  {
    id: "migration-security-group-policy",
    severity: "error",
    title: "No pod gets a security group of its own",
    why: "A webhook of EKS gives every pod that a SecurityGroupPolicy selects a demand for a branch interface, whatever node it goes to. Nodes of Cilium offer none. ENI mode knows security groups for each node group, not for each pod.",
    symptom: "New pods stay Pending: Insufficient vpc.amazonaws.com/pod-eni.",
    source: WEBHOOK,
    fix: "Put the pods on a node group of their own with nodeGroups.NAME.pods.securityGroupTags, or open the other side to the groups of all pods and let a CiliumNetworkPolicy say who may go there (toFQDNs, toCIDRSet). Delete the SecurityGroupPolicy before the pods move, and restart them.",
    *check({ migration }) {
      for (const policy of migration.securityGroupPolicies) {
        yield {
          subject: `SecurityGroupPolicy "${keyOf(policy)}"`,
          path: `migration.securityGroupPolicies.${keyOf(policy)}`,
          found: policy.groups.join(", "),
          expected: "groups for a node group, or a policy of Cilium's",
        };
      }
    },
  },
  {
    id: "migration-pod-eni",
    severity: "error",
    title: "No workload asks for a branch interface",
    why: "The VPC resource controller offers branch interfaces on nodes with a trunk interface, which the VPC CNI asks for.",
    symptom: "Pods stay Pending: Insufficient vpc.amazonaws.com/pod-eni.",
    source: WEBHOOK,
    fix: "Take vpc.amazonaws.com/pod-eni out of the workload's resources.",
    *check({ migration }) {
      for (const workload of migration.workloads) {
        if (!workload.podEni) continue;
        yield { ...place(workload), found: `resources with ${RESOURCE}`, expected: "resources without it" };
      }
    },
  },
  {
    id: "migration-host-port",
    severity: "error",
    title: "No workload listens on a port of the node that Cilium needs",
    why: "Agent and Envoy run on the host's network. Whoever comes second does not get the port.",
    symptom: "The agent or the workload restarts: address already in use.",
    source: "Cilium docs: operations/system_requirements, firewall rules",
    fix: "Move the workload to another port, or Cilium by its value (prometheus.port, hubble.listenAddress …).",
    *check({ migration }) {
      for (const workload of migration.workloads) {
        const taken = workload.hostPorts.filter((port) => NODE_PORTS_OF_CILIUM.has(port));
        if (taken.length === 0) continue;
        yield {
          ...place(workload),
          found: taken.map((port) => `${String(port)} (${NODE_PORTS_OF_CILIUM.get(port) ?? ""})`).join(", "),
          expected: "other ports",
        };
      }
    },
  },
  {
    id: "migration-node-selector",
    severity: "warning",
    title: "No workload is bound to a node group that goes",
    why: "New groups have other names: pods that select an old one by name find no node.",
    symptom: "Pods stay Pending: didn't match Pod's node affinity/selector.",
    source: "Kubernetes docs: concepts/scheduling-eviction/assign-pod-node; EKS user guide: managed-node-groups",
    fix: "Select by a label of your own (nodeGroups.NAME.labels), before the group is drained.",
    *check({ migration }) {
      for (const workload of migration.workloads) {
        const bound = GROUP_LABELS.filter((key) => workload.nodeSelector[key] !== undefined);
        if (bound.length === 0) continue;
        yield {
          ...place(workload),
          found: bound.map((key) => `${key}=${workload.nodeSelector[key] ?? ""}`).join(", "),
          expected: "a label that new groups have too",
        };
      }
    },
  },
  {
    id: "migration-cni-plugin",
    severity: "warning",
    title: "Nothing else writes into the nodes' CNI configuration",
    why: "The agent renames every other configuration of the node to *.cilium_bak: plugins that hang on to it are called no more.",
    symptom: "Pods start without what the plugin did: a second interface, the redirection into a mesh.",
    source: "Cilium docs: helm-reference, cni.exclusive; network/servicemesh/istio",
    fix: "Set helmValues.cni.exclusive to false, and waive this.",
    *check({ migration }) {
      for (const workload of migration.workloads) {
        if (!workload.writesCniConfig) continue;
        yield { ...place(workload), found: "/etc/cni/net.d of the node", expected: "Cilium alone" };
      }
    },
  },
]);
