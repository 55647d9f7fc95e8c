import { rulesOn } from "../rule.ts";
import { ciliumRelease, hasTemplate, nodeGroups } from "../subjects.ts";
import { only } from "../subject.ts";
import { keepsVpcCni } from "../control-plane/common.ts";

const ORDER = "terraform-aws-eks#3446, #3139; EKS user guide: troubleshooting, NodeCreationFailure";

export default [
  ...rulesOn(ciliumRelease, [
    {
      id: "lifecycle-cilium-before-nodes",
      severity: "error",
      title: "Cilium does not wait for node groups",
      why: "Without a CNI no node becomes Ready, EKS calls a managed group made only when its nodes are, and the release that would bring the CNI waits for the group.",
      symptom:
        "The node group is CREATING for 20 to 35 minutes, then fails with NodeCreationFailure; nodes are NotReady: cni plugin not initialized.",
      source: ORDER,
      fix: "Take the node groups out of the dependsOn of the release and of its Kubernetes provider, set skipAwait, and let the node groups depend on the release.",
      *check({ afterNodes }, model) {
        if (afterNodes !== true || keepsVpcCni(model)) return;
        yield { found: "the release waits for node groups", expected: "node groups that wait for the release" };
      },
    },
    {
      id: "lifecycle-chart-await",
      severity: "error",
      title: "A chart of Cilium that node groups wait for does not wait for pods",
      why: "helm.v4.Chart waits until the operator's Deployment is ready, which needs nodes; the nodes wait for the chart.",
      symptom: "The deployment stands still at the operator's Deployment until its time-out.",
      source: "terraform-aws-eks#3106; pulumi-kubernetes helm.v4.Chart: skipAwait",
      fix: "Set skipAwait to true.",
      also: ["nodeGroups"],
      *check({ delivery, skipAwait }, { nodeGroups: groups = [] }) {
        if (delivery !== "template" || skipAwait) return;
        if (!groups.some(({ afterCilium }) => afterCilium === true)) return;
        yield {
          at: "skipAwait",
          found: "skipAwait: false, and node groups wait for the chart",
          expected: "skipAwait: true",
        };
      },
    },
  ]),
  ...rulesOn(only(nodeGroups, hasTemplate), [
    {
      id: "lifecycle-nodes-after-cilium",
      severity: "error",
      title: "Node groups wait for Cilium",
      why: "Nodes that start before the CNI is installed stay NotReady. EKS waits for the nodes of a managed group, so a release that comes late or fails takes the group with it.",
      symptom: "The node group ends with NodeCreationFailure: Unhealthy nodes in the kubernetes cluster.",
      source: ORDER,
      fix: "Let the node group depend on Cilium's release.",
      also: ["cilium"],
      *check({ afterCilium, madeWithCluster }, model) {
        if (model.cilium === undefined || keepsVpcCni(model)) return;
        if (madeWithCluster === true) {
          yield {
            found: "the default node group of eks.Cluster, which is made before anything can be installed",
            expected: "skipDefaultNodeGroup: true, and a node group that depends on Cilium's release",
            fix: "Set skipDefaultNodeGroup to true, and make a node group with the release in its dependsOn.",
          };
        } else if (afterCilium === false && model.cilium.afterNodes !== true && !model.cilium.skipAwait) {
          yield {
            found: "the node group does not wait for Cilium's release, which waits for its pods",
            expected: "dependsOn with the release, and skipAwait",
            fix: "Set skipAwait on the release, and add the release to the node group's dependsOn.",
          };
        }
      },
    },
    {
      id: "lifecycle-nodes-beside-cilium",
      severity: "warning",
      title: "Node groups do not start beside Cilium's release",
      why: "A release with skipAwait beside a node group works as long as it is quick: nodes are NotReady until the CNI is there, and a release that is late or fails takes the group with it. On the way down the CNI may go before the nodes.",
      symptom: "Nodes are NotReady at first; where the release fails, the node group ends with NodeCreationFailure.",
      source: ORDER,
      fix: "Add the release to the node group's dependsOn.",
      also: ["cilium"],
      *check({ afterCilium, madeWithCluster }, model) {
        const { cilium } = model;
        if (cilium === undefined || keepsVpcCni(model) || madeWithCluster === true) return;
        if (afterCilium !== false || cilium.afterNodes === true || !cilium.skipAwait) return;
        yield { found: "the node group does not wait for Cilium's release", expected: "dependsOn with the release" };
      },
    },
  ]),
];
